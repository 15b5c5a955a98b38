//go:build !purego

#include "textflag.h"

// func AddBiasAVX2(x, bias *float32, rows, cols int)
// func AddBiasReLUAVX2(x, bias *float32, rows, cols int)
//
// x[i,j] += bias[j], and then x[i,j] = +0 where that is below zero (NaN and −0
// stay); x is rows×cols, contiguous, both at least 1. Needs AVX2.
//
//   DI x   SI bias   DX rows left   R8 cols   CX columns left   R9 bytes of the row done
//   Y15 zero
//
// Loops: four vectors a step, then one, then one element. Bound by one load of
// x, one of bias and one store a vector.

#define ADD(off, x) \
	VMOVUPS off(DI), x \
	VADDPS  off(SI)(R9*1), x, x \
	VMOVUPS x, off(DI)

#define ADD_RELU(off, x) \
	VMOVUPS off(DI), x \
	VADDPS  off(SI)(R9*1), x, x \
	VMAXPS  x, Y15, x \
	VMOVUPS x, off(DI)

TEXT ·AddBiasAVX2(SB), NOSPLIT, $0-32
	MOVQ x+0(FP), DI
	MOVQ bias+8(FP), SI
	MOVQ rows+16(FP), DX
	MOVQ cols+24(FP), R8

row:
	XORL R9, R9
	MOVQ R8, CX
	SUBQ $32, CX
	JLT  few

loop:
	ADD(0, Y0)
	ADD(32, Y1)
	ADD(64, Y2)
	ADD(96, Y3)
	ADDQ $128, R9
	ADDQ $128, DI
	SUBQ $32, CX
	JGE  loop

few:
	ADDQ $24, CX
	JLT  tail

one:
	ADD(0, Y0)
	ADDQ $32, R9
	ADDQ $32, DI
	SUBQ $8, CX
	JGE  one

tail:
	ADDQ $8, CX
	JZ   next

element:
	VMOVSS (DI), X0
	VADDSS (SI)(R9*1), X0, X0
	VMOVSS X0, (DI)
	ADDQ $4, R9
	ADDQ $4, DI
	DECQ CX
	JNZ  element

next:
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET

TEXT ·AddBiasReLUAVX2(SB), NOSPLIT, $0-32
	MOVQ x+0(FP), DI
	MOVQ bias+8(FP), SI
	MOVQ rows+16(FP), DX
	MOVQ cols+24(FP), R8
	VXORPS Y15, Y15, Y15

row:
	XORL R9, R9
	MOVQ R8, CX
	SUBQ $32, CX
	JLT  few

loop:
	ADD_RELU(0, Y0)
	ADD_RELU(32, Y1)
	ADD_RELU(64, Y2)
	ADD_RELU(96, Y3)
	ADDQ $128, R9
	ADDQ $128, DI
	SUBQ $32, CX
	JGE  loop

few:
	ADDQ $24, CX
	JLT  tail

one:
	ADD_RELU(0, Y0)
	ADDQ $32, R9
	ADDQ $32, DI
	SUBQ $8, CX
	JGE  one

tail:
	ADDQ $8, CX
	JZ   next

element:
	VMOVSS (DI), X0
	VADDSS (SI)(R9*1), X0, X0
	VMAXSS X0, X15, X0
	VMOVSS X0, (DI)
	ADDQ $4, R9
	ADDQ $4, DI
	DECQ CX
	JNZ  element

next:
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET
