//go:build !purego

#include "textflag.h"
#include "exp_words_neon_arm64.h"
#include "exp_neon_arm64.h"

// func ExpNEON(dst, src *float32, n int)
//
// dst = exp(src) for n ≥ 1 elements; dst may be src.
//
//   R0 dst   R1 src   R2 elements left   R16, V0–V27 as in exp_neon_arm64.h
//
// Loop: four vectors a step, side by side to hide the latency of a chain of ten
// FMA: 19 operations on vectors and 7 loads a vector. Bound by the vector pipes:
// 9.5 cycles a vector on Neoverse N1 (two), 4.75 with four. Then one vector, then
// one element.

TEXT ·ExpNEON(SB), NOSPLIT, $0-24
	MOVD dst+0(FP), R0
	MOVD src+8(FP), R1
	MOVD n+16(FP), R2
	EXP_CONSTANTS
	SUBS $16, R2
	BLT  few
	PCALIGN $32

loop:
	FLDPQ  (R1), (F0, F1)
	FLDPQ  32(R1), (F2, F3)
	ADD    $64, R1
	LIMIT_ABOVE_0
	LIMIT_ABOVE_1
	LIMIT_ABOVE_2
	LIMIT_ABOVE_3
	EXP_FOUR
	FSTPQ  (F16, F17), (R0)
	FSTPQ  (F18, F19), 32(R0)
	ADD    $64, R0
	SUBS   $16, R2
	BGE    loop

few:
	ADDS $12, R2
	BLT  tail

one:
	FMOVQ.P 16(R1), F0
	LIMIT_ABOVE_0
	EXP_ONE
	FMOVQ.P F16, 16(R0)
	SUBS $4, R2
	BGE  one

tail:
	ADDS $4, R2
	BEQ  done

last:
	FMOVS.P 4(R1), F0
	LIMIT_ABOVE_0
	EXP_ONE
	FMOVS.P F16, 4(R0)
	SUBS $1, R2
	BNE  last

done:
	RET
