//go:build !purego

#include "textflag.h"
#include "float_neon_arm64.h"

// Routines on vectors, one element independent of another.
//
// All read n ≥ 1 elements of each operand and write n; dst may be an operand.
//
//   R0 result   R1, R2 operands   R3 elements left
//   V0–V3, V4–V7 operands and masks   V31 constant
//
// Loops: four vectors a step, then one, then one element. Bound by loads and
// stores; further out by memory.

// x = zero where mask, so that −0 and NaN stay as they are.
#define CLEAR(mask, x) \
	VBIT mask.B16, V31.B16, x.B16

// func ReLUNEON(dst, src *float32, n int)
//
// dst = src, or +0 where src < 0; NaN and −0 stay.
TEXT ·ReLUNEON(SB), NOSPLIT, $0-24
	MOVD  dst+0(FP), R0
	MOVD  src+8(FP), R1
	MOVD  n+16(FP), R3
	VMOVI $0, V31.B16
	SUBS $16, R3
	BLT  few

loop:
	VLD1.P 64(R1), [V0.S4, V1.S4, V2.S4, V3.S4]
	BELOW_0
	BELOW_1
	BELOW_2
	BELOW_3
	CLEAR(V4, V0)
	CLEAR(V5, V1)
	CLEAR(V6, V2)
	CLEAR(V7, V3)
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R0)
	ADD  $64, R0
	SUBS $16, R3
	BGE  loop

few:
	ADDS $12, R3
	BLT  tail

one:
	FMOVQ.P 16(R1), F0
	BELOW_0
	CLEAR(V4, V0)
	FMOVQ.P F0, 16(R0)
	SUBS $4, R3
	BGE  one

tail:
	ADDS $4, R3
	BEQ  done

last:
	FMOVS.P 4(R1), F0
	BELOW_0
	CLEAR(V4, V0)
	FMOVS.P F0, 4(R0)
	SUBS $1, R3
	BNE  last

done:
	RET

// func ReLUGradNEON(dx, dy, y *float32, n int)
//
// dx = dy where y > 0, else +0; NaN is not above zero.
TEXT ·ReLUGradNEON(SB), NOSPLIT, $0-32
	MOVD dx+0(FP), R0
	MOVD dy+8(FP), R1
	MOVD y+16(FP), R2
	MOVD n+24(FP), R3
	SUBS $16, R3
	BLT  few

loop:
	VLD1.P 64(R2), [V4.S4, V5.S4, V6.S4, V7.S4]
	VLD1.P 64(R1), [V0.S4, V1.S4, V2.S4, V3.S4]
	ABOVE_0
	ABOVE_1
	ABOVE_2
	ABOVE_3
	VAND V4.B16, V0.B16, V0.B16
	VAND V5.B16, V1.B16, V1.B16
	VAND V6.B16, V2.B16, V2.B16
	VAND V7.B16, V3.B16, V3.B16
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R0)
	ADD  $64, R0
	SUBS $16, R3
	BGE  loop

few:
	ADDS $12, R3
	BLT  tail

one:
	FMOVQ.P 16(R2), F4
	FMOVQ.P 16(R1), F0
	ABOVE_0
	VAND V4.B16, V0.B16, V0.B16
	FMOVQ.P F0, 16(R0)
	SUBS $4, R3
	BGE  one

tail:
	ADDS $4, R3
	BEQ  done

last:
	FMOVS.P 4(R2), F4
	FMOVS.P 4(R1), F0
	ABOVE_0
	VAND V4.B16, V0.B16, V0.B16
	FMOVS.P F0, 4(R0)
	SUBS $1, R3
	BNE  last

done:
	RET

// func AxpyNEON(alpha float32, x, y *float32, n int)
//
// y = fma(alpha, x, y).
TEXT ·AxpyNEON(SB), NOSPLIT, $0-32
	FMOVS alpha+0(FP), F31
	VDUP  V31.S[0], V31.S4
	MOVD  x+8(FP), R1
	MOVD  y+16(FP), R0
	MOVD  n+24(FP), R3
	SUBS $16, R3
	BLT  few

loop:
	VLD1.P 64(R1), [V4.S4, V5.S4, V6.S4, V7.S4]
	VLD1 (R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	VFMLA V31.S4, V4.S4, V0.S4
	VFMLA V31.S4, V5.S4, V1.S4
	VFMLA V31.S4, V6.S4, V2.S4
	VFMLA V31.S4, V7.S4, V3.S4
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R0)
	ADD  $64, R0
	SUBS $16, R3
	BGE  loop

few:
	ADDS $12, R3
	BLT  tail

one:
	FMOVQ.P 16(R1), F4
	FMOVQ (R0), F0
	VFMLA V31.S4, V4.S4, V0.S4
	FMOVQ F0, (R0)
	ADD   $16, R0
	SUBS $4, R3
	BGE  one

tail:
	ADDS $4, R3
	BEQ  done

last:
	FMOVS.P 4(R1), F4
	FMOVS (R0), F0
	VFMLA V31.S4, V4.S4, V0.S4
	FMOVS F0, (R0)
	ADD   $4, R0
	SUBS $1, R3
	BNE  last

done:
	RET

// func ScalNEON(alpha float32, x *float32, n int)
//
// x = alpha·x.
TEXT ·ScalNEON(SB), NOSPLIT, $0-24
	FMOVS alpha+0(FP), F31
	VDUP  V31.S[0], V31.S4
	MOVD  x+8(FP), R0
	MOVD  n+16(FP), R3
	SUBS $16, R3
	BLT  few

loop:
	VLD1 (R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	MUL_0
	MUL_1
	MUL_2
	MUL_3
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
	FMOVS F0, (R0)
	ADD   $4, R0
	SUBS $1, R3
	BNE  last

done:
	RET
