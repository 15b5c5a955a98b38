//go:build !purego

#include "textflag.h"

// func SGDNEON(w, grad, v *float32, n int, lr, momentum, decay float32, nesterov bool)
//
// One step of gradient descent on n ≥ 1 weights, each line one fma:
//   d = decay·w + grad;  v = momentum·v + d;  d = nesterov ? momentum·v + d : v;  w −= lr·d
// v may be nil: then the middle two are left out.
//
//   R0 w   R1 grad   R2 v   R3 elements left
//   V0, V1, V2, V3 w, d, v, v'      V28 nesterov ? all ones : none
//   V29, V30, V31  lr, momentum, decay
//
// Loops: one vector a step, then one element: 3 loads, 2 stores, at most 4 FMA;
// bound by the stores, and further out by memory.

// V0 = w, V1 = grad; then V1 = d.
#define DECAY \
	VFMLA V31.S4, V0.S4, V1.S4

// V2 = v; then V3 = v', V1 = d.
#define MOMENTUM \
	VORR  V1.B16, V1.B16, V3.B16 \
	VFMLA V30.S4, V2.S4, V3.S4 \
	VFMLA V30.S4, V3.S4, V1.S4 \
	VBIF  V28.B16, V3.B16, V1.B16

#define STEP \
	VFMLS V29.S4, V1.S4, V0.S4

TEXT ·SGDNEON(SB), NOSPLIT, $0-45
	MOVD  w+0(FP), R0
	MOVD  grad+8(FP), R1
	MOVD  v+16(FP), R2
	MOVD  n+24(FP), R3
	FMOVS lr+32(FP), F29
	FMOVS momentum+36(FP), F30
	FMOVS decay+40(FP), F31
	MOVBU nesterov+44(FP), R4
	NEG   R4, R4
	VDUP  R4, V28.S4
	VDUP  V29.S[0], V29.S4
	VDUP  V30.S[0], V30.S4
	VDUP  V31.S[0], V31.S4
	CBZ   R2, plain
	SUBS  $4, R3
	BLT   tail

loop:
	FMOVQ   (R0), F0
	FMOVQ.P 16(R1), F1
	FMOVQ   (R2), F2
	DECAY
	MOMENTUM
	STEP
	FMOVQ F3, (R2)
	ADD   $16, R2
	FMOVQ F0, (R0)
	ADD   $16, R0
	SUBS $4, R3
	BGE  loop

tail:
	ADDS $4, R3
	BEQ  done

last:
	FMOVS   (R0), F0
	FMOVS.P 4(R1), F1
	FMOVS   (R2), F2
	DECAY
	MOMENTUM
	STEP
	FMOVS F3, (R2)
	ADD   $4, R2
	FMOVS F0, (R0)
	ADD   $4, R0
	SUBS $1, R3
	BNE  last
	RET

plain:
	SUBS $4, R3
	BLT  plaintail

plainloop:
	FMOVQ   (R0), F0
	FMOVQ.P 16(R1), F1
	DECAY
	STEP
	FMOVQ F0, (R0)
	ADD   $16, R0
	SUBS $4, R3
	BGE  plainloop

plaintail:
	ADDS $4, R3
	BEQ  done

plainlast:
	FMOVS   (R0), F0
	FMOVS.P 4(R1), F1
	DECAY
	STEP
	FMOVS F0, (R0)
	ADD   $4, R0
	SUBS $1, R3
	BNE  plainlast

done:
	RET
