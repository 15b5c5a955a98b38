//go:build !purego

#include "textflag.h"
#include "transpose_neon_arm64.h"

// func TransposeNEON(dst, src *float32, rows, cols, ldd, lds int)
//
// dst[j·ldd + i] = src[i·lds + j] for i < rows, j < cols, both at least 1; reads and
// writes nothing else.
//
//   R0, R1 dst, src of a band of 4 rows   R2 rows left   R3 cols   R4, R5 ldd, lds (bytes)
//   R6 columns left   R7 dst   R8–R11 the four rows
//
// Blocks of 4×4: 4 loads, 8 shuffles, 4 stores, bound by the shuffles or the stores.
// The last columns of a band go by elements, and so do the last rows.

#define ELEMENT(p) \
	FMOVS.P 4(p), F0 \
	FMOVS.P F0, 4(R7)

TEXT ·TransposeNEON(SB), NOSPLIT, $0-48
	MOVD dst+0(FP), R0
	MOVD src+8(FP), R1
	MOVD rows+16(FP), R2
	MOVD cols+24(FP), R3
	MOVD ldd+32(FP), R4
	MOVD lds+40(FP), R5
	LSL  $2, R4
	LSL  $2, R5
	SUBS $4, R2
	BLT  rest

band:
	MOVD R0, R7
	MOVD R1, R8
	ADD  R5, R8, R9
	ADD  R5, R9, R10
	ADD  R5, R10, R11
	SUBS $4, R3, R6
	BLT  columns

block:
	FMOVQ.P 16(R8), F0
	FMOVQ.P 16(R9), F1
	FMOVQ.P 16(R10), F2
	FMOVQ.P 16(R11), F3
	TRANSPOSE_4x4
	VST1.P  [V0.S4], (R7)(R4)
	VST1.P  [V1.S4], (R7)(R4)
	VST1.P  [V2.S4], (R7)(R4)
	VST1.P  [V3.S4], (R7)(R4)
	SUBS    $4, R6
	BGE     block

columns:
	ADDS $4, R6
	BEQ  next

column:
	ELEMENT(R8)
	ELEMENT(R9)
	ELEMENT(R10)
	ELEMENT(R11)
	SUB  $16, R7
	ADD  R4, R7
	SUBS $1, R6
	BNE  column

next:
	ADD  $16, R0
	ADD  R5<<2, R1
	SUBS $4, R2
	BGE  band

rest:
	ADDS $4, R2
	BEQ  done

row:
	MOVD R0, R7
	MOVD R1, R8
	MOVD R3, R6

element:
	FMOVS.P 4(R8), F0
	FMOVS   F0, (R7)
	ADD     R4, R7
	SUBS    $1, R6
	BNE     element
	ADD  $4, R0
	ADD  R5, R1
	SUBS $1, R2
	BNE  row

done:
	RET
