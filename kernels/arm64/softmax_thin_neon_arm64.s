//go:build !purego

#include "textflag.h"
#include "exp_words_neon_arm64.h"
#include "exp_neon_arm64.h"
#include "sum_neon_arm64.h"
#include "lanes_neon_arm64.h"
#include "softmax_neon_arm64.h"
#include "transpose_neon_arm64.h"

// The first two passes of softmax over rows of up to 16 elements, contiguous: four
// rows at a time, transposed, so that neither maximum nor sum goes across lanes.
// Rows beyond the last are the last once more, with the same results.

// The addresses of four rows from base.
#define FOUR_ROWS(base) \
	MOVD base, R7 \
	MADD R13, base, R6, R8 \
	MADD R14, base, R6, R9 \
	MADD R15, base, R6, R10

// The addresses of one number of each row from base.
#define FOUR_NUMBERS(base) \
	ADD R13<<2, base, R8 \
	ADD R14<<2, base, R9 \
	ADD R15<<2, base, R10

// min(i, rows left − 1), R11 being the latter.
#define ROW_BELOW(i, r) \
	MOVD $i, r \
	CMP  R11, r \
	CSEL GT, R11, r, r

#define ROWS_BELOW \
	SUB $1, R4, R11 \
	ROW_BELOW(1, R13) \
	ROW_BELOW(2, R14) \
	ROW_BELOW(3, R15)

#define LOAD_FOUR \
	FMOVQ.P 16(R7), F0 \
	FMOVQ.P 16(R8), F1 \
	FMOVQ.P 16(R9), F2 \
	FMOVQ.P 16(R10), F3

#define LOAD_COLUMN \
	FMOVS.P 4(R7), F0 \
	VLD1.P  4(R8), V0.S[1] \
	VLD1.P  4(R9), V0.S[2] \
	VLD1.P  4(R10), V0.S[3]

// func MaxRowsThinNEON(maxs, x *float32, rows, cols int)
//
// MaxRowsNEON for 1 ≤ cols ≤ 16, which jumps here with its own arguments.
//
//   R0 maxs   R1 x   R4 rows left   R5 cols, R6 (bytes)   R11 columns left
//   R7–R10 four rows   R13–R15 the second to fourth row, or the last if there are fewer
//   V0–V3, V4–V7 operands and masks   V16–V19 maxima of each row   V27 −Inf

TEXT ·MaxRowsThinNEON(SB), NOSPLIT, $0-32
	MOVD maxs+0(FP), R0
	MOVD x+8(FP), R1
	MOVD rows+16(FP), R4
	MOVD cols+24(FP), R5
	LSL  $2, R5, R6
	MOVD $0xff800000, R7
	VDUP R7, V27.S4

block:
	ROWS_BELOW
	FOUR_ROWS(R1)
	MAX_START
	SUBS $4, R5, R11
	BLT  few

four:
	LOAD_FOUR
	MAX_FOUR
	SUBS $4, R11
	BGE  four
	ADDS $4, R11
	BEQ  across

	// The four elements that end with the row, some of them a second time.
	SUB  $4, R11
	ADD  R11<<2, R7
	ADD  R11<<2, R8
	ADD  R11<<2, R9
	ADD  R11<<2, R10
	LOAD_FOUR
	MAX_FOUR

across:
	COPY(V16, V0)
	COPY(V17, V1)
	COPY(V18, V2)
	COPY(V19, V3)
	TRANSPOSE_4x4
	MAX_START
	MAX_FOUR
	MAX_HALVE
	B    store

few:
	MOVD R5, R11

one:
	LOAD_COLUMN
	MAX(V0, V16, V4, LARGER_0)
	SUBS $1, R11
	BNE  one

store:
	FOUR_NUMBERS(R0)
	FMOVS F16, (R0)
	VST1  V16.S[1], (R8)
	VST1  V16.S[2], (R9)
	VST1  V16.S[3], (R10)
	ADD   $16, R0
	ADD   R6<<2, R1
	SUBS  $4, R4
	BGT   block
	RET

// func ExpRowsThinNEON(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)
//
// ExpRowsNEON for 1 ≤ cols ≤ 16 and lanes = nil; it jumps here with its own arguments.
//
//   R0, R1 dst, src   R2, R3 maxs, sums   R12 column in the frame; else as above
//   V21 maxima of the rows   R16, V0–V27 as in exp_neon_arm64.h
//
// The columns are in the frame; beyond cols they are −Inf, or zero as exponentials,
// which add nothing. Bound by the exponentials of four columns side by side: with 10
// columns 12 of them, about 270 operations on vectors for four rows.

TEXT ·ExpRowsThinNEON(SB), NOSPLIT, $256-56
	MOVD dst+0(FP), R0
	MOVD src+8(FP), R1
	MOVD maxs+16(FP), R2
	MOVD sums+24(FP), R3
	MOVD rows+32(FP), R4
	MOVD cols+40(FP), R5
	LSL  $2, R5, R6
	EXP_CONSTANTS
	LANES_ZERO
	MOVD $column-256(SP), R12
	LANES_STORE(R12)

block:
	ROWS_BELOW
	FOUR_NUMBERS(R2)
	FMOVS (R2), F21
	VLD1  (R8), V21.S[1]
	VLD1  (R9), V21.S[2]
	VLD1  (R10), V21.S[3]
	FOUR_ROWS(R1)
	MOVD $column-256(SP), R12
	SUBS $4, R5, R11
	BLT  few

four:
	LOAD_FOUR
	TRANSPOSE_4x4
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R12)
	SUBS $4, R11
	BGE  four

few:
	ADDS  $4, R11
	BEQ   exps
	FMOVQ F27, 16(R12)
	FMOVQ F27, 32(R12)
	FMOVQ F27, 48(R12)

one:
	LOAD_COLUMN
	FMOVQ.P F0, 16(R12)
	SUBS $1, R11
	BNE  one

exps:
	MOVD $column-256(SP), R12
	MOVD R5, R11

loop:
	VLD1 (R12), [V0.S4, V1.S4, V2.S4, V3.S4]
	SHIFT_FOUR
	EXP_FOUR
	VST1 [V16.S4, V17.S4, V18.S4, V19.S4], (R12)
	ADD  $64, R12
	SUBS $4, R11
	BGT  loop
	MOVD $column-256(SP), R12
	LANES_LOAD(R12)
	LANES_HALVE
	FOUR_NUMBERS(R3)
	FMOVS F0, (R3)
	VST1  V0.S[1], (R8)
	VST1  V0.S[2], (R9)
	VST1  V0.S[3], (R10)
	MOVD  $column-256(SP), R12
	FOUR_ROWS(R0)
	SUBS  $4, R5, R11
	BLT   storefew

storefour:
	VLD1.P  64(R12), [V0.S4, V1.S4, V2.S4, V3.S4]
	TRANSPOSE_4x4
	FMOVQ.P F0, 16(R7)
	FMOVQ.P F1, 16(R8)
	FMOVQ.P F2, 16(R9)
	FMOVQ.P F3, 16(R10)
	SUBS $4, R11
	BGE  storefour

storefew:
	ADDS $4, R11
	BEQ  next

storeone:
	FMOVQ.P 16(R12), F0
	FMOVS.P F0, 4(R7)
	VST1.P  V0.S[1], 4(R8)
	VST1.P  V0.S[2], 4(R9)
	VST1.P  V0.S[3], 4(R10)
	SUBS $1, R11
	BNE  storeone

next:
	ADD  R6<<2, R0
	ADD  R6<<2, R1
	ADD  $16, R2
	ADD  $16, R3
	SUBS $4, R4
	BGT  block
	RET
