//go:build !purego

#include "textflag.h"
#include "tail_avx2_amd64.h"

// func SumAVX2(x *float32, n int, lanes *float32) float32
// func DotAVX2(x, y *float32, n int, lanes *float32) float32
//
// Sum and inner product of n ≥ 1 elements in 64 lanes: lane l adds elements l,
// l+64, …; then lanes are halved down to one. With lanes (64 floats) the lanes
// start from there and are stored there, so that long vectors can be summed in
// pieces of a multiple of 64; with nil they start from zero. Needs AVX2 and FMA3.
//
//   SI, DX x, y   CX elements left   BX lanes   Y0–Y7 the 64 lanes
//   Y8 elements left, in all lanes   Y9 8   Y10 mask   Y11, Y12 operands
//
// Loop: 64 elements a step: 8 additions or FMA, 8 or 16 loads; bound by the loads,
// two vectors a cycle. In the last step lanes beyond the end are left alone by a
// blend: in Dot one may be −0, to which adding 0 would not be harmless.

#define LANES_LOAD \
	VXORPS  Y0, Y0, Y0 \
	VXORPS  Y1, Y1, Y1 \
	VXORPS  Y2, Y2, Y2 \
	VXORPS  Y3, Y3, Y3 \
	VXORPS  Y4, Y4, Y4 \
	VXORPS  Y5, Y5, Y5 \
	VXORPS  Y6, Y6, Y6 \
	VXORPS  Y7, Y7, Y7 \
	TESTQ   BX, BX \
	JZ      9(PC) \
	VMOVUPS (BX), Y0 \
	VMOVUPS 32(BX), Y1 \
	VMOVUPS 64(BX), Y2 \
	VMOVUPS 96(BX), Y3 \
	VMOVUPS 128(BX), Y4 \
	VMOVUPS 160(BX), Y5 \
	VMOVUPS 192(BX), Y6 \
	VMOVUPS 224(BX), Y7

// X0 = the 64 lanes halved.
#define LANES_HALVE \
	TESTQ        BX, BX \
	JZ           9(PC) \
	VMOVUPS      Y0, (BX) \
	VMOVUPS      Y1, 32(BX) \
	VMOVUPS      Y2, 64(BX) \
	VMOVUPS      Y3, 96(BX) \
	VMOVUPS      Y4, 128(BX) \
	VMOVUPS      Y5, 160(BX) \
	VMOVUPS      Y6, 192(BX) \
	VMOVUPS      Y7, 224(BX) \
	VADDPS       Y4, Y0, Y0 \
	VADDPS       Y5, Y1, Y1 \
	VADDPS       Y6, Y2, Y2 \
	VADDPS       Y7, Y3, Y3 \
	VADDPS       Y2, Y0, Y0 \
	VADDPS       Y3, Y1, Y1 \
	VADDPS       Y1, Y0, Y0 \
	VEXTRACTF128 $1, Y0, X1 \
	VADDPS       X1, X0, X0 \
	VPERMILPS    $0x0e, X0, X1 \
	VADDPS       X1, X0, X0 \
	VMOVSHDUP    X0, X1 \
	VADDSS       X1, X0, X0

#define COUNT \
	VMOVD        CX, X8 \
	VPBROADCASTD X8, Y8 \
	MOVL         $8, AX \
	VMOVD        AX, X9 \
	VPBROADCASTD X9, Y9

#define SUM_TAIL(off, acc) \
	VPCMPGTD   iota<>(SB), Y8, Y10 \
	VPSUBD     Y9, Y8, Y8 \
	VMASKMOVPS off(SI), Y10, Y11 \
	VADDPS     Y11, acc, Y11 \
	VBLENDVPS  Y10, Y11, acc, acc

#define DOT_TAIL(off, acc) \
	VPCMPGTD    iota<>(SB), Y8, Y10 \
	VPSUBD      Y9, Y8, Y8 \
	VMASKMOVPS  off(SI), Y10, Y11 \
	VMASKMOVPS  off(DX), Y10, Y12 \
	VFMADD213PS acc, Y12, Y11 \
	VBLENDVPS   Y10, Y11, acc, acc

#define DOT(off, x, acc) \
	VMOVUPS     off(SI), x \
	VFMADD231PS off(DX), x, acc

TEXT ·SumAVX2(SB), NOSPLIT, $0-28
	MOVQ x+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ lanes+16(FP), BX
	LANES_LOAD
	SUBQ $64, CX
	JLT  tail

loop:
	VADDPS (SI), Y0, Y0
	VADDPS 32(SI), Y1, Y1
	VADDPS 64(SI), Y2, Y2
	VADDPS 96(SI), Y3, Y3
	VADDPS 128(SI), Y4, Y4
	VADDPS 160(SI), Y5, Y5
	VADDPS 192(SI), Y6, Y6
	VADDPS 224(SI), Y7, Y7
	ADDQ $256, SI
	SUBQ $64, CX
	JGE  loop

tail:
	ADDQ $64, CX
	JZ   halve
	COUNT
	SUM_TAIL(0, Y0)
	SUM_TAIL(32, Y1)
	SUM_TAIL(64, Y2)
	SUM_TAIL(96, Y3)
	SUM_TAIL(128, Y4)
	SUM_TAIL(160, Y5)
	SUM_TAIL(192, Y6)
	SUM_TAIL(224, Y7)

halve:
	LANES_HALVE
	VMOVSS X0, ret+24(FP)
	VZEROUPPER
	RET

TEXT ·DotAVX2(SB), NOSPLIT, $0-36
	MOVQ x+0(FP), SI
	MOVQ y+8(FP), DX
	MOVQ n+16(FP), CX
	MOVQ lanes+24(FP), BX
	LANES_LOAD
	SUBQ $64, CX
	JLT  tail

loop:
	DOT(0, Y8, Y0)
	DOT(32, Y9, Y1)
	DOT(64, Y10, Y2)
	DOT(96, Y11, Y3)
	DOT(128, Y12, Y4)
	DOT(160, Y13, Y5)
	DOT(192, Y14, Y6)
	DOT(224, Y15, Y7)
	ADDQ $256, SI
	ADDQ $256, DX
	SUBQ $64, CX
	JGE  loop

tail:
	ADDQ $64, CX
	JZ   halve
	COUNT
	DOT_TAIL(0, Y0)
	DOT_TAIL(32, Y1)
	DOT_TAIL(64, Y2)
	DOT_TAIL(96, Y3)
	DOT_TAIL(128, Y4)
	DOT_TAIL(160, Y5)
	DOT_TAIL(192, Y6)
	DOT_TAIL(224, Y7)

halve:
	LANES_HALVE
	VMOVSS X0, ret+32(FP)
	VZEROUPPER
	RET
