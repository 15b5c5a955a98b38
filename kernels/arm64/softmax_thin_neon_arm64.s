//go:build !purego

#include "textflag.h"
#include "exp_words_neon_arm64.h"
#include "exp_neon_arm64.h"
#include "float_neon_arm64.h"
#include "sum_neon_arm64.h"
#include "lanes_neon_arm64.h"
#include "softmax_neon_arm64.h"
#include "transpose_neon_arm64.h"

// func SoftmaxThinNEON(dst, src, maxs, sums *float32, rows, cols int, scale float32)
//
// maxs[i] = the largest element of row i of src (NaN left out, −Inf if nothing is
// left, a zero of either sign), sums[i] = sum of exp(x − maxs[i]) in 16 lanes, halved
// down to one, and dst = (exp(x − maxs[i])·(1/sums[i]))·scale; rows×cols, contiguous,
// 1 ≤ cols ≤ 16. dst may be src.
//
//   R0, R1 dst, src   R2, R3 maxs, sums   R4 rows left   R5 cols, R6 (bytes)
//   R7–R10 four rows   R11 columns left   R12 column in the frame
//   R13–R15 the second to fourth row, or the last if there are fewer
//   V21 maxima of the rows   V30 scale   V31 reciprocals of the sums   V29 1
//   R16, V0–V27 as in exp_neon_arm64.h
//
// Four rows at a time, transposed into the frame, so that neither maximum nor sum
// goes across lanes, and the exponentials of four columns are side by side. Rows
// beyond the last are the last once more, with the same results. A column beyond
// cols is −Inf, or zero as an exponential: it adds nothing. For 10 columns about
// 280 operations on vectors for four rows, 35 cycles a row with two pipes.

// The addresses of four rows from base.
#define FOUR_ROWS(base) \
	MOVD base, R7 \
	MADD R13, base, R6, R8 \
	MADD R14, base, R6, R9 \
	MADD R15, base, R6, R10

// One number for each row: x to the vector at base.
#define STORE_EACH(x, f, base) \
	FMOVS f, (base) \
	ADD   R13<<2, base, R8 \
	VST1  x.S[1], (R8) \
	ADD   R14<<2, base, R9 \
	VST1  x.S[2], (R9) \
	ADD   R15<<2, base, R10 \
	VST1  x.S[3], (R10)

// min(i, rows left − 1), R11 being the latter.
#define ROW_BELOW(i, r) \
	MOVD $i, r \
	CMP  R11, r \
	CSEL GT, R11, r, r

TEXT ·SoftmaxThinNEON(SB), NOSPLIT, $256-52
	MOVD  dst+0(FP), R0
	MOVD  src+8(FP), R1
	MOVD  maxs+16(FP), R2
	MOVD  sums+24(FP), R3
	MOVD  rows+32(FP), R4
	MOVD  cols+40(FP), R5
	FMOVS scale+48(FP), F30
	VDUP  V30.S[0], V30.S4
	FMOVS $1.0, F29
	VDUP  V29.S[0], V29.S4
	LSL   $2, R5, R6
	EXP_CONSTANTS
	LANES_ZERO
	MOVD  $column-256(SP), R12
	LANES_STORE(R12)

block:
	SUB  $1, R4, R11
	ROW_BELOW(1, R13)
	ROW_BELOW(2, R14)
	ROW_BELOW(3, R15)
	FOUR_ROWS(R1)
	MOVD $column-256(SP), R12
	MAX_START
	SUBS $4, R5, R11
	BLT  few

four:
	FMOVQ.P 16(R7), F0
	FMOVQ.P 16(R8), F1
	FMOVQ.P 16(R9), F2
	FMOVQ.P 16(R10), F3
	TRANSPOSE_4x4
	MAX_FOUR
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
	FMOVS.P 4(R7), F0
	VLD1.P  4(R8), V0.S[1]
	VLD1.P  4(R9), V0.S[2]
	VLD1.P  4(R10), V0.S[3]
	MAX(V0, V16, V4, LARGER_0)
	FMOVQ.P F0, 16(R12)
	SUBS $1, R11
	BNE  one

exps:
	MAX_HALVE
	COPY(V16, V21)
	STORE_EACH(V16, F16, R2)
	MOVD $column-256(SP), R12
	MOVD R5, R11

exploop:
	VLD1 (R12), [V0.S4, V1.S4, V2.S4, V3.S4]
	SHIFT_FOUR
	EXP_FOUR
	VST1 [V16.S4, V17.S4, V18.S4, V19.S4], (R12)
	ADD  $64, R12
	SUBS $4, R11
	BGT  exploop
	MOVD $column-256(SP), R12
	LANES_LOAD(R12)
	LANES_HALVE
	STORE_EACH(V0, F0, R3)
	RECIPROCAL
	MOVD $column-256(SP), R12
	FOUR_ROWS(R0)
	SUBS $4, R5, R11
	BLT  scalefew

scalefour:
	VLD1.P 64(R12), [V0.S4, V1.S4, V2.S4, V3.S4]
	MUL_0; MUL_1; MUL_2; MUL_3
	MUL_AGAIN_0; MUL_AGAIN_1; MUL_AGAIN_2; MUL_AGAIN_3
	TRANSPOSE_4x4
	FMOVQ.P F0, 16(R7)
	FMOVQ.P F1, 16(R8)
	FMOVQ.P F2, 16(R9)
	FMOVQ.P F3, 16(R10)
	SUBS $4, R11
	BGE  scalefour

scalefew:
	ADDS $4, R11
	BEQ  next

scaleone:
	FMOVQ.P 16(R12), F0
	MUL_0
	MUL_AGAIN_0
	FMOVS.P F0, 4(R7)
	VST1.P  V0.S[1], 4(R8)
	VST1.P  V0.S[2], 4(R9)
	VST1.P  V0.S[3], 4(R10)
	SUBS $1, R11
	BNE  scaleone

next:
	ADD  R6<<2, R0
	ADD  R6<<2, R1
	ADD  $16, R2
	ADD  $16, R3
	SUBS $4, R4
	BGT  block
	RET
