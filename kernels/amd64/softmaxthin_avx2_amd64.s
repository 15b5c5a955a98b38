//go:build !purego

#include "textflag.h"
#include "exp_avx2_amd64.h"
#include "tail_avx2_amd64.h"

// func SoftmaxThinAVX2(dst, src, maxs, sums *float32, rows, cols int, scale float32)
//
// For each row of src, rows×cols, contiguous, rows ≥ 1, 1 ≤ cols ≤ 16: maxs[i] its
// largest element (NaN left out, −Inf if there is none, a zero of either sign),
// sums[i] the sum of e = exp(x − max), lanes halved as in ExpRowsAVX2, and dst =
// (e·(1/sums[i]))·scale. dst may be src. Needs AVX2 and FMA3.
//
//   SI, DI rows of src and dst   R8, R9 maxs, sums   DX rows left
//   R13 cols   R11 cols (bytes)
//   Y0–Y1, Y4–Y5, Y8–Y9, Y12–Y15 as in exp_avx2_amd64.h   Y2, Y3 masks   Y6 scale
//   Y10 max, reciprocal   Y11 −Inf
//
// One row a step, in two vectors, about 95 instructions of which those of several
// rows overlap: about 20 cycles. Up to 8 columns take one vector, about 65. Lanes
// beyond the row take exp(0), not exp(−Inf): multiplying to below the normal range
// costs several cycles.

#define LOAD(off, mask, x) \
	VMASKMOVPS off(SI), mask, x \
	VBLENDVPS  mask, x, Y11, x

// The largest lane of y, and the sum of all, in the first lane of x, its low half.
#define MAX_HALVE(y, x, t) \
	VEXTRACTF128 $1, y, t \
	VMAXPS       t, x, x \
	VPERMILPS    $0x0e, x, t \
	VMAXPS       t, x, x \
	VMOVSHDUP    x, t \
	VMAXSS       t, x, x

#define SUM_HALVE(y, x, t) \
	VEXTRACTF128 $1, y, t \
	VADDPS       t, x, x \
	VPERMILPS    $0x0e, x, t \
	VADDPS       t, x, x \
	VMOVSHDUP    x, t \
	VADDSS       t, x, x

TEXT ·SoftmaxThinAVX2(SB), NOSPLIT, $0-52
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ maxs+16(FP), R8
	MOVQ sums+24(FP), R9
	MOVQ rows+32(FP), DX
	MOVQ cols+40(FP), R13
	VBROADCASTSS scale+48(FP), Y6
	LEAQ (R13*4), R11
	TAIL_MASK(R13, X2, Y2)
	LEAQ -8(R13), AX
	TAIL_MASK(AX, X3, Y3)
	MOVL $0xff800000, AX
	VMOVD AX, X11
	VPBROADCASTD X11, Y11
	EXP_CONSTANTS
	CMPQ R13, $8
	JLE  narrow

wide:
	LOAD(0, Y2, Y0)
	LOAD(32, Y3, Y1)
	ADDQ   R11, SI
	VMAXPS Y11, Y0, Y4
	VMAXPS Y4, Y1, Y4
	MAX_HALVE(Y4, X4, X5)
	VMOVSS X4, (R8)
	VBROADCASTSS X4, Y10
	VSUBPS Y10, Y0, Y0
	VSUBPS Y10, Y1, Y1
	VANDPS Y3, Y1, Y1
	EXP2
	VANDPS Y3, Y9, Y9
	VADDPS Y9, Y8, Y0
	SUM_HALVE(Y0, X0, X1)
	VMOVSS X0, (R9)
	VDIVSS X0, X15, X0
	VBROADCASTSS X0, Y10
	VMULPS Y10, Y8, Y8
	VMULPS Y10, Y9, Y9
	VMULPS Y6, Y8, Y8
	VMULPS Y6, Y9, Y9
	VMOVUPS Y8, (DI)
	CMPQ   R13, $16
	JEQ    sixteen
	ADDQ   $32, DI
	TAIL_STORE(R13, Y9, X9, DI)
	JMP    nextwide

sixteen:
	VMOVUPS Y9, 32(DI)
	ADDQ    $64, DI

nextwide:
	ADDQ $4, R8
	ADDQ $4, R9
	DECQ DX
	JNZ  wide
	VZEROUPPER
	RET

narrow:
	LOAD(0, Y2, Y0)
	ADDQ   R11, SI
	VMAXPS Y11, Y0, Y4
	MAX_HALVE(Y4, X4, X5)
	VMOVSS X4, (R8)
	VBROADCASTSS X4, Y10
	VSUBPS Y10, Y0, Y0
	VANDPS Y2, Y0, Y0
	EXP1
	VANDPS Y2, Y8, Y8
	VMOVAPS Y8, Y0
	SUM_HALVE(Y0, X0, X1)
	VMOVSS X0, (R9)
	VDIVSS X0, X15, X0
	VBROADCASTSS X0, Y10
	VMULPS Y10, Y8, Y8
	VMULPS Y6, Y8, Y8
	CMPQ   R13, $8
	JEQ    eight
	TAIL_STORE(R13, Y8, X8, DI)
	JMP    nextnarrow

eight:
	VMOVUPS Y8, (DI)
	ADDQ    $32, DI

nextnarrow:
	ADDQ $4, R8
	ADDQ $4, R9
	DECQ DX
	JNZ  narrow
	VZEROUPPER
	RET
