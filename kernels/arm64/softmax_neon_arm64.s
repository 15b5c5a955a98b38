//go:build !purego

#include "textflag.h"
#include "exp_words_neon_arm64.h"
#include "exp_neon_arm64.h"
#include "sum_neon_arm64.h"
#include "softmax_neon_arm64.h"

// func ExpRowsNEON(dst, src, maxs, sums *float32, rows, cols int)
//
// For each row of src, rows×cols, contiguous, both at least 1: maxs[i] its largest
// element (NaN left out, −Inf if there is none, a zero of either sign), dst = exp(x −
// max) and sums[i] the sum of that, in 16 lanes, halved down to one. dst may be src.
//
//   R0, R1 dst, src   R2, R3 maxs, sums   R4 rows left   R5 cols   R6 elements left
//   R7 src of the row, or of its rest   V16–V19 maxima   V21 max   V28–V31 lanes
//   R16, V0–V27 as in exp_neon_arm64.h
//
// First loop: 16 elements a step, a comparison and a choice a vector. Second: as in
// ExpNEON, bound by the vector pipes. The rest of a row, 1 to 15 elements, is one
// more step, filled up with −Inf, whose exp adds nothing to a lane.

#define COPY(x, y) \
	VORR x.B16, x.B16, y.B16

TEXT ·ExpRowsNEON(SB), NOSPLIT, $0-48
	MOVD dst+0(FP), R0
	MOVD src+8(FP), R1
	MOVD maxs+16(FP), R2
	MOVD sums+24(FP), R3
	MOVD rows+32(FP), R4
	MOVD cols+40(FP), R5
	EXP_CONSTANTS

row:
	MOVD R1, R7
	MAX_START(V27)
	SUBS $16, R5, R6
	BLT  maxfew

maxloop:
	VLD1.P 64(R7), [V0.S4, V1.S4, V2.S4, V3.S4]
	MAX_FOUR
	SUBS $16, R6
	BGE  maxloop

maxfew:
	ADDS $12, R6
	BLT  maxtail

maxone:
	FMOVQ.P 16(R7), F0
	MAX(V0, V16, V4, LARGER_0)
	SUBS $4, R6
	BGE  maxone

maxtail:
	ADDS $4, R6
	BEQ  maxdone

maxlast:
	VLD1R.P 4(R7), [V1.S4]
	MAX(V1, V17, V5, LARGER_1)
	SUBS $1, R6
	BNE  maxlast

maxdone:
	MAX_ACROSS
	FMOVS.P F16, 4(R2)
	VDUP  V16.S[0], V21.S4
	VMOVI $0, V28.B16
	VMOVI $0, V29.B16
	VMOVI $0, V30.B16
	VMOVI $0, V31.B16
	SUBS  $16, R5, R6
	BLT   rest

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
	SUBS  $16, R6
	BGE   loop

	// V4 = the last 1 to 3 elements; then V0–V3 = all of the rest.
rest:
	ADDS $16, R6
	BEQ  sum
	AND  $12, R6, R7
	ADD  R7<<2, R1, R7
	COPY(V27, V4)
	TBZ  $1, R6, odd
	VLD1.P 8(R7), V4.D[0]
	TBZ  $0, R6, fill
	VLD1 (R7), V4.S[2]
	B    fill

odd:
	TBZ  $0, R6, fill
	VLD1 (R7), V4.S[0]

fill:
	COPY(V4, V0)
	COPY(V27, V1)
	COPY(V27, V2)
	COPY(V27, V3)
	CMP   $4, R6
	BLT   exps
	FMOVQ (R1), F0
	COPY(V4, V1)
	CMP   $8, R6
	BLT   exps
	FMOVQ 16(R1), F1
	COPY(V4, V2)
	CMP   $12, R6
	BLT   exps
	FMOVQ 32(R1), F2
	COPY(V4, V3)

exps:
	ADD R6<<2, R1
	SHIFT_FOUR
	EXP_FOUR
	ADD_EXP_FOUR
	COPY(V16, V4)
	CMP     $4, R6
	BLT     store
	FMOVQ.P F16, 16(R0)
	COPY(V17, V4)
	CMP     $8, R6
	BLT     store
	FMOVQ.P F17, 16(R0)
	COPY(V18, V4)
	CMP     $12, R6
	BLT     store
	FMOVQ.P F18, 16(R0)
	COPY(V19, V4)

store:
	TBZ     $1, R6, single
	FMOVD.P F4, 8(R0)
	VEXT    $8, V4.B16, V4.B16, V4.B16

single:
	TBZ     $0, R6, sum
	FMOVS.P F4, 4(R0)

sum:
	LANES_HALVE
	FMOVS.P F0, 4(R3)
	SUBS $1, R4
	BNE  row
	RET
