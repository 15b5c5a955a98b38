//go:build !purego

#include "textflag.h"
#include "exp_avx512_amd64.h"
#include "transpose_avx512_amd64.h"

// func SoftmaxThinAVX512(dst, src, maxs, sums *float32, rows, cols int, scale float32)
//
// For each row of src, rows×cols, contiguous, rows ≥ 1, 1 ≤ cols ≤ 16: maxs[i] its
// largest element (NaN left out, −Inf if there is none, a zero of either sign),
// sums[i] the sum of e = exp(x − max), lanes halved as in ExpRowsAVX512, and dst =
// (e·(1/sums[i]))·scale. dst may be src. Needs AVX512F.
//
//   SI, DI rows of src and dst   R9, R10 maxs, sums   R8 cols   R12 cols (bytes)
//   R11 rows left   CX rows of this block   BX rows to store whole
//   R13 rows at the end not to   DX scale, its bits
//   K1 columns   K2 rows of the block   K3 columns stored   K4 all
//   Z0–Z15 column j of 16 rows, −Inf (and so exp = 0) beyond cols
//   Z16–Z31 as in exp_avx512_amd64.h, and scratch of the transposes
//
// 16 rows at a time are transposed, so that all lanes work and neither maximum nor
// sum goes across lanes. A block: 128 shuffles, 9 FMA and a multiplication for each
// of its columns, 4 at a time, about 150 others. Bound by shuffles and FMA, on
// different ports: about 150 cycles for 10 columns.
//
// Rows are stored in order as whole vectors, whose end the next rows overwrite; only
// those that would pass the end of the block are masked: a masked store holds up a
// load of the bytes it leaves out for some 30 cycles.

#define ROW_LOAD(i, z) \
	VMOVUPS (SI), K1, z \
	ADDQ    R12, SI \
	CMPQ    CX, $i \
	JEQ     loaded

#define ROW_STORE(i, z) \
	VMOVUPS z, K3, (DI) \
	ADDQ    R12, DI \
	DECQ    BX \
	JNZ     2(PC) \
	KMOVW   K1, K3 \
	CMPQ    CX, $i \
	JEQ     next

#define FILL4(a, b, c, d) \
	VMOVAPS Z31, a \
	VMOVAPS Z31, b \
	VMOVAPS Z31, c \
	VMOVAPS Z31, d

// m = the larger of m and each, a NaN being left out.
#define MAX4(a, b, c, d, m) \
	VMAXPS m, a, m \
	VMAXPS m, b, m \
	VMAXPS m, c, m \
	VMAXPS m, d, m

#define SUB4(a, b, c, d) \
	VSUBPS Z16, a, a \
	VSUBPS Z16, b, b \
	VSUBPS Z16, c, c \
	VSUBPS Z16, d, d

#define ZERO4(a, b, c, d) \
	VPXORD a, a, a \
	VPXORD b, b, b \
	VPXORD c, c, c \
	VPXORD d, d, d

#define MUL4(a, b, c, d) \
	VMULPS Z16, a, a \
	VMULPS Z16, b, b \
	VMULPS Z16, c, c \
	VMULPS Z16, d, d

#define MUL16 \
	MUL4(Z0, Z1, Z2, Z3) \
	MUL4(Z4, Z5, Z6, Z7) \
	MUL4(Z8, Z9, Z10, Z11) \
	MUL4(Z12, Z13, Z14, Z15)

#define ADD4(a, b, c, d, e, f, g, h, s, t, u, v) \
	VADDPS e, a, s \
	VADDPS f, b, t \
	VADDPS g, c, u \
	VADDPS h, d, v

TEXT ·SoftmaxThinAVX512(SB), NOSPLIT, $0-52
	MOVQ  dst+0(FP), DI
	MOVQ  src+8(FP), SI
	MOVQ  maxs+16(FP), R9
	MOVQ  sums+24(FP), R10
	MOVQ  rows+32(FP), R11
	MOVQ  cols+40(FP), R8
	LEAQ  (R8*4), R12
	MOVQ  R8, CX
	MOVL  $1, AX
	SHLL  CX, AX
	DECL  AX
	KMOVW AX, K1
	MOVL  $0xffff, AX
	KMOVW AX, K4
	XORL  DX, DX
	MOVL  $15, AX
	DIVQ  R8
	MOVQ  AX, R13
	MOVL  scale+48(FP), DX

