//go:build !purego

#include "textflag.h"
#include "exp_avx512_amd64.h"

// func RowMaxAVX512(x *float32, n int) float32
//
// The largest of n ≥ 1 elements; NaN is left out, −Inf if nothing is left, a zero
// of either sign. Needs AVX512F.
//
//   SI x   CX elements left   Z0–Z3 maxima   Z18 −Inf   K1 mask of the tail
//
// Loop: four vectors a step, four maxima, bound by the loads. VMAXPS returns its
// second source, here the maximum so far, when the first is NaN.

#define MAX(off, x, m) \
	VMOVUPS off(SI), x \
	VMAXPS  m, x, m

TEXT ·RowMaxAVX512(SB), NOSPLIT, $0-20
	MOVQ x+0(FP), SI
	MOVQ n+8(FP), CX
	MOVL $0xff800000, AX
	VPBROADCASTD AX, Z18
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
	ADDQ $48, CX
	JLT  tail

one:
	MAX(0, Z4, Z0)
	ADDQ $64, SI
	SUBQ $16, CX
	JGE  one

tail:
	ADDQ  $16, CX
	MOVL  $1, AX
	SHLL  CX, AX
	DECL  AX
	KMOVW AX, K1
	VMOVAPS Z18, Z4
	VMOVUPS (SI), K1, Z4
	VMAXPS  Z1, Z4, Z1
	VMAXPS  Z2, Z0, Z0
	VMAXPS  Z3, Z1, Z1
	VMAXPS  Z1, Z0, Z0
	VEXTRACTF64X4 $1, Z0, Y1
	VMAXPS  Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VMAXPS  X1, X0, X0
	VPERMILPS $0x0e, X0, X1
	VMAXPS  X1, X0, X0
	VMOVSHDUP X0, X1
	VMAXSS  X1, X0, X0
	VMOVSS  X0, ret+16(FP)
	VZEROUPPER
	RET

// func ExpSumAVX512(dst, src *float32, n int, shift float32, lanes *float32) float32
//
// dst = exp(src − shift) for n ≥ 1 elements not above shift, and the sum of that:
// lane l of lanes (16 floats) adds elements l, l+16, … to what it holds, and the
// result is the lanes halved down to one, so that a row can be cut into pieces of
// a multiple of 16. dst may be src. Needs AVX512F.
//
//   DI dst   SI src   CX elements left   BX lanes   K1 mask
//   Z16 lanes   Z19 shift   Z0, Z4, Z8 x, n, p   Z20–Z31 constants
//
// Loop: one vector a step, 9 FMA; successive steps overlap, so it is bound by FMA.

TEXT ·ExpSumAVX512(SB), NOSPLIT, $0-44
	MOVQ  dst+0(FP), DI
	MOVQ  src+8(FP), SI
	MOVQ  n+16(FP), CX
	VBROADCASTSS shift+24(FP), Z19
	MOVQ  lanes+32(FP), BX
	EXP_CONSTANTS
	VMOVUPS (BX), Z16
	MOVL  $0xffff, AX
	KMOVW AX, K1

loop:
	CMPQ  CX, $16
	JGE   body
	MOVL  $1, AX
	SHLL  CX, AX
	DECL  AX
	KMOVW AX, K1

body:
	VMOVUPS.Z (SI), K1, Z0
	VSUBPS    Z19, Z0, Z0
	EXP_REDUCE_NEG(Z0, Z4)
	EXP_POLY(Z0, Z8)
	EXP_SCALE(Z0, Z4, Z8)
	VMOVUPS Z8, K1, (DI)
	VADDPS  Z8, Z16, K1, Z16
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $16, CX
	JGT  loop
	VMOVUPS Z16, (BX)
	VMOVAPS Z16, Z0
	VEXTRACTF64X4 $1, Z0, Y1
	VADDPS  Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VADDPS  X1, X0, X0
	VPERMILPS $0x0e, X0, X1
	VADDPS  X1, X0, X0
	VMOVSHDUP X0, X1
	VADDSS  X1, X0, X0
	VMOVSS  X0, ret+40(FP)
	VZEROUPPER
	RET
