//go:build !purego

#include "textflag.h"

// Routines on vectors, one element independent of another. Needs AVX2 and FMA3.
//
// All read n ≥ 1 elements of each operand and write n; dst may be an operand.
//
//   SI, DX, DI  operands and result   CX elements left
//   Y0–Y7       operands              Y15 constant, in X15 as well
//
// Loops: four vectors a step, then one, then one element. Bound by loads and
// stores: on Zen 4 two loads and one store a cycle, from L1.

// With src2 = x, VMAXPS keeps −0 and NaN.
#define RELU(off, x) \
	VMAXPS  off(SI), Y15, x \
	VMOVUPS x, off(DI)

// func ReLUAVX2(dst, src *float32, n int)
//
// dst = src, or +0 where src < 0; NaN and −0 stay.
TEXT ·ReLUAVX2(SB), NOSPLIT, $0-24
	MOVQ   dst+0(FP), DI
	MOVQ   src+8(FP), SI
	MOVQ   n+16(FP), CX
	VXORPS Y15, Y15, Y15
	SUBQ   $32, CX
	JLT    few

loop:
	RELU(0, Y0)
	RELU(32, Y1)
	RELU(64, Y2)
	RELU(96, Y3)
	ADDQ $128, SI
	ADDQ $128, DI
	SUBQ $32, CX
	JGE  loop

few:
	ADDQ $24, CX
	JLT  tail

one:
	RELU(0, Y0)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JGE  one

tail:
	ADDQ $8, CX
	JZ   done

element:
	VMOVSS (SI), X0
	VMAXSS X0, X15, X0
	VMOVSS X0, (DI)
	ADDQ $4, SI
	ADDQ $4, DI
	DECQ CX
	JNZ  element

done:
	VZEROUPPER
	RET

#define RELU_GRAD(off, x) \
	VCMPPS  $1, off(DX), Y15, x \
	VANDPS  off(SI), x, x \
	VMOVUPS x, off(DI)

// func ReLUGradAVX2(dx, dy, y *float32, n int)
//
// dx = dy where y > 0, else +0. The mask is that of 0 < y, false for NaN.
TEXT ·ReLUGradAVX2(SB), NOSPLIT, $0-32
	MOVQ   dx+0(FP), DI
	MOVQ   dy+8(FP), SI
	MOVQ   y+16(FP), DX
	MOVQ   n+24(FP), CX
	VXORPS Y15, Y15, Y15
	SUBQ   $32, CX
	JLT    few

loop:
	RELU_GRAD(0, Y0)
	RELU_GRAD(32, Y1)
	RELU_GRAD(64, Y2)
	RELU_GRAD(96, Y3)
	ADDQ $128, SI
	ADDQ $128, DX
	ADDQ $128, DI
	SUBQ $32, CX
	JGE  loop

few:
	ADDQ $24, CX
	JLT  tail

one:
	RELU_GRAD(0, Y0)
	ADDQ $32, SI
	ADDQ $32, DX
	ADDQ $32, DI
	SUBQ $8, CX
	JGE  one

tail:
	ADDQ $8, CX
	JZ   done

element:
	VMOVSS (SI), X0
	VMOVSS (DX), X1
	VCMPPS $1, X1, X15, X1
	VANDPS X0, X1, X0
	VMOVSS X0, (DI)
	ADDQ $4, SI
	ADDQ $4, DX
	ADDQ $4, DI
	DECQ CX
	JNZ  element

done:
	VZEROUPPER
	RET

#define AXPY(off, y) \
	VMOVUPS     off(DI), y \
	VFMADD231PS off(SI), Y15, y \
	VMOVUPS     y, off(DI)

// func AxpyAVX2(alpha float32, x, y *float32, n int)
//
// y = fma(alpha, x, y).
TEXT ·AxpyAVX2(SB), NOSPLIT, $0-32
	VBROADCASTSS alpha+0(FP), Y15
	MOVQ x+8(FP), SI
	MOVQ y+16(FP), DI
	MOVQ n+24(FP), CX
	SUBQ $32, CX
	JLT  few

loop:
	AXPY(0, Y0)
	AXPY(32, Y1)
	AXPY(64, Y2)
	AXPY(96, Y3)
	ADDQ $128, SI
	ADDQ $128, DI
	SUBQ $32, CX
	JGE  loop

few:
	ADDQ $24, CX
	JLT  tail

one:
	AXPY(0, Y0)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JGE  one

tail:
	ADDQ $8, CX
	JZ   done

element:
	VMOVSS      (DI), X0
	VFMADD231SS (SI), X15, X0
	VMOVSS      X0, (DI)
	ADDQ $4, SI
	ADDQ $4, DI
	DECQ CX
	JNZ  element

done:
	VZEROUPPER
	RET

#define SCAL(off, x) \
	VMULPS  off(DI), Y15, x \
	VMOVUPS x, off(DI)

// func ScalAVX2(alpha float32, x *float32, n int)
//
// x = alpha·x.
TEXT ·ScalAVX2(SB), NOSPLIT, $0-24
	VBROADCASTSS alpha+0(FP), Y15
	MOVQ x+8(FP), DI
	MOVQ n+16(FP), CX
	SUBQ $32, CX
	JLT  few

loop:
	SCAL(0, Y0)
	SCAL(32, Y1)
	SCAL(64, Y2)
	SCAL(96, Y3)
	ADDQ $128, DI
	SUBQ $32, CX
	JGE  loop

few:
	ADDQ $24, CX
	JLT  tail

one:
	SCAL(0, Y0)
	ADDQ $32, DI
	SUBQ $8, CX
	JGE  one

tail:
	ADDQ $8, CX
	JZ   done

element:
	VMULSS (DI), X15, X0
	VMOVSS X0, (DI)
	ADDQ $4, DI
	DECQ CX
	JNZ  element

done:
	VZEROUPPER
	RET
