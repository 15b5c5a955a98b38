//go:build !purego

#include "textflag.h"

// func CopyRowsNEON(dst, src *float32, rows, cols, ldd, lds int)
//
// dst[i·ldd + j] = src[i·lds + j] for i < rows, j < cols, both at least 1; reads and
// writes nothing else.
//
//   R0, R1 dst, src   R2 rows left   R3 cols   R4, R5 distance from the end of a row
//   to the next (bytes)   R6 columns left
//
// Loops: four vectors a step, then one, then two elements and one. Bound by the
// stores, or by the cache src lies in.

TEXT ·CopyRowsNEON(SB), NOSPLIT, $0-48
	MOVD dst+0(FP), R0
	MOVD src+8(FP), R1
	MOVD rows+16(FP), R2
	MOVD cols+24(FP), R3
	MOVD ldd+32(FP), R4
	MOVD lds+40(FP), R5
	SUB  R3, R4
	SUB  R3, R5
	LSL  $2, R4
	LSL  $2, R5

row:
	SUBS $16, R3, R6
	BLT  few

loop:
	FLDPQ   (R1), (F0, F1)
	FLDPQ   32(R1), (F2, F3)
	ADD     $64, R1
	FSTPQ   (F0, F1), (R0)
	FSTPQ   (F2, F3), 32(R0)
	ADD     $64, R0
	SUBS    $16, R6
	BGE     loop

few:
	ADDS $12, R6
	BLT  tail

one:
	FMOVQ.P 16(R1), F0
	FMOVQ.P F0, 16(R0)
	SUBS    $4, R6
	BGE     one

tail:
	TBZ     $1, R6, odd
	FMOVD.P 8(R1), F0
	FMOVD.P F0, 8(R0)

odd:
	TBZ     $0, R6, next
	FMOVS.P 4(R1), F0
	FMOVS.P F0, 4(R0)

next:
	ADD  R4, R0
	ADD  R5, R1
	SUBS $1, R2
	BNE  row
	RET
