// exp(x) as kernels/reference_softmax.go defines it, on four vectors side by side,
// for the files that include this one after exp_words_neon_arm64.h.
//
//   V0–V3 x, then r     V4–V7 t, then 2ⁿ⁻ʰ     V8–V15 n, then the polynomial
//   V16–V19 2ʰ, then the result     V20–V27 constants     R16 constants in memory
//
// t has 254 + n in its low 9 bits, twice the bias of exponents more than n: shifted
// to the exponent field that is 2ⁿ⁺¹²⁷, half of it 2ʰ with h = ⌊n/2⌋, the difference
// 2ⁿ⁻ʰ. 2ʰ goes into the last step of the polynomial, which it does not change
// otherwise; the product with 2ⁿ⁻ʰ rounds once. For NaN these are any numbers, but r
// is NaN. FMLA adds to a register, so that each step starts from a coefficient,
// loaded afresh: the load pipes have time, those of FMLA have not.

DATA expc<>+0(SB)/8, $0x4b4000fe4b4000fe // roundMagic + 254
DATA expc<>+8(SB)/8, $0x4b4000fe4b4000fe
DATA expc<>+16(SB)/8, $0x3c091cf03c091cf0 // expC5
DATA expc<>+24(SB)/8, $0x3c091cf03c091cf0
DATA expc<>+32(SB)/8, $0x3d2aac793d2aac79 // expC4
DATA expc<>+40(SB)/8, $0x3d2aac793d2aac79
DATA expc<>+48(SB)/8, $0x3e2aaa493e2aaa49 // expC3
DATA expc<>+56(SB)/8, $0x3e2aaa493e2aaa49
DATA expc<>+64(SB)/8, $0x3efffffe3efffffe // expC2
DATA expc<>+72(SB)/8, $0x3efffffe3efffffe
DATA expc<>+80(SB)/8, $0x3f8000003f800000 // 1
DATA expc<>+88(SB)/8, $0x3f8000003f800000
DATA expc<>+96(SB)/4, $0xc2d00000 // −104
DATA expc<>+100(SB)/4, $0x42b20000 // 89
DATA expc<>+104(SB)/4, $0x3fb8aa3b // log2e
DATA expc<>+108(SB)/4, $0x4b4000fe // roundMagic + 254
DATA expc<>+112(SB)/4, $0x3f317000 // ln2Hi
DATA expc<>+116(SB)/4, $0x3805fdf4 // ln2Lo
DATA expc<>+120(SB)/4, $0x3ab5121e // expC6
DATA expc<>+124(SB)/4, $0xff800000 // sign and exponent; also −Inf
GLOBL expc<>(SB), RODATA|NOPTR, $128

// Uses R17.
#define EXP_CONSTANTS \
	MOVD    $expc<>(SB), R16 \
	ADD     $96, R16, R17 \
	VLD1R.P 4(R17), [V20.S4] \
	VLD1R.P 4(R17), [V21.S4] \
	VLD1R.P 4(R17), [V22.S4] \
	VLD1R.P 4(R17), [V23.S4] \
	VLD1R.P 4(R17), [V24.S4] \
	VLD1R.P 4(R17), [V25.S4] \
	VLD1R.P 4(R17), [V26.S4] \
	VLD1R.P 4(R17), [V27.S4]

#define EXP_REDUCE(x, t, tf, n, below, rounded) \
	below \
	FMOVQ (R16), tf \
	VFMLA V22.S4, x.S4, t.S4 \
	rounded \
	VFMLS V24.S4, n.S4, x.S4 \
	VFMLS V25.S4, n.S4, x.S4

#define EXP_POWERS(t, h) \
	VSHL  $23, t.S4, t.S4 \
	VUSHR $1, t.S4, h.S4 \
	VAND  V27.B16, h.B16, h.B16 \
	VSUB  h.S4, t.S4, t.S4

#define EXP_POLY(x, p, pf, q, qf) \
	FMOVQ 16(R16), pf \
	VFMLA V26.S4, x.S4, p.S4 \
	FMOVQ 32(R16), qf \
	VFMLA p.S4, x.S4, q.S4 \
	FMOVQ 48(R16), pf \
	VFMLA q.S4, x.S4, p.S4 \
	FMOVQ 64(R16), qf \
	VFMLA p.S4, x.S4, q.S4 \
	FMOVQ 80(R16), pf \
	VFMLA q.S4, x.S4, p.S4

#define EXP_SCALE(x, p, h, scaler, scalep) \
	scaler \
	VFMLA p.S4, x.S4, h.S4 \
	scalep

// V16 = exp(V0), for V0 not above the range.
#define EXP_ONE \
	EXP_REDUCE(V0, V4, F4, V8, LIMIT_BELOW_0, ROUNDED_0) \
	EXP_POWERS(V4, V16) \
	EXP_POLY(V0, V8, F8, V12, F12) \
	EXP_SCALE(V0, V8, V16, SCALE_R_0, SCALE_P_0)

// V16–V19 = exp(V0–V3), for V0–V3 not above the range.
#define EXP_FOUR \
	EXP_REDUCE(V0, V4, F4, V8, LIMIT_BELOW_0, ROUNDED_0) \
	EXP_REDUCE(V1, V5, F5, V9, LIMIT_BELOW_1, ROUNDED_1) \
	EXP_REDUCE(V2, V6, F6, V10, LIMIT_BELOW_2, ROUNDED_2) \
	EXP_REDUCE(V3, V7, F7, V11, LIMIT_BELOW_3, ROUNDED_3) \
	EXP_POWERS(V4, V16) \
	EXP_POWERS(V5, V17) \
	EXP_POWERS(V6, V18) \
	EXP_POWERS(V7, V19) \
	EXP_POLY(V0, V8, F8, V12, F12) \
	EXP_POLY(V1, V9, F9, V13, F13) \
	EXP_POLY(V2, V10, F10, V14, F14) \
	EXP_POLY(V3, V11, F11, V15, F15) \
	EXP_SCALE(V0, V8, V16, SCALE_R_0, SCALE_P_0) \
	EXP_SCALE(V1, V9, V17, SCALE_R_1, SCALE_P_1) \
	EXP_SCALE(V2, V10, V18, SCALE_R_2, SCALE_P_2) \
	EXP_SCALE(V3, V11, V19, SCALE_R_3, SCALE_P_3)
