//go:build !purego

#include "textflag.h"
#include "exp_avx512_amd64.h"
#include "rowtree_avx512_amd64.h"

// The three passes of softmax over rows of 1 to 16 elements, contiguous. Sums and
// maxima take 16 rows at a time; all else takes the elements as a stream of whole
// vectors, of which only the last is masked: storing row by row would cost more
// than the exponentials, and a transpose there and back as much.

#define ROWS_LOAD \
	ROW_LOAD(1, Z0) \
	ROW_LOAD(2, Z2) \
	ROW_LOAD(3, Z1) \
	ROW_LOAD(4, Z3) \
	ROW_LOAD(5, Z8) \
	ROW_LOAD(6, Z10) \
	ROW_LOAD(7, Z9) \
	ROW_LOAD(8, Z11) \
	ROW_LOAD(9, Z4) \
	ROW_LOAD(10, Z6) \
	ROW_LOAD(11, Z5) \
	ROW_LOAD(12, Z7) \
	ROW_LOAD(13, Z12) \
	ROW_LOAD(14, Z14) \
	ROW_LOAD(15, Z13) \
	ROW_LOAD(16, Z15)

// VMAXPS returns its second source, −Inf here, when the first is NaN.
#define NAN_OUT(a, b, c, d) \
	VMAXPS Z31, a, a \
	VMAXPS Z31, b, b \
	VMAXPS Z31, c, c \
	VMAXPS Z31, d, d

// func maxRowsThinAVX512(maxs, x *float32, rows, cols int)
//
// MaxRowsAVX512 for 1 ≤ cols ≤ 16. Needs AVX512F.
//
//   DI maxs   SI row   DX rows left   CX rows of this block   R8 cols (bytes)
//   K1 columns   K2 rows   Z0–Z15 rows, −Inf beyond cols   Z16–Z23 scratch   Z31 −Inf
//
// A block of 16 rows: 16 loads, 30 shuffles, 31 maxima; bound by the maxima, one a
// cycle on Zen 4.

TEXT ·maxRowsThinAVX512(SB), NOSPLIT, $0-32
	MOVQ maxs+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ rows+16(FP), DX
	MOVQ cols+24(FP), CX
	LEAQ (CX*4), R8
	LOW_MASK(AX, K1)
	MOVL $0xff800000, AX
	VPBROADCASTD AX, Z31

block:
	MOVL $16, CX
	CMPQ DX, CX
	CMOVQLT DX, CX
	LOW_MASK(AX, K2)
	FILL16(Z31)
	ROWS_LOAD

loaded:
	NAN_OUT(Z0, Z1, Z2, Z3)
	NAN_OUT(Z4, Z5, Z6, Z7)
	NAN_OUT(Z8, Z9, Z10, Z11)
	NAN_OUT(Z12, Z13, Z14, Z15)
	ROW_TREE(VMAXPS)
	VMOVUPS Z0, K2, (DI)
	ADDQ $64, DI
	SUBQ $16, DX
	JGT  block
	VZEROUPPER
	RET

// func expRowsThinAVX512(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)
//
// ExpRowsAVX512 for 1 ≤ cols ≤ 16, without lanes: dst = exp(src − max), and the sums.
// Needs AVX512F.
//
//   SI, DI src and dst   R9 maxs, sums   BX elements left   R10 cols   R8 cols (bytes)
//   R11 vectors left of this block of 16 rows   DX rows left   CX rows of the block
//   K1 columns, last elements   K2 rows   Z0 x   Z1 maxs of the block   Z8–Z11 position in
//   the stream   Z12–Z14 c4, c3, c2   Z16–Z31 as in exp_avx512_amd64.h
//
// First loop: one vector a step, 9 FMA, 12 others; steps overlap, so it is bound by
// FMA: 10 cycles on Zen 4. Second loop: 16 rows a step, 30 shuffles, 15 additions.

TEXT ·expRowsThinAVX512(SB), NOSPLIT, $0-56
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ maxs+16(FP), R9
	MOVQ cols+40(FP), CX
	MOVQ rows+32(FP), BX
	IMULQ CX, BX
	MOVQ CX, R10
	STREAM_INIT
	EXP_CONSTANTS
	VMOVUPS C4, Z12
	VMOVUPS C3, Z13
	VMOVUPS C2, Z14
	MOVQ rows+32(FP), DX

