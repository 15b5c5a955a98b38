//go:build !purego

#include "textflag.h"
#include "exp_words_neon_arm64.h"
#include "exp_neon_arm64.h"
#include "activation_words_neon_arm64.h"

// The functions of kernels/reference_activation.go on n ≥ 1 elements; dst may be src.
//
//   R0 dst   R1 src   R2 elements left   R3 constants, or y
//
// Loops: one vector a step, then one element; steps overlap. 9 or 10 FMA, up to 12
// other operations and a division: bound by the vector pipes.

#define COPY(x, y) \
	VORR x.B16, x.B16, y.B16

// V28 = sigmoid of V28. V30 the sign, V31 1; V0, V16, … as in exp_neon_arm64.h.
#define SIGMOID \
	VORR  V30.B16, V28.B16, V0.B16 \
	EXP_ONE \
	NEGATIVE \
	VBSL  V31.B16, V16.B16, V29.B16 \
	ONE_MORE \
	SIGMOID_DIVIDE

// func SigmoidNEON(dst, src *float32, n int)
//
// dst = 1/(1+e^−src).
TEXT ·SigmoidNEON(SB), NOSPLIT, $0-24
	MOVD  dst+0(FP), R0
	MOVD  src+8(FP), R1
	MOVD  n+16(FP), R2
	EXP_CONSTANTS
	FMOVQ 80(R16), F31
	MOVD  $0x80000000, R4
	VDUP  R4, V30.S4
	SUBS  $4, R2
	BLT   tail

loop:
	FMOVQ.P 16(R1), F28
	SIGMOID
	FMOVQ.P F28, 16(R0)
	SUBS $4, R2
	BGE  loop

tail:
	ADDS $4, R2
	BEQ  done

last:
	FMOVS.P 4(R1), F28
	SIGMOID
	FMOVS.P F28, 4(R0)
	SUBS $1, R2
	BNE  last

done:
	RET

DATA tanhc<>+0(SB)/4, $0x80000000  // the sign
DATA tanhc<>+4(SB)/4, $0xc1200000  // −10
DATA tanhc<>+8(SB)/4, $0x3fb8aa3b  // log2e
DATA tanhc<>+12(SB)/4, $0x4b400000 // roundMagic
DATA tanhc<>+16(SB)/4, $0x3f317000 // ln2Hi
DATA tanhc<>+20(SB)/4, $0x3805fdf4 // ln2Lo
DATA tanhc<>+24(SB)/4, $0x3ab5121e // expC6
DATA tanhc<>+28(SB)/4, $0x3f800000 // 1
DATA tanhc<>+32(SB)/4, $0xc0000000 // −2
DATA tanhc<>+36(SB)/4, $0x3c091cf0 // expC5
DATA tanhc<>+40(SB)/4, $0x3d2aac79 // expC4
DATA tanhc<>+44(SB)/4, $0x3e2aaa49 // expC3
DATA tanhc<>+48(SB)/4, $0x3efffffe // expC2
GLOBL tanhc<>(SB), RODATA|NOPTR, $52

// V5 = tanh of V0. V1 −2|x|, then r   V2 t   V3 n   V4 the power of two   V5, V6 polynomial
// V20–V28 the first nine constants   V16–V19 the others
#define TANH \
	VORR  V20.B16, V0.B16, V1.B16 \
	LIMIT \
	DOUBLE \
	COPY(V23, V2) \
	VFMLA V22.S4, V1.S4, V2.S4 \
	ROUNDED \
	VSHL  $23, V2.S4, V4.S4 \
	VADD  V27.S4, V4.S4, V4.S4 \
	VFMLS V24.S4, V3.S4, V1.S4 \
	VFMLS V25.S4, V3.S4, V1.S4 \
	COPY(V16, V5) \
	VFMLA V26.S4, V1.S4, V5.S4 \
	COPY(V17, V6) \
	VFMLA V5.S4, V1.S4, V6.S4 \
	COPY(V18, V5) \
	VFMLA V6.S4, V1.S4, V5.S4 \
	COPY(V19, V6) \
	VFMLA V5.S4, V1.S4, V6.S4 \
	TIMES_R \
	COPY(V1, V6) \
	VFMLA V5.S4, V1.S4, V6.S4 \
	LESS_ONE \
	VFMLA V6.S4, V4.S4, V5.S4 \
	DENOMINATOR \
	TANH_DIVIDE \
	VBIT  V20.B16, V0.B16, V5.B16

