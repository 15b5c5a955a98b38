//go:build !purego

#include "textflag.h"

// func SGDAVX512(w, grad, v *float32, n int, lr, momentum, decay float32, nesterov bool)
//
// One step of gradient descent on n ≥ 1 weights, each line one fma:
//   d = decay·w + grad;  v = momentum·v + d;  d = nesterov ? momentum·v + d : v;  w −= lr·d
// v may be nil: then the middle two are left out. Needs AVX512F.
//
//   DI w   SI grad   DX v   CX elements left   K1 mask of the vector, K2 nesterov ? all : none
//   Z0, Z1, Z2  w, d, v      Z13, Z14, Z15  lr, momentum, decay
//
// Loop: one vector a step: 3 loads, 2 stores, at most 4 FMA; bound by the
// stores, and further out by memory. Under K2 = none d takes v by a merge.

#define LOAD \
	VMOVUPS (DI), Z0 \
	VMOVUPS (SI), Z1 \
	VFMADD231PS Z0, Z15, Z1

#define LOAD_TAIL \
	VMOVUPS.Z (DI), K1, Z0 \
	VMOVUPS.Z (SI), K1, Z1 \
	VFMADD231PS Z0, Z15, Z1

// Z2 = v; then v' in Z2 and d in Z3 (nesterov) or Z2.
#define MOMENTUM \
	VFMADD213PS Z1, Z14, Z2 \
	VMOVAPS     Z2, Z3 \
	VFMADD213PS Z1, Z14, K2, Z3 \
	VFNMADD231PS Z3, Z13, Z0

TEXT ·SGDAVX512(SB), NOSPLIT, $0-45
	MOVQ w+0(FP), DI
	MOVQ grad+8(FP), SI
	MOVQ v+16(FP), DX
	MOVQ n+24(FP), CX
	VBROADCASTSS lr+32(FP), Z13
	VBROADCASTSS momentum+36(FP), Z14
	VBROADCASTSS decay+40(FP), Z15
	MOVBLZX nesterov+44(FP), AX
	NEGL    AX
	KMOVW   AX, K2
	TESTQ   DX, DX
	JZ      plain
	SUBQ    $16, CX
	JLT     tail

loop:
	LOAD
	VMOVUPS (DX), Z2
	MOMENTUM
	VMOVUPS Z2, (DX)
	VMOVUPS Z0, (DI)
	ADDQ $64, DI
	ADDQ $64, SI
	ADDQ $64, DX
	SUBQ $16, CX
	JGE  loop

tail:
	ADDQ  $16, CX
	JZ    done
	MOVL  $1, AX
	SHLL  CX, AX
	DECL  AX
	KMOVW AX, K1
	LOAD_TAIL
	VMOVUPS.Z (DX), K1, Z2
	MOMENTUM
	VMOVUPS Z2, K1, (DX)
	VMOVUPS Z0, K1, (DI)
	JMP     done

plain:
	SUBQ $16, CX
	JLT  plaintail

plainloop:
	LOAD
	VFNMADD231PS Z1, Z13, Z0
	VMOVUPS Z0, (DI)
	ADDQ $64, DI
	ADDQ $64, SI
	SUBQ $16, CX
	JGE  plainloop

plaintail:
	ADDQ  $16, CX
	JZ    done
	MOVL  $1, AX
	SHLL  CX, AX
	DECL  AX
	KMOVW AX, K1
	LOAD_TAIL
	VFNMADD231PS Z1, Z13, Z0
	VMOVUPS Z0, K1, (DI)

done:
	VZEROUPPER
	RET
