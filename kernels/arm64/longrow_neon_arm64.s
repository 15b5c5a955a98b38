//go:build !purego

#include "textflag.h"
#include "exp_words_neon_arm64.h"
#include "exp_neon_arm64.h"
#include "sum_neon_arm64.h"
#include "softmax_neon_arm64.h"

// func RowMaxNEON(x *float32, n int) float32
//
// The largest of n ≥ 1 elements; NaN is left out, −Inf if nothing is left, a zero
// of either sign.
//
//   R0 x   R1 elements left   V16–V19 maxima   V27 −Inf
//
// Loop: 16 elements a step, a comparison and a choice a vector.

TEXT ·RowMaxNEON(SB), NOSPLIT, $0-20
	MOVD x+0(FP), R0
	MOVD n+8(FP), R1
	MOVD $0xff800000, R2
	VDUP R2, V27.S4
	MAX_START(V27)
	SUBS $16, R1
	BLT  few

loop:
	VLD1.P 64(R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	MAX_FOUR
	SUBS $16, R1
	BGE  loop

few:
	ADDS $12, R1
	BLT  tail

one:
	FMOVQ.P 16(R0), F0
	MAX(V0, V16, V4, LARGER_0)
	SUBS $4, R1
	BGE  one

tail:
	ADDS $4, R1
	BEQ  done

last:
	VLD1R.P 4(R0), [V1.S4]
	MAX(V1, V17, V5, LARGER_1)
	SUBS $1, R1
	BNE  last

done:
	MAX_ACROSS
	FMOVS F16, ret+16(FP)
	RET

// func ExpSumNEON(dst, src *float32, n int, shift float32, lanes *float32) float32
//
// dst = exp(src − shift) for n ≥ 1 elements not above shift, and the sum of that:
// lane l of lanes (16 floats) adds elements l, l+16, … to what it holds, and the
// result is the lanes halved down to one, so that a row can be cut into pieces of
// a multiple of 16. dst may be src.
//
//   R0, R1 dst, src   R2 elements left   R3 lanes, R4 one of them   V28–V31 lanes
//   V21 shift   R16, V0–V27 as in exp_neon_arm64.h
//
// Loop: as in ExpNEON. The rest goes by elements, with the lanes in memory.

TEXT ·ExpSumNEON(SB), NOSPLIT, $0-44
	MOVD  dst+0(FP), R0
	MOVD  src+8(FP), R1
	MOVD  n+16(FP), R2
	MOVD  lanes+32(FP), R3
	EXP_CONSTANTS
	FMOVS shift+24(FP), F21
	VDUP  V21.S[0], V21.S4
	VLD1  (R3), [V28.S4, V29.S4, V30.S4, V31.S4]
	SUBS  $16, R2
	BLT   few

loop:
	FLDPQ (R1), (F0, F1)
	FLDPQ 32(R1), (F2, F3)
	ADD   $64, R1
	SHIFT_FOUR
	EXP_FOUR
	ADD_EXP_FOUR
	FSTPQ (F16, F17), (R0)
	FSTPQ (F18, F19), 32(R0)
	ADD   $64, R0
	SUBS  $16, R2
	BGE   loop

few:
	VST1 [V28.S4, V29.S4, V30.S4, V31.S4], (R3)
	ADDS $16, R2
	BEQ  halve
	MOVD R3, R4

last:
	FMOVS.P 4(R1), F0
	SHIFT_0
	EXP_ONE
	FMOVS.P F16, 4(R0)
	FMOVS   (R4), F28
	FADDS   F16, F28, F28
	FMOVS.P F28, 4(R4)
	SUBS $1, R2
	BNE  last
	VLD1 (R3), [V28.S4, V29.S4, V30.S4, V31.S4]

halve:
	LANES_HALVE
	FMOVS F0, ret+40(FP)
	RET
