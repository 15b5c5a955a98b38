//go:build !purego

#include "textflag.h"
#include "adam_words_neon_arm64.h"

// func AdamNEON(w, grad, m, v *float32, n int, lr, beta1, gain1, beta2, gain2, root, eps, decay, keep float32)
//
// One step of Adam on n ≥ 1 weights, each sum one fma:
//   d = decay·w + grad;  m = beta1·m + gain1·d;  v = beta2·v + (gain2·d)·d
//   w = keep·w − lr·(m/(√v·root + eps))
//
//   R0 w   R1 grad   R2 m   R3 v   R4 elements left
//   V0, V1, V2, V3  w, d, m, v      V4, V5  the new m and v   V6 √v, then m/q   V7 q
//   V23–V31  keep, lr, beta1, gain1, beta2, gain2, root, eps, decay
//
// Loop: one vector a step, then one element: 4 loads, 3 stores, 4 FMA, 4
// multiplications, a division and a root. Bound by the last two, which share a unit;
// further out by memory, 28 bytes an element.

#define ADAM \
	VFMLA V31.S4, V0.S4, V1.S4 \
	GAIN_1 \
	VFMLA V25.S4, V2.S4, V4.S4 \
	GAIN_2 \
	GAIN_2_AGAIN \
	VFMLA V27.S4, V3.S4, V5.S4 \
	ROOT \
	VORR  V30.B16, V30.B16, V7.B16 \
	VFMLA V29.S4, V6.S4, V7.S4 \
	DIVIDE \
	KEEP \
	VFMLS V24.S4, V6.S4, V0.S4

TEXT ·AdamNEON(SB), NOSPLIT, $0-76
	MOVD  w+0(FP), R0
	MOVD  grad+8(FP), R1
	MOVD  m+16(FP), R2
	MOVD  v+24(FP), R3
	MOVD  n+32(FP), R4
	FMOVS lr+40(FP), F24
	FMOVS beta1+44(FP), F25
	FMOVS gain1+48(FP), F26
	FMOVS beta2+52(FP), F27
	FMOVS gain2+56(FP), F28
	FMOVS root+60(FP), F29
	FMOVS eps+64(FP), F30
	FMOVS decay+68(FP), F31
	FMOVS keep+72(FP), F23
	VDUP  V23.S[0], V23.S4
	VDUP  V24.S[0], V24.S4
	VDUP  V25.S[0], V25.S4
	VDUP  V26.S[0], V26.S4
	VDUP  V27.S[0], V27.S4
	VDUP  V28.S[0], V28.S4
	VDUP  V29.S[0], V29.S4
	VDUP  V30.S[0], V30.S4
	VDUP  V31.S[0], V31.S4
	SUBS  $4, R4
	BLT   tail

loop:
	FMOVQ   (R0), F0
	FMOVQ.P 16(R1), F1
	FMOVQ   (R2), F2
	FMOVQ   (R3), F3
	ADAM
	FMOVQ.P F4, 16(R2)
	FMOVQ.P F5, 16(R3)
	FMOVQ.P F0, 16(R0)
	SUBS $4, R4
	BGE  loop

tail:
	ADDS $4, R4
	BEQ  done

last:
	FMOVS   (R0), F0
	FMOVS.P 4(R1), F1
	FMOVS   (R2), F2
	FMOVS   (R3), F3
	ADAM
	FMOVS.P F4, 4(R2)
	FMOVS.P F5, 4(R3)
	FMOVS.P F0, 4(R0)
	SUBS $1, R4
	BNE  last

done:
	RET
