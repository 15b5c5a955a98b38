//go:build !purego

#include "textflag.h"
#include "exp_avx512_amd64.h"
#include "transpose_avx512_amd64.h"

// func ExpRowsThinAVX512(dst, src, maxs, sums *float32, rows, cols int)
//
// ExpRowsAVX512 for 1 ≤ cols ≤ 16: 16 rows at a time, transposed, so that all lanes
// work and neither maximum nor sum goes across lanes. Needs AVX512F.
//
//   SI, DI rows of src and dst   R9, R10 maxs, sums   R8 cols   R12 cols (bytes)
//   R11 rows left   CX rows of this block   K1 columns   K2 rows of the block
//   Z0–Z15 column j of 16 rows, −Inf (and so exp = 0) beyond cols
//   Z16–Z19 n   Z16–Z31 also scratch of the transposes   Z24–Z31 constants
//
// A block: 128 shuffles, 9 FMA for each of its columns (4 at a time), about 100
// others. Bound by the shuffles and FMA, on different ports: about 140 cycles for
// 10 columns.

#define ROW_LOAD(i, z) \
	VMOVUPS (SI), K1, z \
	ADDQ    R12, SI \
	CMPQ    CX, $i \
	JEQ     loaded

#define ROW_STORE(i, z) \
	VMOVUPS z, K1, (DI) \
	ADDQ    R12, DI \
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

#define ADD4(a, b, c, d, e, f, g, h, s, t, u, v) \
	VADDPS e, a, s \
	VADDPS f, b, t \
	VADDPS g, c, u \
	VADDPS h, d, v

#define REDUCE(x, n) \
	VMAXPS       x, Z24, x \
	VMOVAPS      x, n \
	VFMADD213PS  Z26, Z25, n \
	VSUBPS       Z26, n, n \
	VFNMADD231PS Z27, n, x \
	VFNMADD231PS Z28, n, x

#define POLY(x, p) \
	VMOVAPS          Z31, p \
	VFMADD213PS      Z30, x, p \
	VFMADD213PS.BCST expc<>+32(SB), x, p \
	VFMADD213PS.BCST expc<>+36(SB), x, p \
	VFMADD213PS.BCST expc<>+40(SB), x, p

#define SCALE(x, n, p) \
	VFMADD213PS Z29, x, p \
	VFMADD213PS Z29, x, p \
	VSCALEFPS   n, p, x

#define EXP4(a, b, c, d) \
	REDUCE(a, Z16) \
	REDUCE(b, Z17) \
	REDUCE(c, Z18) \
	REDUCE(d, Z19) \
	POLY(a, Z20) \
	POLY(b, Z21) \
	POLY(c, Z22) \
	POLY(d, Z23) \
	SCALE(a, Z16, Z20) \
	SCALE(b, Z17, Z21) \
	SCALE(c, Z18, Z22) \
	SCALE(d, Z19, Z23)

TEXT ·ExpRowsThinAVX512(SB), NOSPLIT, $0-48
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
	VBROADCASTSS expc<>+0(SB), Z24
	VBROADCASTSS expc<>+8(SB), Z25
	VBROADCASTSS expc<>+12(SB), Z26
	VBROADCASTSS expc<>+16(SB), Z27
	VBROADCASTSS expc<>+20(SB), Z28
	VBROADCASTSS expc<>+44(SB), Z29
	VBROADCASTSS expc<>+28(SB), Z30
	VBROADCASTSS expc<>+24(SB), Z31
	EXP4(Z0, Z1, Z2, Z3)
	CMPQ R8, $4
	JLE  zero4
	EXP4(Z4, Z5, Z6, Z7)
	CMPQ R8, $8
	JLE  zero8
	EXP4(Z8, Z9, Z10, Z11)
	CMPQ R8, $12
	JLE  zero12
	EXP4(Z12, Z13, Z14, Z15)
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
	TRANSPOSE_16x16
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