block:
	MOVL  $16, CX
	CMPQ  R11, CX
	CMOVQLT R11, CX
	MOVL  $1, AX
	SHLL  CX, AX
	DECL  AX
	KMOVW AX, K2
	MOVL  $0xff800000, AX
	VPBROADCASTD AX, Z31
	FILL4(Z0, Z1, Z2, Z3)
	FILL4(Z4, Z5, Z6, Z7)
	FILL4(Z8, Z9, Z10, Z11)
	FILL4(Z12, Z13, Z14, Z15)
	ROW_LOAD(1, Z0)
	ROW_LOAD(2, Z1)
	ROW_LOAD(3, Z2)
	ROW_LOAD(4, Z3)
	ROW_LOAD(5, Z4)
	ROW_LOAD(6, Z5)
	ROW_LOAD(7, Z6)
	ROW_LOAD(8, Z7)
	ROW_LOAD(9, Z8)
	ROW_LOAD(10, Z9)
	ROW_LOAD(11, Z10)
	ROW_LOAD(12, Z11)
	ROW_LOAD(13, Z12)
	ROW_LOAD(14, Z13)
	ROW_LOAD(15, Z14)
	VMOVUPS (SI), K1, Z15
	ADDQ    R12, SI

loaded:
	TRANSPOSE_16x16
	VPBROADCASTD AX, Z31
	FILL4(Z16, Z17, Z18, Z19)
	MAX4(Z0, Z4, Z8, Z12, Z16)
	MAX4(Z1, Z5, Z9, Z13, Z17)
	MAX4(Z2, Z6, Z10, Z14, Z18)
	MAX4(Z3, Z7, Z11, Z15, Z19)
	VMAXPS  Z17, Z16, Z16
	VMAXPS  Z19, Z18, Z18
	VMAXPS  Z18, Z16, Z16
	VMOVUPS Z16, K2, (R9)
	SUB4(Z0, Z1, Z2, Z3)
	SUB4(Z4, Z5, Z6, Z7)
	SUB4(Z8, Z9, Z10, Z11)
	SUB4(Z12, Z13, Z14, Z15)
	EXP_CONSTANTS
	EXP4(Z0, Z1, Z2, Z3, C4, C3, C2)
	CMPQ R8, $4
	JLE  zero4
	EXP4(Z4, Z5, Z6, Z7, C4, C3, C2)
	CMPQ R8, $8
	JLE  zero8
	EXP4(Z8, Z9, Z10, Z11, C4, C3, C2)
	CMPQ R8, $12
	JLE  zero12
	EXP4(Z12, Z13, Z14, Z15, C4, C3, C2)
	JMP  sum

zero4:
	ZERO4(Z4, Z5, Z6, Z7)

zero8:
	ZERO4(Z8, Z9, Z10, Z11)

zero12:
	ZERO4(Z12, Z13, Z14, Z15)

sum:
	ADD4(Z0, Z1, Z2, Z3, Z8, Z9, Z10, Z11, Z16, Z17, Z18, Z19)
	ADD4(Z4, Z5, Z6, Z7, Z12, Z13, Z14, Z15, Z20, Z21, Z22, Z23)
	ADD4(Z16, Z17, Z18, Z19, Z20, Z21, Z22, Z23, Z16, Z17, Z18, Z19)
	VADDPS  Z18, Z16, Z16
	VADDPS  Z19, Z17, Z17
	VADDPS  Z17, Z16, Z16
	VMOVUPS Z16, K2, (R10)
	VDIVPS  Z16, Z29, Z16
	MUL16
	CMPL    DX, $0x3f800000
	JEQ     scaled
	VPBROADCASTD DX, Z16
	MUL16

scaled:
	TRANSPOSE_16x16

	// Row i of CX may be stored whole if (CX−i)·cols ≥ 16: the first CX − (15/cols).
	KMOVW K4, K3
	MOVQ  CX, BX
	SUBQ  R13, BX
	JGT   stores
	KMOVW K1, K3

stores:
	ROW_STORE(1, Z0)
	ROW_STORE(2, Z1)
	ROW_STORE(3, Z2)
	ROW_STORE(4, Z3)
	ROW_STORE(5, Z4)
	ROW_STORE(6, Z5)
	ROW_STORE(7, Z6)
	ROW_STORE(8, Z7)
	ROW_STORE(9, Z8)
	ROW_STORE(10, Z9)
	ROW_STORE(11, Z10)
	ROW_STORE(12, Z11)
	ROW_STORE(13, Z12)
	ROW_STORE(14, Z13)
	ROW_STORE(15, Z14)
	VMOVUPS Z15, K1, (DI)
	ADDQ    R12, DI

next:
	ADDQ $64, R9
	ADDQ $64, R10
	SUBQ $16, R11
	JGT  block
	VZEROUPPER
	RET
