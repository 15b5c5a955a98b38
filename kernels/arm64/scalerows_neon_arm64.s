//go:build !purego

#include "textflag.h"
#include "float_neon_arm64.h"

// func ScaleRowsNEON(x, sums *float32, rows, cols int, scale float32)
//
// x[i,j] = (x[i,j]·(1/sums[i]))·scale; x is rows×cols, contiguous, both at least 1.
//
//   R0 x   R1 sums   R2 rows left   R3 columns left   R4 cols
//   V31 the reciprocal of the row   V30 scale   F29 1
//
// Loops: four vectors a step, then one, then one element: two multiplications, a
// load and a store a vector, bound by the first or the last.

TEXT ·ScaleRowsNEON(SB), NOSPLIT, $0-36
	MOVD  x+0(FP), R0
	MOVD  sums+8(FP), R1
	MOVD  rows+16(FP), R2
	MOVD  cols+24(FP), R4
	FMOVS scale+32(FP), F30
	VDUP  V30.S[0], V30.S4
	FMOVS $1.0, F29

row:
	FMOVS.P 4(R1), F31
	FDIVS   F31, F29, F31
	VDUP    V31.S[0], V31.S4
	MOVD    R4, R3
	SUBS $16, R3
	BLT  few

loop:
	VLD1 (R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	MUL_0
	MUL_1
	MUL_2
	MUL_3
	MUL_AGAIN_0
	MUL_AGAIN_1
	MUL_AGAIN_2
	MUL_AGAIN_3
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R0)
	ADD  $64, R0
	SUBS $16, R3
	BGE  loop

few:
	ADDS $12, R3
	BLT  tail

one:
	FMOVQ (R0), F0
	MUL_0
	MUL_AGAIN_0
	FMOVQ F0, (R0)
	ADD   $16, R0
	SUBS $4, R3
	BGE  one

tail:
	ADDS $4, R3
	BEQ  done

last:
	FMOVS (R0), F0
	MUL_0
	MUL_AGAIN_0
	FMOVS F0, (R0)
	ADD   $4, R0
	SUBS $1, R3
	BNE  last

done:
	SUBS $1, R2
	BNE  row
	RET
