//go:build !purego

#include "textflag.h"
#include "norm_words_neon_arm64.h"

// func SquaresNEON(x *float32, n int, lanes *float64)
//
// Adds the squares of n ≥ 1 elements, as float64, to 32 lanes: lane l takes elements l,
// l+32, …; the first of a call goes to lane 0.
//
//   R0 x   R1 elements left   R2 lanes   R3 place in the lanes   V0–V15 lanes
//   V16–V19 elements   V20–V27 the same as float64
//
// Loop: 32 elements a step: 16 conversions and 16 FMA, bound by the vector pipes and
// further out by memory. The last elements go one at a time, to lanes in memory.

#define SQUARE(x, acc) \
	VFMLA x.D2, x.D2, acc.D2

#define CONVERT_16 \
	VLD1.P 64(R0), [V16.S4, V17.S4, V18.S4, V19.S4] \
	LOW_0; HIGH_0; LOW_1; HIGH_1; LOW_2; HIGH_2; LOW_3; HIGH_3

TEXT ·SquaresNEON(SB), NOSPLIT, $0-24
	MOVD x+0(FP), R0
	MOVD n+8(FP), R1
	MOVD lanes+16(FP), R2
	SUBS $32, R1
	BLT  tail
	MOVD R2, R3
	VLD1.P 64(R3), [V0.D2, V1.D2, V2.D2, V3.D2]
	VLD1.P 64(R3), [V4.D2, V5.D2, V6.D2, V7.D2]
	VLD1.P 64(R3), [V8.D2, V9.D2, V10.D2, V11.D2]
	VLD1.P 64(R3), [V12.D2, V13.D2, V14.D2, V15.D2]

loop:
	CONVERT_16
	SQUARE(V20, V0)
	SQUARE(V24, V1)
	SQUARE(V21, V2)
	SQUARE(V25, V3)
	SQUARE(V22, V4)
	SQUARE(V26, V5)
	SQUARE(V23, V6)
	SQUARE(V27, V7)
	CONVERT_16
	SQUARE(V20, V8)
	SQUARE(V24, V9)
	SQUARE(V21, V10)
	SQUARE(V25, V11)
	SQUARE(V22, V12)
	SQUARE(V26, V13)
	SQUARE(V23, V14)
	SQUARE(V27, V15)
	SUBS $32, R1
	BGE  loop
	MOVD R2, R3
	VST1.P [V0.D2, V1.D2, V2.D2, V3.D2], 64(R3)
	VST1.P [V4.D2, V5.D2, V6.D2, V7.D2], 64(R3)
	VST1.P [V8.D2, V9.D2, V10.D2, V11.D2], 64(R3)
	VST1.P [V12.D2, V13.D2, V14.D2, V15.D2], 64(R3)

tail:
	ADDS $32, R1
	BEQ  done

last:
	FMOVS.P 4(R0), F16
	FCVTSD  F16, F16
	FMOVD   (R2), F0
	FMADDD  F16, F0, F16, F0
	FMOVD.P F0, 8(R2)
	SUBS $1, R1
	BNE  last

done:
	RET
