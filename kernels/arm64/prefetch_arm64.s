//go:build !purego

#include "textflag.h"

// func Prefetch(p *uint8, n, rows, ld int)
//
// Asks for the n ≥ 1 bytes from p on, and from ld bytes further on, rows ≥ 1 times in
// all, to be brought into the first cache, 64 a step. Reads nothing.
//
//   R0 next line   R1 end of the row   R2 row   R3 n   R4 rows left   R5 ld
TEXT ·Prefetch(SB), NOSPLIT, $0-32
	MOVD p+0(FP), R2
	MOVD n+8(FP), R3
	MOVD rows+16(FP), R4
	MOVD ld+24(FP), R5

row:
	ADD R2, R3, R1
	AND $~63, R2, R0

loop:
	PRFM (R0), PLDL1KEEP
	ADD  $64, R0, R0
	CMP  R1, R0
	BLO  loop
	ADD  R5, R2, R2
	SUB  $1, R4, R4
	CBNZ R4, row
	RET
