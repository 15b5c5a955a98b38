//go:build !purego

#include "textflag.h"
#include "exp_avx2_amd64.h"
#include "tail_avx2_amd64.h"

// The three passes of softmax over rows, contiguous; up to 16 columns they go to
// softmaxthin_avx2_amd64.s, the third is in scalerows_avx2_amd64.s. Each is a loop over all rows, so that the
// reductions of one row overlap with the next.

// func MaxRowsAVX2(maxs, x *float32, rows, cols int)
//
// maxs[i] = the largest element of row i; NaN is left out, −Inf if nothing is left,
// a zero of either sign. Needs AVX2.
//
//   DI maxs   SI x   DX rows left   R10 cols − 8   CX elements before the last 8
//   Y0–Y3 maxima   Y4–Y7 operands   Y11 −Inf
//
// Loop: four vectors a step, four maxima, bound by the loads. VMAXPS returns its
// second source, here the maximum so far, when the first is NaN.

#define MAX(off, x, m) \
	VMOVUPS off(SI), x \
	VMAXPS  m, x, m

TEXT ·MaxRowsAVX2(SB), NOSPLIT, $0-32
	MOVQ maxs+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ rows+16(FP), DX
	MOVQ cols+24(FP), R10
	CMPQ R10, $16
	JGT  wide
	JMP  ·maxRowsThinAVX2(SB)

wide:
	SUBQ $8, R10
	MOVL $0xff800000, AX
	VMOVD AX, X11
	VPBROADCASTD X11, Y11

row:
	MOVQ R10, CX
	VMOVAPS Y11, Y0
	VMOVAPS Y11, Y1
	VMOVAPS Y11, Y2
	VMOVAPS Y11, Y3
	SUBQ $32, CX
	JLT  few

loop:
	MAX(0, Y4, Y0)
	MAX(32, Y5, Y1)
	MAX(64, Y6, Y2)
	MAX(96, Y7, Y3)
	ADDQ $128, SI
	SUBQ $32, CX
	JGE  loop

few:
	ADDQ $32, CX
	JLE  last

one:
	MAX(0, Y4, Y0)
	ADDQ $32, SI
	SUBQ $8, CX
	JGT  one

last:
	LEAQ (SI)(CX*4), SI
	MAX(0, Y5, Y1)
	ADDQ $32, SI
	VMAXPS       Y2, Y0, Y0
	VMAXPS       Y3, Y1, Y1
	VMAXPS       Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VMAXPS       X1, X0, X0
	VPERMILPS    $0x0e, X0, X1
	VMAXPS       X1, X0, X0
	VMOVSHDUP    X0, X1
	VMAXSS       X1, X0, X0
	VMOVSS       X0, (DI)
	ADDQ $4, DI
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET

// func ExpRowsAVX2(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)
//
// dst = exp(src − maxs[i]) in row i and sums[i] the sum of that, in 16 lanes: lane
// l adds elements l, l+16, …; then lanes are halved down to one. dst may be src. No
// element may be above maxs[i]. With lanes (16 floats, one row, cols > 16) they
// start from there and are stored there, so that a long row can be cut into pieces
// of a multiple of 16; with nil they start from zero. Needs AVX2 and FMA3.
//
//   SI, DI rows of src and dst   R8, R9 maxs, sums   DX rows left   BX lanes
//   R10 elements of a row in steps of 16   R13 the rest, 0 to 15   CX elements left
//   Y0–Y1, Y4–Y5, Y8–Y9, Y12–Y15 as in exp_avx2_amd64.h
//   Y2, Y3 masks of the rest   Y6, Y7 lanes   Y10 max
//
// Loop: 16 elements a step as in ExpAVX2, bound by FMA and multiplications: 11
// cycles a step.

TEXT ·ExpRowsAVX2(SB), NOSPLIT, $0-56
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ maxs+16(FP), R8
	MOVQ sums+24(FP), R9
	MOVQ rows+32(FP), DX
	MOVQ cols+40(FP), R10
	MOVQ lanes+48(FP), BX
	CMPQ R10, $16
	JGT  wide
	JMP  ·expRowsThinAVX2(SB)

wide:
	MOVQ R10, R13
	ANDQ $15, R13
	SUBQ R13, R10
	TAIL_MASK(R13, X2, Y2)
	LEAQ -8(R13), AX
	TAIL_MASK(AX, X3, Y3)
	EXP_CONSTANTS

row:
	VBROADCASTSS (R8), Y10
	MOVQ    R10, CX
	VXORPS  Y6, Y6, Y6
	VXORPS  Y7, Y7, Y7
	TESTQ   BX, BX
	JZ      loop
	VMOVUPS (BX), Y6
	VMOVUPS 32(BX), Y7

loop:
	VMOVUPS (SI), Y0
	VMOVUPS 32(SI), Y1
	VSUBPS  Y10, Y0, Y0
	VSUBPS  Y10, Y1, Y1
	EXP2(Y14, Y15)
	VMOVUPS Y8, (DI)
	VMOVUPS Y9, 32(DI)
	VADDPS  Y8, Y6, Y6
	VADDPS  Y9, Y7, Y7
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $16, CX
	JNZ  loop
	TESTQ R13, R13
	JZ    sum

	VMASKMOVPS (SI), Y2, Y0
	VMASKMOVPS 32(SI), Y3, Y1
	LEAQ    (SI)(R13*4), SI
	VSUBPS  Y10, Y0, Y0
	VSUBPS  Y10, Y1, Y1
	EXP2(Y14, Y15)
	VANDPS  Y2, Y8, Y8
	VANDPS  Y3, Y9, Y9
	VADDPS  Y8, Y6, Y6
	VADDPS  Y9, Y7, Y7
	CMPQ    R13, $8
	JLT     store
	VMOVUPS Y8, (DI)
	VMOVAPS Y9, Y8
	ADDQ    $32, DI

store:
	TAIL_STORE(R13, Y8, X8, DI)

sum:
	TESTQ        BX, BX
	JZ           3(PC)
	VMOVUPS      Y6, (BX)
	VMOVUPS      Y7, 32(BX)
	VADDPS       Y7, Y6, Y0
	VEXTRACTF128 $1, Y0, X1
	VADDPS       X1, X0, X0
	VPERMILPS    $0x0e, X0, X1
	VADDPS       X1, X0, X0
	VMOVSHDUP    X0, X1
	VADDSS       X1, X0, X0
	VMOVSS       X0, (R9)
	ADDQ $4, R8
	ADDQ $4, R9
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET
