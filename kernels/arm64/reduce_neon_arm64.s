//go:build !purego

#include "textflag.h"
#include "sum_neon_arm64.h"
#include "lanes_neon_arm64.h"

// func SumNEON(x *float32, n int, lanes *float32) float32
// func DotNEON(x, y *float32, n int, lanes *float32) float32
//
// Sum and inner product of n ≥ 1 elements in 64 lanes: lane l adds elements l,
// l+64, …; then lanes are halved down to one. With lanes (64 floats) the lanes
// start from there and are stored there, so that long vectors can be summed in
// pieces of a multiple of 64; with nil they start from zero, in the frame.
//
//   R0, R1 x, y   R2 elements left   R3 lanes, R4 one of them   V0–V15 the 64 lanes
//   V16–V23 operands
//
// Loop: 64 elements a step: 16 additions or FMA, 16 or 32 loads; bound by the loads
// or, with two vector pipes, as much by those. The rest goes through the lanes in
// memory, by vectors and then by elements.

TEXT ·SumNEON(SB), NOSPLIT, $256-28
	MOVD x+0(FP), R0
	MOVD n+8(FP), R2
	MOVD lanes+16(FP), R3
	MOVD R3, R4
	CBNZ R3, resume
	MOVD $lane-256(SP), R3
	LANES_ZERO
	B    start

resume:
	LANES_LOAD(R4)

start:
	SUBS $64, R2
	BLT  few

loop:
	VLD1.P 64(R0), [V16.S4, V17.S4, V18.S4, V19.S4]
	ADD_LANE_0
	ADD_LANE_1
	ADD_LANE_2
	ADD_LANE_3
	VLD1.P 64(R0), [V20.S4, V21.S4, V22.S4, V23.S4]
	ADD_LANE_4
	ADD_LANE_5
	ADD_LANE_6
	ADD_LANE_7
	VLD1.P 64(R0), [V16.S4, V17.S4, V18.S4, V19.S4]
	ADD_LANE_8
	ADD_LANE_9
	ADD_LANE_10
	ADD_LANE_11
	VLD1.P 64(R0), [V20.S4, V21.S4, V22.S4, V23.S4]
	ADD_LANE_12
	ADD_LANE_13
	ADD_LANE_14
	ADD_LANE_15
	SUBS $64, R2
	BGE  loop

few:
	MOVD R3, R4
	LANES_STORE(R4)
	MOVD R3, R4
	ADDS $60, R2
	BLT  tail

one:
	FMOVQ   (R4), F0
	FMOVQ.P 16(R0), F1
	HALVE_0_1
	FMOVQ.P F0, 16(R4)
	SUBS    $4, R2
	BGE     one

tail:
	ADDS $4, R2
	BEQ  halve

last:
	FMOVS   (R4), F0
	FMOVS.P 4(R0), F1
	HALVE_0_1
	FMOVS.P F0, 4(R4)
	SUBS    $1, R2
	BNE     last

halve:
	LANES_LOAD(R3)
	LANES_HALVE
	ACROSS_HALVE
	FMOVS F0, ret+24(FP)
	RET

TEXT ·DotNEON(SB), NOSPLIT, $256-36
	MOVD x+0(FP), R0
	MOVD y+8(FP), R1
	MOVD n+16(FP), R2
	MOVD lanes+24(FP), R3
	MOVD R3, R4
	CBNZ R3, resume
	MOVD $lane-256(SP), R3
	LANES_ZERO
	B    start

resume:
	LANES_LOAD(R4)

start:
	SUBS $64, R2
	BLT  few

loop:
	VLD1.P 64(R0), [V16.S4, V17.S4, V18.S4, V19.S4]
	VLD1.P 64(R1), [V20.S4, V21.S4, V22.S4, V23.S4]
	VFMLA  V16.S4, V20.S4, V0.S4
	VFMLA  V17.S4, V21.S4, V1.S4
	VFMLA  V18.S4, V22.S4, V2.S4
	VFMLA  V19.S4, V23.S4, V3.S4
	VLD1.P 64(R0), [V16.S4, V17.S4, V18.S4, V19.S4]
	VLD1.P 64(R1), [V20.S4, V21.S4, V22.S4, V23.S4]
	VFMLA  V16.S4, V20.S4, V4.S4
	VFMLA  V17.S4, V21.S4, V5.S4
	VFMLA  V18.S4, V22.S4, V6.S4
	VFMLA  V19.S4, V23.S4, V7.S4
	VLD1.P 64(R0), [V16.S4, V17.S4, V18.S4, V19.S4]
	VLD1.P 64(R1), [V20.S4, V21.S4, V22.S4, V23.S4]
	VFMLA  V16.S4, V20.S4, V8.S4
	VFMLA  V17.S4, V21.S4, V9.S4
	VFMLA  V18.S4, V22.S4, V10.S4
	VFMLA  V19.S4, V23.S4, V11.S4
	VLD1.P 64(R0), [V16.S4, V17.S4, V18.S4, V19.S4]
	VLD1.P 64(R1), [V20.S4, V21.S4, V22.S4, V23.S4]
	VFMLA  V16.S4, V20.S4, V12.S4
	VFMLA  V17.S4, V21.S4, V13.S4
	VFMLA  V18.S4, V22.S4, V14.S4
	VFMLA  V19.S4, V23.S4, V15.S4
	SUBS $64, R2
	BGE  loop

few:
	MOVD R3, R4
	LANES_STORE(R4)
	MOVD R3, R4
	ADDS $60, R2
	BLT  tail

one:
	FMOVQ   (R4), F0
	FMOVQ.P 16(R0), F16
	FMOVQ.P 16(R1), F20
	VFMLA   V16.S4, V20.S4, V0.S4
	FMOVQ.P F0, 16(R4)
	SUBS    $4, R2
	BGE     one

tail:
	ADDS $4, R2
	BEQ  halve

last:
	FMOVS   (R4), F0
	FMOVS.P 4(R0), F16
	FMOVS.P 4(R1), F20
	VFMLA   V16.S4, V20.S4, V0.S4
	FMOVS.P F0, 4(R4)
	SUBS    $1, R2
	BNE     last

halve:
	LANES_LOAD(R3)
	LANES_HALVE
	ACROSS_HALVE
	FMOVS F0, ret+32(FP)
	RET
