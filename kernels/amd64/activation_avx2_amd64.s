//go:build !purego

#include "textflag.h"
#include "exp_avx2_amd64.h"

// The functions of kernels/reference_activation.go on n ≥ 1 elements; dst may be src.
// Need AVX2 and FMA3.
//
//   DI dst   SI src   DX y   CX elements left   Y0 −|x|, then r   Y4, Y8 as in exp_avx2_amd64.h
//   Y1 x   Y2 denominator   Y3 numerator   Y8 result   Y10 the sign bit   Y11 −10   Y9 −2
//
// Loops: one vector a step, then one element; steps overlap. 11 FMA and
// multiplications and a division, all on the same pipes: measured 12 cycles on Zen 4.

DATA signc<>+0(SB)/4, $0x80000000
DATA signc<>+4(SB)/4, $0xc1200000 // −10
DATA signc<>+8(SB)/4, $0xc0000000 // −2
GLOBL signc<>(SB), RODATA|NOPTR, $12

#define START \
	MOVQ dst+0(FP), DI \
	MOVQ src+8(FP), SI \
	MOVQ n+16(FP), CX \
	EXP_CONSTANTS \
	VBROADCASTSS signc<>+0(SB), Y10 \
	SUBQ $8, CX

#define NEXT(bytes, count) \
	ADDQ $bytes, SI \
	ADDQ $bytes, DI \
	SUBQ $count, CX

#define GRAD_START \
	MOVQ dx+0(FP), DI \
	MOVQ dy+8(FP), SI \
	MOVQ y+16(FP), DX \
	MOVQ n+24(FP), CX \
	SUBQ $8, CX

// Y8 = sigmoid of Y1.
#define SIGMOID \
	VORPS     Y10, Y1, Y0 \
	EXP1 \
	VADDPS    Y15, Y8, Y2 \
	VBLENDVPS Y1, Y8, Y15, Y3 \
	VDIVPS    Y2, Y3, Y8

// func SigmoidAVX2(dst, src *float32, n int)
//
// dst = 1/(1+e^−src).
TEXT ·SigmoidAVX2(SB), NOSPLIT, $0-24
	START
	JLT tail

loop:
	VMOVUPS (SI), Y1
	SIGMOID
	VMOVUPS Y8, (DI)
	NEXT(32, 8)
	JGE  loop

tail:
	ADDQ $8, CX
	JZ   done

element:
	VMOVSS (SI), X1
	SIGMOID
	VMOVSS X8, (DI)
	NEXT(4, 1)
	JNZ  element

done:
	VZEROUPPER
	RET

// Y8 = tanh of Y1. Y4 is the power of two, Y5 that less 1, Y2 n.
#define TANH \
	VORPS        Y10, Y1, Y0 \
	VMAXPS       Y0, Y11, Y0 \
	VADDPS       Y0, Y0, Y0 \
	VMOVAPS      Y0, Y4 \
	VFMADD213PS  Y14, Y13, Y4 \
	VSUBPS       Y14, Y4, Y2 \
	VPSLLD       $23, Y4, Y4 \
	VPADDD       Y15, Y4, Y4 \
	VSUBPS       Y15, Y4, Y5 \
	VFNMADD231PS expc<>+128(SB), Y2, Y0 \
	VFNMADD231PS expc<>+160(SB), Y2, Y0 \
	VMOVUPS      expc<>+192(SB), Y8 \
	VFMADD213PS  expc<>+224(SB), Y0, Y8 \
	VFMADD213PS  expc<>+256(SB), Y0, Y8 \
	VFMADD213PS  expc<>+288(SB), Y0, Y8 \
	VFMADD213PS  expc<>+320(SB), Y0, Y8 \
	VMULPS       Y0, Y8, Y8 \
	VFMADD213PS  Y0, Y0, Y8 \
	VFMADD213PS  Y5, Y4, Y8 \
	VSUBPS       Y8, Y9, Y2 \
	VDIVPS       Y2, Y8, Y8 \
	VANDNPS      Y8, Y10, Y8 \
	VANDPS       Y1, Y10, Y2 \
	VORPS        Y2, Y8, Y8

// func TanhAVX2(dst, src *float32, n int)
//
// dst = tanh(src). roundMagic is here without the 254 of exp.
TEXT ·TanhAVX2(SB), NOSPLIT, $0-24
	START
	VBROADCASTSS signc<>+4(SB), Y11
	VBROADCASTSS signc<>+8(SB), Y9
	MOVL  $0x4b400000, AX
	VMOVD AX, X14
	VPBROADCASTD X14, Y14
	CMPQ  CX, $0
	JLT tail

loop:
	VMOVUPS (SI), Y1
	TANH
	VMOVUPS Y8, (DI)
	NEXT(32, 8)
	JGE  loop

tail:
	ADDQ $8, CX
	JZ   done

element:
	VMOVSS (SI), X1
	TANH
	VMOVSS X8, (DI)
	NEXT(4, 1)
	JNZ  element

done:
	VZEROUPPER
	RET

// func SigmoidGradAVX2(dx, dy, y *float32, n int)
//
// dx = dy·(y−y²). Loop: bound by loads and stores, and further out by memory.
TEXT ·SigmoidGradAVX2(SB), NOSPLIT, $0-32
	GRAD_START
	JLT tail

loop:
	VMOVUPS      (DX), Y1
	VMOVAPS      Y1, Y2
	VFNMADD231PS Y1, Y1, Y2
	VMULPS       (SI), Y2, Y2
	VMOVUPS      Y2, (DI)
	ADDQ $32, DX
	NEXT(32, 8)
	JGE  loop

tail:
	ADDQ $8, CX
	JZ   done

element:
	VMOVSS       (DX), X1
	VMOVAPS      X1, X2
	VFNMADD231SS X1, X1, X2
	VMULSS       (SI), X2, X2
	VMOVSS       X2, (DI)
	ADDQ $4, DX
	NEXT(4, 1)
	JNZ  element

done:
	VZEROUPPER
	RET

// func TanhGradAVX2(dx, dy, y *float32, n int)
//
// dx = dy·(1−y²). Loop: as that of SigmoidGradAVX2.
TEXT ·TanhGradAVX2(SB), NOSPLIT, $0-32
	GRAD_START
	VMOVUPS expc<>+352(SB), Y15
	CMPQ CX, $0
	JLT  tail

loop:
	VMOVUPS      (DX), Y1
	VMOVAPS      Y15, Y2
	VFNMADD231PS Y1, Y1, Y2
	VMULPS       (SI), Y2, Y2
	VMOVUPS      Y2, (DI)
	ADDQ $32, DX
	NEXT(32, 8)
	JGE  loop

tail:
	ADDQ $8, CX
	JZ   done

element:
	VMOVSS       (DX), X1
	VMOVAPS      X15, X2
	VFNMADD231SS X1, X1, X2
	VMULSS       (SI), X2, X2
	VMOVSS       X2, (DI)
	ADDQ $4, DX
	NEXT(4, 1)
	JNZ  element

done:
	VZEROUPPER
	RET