// func TanhNEON(dst, src *float32, n int)
//
// dst = tanh(src).
TEXT ·TanhNEON(SB), NOSPLIT, $0-24
	MOVD dst+0(FP), R0
	MOVD src+8(FP), R1
	MOVD n+16(FP), R2
	MOVD $tanhc<>(SB), R3
	VLD1R.P 4(R3), [V20.S4]
	VLD1R.P 4(R3), [V21.S4]
	VLD1R.P 4(R3), [V22.S4]
	VLD1R.P 4(R3), [V23.S4]
	VLD1R.P 4(R3), [V24.S4]
	VLD1R.P 4(R3), [V25.S4]
	VLD1R.P 4(R3), [V26.S4]
	VLD1R.P 4(R3), [V27.S4]
	VLD1R.P 4(R3), [V28.S4]
	VLD1R.P 4(R3), [V16.S4]
	VLD1R.P 4(R3), [V17.S4]
	VLD1R.P 4(R3), [V18.S4]
	VLD1R.P 4(R3), [V19.S4]
	SUBS $4, R2
	BLT  tail

loop:
	FMOVQ.P 16(R1), F0
	TANH
	FMOVQ.P F5, 16(R0)
	SUBS $4, R2
	BGE  loop

tail:
	ADDS $4, R2
	BEQ  done

last:
	FMOVS.P 4(R1), F0
	TANH
	FMOVS.P F5, 4(R0)
	SUBS $1, R2
	BNE  last

done:
	RET

// The gradients: V0 dy   V1 y   V2 y − y² or 1 − y², then the result   V27 1
#define GRAD(start) \
	COPY(start, V2) \
	VFMLS V1.S4, V1.S4, V2.S4 \
	TIMES_DY

// func SigmoidGradNEON(dx, dy, y *float32, n int)
//
// dx = dy·(y−y²). Loop: bound by loads and stores, and further out by memory.
TEXT ·SigmoidGradNEON(SB), NOSPLIT, $0-32
	MOVD dx+0(FP), R0
	MOVD dy+8(FP), R1
	MOVD y+16(FP), R3
	MOVD n+24(FP), R2
	SUBS $4, R2
	BLT  tail

loop:
	FMOVQ.P 16(R1), F0
	FMOVQ.P 16(R3), F1
	GRAD(V1)
	FMOVQ.P F2, 16(R0)
	SUBS $4, R2
	BGE  loop

tail:
	ADDS $4, R2
	BEQ  done

last:
	FMOVS.P 4(R1), F0
	FMOVS.P 4(R3), F1
	GRAD(V1)
	FMOVS.P F2, 4(R0)
	SUBS $1, R2
	BNE  last

done:
	RET

// func TanhGradNEON(dx, dy, y *float32, n int)
//
// dx = dy·(1−y²). Loop: as that of SigmoidGradNEON.
TEXT ·TanhGradNEON(SB), NOSPLIT, $0-32
	MOVD  dx+0(FP), R0
	MOVD  dy+8(FP), R1
	MOVD  y+16(FP), R3
	MOVD  n+24(FP), R2
	FMOVS $1.0, F27
	VDUP  V27.S[0], V27.S4
	SUBS  $4, R2
	BLT   tail

loop:
	FMOVQ.P 16(R1), F0
	FMOVQ.P 16(R3), F1
	GRAD(V27)
	FMOVQ.P F2, 16(R0)
	SUBS $4, R2
	BGE  loop

tail:
	ADDS $4, R2
	BEQ  done

last:
	FMOVS.P 4(R1), F0
	FMOVS.P 4(R3), F1
	GRAD(V27)
	FMOVS.P F2, 4(R0)
	SUBS $1, R2
	BNE  last

done:
	RET
