//go:build !purego

#include "textflag.h"
#include "float_neon_arm64.h"

// func AddBiasNEON(x, bias *float32, rows, cols int)
// func AddBiasReLUNEON(x, bias *float32, rows, cols int)
//
// x[i,j] += bias[j], and then x[i,j] = +0 where that is below zero (NaN and −0
// stay); x is rows×cols, contiguous, both at least 1.
//
//   R0 x   R1 bias   R2 rows left   R3 columns left   R4 cols   R5 bias
//   V0–V3 x   V4–V7 bias, then masks   V31 zero
//
// Loops: four vectors a step, then one, then one element. Bound by two loads and a
// store a vector.

#define CLEAR(mask, x) \
	VBIT mask.B16, V31.B16, x.B16

#define ADD_FOUR \
	VLD1.P 64(R1), [V4.S4, V5.S4, V6.S4, V7.S4] \
	VLD1   (R0), [V0.S4, V1.S4, V2.S4, V3.S4] \
	ADD_0 \
	ADD_1 \
	ADD_2 \
	ADD_3

TEXT ·AddBiasNEON(SB), NOSPLIT, $0-32
	MOVD  x+0(FP), R0
	MOVD  bias+8(FP), R5
	MOVD  rows+16(FP), R2
	MOVD  cols+24(FP), R4

row:
	MOVD R5, R1
	MOVD R4, R3
	SUBS $16, R3
	BLT  few

loop:
	ADD_FOUR
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R0)
	ADD  $64, R0
	SUBS $16, R3
	BGE  loop

few:
	ADDS $12, R3
	BLT  tail

one:
	FMOVQ.P 16(R1), F4
	FMOVQ (R0), F0
	ADD_0
	FMOVQ F0, (R0)
	ADD   $16, R0
	SUBS $4, R3
	BGE  one

tail:
	ADDS $4, R3
	BEQ  done

last:
	FMOVS.P 4(R1), F4
	FMOVS (R0), F0
	ADD_0
	FMOVS F0, (R0)
	ADD   $4, R0
	SUBS $1, R3
	BNE  last

done:
	SUBS $1, R2
	BNE  row
	RET

TEXT ·AddBiasReLUNEON(SB), NOSPLIT, $0-32
	MOVD  x+0(FP), R0
	MOVD  bias+8(FP), R5
	MOVD  rows+16(FP), R2
	MOVD  cols+24(FP), R4
	VMOVI $0, V31.B16

row:
	MOVD R5, R1
	MOVD R4, R3
	SUBS $16, R3
	BLT  few

loop:
	ADD_FOUR
	BELOW_0
	BELOW_1
	BELOW_2
	BELOW_3
	CLEAR(V4, V0)
	CLEAR(V5, V1)
	CLEAR(V6, V2)
	CLEAR(V7, V3)
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R0)
	ADD  $64, R0
	SUBS $16, R3
	BGE  loop

few:
	ADDS $12, R3
	BLT  tail

one:
	FMOVQ.P 16(R1), F4
	FMOVQ (R0), F0
	ADD_0
	BELOW_0
	CLEAR(V4, V0)
	FMOVQ F0, (R0)
	ADD   $16, R0
	SUBS $4, R3
	BGE  one

tail:
	ADDS $4, R3
	BEQ  done

last:
	FMOVS.P 4(R1), F4
	FMOVS (R0), F0
	ADD_0
	BELOW_0
	CLEAR(V4, V0)
	FMOVS F0, (R0)
	ADD   $4, R0
	SUBS $1, R3
	BNE  last

done:
	SUBS $1, R2
	BNE  row
	RET
