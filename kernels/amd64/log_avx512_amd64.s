//go:build !purego

#include "textflag.h"

// func LogAVX512(dst, src *float32, n int)
//
// dst = log(src), as kernels/reference_softmax.go defines it, for n ≥ 1 elements; dst may
// be src. Needs AVX512F.
//
//   DI dst   SI src   CX elements left   K1 lanes in use   K2 denormal lanes
//   Z0 x     Z1 x scaled, then f   Z2 i, then n   Z3 p, then q   Z4 f², result
//   Z12–Z31  constants
//
// Loop: one vector a step: 10 FMA, 2 multiplications, about 10 others: 12 cycles of
// FMA on Zen 4. Bound by latency, a chain of 75 cycles of which the scheduler
// overlaps three or four: measured 21 cycles. What is not a
// positive finite number is put right by VFIXUPIMMPS at the end: −Inf for ±0,
// NaN below zero, +Inf and NaN kept.

DATA logc<>+0(SB)/4, $0x3eaaaaa4  // logC[0]
DATA logc<>+4(SB)/4, $0xbe800003
DATA logc<>+8(SB)/4, $0x3e4cd25b
DATA logc<>+12(SB)/4, $0xbe2aae27
DATA logc<>+16(SB)/4, $0x3e119bb4
DATA logc<>+20(SB)/4, $0xbdfe1103
DATA logc<>+24(SB)/4, $0x3df37832
DATA logc<>+28(SB)/4, $0xbdef1e0e
DATA logc<>+32(SB)/4, $0x3d8a2bdf // logC[8]
DATA logc<>+36(SB)/4, $0x3f3504f3 // sqrtHalfBits
DATA logc<>+40(SB)/4, $0x3f800000 // 1
DATA logc<>+44(SB)/4, $0xbf000000 // −½
DATA logc<>+48(SB)/4, $0x3f317000 // ln2Hi
DATA logc<>+52(SB)/4, $0x3805fdf4 // ln2Lo
DATA logc<>+56(SB)/4, $0x00800000 // 2⁻¹²⁶, the least normal number
DATA logc<>+60(SB)/4, $0x4b000000 // 2²³
DATA logc<>+64(SB)/4, $0xffffffe9 // −23
DATA logc<>+68(SB)/4, $0x03530422 // by class: NaN NaN −Inf y, NaN +Inf NaN y
GLOBL logc<>(SB), RODATA|NOPTR, $72

TEXT ·LogAVX512(SB), NOSPLIT, $0-24
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ n+16(FP), CX
	VBROADCASTSS logc<>+0(SB), Z12
	VBROADCASTSS logc<>+4(SB), Z13
	VBROADCASTSS logc<>+8(SB), Z14
	VBROADCASTSS logc<>+12(SB), Z15
	VBROADCASTSS logc<>+16(SB), Z16
	VBROADCASTSS logc<>+20(SB), Z17
	VBROADCASTSS logc<>+24(SB), Z18
	VBROADCASTSS logc<>+28(SB), Z19
	VBROADCASTSS logc<>+32(SB), Z20
	VBROADCASTSS logc<>+36(SB), Z21
	VBROADCASTSS logc<>+40(SB), Z22
	VBROADCASTSS logc<>+44(SB), Z23
	VBROADCASTSS logc<>+48(SB), Z24
	VBROADCASTSS logc<>+52(SB), Z25
	VBROADCASTSS logc<>+56(SB), Z26
	VBROADCASTSS logc<>+60(SB), Z27
	VBROADCASTSS logc<>+64(SB), Z28
	VBROADCASTSS logc<>+68(SB), Z29
	MOVL  $0xffff, AX
	KMOVW AX, K1

loop:
	CMPQ  CX, $16
	JGE   body
	MOVL  $1, AX
	SHLL  CX, AX
	DECL  AX
	KMOVW AX, K1

body:
	VMOVUPS.Z (SI), K1, Z0
	VMOVAPS   Z0, Z1
	VCMPPS    $1, Z26, Z0, K2
	VMULPS    Z27, Z0, K2, Z1
	VPSUBD    Z21, Z1, Z2
	VPSRAD    $23, Z2, Z2
	VPSLLD    $23, Z2, Z4
	VPSUBD    Z4, Z1, Z1
	VSUBPS    Z22, Z1, Z1
	VPADDD    Z28, Z2, K2, Z2
	VCVTDQ2PS Z2, Z2

	VMOVAPS     Z20, Z3
	VFMADD213PS Z19, Z1, Z3
	VFMADD213PS Z18, Z1, Z3
	VFMADD213PS Z17, Z1, Z3
	VFMADD213PS Z16, Z1, Z3
	VFMADD213PS Z15, Z1, Z3
	VFMADD213PS Z14, Z1, Z3
	VFMADD213PS Z13, Z1, Z3
	VFMADD213PS Z12, Z1, Z3
	VFMADD213PS Z23, Z1, Z3

	VMULPS      Z1, Z1, Z4
	VMULPS      Z3, Z4, Z4
	VFMADD231PS Z25, Z2, Z4
	VADDPS      Z4, Z1, Z4
	VFMADD231PS Z24, Z2, Z4
	VFIXUPIMMPS $0, Z29, Z0, Z4
	VMOVUPS     Z4, K1, (DI)
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $16, CX
	JGT  loop
	VZEROUPPER
	RET
