//go:build !purego

#include "textflag.h"

// func SumAVX512(x *float32, n int, lanes *float32) float32
// func DotAVX512(x, y *float32, n int, lanes *float32) float32
//
// Sum and inner product of n ≥ 1 elements in 64 lanes: lane l adds elements l,
// l+64, …; then lanes are halved down to one. With lanes (64 floats) the lanes
// start from there and are stored there, so that long vectors can be summed in
// pieces of a multiple of 64; with nil they start from zero. Needs AVX512F.
//
//   SI, DX x, y   CX elements left   BX lanes   Z0–Z3 the 64 lanes   K1 mask
//
// Loop: 64 elements a step: 4 additions or FMA, 4 or 8 loads; bound by the loads,
// one vector a cycle on Zen 4, two on Intel, where the latency of 4 binds Dot and
// Sum to one vector a cycle. Lanes beyond the end are left by the merging mask:
// in Dot one may be −0, to which adding 0 would not be harmless.

#define LANES_LOAD \
	VPXORD  Z0, Z0, Z0 \
	VPXORD  Z1, Z1, Z1 \
	VPXORD  Z2, Z2, Z2 \
	VPXORD  Z3, Z3, Z3 \
	TESTQ   BX, BX \
	JZ      5(PC) \
	VMOVUPS (BX), Z0 \
	VMOVUPS 64(BX), Z1 \
	VMOVUPS 128(BX), Z2 \
	VMOVUPS 192(BX), Z3

// X0 = the 64 lanes halved.
#define LANES_HALVE \
	TESTQ         BX, BX \
	JZ            5(PC) \
	VMOVUPS       Z0, (BX) \
	VMOVUPS       Z1, 64(BX) \
	VMOVUPS       Z2, 128(BX) \
	VMOVUPS       Z3, 192(BX) \
	VADDPS        Z2, Z0, Z0 \
	VADDPS        Z3, Z1, Z1 \
	VADDPS        Z1, Z0, Z0 \
	VEXTRACTF64X4 $1, Z0, Y1 \
	VADDPS        Y1, Y0, Y0 \
	VEXTRACTF128  $1, Y0, X1 \
	VADDPS        X1, X0, X0 \
	VPERMILPS     $0x0e, X0, X1 \
	VADDPS        X1, X0, X0 \
	VMOVSHDUP     X0, X1 \
	VADDSS        X1, X0, X0

// Masks K1–K4 for the next 64 elements, of which there are CX < 64.
#define MASKS \
	MOVQ  $1, AX \
	SHLQ  CX, AX \
	DECQ  AX \
	KMOVW AX, K1 \
	SHRQ  $16, AX \
	KMOVW AX, K2 \
	SHRQ  $16, AX \
	KMOVW AX, K3 \
	SHRQ  $16, AX \
	KMOVW AX, K4

TEXT ·SumAVX512(SB), NOSPLIT, $0-28
	MOVQ x+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ lanes+16(FP), BX
	LANES_LOAD
	SUBQ $64, CX
	JLT  tail

loop:
	VADDPS (SI), Z0, Z0
	VADDPS 64(SI), Z1, Z1
	VADDPS 128(SI), Z2, Z2
	VADDPS 192(SI), Z3, Z3
	ADDQ   $256, SI
	SUBQ $64, CX
	JGE  loop

tail:
	ADDQ $64, CX
	JZ   halve
	MASKS
	VADDPS (SI), Z0, K1, Z0
	VADDPS 64(SI), Z1, K2, Z1
	VADDPS 128(SI), Z2, K3, Z2
	VADDPS 192(SI), Z3, K4, Z3

halve:
	LANES_HALVE
	VMOVSS X0, ret+24(FP)
	VZEROUPPER
	RET

#define DOT(off, x, acc) \
	VMOVUPS     off(SI), x \
	VFMADD231PS off(DX), x, acc

#define DOT_TAIL(off, x, k, acc) \
	VMOVUPS.Z   off(SI), k, x \
	VFMADD231PS off(DX), x, k, acc

TEXT ·DotAVX512(SB), NOSPLIT, $0-36
	MOVQ x+0(FP), SI
	MOVQ y+8(FP), DX
	MOVQ n+16(FP), CX
	MOVQ lanes+24(FP), BX
	LANES_LOAD
	SUBQ $64, CX
	JLT  tail

loop:
	DOT(0, Z4, Z0)
	DOT(64, Z5, Z1)
	DOT(128, Z6, Z2)
	DOT(192, Z7, Z3)
	ADDQ $256, SI
	ADDQ $256, DX
	SUBQ $64, CX
	JGE  loop

tail:
	ADDQ $64, CX
	JZ   halve
	MASKS
	DOT_TAIL(0, Z4, K1, Z0)
	DOT_TAIL(64, Z5, K2, Z1)
	DOT_TAIL(128, Z6, K3, Z2)
	DOT_TAIL(192, Z7, K4, Z3)

halve:
	LANES_HALVE
	VMOVSS X0, ret+32(FP)
	VZEROUPPER
	RET
