//go:build !purego

#include "textflag.h"

// func SgerAVX512(m, n int, x *float32, incx int, y, a *float32, lda int, acc bool)
//
// A[m×n] = S, or A += S if acc, S = x·yᵀ; m ≥ 1, 1 ≤ n ≤ 32. Needs AVX512F and BMI2.
//
//   x    element i at x[i·incx]
//   y    n elements
//   a    rows lda elements apart, n elements each; not read if !acc
//
//   Z1, Z2 y, K1, K2 their masks     Z0, Z3, Z4 a row     Z15 zero
//   SI x, AX incx; R13 row of a, R8 lda (bytes); DX rows left
//
// Rows of so few elements are one or two vectors, bound by the stores.

TEXT ·SgerAVX512(SB), NOSPLIT, $0-57
	MOVQ  m+0(FP), DX
	MOVQ  n+8(FP), CX
	MOVQ  x+16(FP), SI
	MOVQ  incx+24(FP), AX
	MOVQ  y+32(FP), DI
	MOVQ  a+40(FP), R13
	MOVQ  lda+48(FP), R8
	SHLQ  $2, AX
	SHLQ  $2, R8
	MOVQ  $-1, BX
	BZHIQ CX, BX, BX
	KMOVW BX, K1
	SHRQ  $16, BX
	KMOVW BX, K2
	VPXORD    Z15, Z15, Z15
	VMOVUPS.Z (DI), K1, Z1
	VMOVUPS.Z 64(DI), K2, Z2
	CMPB acc+56(FP), $0
	JNE  add
	CMPQ CX, $16
	JGT  wide
	PCALIGN $64

row:
	VBROADCASTSS (SI), Z0
	VFMADD213PS  Z15, Z1, Z0
	VADDPS       Z15, Z0, Z0
	VMOVUPS      Z0, K1, (R13)
	ADDQ AX, SI
	ADDQ R8, R13
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET

wide:
	VBROADCASTSS (SI), Z0
	VMOVAPS      Z0, Z3
	VFMADD213PS  Z15, Z1, Z0
	VFMADD213PS  Z15, Z2, Z3
	VADDPS       Z15, Z0, Z0
	VADDPS       Z15, Z3, Z3
	VMOVUPS      Z0, (R13)
	VMOVUPS      Z3, K2, 64(R13)
	ADDQ AX, SI
	ADDQ R8, R13
	DECQ DX
	JNZ  wide
	VZEROUPPER
	RET

add:
	VBROADCASTSS (SI), Z0
	VMOVAPS      Z0, Z3
	VFMADD213PS  Z15, Z1, Z0
	VFMADD213PS  Z15, Z2, Z3
	VMOVUPS.Z    (R13), K1, Z4
	VADDPS       Z4, Z0, Z0
	VMOVUPS      Z0, K1, (R13)
	VMOVUPS.Z    64(R13), K2, Z4
	VADDPS       Z4, Z3, Z3
	VMOVUPS      Z3, K2, 64(R13)
	ADDQ AX, SI
	ADDQ R8, R13
	DECQ DX
	JNZ  add
	VZEROUPPER
	RET