block:
	MOVL $16, CX
	CMPQ DX, CX
	CMOVQLT DX, CX
	LOW_MASK(AX, K2)
	VMOVUPS.Z (R9), K2, Z1
	ADDQ $64, R9
	SUBQ $16, DX
	MOVQ R10, R11
	VMOVUPS iota16<>(SB), Z8

vector:
	CMPQ BX, $16
	JLT  last
	STREAM_ROW
	VPERMPS Z1, Z9, Z9
	VMOVUPS (SI), Z0
	VSUBPS  Z9, Z0, Z0
	EXP1(Z0, Z12, Z13, Z14)
	VMOVUPS Z0, (DI)
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $16, BX
	DECQ R11
	JNZ  vector
	TESTQ BX, BX
	JNZ  block

last:
	MOVQ BX, CX
	LOW_MASK(AX, K1)
	STREAM_ROW
	VPERMPS   Z1, Z9, Z9
	VMOVUPS.Z (SI), K1, Z0
	VSUBPS    Z9, Z0, Z0
	EXP1(Z0, Z12, Z13, Z14)
	VMOVUPS   Z0, K1, (DI)

	MOVQ dst+0(FP), SI
	MOVQ sums+24(FP), R9
	MOVQ rows+32(FP), DX
	LEAQ (R10*4), R8
	MOVQ R10, CX
	LOW_MASK(AX, K1)

sums:
	MOVL $16, CX
	CMPQ DX, CX
	CMOVQLT DX, CX
	LOW_MASK(AX, K2)
	VPXORD Z31, Z31, Z31
	FILL16(Z31)
	ROWS_LOAD

loaded:
	ROW_TREE(VADDPS)
	VMOVUPS Z0, K2, (R9)
	ADDQ $64, R9
	SUBQ $16, DX
	JGT  sums
	VZEROUPPER
	RET

// func scaleRowsThinAVX512(x, sums *float32, rows, cols int, scale float32)
//
// ScaleRowsAVX512 for 1 ≤ cols ≤ 16. Needs AVX512F.
//
//   DI x   SI sums   BX elements left   R10 cols   R11 vectors left of this block of
//   16 rows   DX rows left   CX rows of the block   K1 last elements   K2 rows
//   Z1 reciprocals   Z2 1   Z3 scale   Z8–Z11 position in the stream
//
// Loop: one vector a step: a load, 3 multiplications, a permutation, a store; bound
// by multiplications, 3 cycles on Zen 4.

TEXT ·scaleRowsThinAVX512(SB), NOSPLIT, $0-36
	MOVQ x+0(FP), DI
	MOVQ sums+8(FP), SI
	MOVQ cols+24(FP), CX
	MOVQ rows+16(FP), BX
	IMULQ CX, BX
	MOVQ CX, R10
	STREAM_INIT
	MOVL $0x3f800000, AX
	VPBROADCASTD AX, Z2
	VBROADCASTSS scale+32(FP), Z3
	MOVQ rows+16(FP), DX

block:
	MOVL $16, CX
	CMPQ DX, CX
	CMOVQLT DX, CX
	LOW_MASK(AX, K2)
	VMOVUPS.Z (SI), K2, Z1
	VDIVPS    Z1, Z2, Z1
	ADDQ $64, SI
	SUBQ $16, DX
	MOVQ R10, R11
	VMOVUPS iota16<>(SB), Z8

vector:
	CMPQ BX, $16
	JLT  last
	STREAM_ROW
	VPERMPS Z1, Z9, Z9
	VMULPS  (DI), Z9, Z0
	VMULPS  Z3, Z0, Z0
	VMOVUPS Z0, (DI)
	ADDQ $64, DI
	SUBQ $16, BX
	DECQ R11
	JNZ  vector
	TESTQ BX, BX
	JNZ  block

last:
	MOVQ BX, CX
	LOW_MASK(AX, K1)
	STREAM_ROW
	VPERMPS   Z1, Z9, Z9
	VMOVUPS.Z (DI), K1, Z0
	VMULPS    Z9, Z0, Z0
	VMULPS    Z3, Z0, Z0
	VMOVUPS   Z0, K1, (DI)
	VZEROUPPER
	RET
