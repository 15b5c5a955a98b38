//go:build !purego

#include "textflag.h"

// func AdamAVX2(w, grad, m, v *float32, n int, lr, beta1, gain1, beta2, gain2, root, eps, decay, keep float32)
//
// One step of Adam on n ≥ 1 weights, each sum one fma:
//   d = decay·w + grad;  m = beta1·m + gain1·d;  v = beta2·v + (gain2·d)·d
//   w = keep·w − lr·(m/(√v·root + eps))
// Needs AVX2 and FMA3.
//
//   DI w   SI grad   DX m   BX v   R8 bytes on   CX elements left
//   Y0, Y1, Y2, Y3  w, d, m, v      Y4 products   Y5 √v, then the denominator
//   Y7–Y15  keep, lr, beta1, gain1, beta2, gain2, root, eps, decay
//
// Loop: one vector a step: 4 loads, 3 stores, 4 FMA, 4 multiplications, a division
// and a root. Bound by the last two, which share a unit: measured 10 cycles on Zen 4;
// further out by memory, 28 bytes an element. The last
// elements go one at a time.

#define ADAM \
	VFMADD231PS  Y0, Y15, Y1 \
	VMULPS       Y10, Y1, Y4 \
	VFMADD213PS  Y4, Y9, Y2 \
	VMULPS       Y12, Y1, Y4 \
	VMULPS       Y4, Y1, Y4 \
	VFMADD213PS  Y4, Y11, Y3 \
	VSQRTPS      Y3, Y5 \
	VFMADD213PS  Y14, Y13, Y5 \
	VDIVPS       Y5, Y2, Y5 \
	VMULPS       Y7, Y0, Y0 \
	VFNMADD231PS Y5, Y8, Y0

TEXT ·AdamAVX2(SB), NOSPLIT, $0-76
	MOVQ w+0(FP), DI
	MOVQ grad+8(FP), SI
	MOVQ m+16(FP), DX
	MOVQ v+24(FP), BX
	MOVQ n+32(FP), CX
	VBROADCASTSS lr+40(FP), Y8
	VBROADCASTSS beta1+44(FP), Y9
	VBROADCASTSS gain1+48(FP), Y10
	VBROADCASTSS beta2+52(FP), Y11
	VBROADCASTSS gain2+56(FP), Y12
	VBROADCASTSS root+60(FP), Y13
	VBROADCASTSS eps+64(FP), Y14
	VBROADCASTSS decay+68(FP), Y15
	VBROADCASTSS keep+72(FP), Y7
	XORL R8, R8
	SUBQ $8, CX
	JLT  tail

loop:
	VMOVUPS (DI)(R8*1), Y0
	VMOVUPS (SI)(R8*1), Y1
	VMOVUPS (DX)(R8*1), Y2
	VMOVUPS (BX)(R8*1), Y3
	ADAM
	VMOVUPS Y2, (DX)(R8*1)
	VMOVUPS Y3, (BX)(R8*1)
	VMOVUPS Y0, (DI)(R8*1)
	ADDQ $32, R8
	SUBQ $8, CX
	JGE  loop

tail:
	ADDQ $8, CX
	JZ   done

element:
	VMOVSS (DI)(R8*1), X0
	VMOVSS (SI)(R8*1), X1
	VMOVSS (DX)(R8*1), X2
	VMOVSS (BX)(R8*1), X3
	ADAM
	VMOVSS X2, (DX)(R8*1)
	VMOVSS X3, (BX)(R8*1)
	VMOVSS X0, (DI)(R8*1)
	ADDQ $4, R8
	DECQ CX
	JNZ  element

done:
	VZEROUPPER
	RET
