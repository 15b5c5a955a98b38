//go:build !purego

#include "textflag.h"
#include "exp_words_neon_arm64.h"
#include "exp_neon_arm64.h"
#include "sum_neon_arm64.h"
#include "softmax_neon_arm64.h"

// The first two passes of softmax over rows, contiguous; the third is in
// scalerows_neon_arm64.s. Each is a loop over all rows, so that the reductions of
// one row overlap with the next. Rows of up to 16 elements have their own routines.

// func MaxRowsNEON(maxs, x *float32, rows, cols int)
//
// maxs[i] = the largest element of row i; NaN is left out, −Inf if nothing is left,
// a zero of either sign.
//
//   R0 maxs   R1 x   R2 rows left   R3 cols   R4 elements left of the row
//   V16–V19 maxima   V0–V3 operands   V4–V7 masks   V27 −Inf
//
// Loop: four vectors a step, a comparison and a choice each, bound by the vector
// pipes; then one, then the one that ends with the row.

TEXT ·MaxRowsNEON(SB), NOSPLIT, $0-32
	MOVD cols+24(FP), R3
	CMP  $16, R3
	BLE  thin
	MOVD maxs+0(FP), R0
	MOVD x+8(FP), R1
	MOVD rows+16(FP), R2
	MOVD $0xff800000, R4
	VDUP R4, V27.S4

row:
	MAX_START
	SUB  $16, R3, R4

loop:
	VLD1.P 64(R1), [V0.S4, V1.S4, V2.S4, V3.S4]
	MAX_FOUR
	SUBS $16, R4
	BGE  loop
	ADDS $12, R4
	BLT  last

one:
	FMOVQ.P 16(R1), F0
	MAX(V0, V16, V4, LARGER_0)
	SUBS $4, R4
	BGE  one

last:
	ADD   $4, R4
	ADD   R4<<2, R1
	SUB   $16, R1, R4
	FMOVQ (R4), F1
	MAX(V1, V17, V5, LARGER_1)
	MAX_HALVE
	VEXT $8, V16.B16, V16.B16, V0.B16
	MAX(V0, V16, V4, LARGER_0)
	VEXT $4, V16.B16, V16.B16, V0.B16
	MAX(V0, V16, V4, LARGER_0)
	FMOVS.P F16, 4(R0)
	SUBS $1, R2
	BNE  row
	RET

thin:
	B ·MaxRowsThinNEON(SB)

// func ExpRowsNEON(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)
//
// dst = exp(src − maxs[i]) in row i and sums[i] the sum of that, in 16 lanes: lane
// l adds elements l, l+16, …; then lanes are halved down to one. dst may be src. No
// element may be above maxs[i]. With lanes (16 floats, one row, cols > 16) they start
// from there and are stored there, so that a long row can be cut into pieces of a
// multiple of 16; with nil they start from zero.
//
//   R0, R1 dst, src   R2, R3 maxs, sums   R4 rows left   R5 cols   R6 elements left
//   R8 lanes or nil   R7 the last 1 to 3 elements   V21 max   V28–V31 lanes
//   R16, V0–V27 as in exp_neon_arm64.h
//
// Loop: 16 elements a step as in ExpNEON, two operations more a vector, bound by
// the vector pipes. The rest of a row, 1 to 15 elements, is one more step, filled up
// with −Inf, whose exp adds nothing to a lane.

#define ADD_EXP_FOUR \
	ADD_EXP_0 \
	ADD_EXP_1 \
	ADD_EXP_2 \
	ADD_EXP_3

TEXT ·ExpRowsNEON(SB), NOSPLIT, $0-56
	MOVD cols+40(FP), R5
	CMP  $16, R5
	BLE  thin
	MOVD dst+0(FP), R0
	MOVD src+8(FP), R1
	MOVD maxs+16(FP), R2
	MOVD sums+24(FP), R3
	MOVD rows+32(FP), R4
	MOVD lanes+48(FP), R8
	EXP_CONSTANTS

row:
	VLD1R.P 4(R2), [V21.S4]
	VMOVI $0, V28.B16
	VMOVI $0, V29.B16
	VMOVI $0, V30.B16
	VMOVI $0, V31.B16
	SUB   $16, R5, R6
	CBZ   R8, loop
	VLD1  (R8), [V28.S4, V29.S4, V30.S4, V31.S4]

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
	ADDS  $16, R6
	BEQ   sum

	// V4 = the last 1 to 3 elements, if any; then V0–V3 = all of the rest.
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
	CBZ  R8, halve
	VST1 [V28.S4, V29.S4, V30.S4, V31.S4], (R8)

halve:
	COPY(V28, V0)
	COPY(V29, V1)
	COPY(V30, V2)
	COPY(V31, V3)
	HALVE_0_2
	HALVE_1_3
	HALVE_0_1
	VEXT $8, V0.B16, V0.B16, V1.B16
	HALVE_0_1
	VEXT $4, V0.B16, V0.B16, V1.B16
	HALVE_0_1
	FMOVS.P F0, 4(R3)
	SUBS $1, R4
	BNE  row
	RET

thin:
	B ·ExpRowsThinNEON(SB)
