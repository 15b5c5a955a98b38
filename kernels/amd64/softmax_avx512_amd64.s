//go:build !purego

#include "textflag.h"
#include "exp_avx512_amd64.h"
#include "rowtree_avx512_amd64.h"

// The three passes of softmax over rows, contiguous; up to 16 columns they go to
// softmaxthin_avx512_amd64.s, the third is in scalerows_avx512_amd64.s. Each
// is a loop over all rows, so that the reductions of one row overlap with the next.
// The last vector of a row is always the one that ends with it, unmasked: a
// masked store would hold up the next row's first load for some 30 cycles.

// func MaxRowsAVX512(maxs, x *float32, rows, cols int)
//
// maxs[i] = the largest element of row i; NaN is left out, −Inf if nothing is left,
// a zero of either sign. Needs AVX512F.
//
//   DI maxs   SI x   DX rows left   R10 cols − 16   CX elements before the last 16
//   Z0–Z3 maxima   Z4–Z7 operands   Z18 −Inf
//
// Loop: four vectors a step, four maxima, bound by the loads; 10 operations a row
// beside. VMAXPS returns its second source, here the maximum so far, when the first is NaN.

#define MAX(off, x, m) \
	VMOVUPS off(SI), x \
	VMAXPS  m, x, m

TEXT ·MaxRowsAVX512(SB), NOSPLIT, $0-32
	MOVQ maxs+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ rows+16(FP), DX
	MOVQ cols+24(FP), R10
	CMPQ R10, $16
	JGT  wide
	JMP  ·maxRowsThinAVX512(SB)

wide:
	SUBQ $16, R10
	MOVL $0xff800000, AX
	VPBROADCASTD AX, Z18

row:
	MOVQ R10, CX
	VMOVAPS Z18, Z0
	VMOVAPS Z18, Z1
	VMOVAPS Z18, Z2
	VMOVAPS Z18, Z3
	SUBQ $64, CX
	JLT  few

loop:
	MAX(0, Z4, Z0)
	MAX(64, Z5, Z1)
	MAX(128, Z6, Z2)
	MAX(192, Z7, Z3)
	ADDQ $256, SI
	SUBQ $64, CX
	JGE  loop

few:
	ADDQ $64, CX
	JLE  last

one:
	MAX(0, Z4, Z0)
	ADDQ $64, SI
	SUBQ $16, CX
	JGT  one

last:
	LEAQ (SI)(CX*4), SI
	MAX(0, Z5, Z1)
	ADDQ $64, SI
	VMAXPS Z2, Z0, Z0
	VMAXPS Z3, Z1, Z1
	VMAXPS Z1, Z0, Z0
	VEXTRACTF64X4 $1, Z0, Y1
	VMAXPS Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VMAXPS X1, X0, X0
	VPERMILPS $0x0e, X0, X1
	VMAXPS X1, X0, X0
	VMOVSHDUP X0, X1
	VMAXSS X1, X0, X0
	VMOVSS X0, (DI)
	ADDQ $4, DI
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET

// func ExpRowsAVX512(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)
//
// dst = exp(src − maxs[i]) in row i and sums[i] the sum of that, in 16 lanes: lane
// l adds elements l, l+16, …; then lanes are halved down to one. dst may be src. No
// element may be above maxs[i]. With lanes (16 floats, one row, cols > 16) they
// start from there and are stored there, so that a long row can be cut into pieces
// of a multiple of 16; with nil they start from zero. Needs AVX512F.
//
//   SI, DI rows of src and dst   R8, R9 maxs, sums   DX rows left   BX lanes
//   R10 elements before the rest   R11 bytes of the rest, 1 to 16 elements   K1 the rest
//   CX elements left   Z0–Z3 x and result   Z4 lanes   Z5 the vector before   Z6 where the
//   last 16 elements are in that and the rest   Z7 max   Z12–Z14 c4, c3, c2
//   Z16–Z31 as in exp_avx512_amd64.h
//
// Loop: four vectors a step as in ExpAVX512, bound by FMA, 9 cycles a vector.

#define LOAD_SHIFTED(off, x) \
	VMOVUPS off(SI), x \
	VSUBPS  Z7, x, x

#define STORE_ADD(off, p) \
	VMOVUPS p, off(DI) \
	VADDPS  p, Z4, Z4

TEXT ·ExpRowsAVX512(SB), NOSPLIT, $0-56
	MOVQ  dst+0(FP), DI
	MOVQ  src+8(FP), SI
	MOVQ  maxs+16(FP), R8
	MOVQ  sums+24(FP), R9
	MOVQ  rows+32(FP), DX
	MOVQ  cols+40(FP), CX
	MOVQ  lanes+48(FP), BX
	CMPQ  CX, $16
	JGT   wide
	JMP   ·expRowsThinAVX512(SB)

wide:
	LEAQ  -1(CX), R10
	ANDQ  $-16, R10
	SUBQ  R10, CX
	LEAQ  (CX*4), R11
	LOW_MASK(AX, K1)
	VPBROADCASTD CX, Z6
	VPADDD iota16<>(SB), Z6, Z6
	EXP_CONSTANTS
	VMOVUPS C4, Z12
	VMOVUPS C3, Z13
	VMOVUPS C2, Z14

row:
	VBROADCASTSS (R8), Z7
	VPXORD  Z4, Z4, Z4
	TESTQ   BX, BX
	JZ      2(PC)
	VMOVUPS (BX), Z4
	MOVQ    R10, CX
	SUBQ    $64, CX
	JLT     few

loop:
	LOAD_SHIFTED(0, Z0)
	LOAD_SHIFTED(64, Z1)
	LOAD_SHIFTED(128, Z2)
	LOAD_SHIFTED(192, Z3)
	EXP4(Z0, Z1, Z2, Z3, Z12, Z13, Z14)
	STORE_ADD(0, Z0)
	STORE_ADD(64, Z1)
	STORE_ADD(128, Z2)
	STORE_ADD(192, Z3)
	VMOVAPS Z3, Z5
	ADDQ $256, SI
	ADDQ $256, DI
	SUBQ $64, CX
	JGE  loop

few:
	ADDQ $48, CX
	JLT  rest

one:
	LOAD_SHIFTED(0, Z5)
	EXP1(Z5, Z12, Z13, Z14)
	STORE_ADD(0, Z5)
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $16, CX
	JGE  one

rest:
	VMOVUPS.Z (SI), K1, Z0
	VSUBPS    Z7, Z0, Z0
	EXP1(Z0, Z12, Z13, Z14)
	VADDPS    Z0, Z4, K1, Z4
	VPERMT2PS Z0, Z6, Z5
	ADDQ      R11, SI
	ADDQ      R11, DI
	VMOVUPS   Z5, -64(DI)
	TESTQ     BX, BX
	JZ        2(PC)
	VMOVUPS   Z4, (BX)

	VEXTRACTF64X4 $1, Z4, Y1
	VMOVAPS Z4, Z0
	VADDPS  Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VADDPS  X1, X0, X0
	VPERMILPS $0x0e, X0, X1
	VADDPS  X1, X0, X0
	VMOVSHDUP X0, X1
	VADDSS  X1, X0, X0
	VMOVSS  X0, (R9)
	ADDQ $4, R8
	ADDQ $4, R9
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET
