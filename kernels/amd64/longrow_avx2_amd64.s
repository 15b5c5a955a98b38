//go:build !purego

#include "textflag.h"
#include "exp_avx2_amd64.h"
#include "tail_avx2_amd64.h"

// func RowMaxAVX2(x *float32, n int) float32
//
// The largest of n ≥ 1 elements; NaN is left out, −Inf if nothing is left, a zero
// of either sign. Needs AVX2.
//
//   SI x   CX elements left   Y0–Y3 maxima   Y11 −Inf   Y10 mask of the tail
//
// Loop: four vectors a step, four maxima, bound by the loads. VMAXPS returns its
// second source, here the maximum so far, when the first is NaN.

#define MAX(off, x, m) \
	VMOVUPS off(SI), x \
	VMAXPS  m, x, m

TEXT ·RowMaxAVX2(SB), NOSPLIT, $0-20
	MOVQ x+0(FP), SI
	MOVQ n+8(FP), CX
	MOVL $0xff800000, AX
	VMOVD AX, X11
	VPBROADCASTD X11, Y11
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
	ADDQ $24, CX
	JLT  tail

one:
	MAX(0, Y4, Y0)
	ADDQ $32, SI
	SUBQ $8, CX
	JGE  one

tail:
	ADDQ $8, CX
	TAIL_MASK(CX, X10, Y10)
	VMASKMOVPS   (SI), Y10, Y4
	VBLENDVPS    Y10, Y4, Y11, Y4
	VMAXPS       Y1, Y4, Y1
	VMAXPS       Y2, Y0, Y0
	VMAXPS       Y3, Y1, Y1
	VMAXPS       Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VMAXPS       X1, X0, X0
	VPERMILPS    $0x0e, X0, X1
	VMAXPS       X1, X0, X0
	VMOVSHDUP    X0, X1
	VMAXSS       X1, X0, X0
	VMOVSS       X0, ret+16(FP)
	VZEROUPPER
	RET

// func ExpSumAVX2(dst, src *float32, n int, shift float32, lanes *float32) float32
//
// dst = exp(src − shift) for n ≥ 1 elements not above shift, and the sum of that:
// lane l of lanes (16 floats) adds elements l, l+16, … to what it holds, and the
// result is the lanes halved down to one, so that a row can be cut into pieces of
// a multiple of 16. dst may be src. Needs AVX2 and FMA3.
//
//   DI dst   SI src   CX elements left   BX lanes   Y11 shift   Y10 mask of the tail
//   Y0, Y4, Y8  x, t, p   Y6, Y7 the lanes, those of this vector in Y6   Y12–Y15 constants
//
// Loop: one vector a step, 11 FMA and multiplications; successive steps overlap,
// so it is bound by those, two a cycle. After each vector Y6 and Y7 change places.

#define EXP \
	VSUBPS Y11, Y0, Y0 \
	EXP_REDUCE_NEG(Y0, Y4, Y8) \
	EXP_POLY(Y0, Y8) \
	EXP_SCALE(Y0, Y4, Y8)

TEXT ·ExpSumAVX2(SB), NOSPLIT, $0-44
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ n+16(FP), CX
	VBROADCASTSS shift+24(FP), Y11
	MOVQ lanes+32(FP), BX
	EXP_CONSTANTS
	VMOVUPS (BX), Y6
	VMOVUPS 32(BX), Y7
	XORL    DX, DX
	SUBQ    $8, CX
	JLT     tail

loop:
	VMOVUPS (SI), Y0
	EXP
	VMOVUPS Y8, (DI)
	VADDPS  Y8, Y6, Y0
	VMOVAPS Y7, Y6
	VMOVAPS Y0, Y7
	XORL $32, DX
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JGE  loop

tail:
	ADDQ $8, CX
	TAIL_MASK(CX, X10, Y10)
	VMASKMOVPS (SI), Y10, Y0
	EXP
	VANDPS  Y10, Y8, Y8
	VADDPS  Y8, Y6, Y6
	TAIL_STORE(CX, Y8, X8, DI)
	VMOVUPS Y6, (BX)(DX*1)
	XORL    $32, DX
	VMOVUPS Y7, (BX)(DX*1)

	VADDPS       Y7, Y6, Y0
	VEXTRACTF128 $1, Y0, X1
	VADDPS       X1, X0, X0
	VPERMILPS    $0x0e, X0, X1
	VADDPS       X1, X0, X0
	VMOVSHDUP    X0, X1
	VADDSS       X1, X0, X0
	VMOVSS       X0, ret+40(FP)
	VZEROUPPER
	RET
