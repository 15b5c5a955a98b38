//go:build !purego

#include "textflag.h"
#include "exp_avx2_amd64.h"
#include "tail_avx2_amd64.h"

// func ExpRowsAVX2(dst, src, maxs, sums *float32, rows, cols int)
//
// For each row of src, rows×cols, contiguous, both at least 1: maxs[i] its largest
// element (NaN left out, −Inf if there is none, a zero of either sign), dst = exp(x −
// max) and sums[i] the sum of that, in 16 lanes, halved down to one. dst may be
// src. Needs AVX2 and FMA3.
//
//   SI, DI rows of src and dst   R8, R9 maxs, sums   DX rows left   R11 row of src
//   R10 elements of a row in steps of 16   R13 the rest, 0 to 15   CX elements left
//   Y0, Y4, Y8 and Y1, Y5, Y9  x, t, p   Y2, Y3 masks of the rest   Y6, Y7 lanes
//   Y10 max   Y11 −Inf   Y12–Y15 constants
//
// First loop: 16 elements a step, bound by the loads. Second loop: 16 elements a
// step as in ExpAVX2, bound by FMA. Rows of up to 15 elements have neither: about
// 90 instructions, of which several rows overlap; 18 cycles a row.

#define MAX(off, x, m) \
	VMOVUPS off(SI), x \
	VMAXPS  m, x, m

#define MAX_REST(off, mask, x, m) \
	VMASKMOVPS off(SI), mask, x \
	VBLENDVPS  mask, x, Y11, x \
	VMAXPS     m, x, m

TEXT ·ExpRowsAVX2(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ maxs+16(FP), R8
	MOVQ sums+24(FP), R9
	MOVQ rows+32(FP), DX
	MOVQ cols+40(FP), R10
	MOVQ R10, R13
	ANDQ $15, R13
	SUBQ R13, R10
	TAIL_MASK(R13, X2, Y2)
	LEAQ -8(R13), AX
	TAIL_MASK(AX, X3, Y3)
	MOVL $0xff800000, AX
	VMOVD AX, X11
	VPBROADCASTD X11, Y11
	EXP_CONSTANTS

row:
	MOVQ SI, R11
	MOVQ R10, CX
	VMOVAPS Y11, Y0
	VMOVAPS Y11, Y1
	TESTQ CX, CX
	JZ   maxrest

maxloop:
	MAX(0, Y4, Y0)
	MAX(32, Y5, Y1)
	ADDQ $64, SI
	SUBQ $16, CX
	JNZ  maxloop

maxrest:
	MAX_REST(0, Y2, Y4, Y0)
	MAX_REST(32, Y3, Y5, Y1)
	VMAXPS       Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VMAXPS       X1, X0, X0
	VPERMILPS    $0x0e, X0, X1
	VMAXPS       X1, X0, X0
	VMOVSHDUP    X0, X1
	VMAXSS       X1, X0, X0
	VMOVSS       X0, (R8)
	VBROADCASTSS X0, Y10

	MOVQ   R11, SI
	MOVQ   R10, CX
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	TESTQ  CX, CX
	JZ     rest

loop:
	VMOVUPS (SI), Y0
	VMOVUPS 32(SI), Y1
	VSUBPS  Y10, Y0, Y0
	VSUBPS  Y10, Y1, Y1
	EXP_REDUCE_NEG(Y0, Y4, Y8)
	EXP_REDUCE_NEG(Y1, Y5, Y9)
	EXP_POLY(Y0, Y8)
	EXP_POLY(Y1, Y9)
	EXP_SCALE(Y0, Y4, Y8)
	EXP_SCALE(Y1, Y5, Y9)
	VMOVUPS Y8, (DI)
	VMOVUPS Y9, 32(DI)
	VADDPS  Y8, Y6, Y6
	VADDPS  Y9, Y7, Y7
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $16, CX
	JNZ  loop

rest:
	TESTQ R13, R13
	JZ    sum
	VMASKMOVPS (SI), Y2, Y0
	VMASKMOVPS 32(SI), Y3, Y1
	LEAQ    (SI)(R13*4), SI
	VSUBPS  Y10, Y0, Y0
	VSUBPS  Y10, Y1, Y1
	EXP_REDUCE_NEG(Y0, Y4, Y8)
	EXP_REDUCE_NEG(Y1, Y5, Y9)
	EXP_POLY(Y0, Y8)
	EXP_POLY(Y1, Y9)
	EXP_SCALE(Y0, Y4, Y8)
	EXP_SCALE(Y1, Y5, Y9)
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
