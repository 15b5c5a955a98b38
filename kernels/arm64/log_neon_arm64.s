//go:build !purego

#include "textflag.h"
#include "log_words_neon_arm64.h"

// func LogNEON(dst, src *float32, n int)
//
// dst = log(src), as kernels/reference_softmax.go defines it, for n ≥ 1 elements;
// dst may be src.
//
//   R0 dst   R1 src   R2 elements left   R3, R4 constants
//   V0 x   V1 denormal lanes   V2 x scaled, then f   V3 i, then n   V4, V5 p, then q
//   V6 f², result   V20–V31 constants
//
// Loop: one vector a step: 11 FMA, 6 other operations on floats, 14 on integers and
// masks, 10 loads; successive steps overlap. Bound by the vector pipes. What is not a
// positive finite number is put right at the end: −Inf for ±0, NaN below zero and
// for NaN, +Inf kept.

DATA logc<>+0(SB)/8, $0xbf000000bf000000 // −½
DATA logc<>+8(SB)/8, $0xbf000000bf000000
DATA logc<>+16(SB)/8, $0x3eaaaaa43eaaaaa4 // logC[0]
DATA logc<>+24(SB)/8, $0x3eaaaaa43eaaaaa4
DATA logc<>+32(SB)/8, $0xbe800003be800003 // logC[1]
DATA logc<>+40(SB)/8, $0xbe800003be800003
DATA logc<>+48(SB)/8, $0x3e4cd25b3e4cd25b // logC[2]
DATA logc<>+56(SB)/8, $0x3e4cd25b3e4cd25b
DATA logc<>+64(SB)/8, $0xbe2aae27be2aae27 // logC[3]
DATA logc<>+72(SB)/8, $0xbe2aae27be2aae27
DATA logc<>+80(SB)/8, $0x3e119bb43e119bb4 // logC[4]
DATA logc<>+88(SB)/8, $0x3e119bb43e119bb4
DATA logc<>+96(SB)/8, $0xbdfe1103bdfe1103 // logC[5]
DATA logc<>+104(SB)/8, $0xbdfe1103bdfe1103
DATA logc<>+112(SB)/8, $0x3df378323df37832 // logC[6]
DATA logc<>+120(SB)/8, $0x3df378323df37832
DATA logc<>+128(SB)/8, $0xbdef1e0ebdef1e0e // logC[7]
DATA logc<>+136(SB)/8, $0xbdef1e0ebdef1e0e
DATA logc<>+144(SB)/4, $0x3d8a2bdf // logC[8]
DATA logc<>+148(SB)/4, $0x3f3504f3 // sqrtHalfBits
DATA logc<>+152(SB)/4, $0x3f800000 // 1
DATA logc<>+156(SB)/4, $0x3f317000 // ln2Hi
DATA logc<>+160(SB)/4, $0x3805fdf4 // ln2Lo
DATA logc<>+164(SB)/4, $0x00800000 // 2⁻¹²⁶, the least normal number
DATA logc<>+168(SB)/4, $0x4b000000 // 2²³
DATA logc<>+172(SB)/4, $0xffffffe9 // −23
DATA logc<>+176(SB)/4, $0x7fc00000 // NaN
DATA logc<>+180(SB)/4, $0xff800000 // −Inf
DATA logc<>+184(SB)/4, $0x7f800000 // +Inf
GLOBL logc<>(SB), RODATA|NOPTR, $188

// V6 = log(V0).
#define LOG \
	DENORMAL \
	SCALED \
	VBIF  V1.B16, V0.B16, V2.B16 \
	VSUB  V21.S4, V2.S4, V3.S4 \
	EXPONENT \
	VSHL  $23, V3.S4, V4.S4 \
	VSUB  V4.S4, V2.S4, V2.S4 \
	FRACTION \
	VAND  V27.B16, V1.B16, V1.B16 \
	VADD  V1.S4, V3.S4, V3.S4 \
	CONVERT \
	FMOVQ 128(R3), F4 \
	VFMLA V20.S4, V2.S4, V4.S4 \
	FMOVQ 112(R3), F5 \
	VFMLA V4.S4, V2.S4, V5.S4 \
	FMOVQ 96(R3), F4 \
	VFMLA V5.S4, V2.S4, V4.S4 \
	FMOVQ 80(R3), F5 \
	VFMLA V4.S4, V2.S4, V5.S4 \
	FMOVQ 64(R3), F4 \
	VFMLA V5.S4, V2.S4, V4.S4 \
	FMOVQ 48(R3), F5 \
	VFMLA V4.S4, V2.S4, V5.S4 \
	FMOVQ 32(R3), F4 \
	VFMLA V5.S4, V2.S4, V4.S4 \
	FMOVQ 16(R3), F5 \
	VFMLA V4.S4, V2.S4, V5.S4 \
	FMOVQ 0(R3), F4 \
	VFMLA V5.S4, V2.S4, V4.S4 \
	SQUARE \
	SQUARE_Q \
	VFMLA V24.S4, V3.S4, V6.S4 \
	ADD_F \
	VFMLA V23.S4, V3.S4, V6.S4 \
	NOT_BELOW \
	VBIF  V5.B16, V28.B16, V6.B16 \
	VCMEQ V30.S4, V0.S4, V5.S4 \
	VBIT  V5.B16, V30.B16, V6.B16 \
	VSHL  $1, V0.S4, V5.S4 \
	VCMEQ V31.S4, V5.S4, V5.S4 \
	VBIT  V5.B16, V29.B16, V6.B16

TEXT ·LogNEON(SB), NOSPLIT, $0-24
	MOVD dst+0(FP), R0
	MOVD src+8(FP), R1
	MOVD n+16(FP), R2
	MOVD $logc<>(SB), R3
	ADD  $144, R3, R4
	VLD1R.P 4(R4), [V20.S4]
	VLD1R.P 4(R4), [V21.S4]
	VLD1R.P 4(R4), [V22.S4]
	VLD1R.P 4(R4), [V23.S4]
	VLD1R.P 4(R4), [V24.S4]
	VLD1R.P 4(R4), [V25.S4]
	VLD1R.P 4(R4), [V26.S4]
	VLD1R.P 4(R4), [V27.S4]
	VLD1R.P 4(R4), [V28.S4]
	VLD1R.P 4(R4), [V29.S4]
	VLD1R.P 4(R4), [V30.S4]
	VMOVI $0, V31.B16
	SUBS $4, R2
	BLT  tail

loop:
	FMOVQ.P 16(R1), F0
	LOG
	FMOVQ.P F6, 16(R0)
	SUBS $4, R2
	BGE  loop

tail:
	ADDS $4, R2
	BEQ  done

last:
	FMOVS.P 4(R1), F0
	LOG
	FMOVS.P F6, 4(R0)
	SUBS $1, R2
	BNE  last

done:
	RET
