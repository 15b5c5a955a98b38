//go:build !purego

#include "textflag.h"

// func AdamAVX512(w, grad, m, v *float32, n int, lr, beta1, gain1, beta2, gain2, root, eps, decay, keep float32)
//
// One step of Adam on n ≥ 1 weights, each sum one fma:
//   d = decay·w + grad;  m = beta1·m + gain1·d;  v = beta2·v + (gain2·d)·d
//   w = keep·w − lr·(m/(√v·root + eps))
// Needs AVX512F.
//
//   DI w   SI grad   DX m   BX v   R8 bytes on   CX elements left   K1 lanes in use
//   Z0, Z1, Z2, Z3  w, d, m, v      Z4, Z5 products   Z6 √v, then the denominator
//   Z23–Z31  keep, lr, beta1, gain1, beta2, gain2, root, eps, decay
//
// Loop: one vector a step: 4 loads, 3 stores, 4 FMA, 4 multiplications, a division
// and a root. Bound by the last two, which share a unit: measured 17 cycles on Zen 4;
// further out by memory, 28 bytes an element.

#define ADAM \
	VFMADD231PS  Z0, Z31, Z1 \
	VMULPS       Z26, Z1, Z4 \
	VFMADD213PS  Z4, Z25, Z2 \
	VMULPS       Z28, Z1, Z5 \
	VMULPS       Z5, Z1, Z5 \
	VFMADD213PS  Z5, Z27, Z3 \
	VSQRTPS      Z3, Z6 \
	VFMADD213PS  Z30, Z29, Z6 \
	VDIVPS       Z6, Z2, Z6 \
	VMULPS       Z23, Z0, Z0 \
	VFNMADD231PS Z6, Z24, Z0

TEXT ·AdamAVX512(SB), NOSPLIT, $0-76
	MOVQ w+0(FP), DI
	MOVQ grad+8(FP), SI
	MOVQ m+16(FP), DX
	MOVQ v+24(FP), BX
	MOVQ n+32(FP), CX
	VBROADCASTSS lr+40(FP), Z24
	VBROADCASTSS beta1+44(FP), Z25
	VBROADCASTSS gain1+48(FP), Z26
	VBROADCASTSS beta2+52(FP), Z27
	VBROADCASTSS gain2+56(FP), Z28
	VBROADCASTSS root+60(FP), Z29
	VBROADCASTSS eps+64(FP), Z30
	VBROADCASTSS decay+68(FP), Z31
	VBROADCASTSS keep+72(FP), Z23
	XORL R8, R8
	SUBQ $16, CX
	JLT  tail

loop:
	VMOVUPS (DI)(R8*1), Z0
	VMOVUPS (SI)(R8*1), Z1
	VMOVUPS (DX)(R8*1), Z2
	VMOVUPS (BX)(R8*1), Z3
	ADAM
	VMOVUPS Z2, (DX)(R8*1)
	VMOVUPS Z3, (BX)(R8*1)
	VMOVUPS Z0, (DI)(R8*1)
	ADDQ $64, R8
	SUBQ $16, CX
	JGE  loop

tail:
	ADDQ  $16, CX
	JZ    done
	MOVL  $1, AX
	SHLL  CX, AX
	DECL  AX
	KMOVW AX, K1
	VMOVUPS.Z (DI)(R8*1), K1, Z0
	VMOVUPS.Z (SI)(R8*1), K1, Z1
	VMOVUPS.Z (DX)(R8*1), K1, Z2
	VMOVUPS.Z (BX)(R8*1), K1, Z3
	ADAM
	VMOVUPS Z2, K1, (DX)(R8*1)
	VMOVUPS Z3, K1, (BX)(R8*1)
	VMOVUPS Z0, K1, (DI)(R8*1)

done:
	VZEROUPPER
	RET
