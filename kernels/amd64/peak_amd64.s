//go:build !purego

#include "textflag.h"

// func FMALoopAVX512(n int)
//
// n ≥ 1 rounds of 24 independent FMA on registers of zeros: 768 flops a round,
// bound by the FMA units and nothing else. Needs AVX512F.

#define FMA8(a, b, c, d, e, f, g, h) \
	VFMADD231PS Z0, Z1, a \
	VFMADD231PS Z0, Z1, b \
	VFMADD231PS Z0, Z1, c \
	VFMADD231PS Z0, Z1, d \
	VFMADD231PS Z0, Z1, e \
	VFMADD231PS Z0, Z1, f \
	VFMADD231PS Z0, Z1, g \
	VFMADD231PS Z0, Z1, h

#define FMA4(a, b, c, d) \
	VFMADD231PS Y0, Y1, a \
	VFMADD231PS Y0, Y1, b \
	VFMADD231PS Y0, Y1, c \
	VFMADD231PS Y0, Y1, d

TEXT ·FMALoopAVX512(SB), NOSPLIT, $0-8
	MOVQ   n+0(FP), CX
	VZEROALL
	VPXORD Z16, Z16, Z16
	VPXORD Z17, Z17, Z17
	VPXORD Z18, Z18, Z18
	VPXORD Z19, Z19, Z19
	VPXORD Z20, Z20, Z20
	VPXORD Z21, Z21, Z21
	VPXORD Z22, Z22, Z22
	VPXORD Z23, Z23, Z23
	VPXORD Z24, Z24, Z24
	VPXORD Z25, Z25, Z25
	VPXORD Z26, Z26, Z26
	VPXORD Z27, Z27, Z27
	VPXORD Z28, Z28, Z28
	VPXORD Z29, Z29, Z29
	VPXORD Z30, Z30, Z30
	VPXORD Z31, Z31, Z31

loop:
	FMA8(Z8, Z9, Z10, Z11, Z12, Z13, Z14, Z15)
	FMA8(Z16, Z17, Z18, Z19, Z20, Z21, Z22, Z23)
	FMA8(Z24, Z25, Z26, Z27, Z28, Z29, Z30, Z31)
	DECQ CX
	JNZ  loop
	VZEROUPPER
	RET

// func FMALoopAVX2(n int)
//
// The same with 12 FMA on Y registers, 192 flops a round. Needs FMA3.
TEXT ·FMALoopAVX2(SB), NOSPLIT, $0-8
	MOVQ   n+0(FP), CX
	VZEROALL

loop:
	FMA4(Y4, Y5, Y6, Y7)
	FMA4(Y8, Y9, Y10, Y11)
	FMA4(Y12, Y13, Y14, Y15)
	DECQ CX
	JNZ  loop
	VZEROUPPER
	RET
