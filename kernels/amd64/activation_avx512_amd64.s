//go:build !purego

#include "textflag.h"
#include "exp_avx512_amd64.h"

// The functions of kernels/reference_activation.go on n ≥ 1 elements; dst may be src.
// Need AVX512F and AVX512DQ.
//
//   DI dst   SI src   CX elements left   K1 lanes in use   K2 lanes below zero
//   Z0 x   Z1 −|x|, then r   Z2 denominator   Z3 numerator, result
//   Z11 −10   Z10 −2   Z12–Z14 c4, c3, c2   Z15 the sign bit   Z16–Z31 as in exp_avx512_amd64.h
//
// Loops: one vector a step; steps overlap. 9 or 10 FMA and multiplications and a
// division, all on the same pipes: measured 15 and 16 cycles on Zen 4.

#define MASK_TAIL \
	CMPQ  CX, $16 \
	JGE   5(PC) \
	MOVL  $1, AX \
	SHLL  CX, AX \
	DECL  AX \
	KMOVW AX, K1 \
	VMOVUPS.Z (SI), K1, Z0

#define CONSTANTS \
	MOVQ dst+0(FP), DI \
	MOVQ src+8(FP), SI \
	MOVQ n+16(FP), CX \
	EXP_CONSTANTS \
	VMOVUPS C4, Z12 \
	VMOVUPS C3, Z13 \
	VMOVUPS C2, Z14 \
	MOVL  $0x80000000, AX \
	VPBROADCASTD AX, Z15 \
	MOVL  $0xffff, AX \
	KMOVW AX, K1

#define NEXT \
	VMOVUPS Z3, K1, (DI) \
	ADDQ $64, SI \
	ADDQ $64, DI \
	SUBQ $16, CX

#define GRAD_START \
	MOVQ dx+0(FP), DI \
	MOVQ dy+8(FP), SI \
	MOVQ y+16(FP), DX \
	MOVQ n+24(FP), CX \
	MOVL  $0xffff, AX \
	KMOVW AX, K1

#define GRAD_NEXT \
	VMULPS  Z0, Z2, Z3 \
	ADDQ    $64, DX \
	NEXT

// func SigmoidAVX512(dst, src *float32, n int)
//
// dst = 1/(1+e^−src).
TEXT ·SigmoidAVX512(SB), NOSPLIT, $0-24
	CONSTANTS

loop:
	MASK_TAIL
	VPORD    Z15, Z0, Z1
	VPMOVD2M Z0, K2
	EXP1(Z1, Z12, Z13, Z14)
	VADDPS   Z29, Z1, Z2
	VMOVAPS  Z29, Z3
	VMOVAPS  Z1, K2, Z3
	VDIVPS   Z2, Z3, Z3
	NEXT
	JGT  loop
	VZEROUPPER
	RET

// func TanhAVX512(dst, src *float32, n int)
//
// dst = tanh(src). Z4 the power of two, Z5 that less 1; the polynomial and n as in
// exp_avx512_amd64.h. VPTERNLOGD takes the sign from x.
TEXT ·TanhAVX512(SB), NOSPLIT, $0-24
	CONSTANTS
	MOVL $0xc1200000, AX
	VPBROADCASTD AX, Z11
	MOVL $0xc0000000, AX
	VPBROADCASTD AX, Z10

loop:
	MASK_TAIL
	VPORD        Z15, Z0, Z1
	VMAXPS       Z1, Z11, Z1
	VADDPS       Z1, Z1, Z1
	VMOVAPS      Z1, Z16
	VFMADD213PS  Z26, Z25, Z16
	VPSLLD       $23, Z16, Z4
	VPADDD       Z29, Z4, Z4
	VSUBPS       Z29, Z4, Z5
	VSUBPS       Z26, Z16, Z16
	VFNMADD231PS Z27, Z16, Z1
	VFNMADD231PS Z28, Z16, Z1
	VMOVAPS      Z1, Z3
	VFMADD213PS  Z30, Z31, Z3
	VFMADD213PS  Z12, Z1, Z3
	VFMADD213PS  Z13, Z1, Z3
	VFMADD213PS  Z14, Z1, Z3
	VMULPS       Z1, Z3, Z3
	VFMADD213PS  Z1, Z1, Z3
	VFMADD213PS  Z5, Z4, Z3
	VSUBPS       Z3, Z10, Z2
	VDIVPS       Z2, Z3, Z3
	VPTERNLOGD   $0xd8, Z15, Z0, Z3
	NEXT
	JGT  loop
	VZEROUPPER
	RET

// func SigmoidGradAVX512(dx, dy, y *float32, n int)
//
// dx = dy·(y−y²). Loop: bound by loads and stores, and further out by memory.
TEXT ·SigmoidGradAVX512(SB), NOSPLIT, $0-32
	GRAD_START

loop:
	MASK_TAIL
	VMOVUPS.Z    (DX), K1, Z1
	VMOVAPS      Z1, Z2
	VFNMADD231PS Z1, Z1, Z2
	GRAD_NEXT
	JGT  loop
	VZEROUPPER
	RET

// func TanhGradAVX512(dx, dy, y *float32, n int)
//
// dx = dy·(1−y²). Loop: as that of SigmoidGradAVX512.
TEXT ·TanhGradAVX512(SB), NOSPLIT, $0-32
	GRAD_START
	VBROADCASTSS expc<>+212(SB), Z29

loop:
	MASK_TAIL
	VMOVUPS.Z    (DX), K1, Z1
	VMOVAPS      Z29, Z2
	VFNMADD231PS Z1, Z1, Z2
	GRAD_NEXT
	JGT  loop
	VZEROUPPER
	RET
