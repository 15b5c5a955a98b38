//go:build !purego

#include "textflag.h"

// func SGDAVX2(w, grad, v *float32, n int, lr, momentum, decay float32, nesterov bool)
//
// One step of gradient descent on n ≥ 1 weights, each line one fma:
//   d = decay·w + grad;  v = momentum·v + d;  d = nesterov ? momentum·v + d : v;  w −= lr·d
// v may be nil: then the middle two are left out. Needs AVX2 and FMA3.
//
//   DI w   SI grad   DX v   CX elements left
//   Y0, Y1, Y2  w, d, v      Y12 nesterov ? all : none   Y13, Y14, Y15  lr, momentum, decay
//
// Loop: one vector a step: 3 loads, 2 stores, at most 4 FMA; bound by the
// stores, and further out by memory. The last elements go one at a time.

#define MOMENTUM \
	VFMADD213PS  Y1, Y14, Y2 \
	VFMADD231PS  Y2, Y14, Y1 \
	VBLENDVPS    Y12, Y1, Y2, Y1 \
	VFNMADD231PS Y1, Y13, Y0

TEXT ·SGDAVX2(SB), NOSPLIT, $0-45
	MOVQ w+0(FP), DI
	MOVQ grad+8(FP), SI
	MOVQ v+16(FP), DX
	MOVQ n+24(FP), CX
	VBROADCASTSS lr+32(FP), Y13
	VBROADCASTSS momentum+36(FP), Y14
	VBROADCASTSS decay+40(FP), Y15
	MOVBLZX nesterov+44(FP), AX
	NEGL    AX
	VMOVD   AX, X12
	VPBROADCASTD X12, Y12
	TESTQ   DX, DX
	JZ      plain
	SUBQ    $8, CX
	JLT     tail

loop:
	VMOVUPS (DI), Y0
	VMOVUPS (SI), Y1
	VMOVUPS (DX), Y2
	VFMADD231PS Y0, Y15, Y1
	MOMENTUM
	VMOVUPS Y2, (DX)
	VMOVUPS Y0, (DI)
	ADDQ $32, DI
	ADDQ $32, SI
	ADDQ $32, DX
	SUBQ $8, CX
	JGE  loop

tail:
	ADDQ $8, CX
	JZ   done

element:
	VMOVSS (DI), X0
	VMOVSS (SI), X1
	VMOVSS (DX), X2
	VFMADD231PS Y0, Y15, Y1
	MOMENTUM
	VMOVSS X2, (DX)
	VMOVSS X0, (DI)
	ADDQ $4, DI
	ADDQ $4, SI
	ADDQ $4, DX
	DECQ CX
	JNZ  element
	JMP  done

plain:
	SUBQ $8, CX
	JLT  plaintail

plainloop:
	VMOVUPS (DI), Y0
	VMOVUPS (SI), Y1
	VFMADD231PS Y0, Y15, Y1
	VFNMADD231PS Y1, Y13, Y0
	VMOVUPS Y0, (DI)
	ADDQ $32, DI
	ADDQ $32, SI
	SUBQ $8, CX
	JGE  plainloop

plaintail:
	ADDQ $8, CX
	JZ   done

plainelement:
	VMOVSS (DI), X0
	VMOVSS (SI), X1
	VFMADD231PS Y0, Y15, Y1
	VFNMADD231PS Y1, Y13, Y0
	VMOVSS X0, (DI)
	ADDQ $4, DI
	ADDQ $4, SI
	DECQ CX
	JNZ  plainelement

done:
	VZEROUPPER
	RET
