//go:build !purego

#include "textflag.h"
#include "float_neon_arm64.h"

// func ShiftRowsNEON(dst, src, maxs, logs *float32, rows, cols int)
//
// dst = (src − maxs[i]) − logs[i] in row i; rows×cols, contiguous; dst may be src.
//
//   R0, R1 dst, src   R2, R3 maxs, logs   R4 rows left   R5 cols   R6 elements left
//   V0 operand and result   V31, V30 what is taken from it
//
// Loop: one vector a step, then one element: bound by loads and stores, and further
// out by memory.

TEXT ·ShiftRowsNEON(SB), NOSPLIT, $0-48
	MOVD dst+0(FP), R0
	MOVD src+8(FP), R1
	MOVD maxs+16(FP), R2
	MOVD logs+24(FP), R3
	MOVD rows+32(FP), R4
	MOVD cols+40(FP), R5

row:
	VLD1R.P 4(R2), [V31.S4]
	VLD1R.P 4(R3), [V30.S4]
	SUBS $4, R5, R6
	BLT  tail

loop:
	FMOVQ.P 16(R1), F0
	LESS
	LESS_AGAIN
	FMOVQ.P F0, 16(R0)
	SUBS $4, R6
	BGE  loop

tail:
	ADDS $4, R6
	BEQ  next

last:
	FMOVS.P 4(R1), F0
	LESS
	LESS_AGAIN
	FMOVS.P F0, 4(R0)
	SUBS $1, R6
	BNE  last

next:
	SUBS $1, R4
	BNE  row
	RET
