//go:build !purego

#include "textflag.h"

// func AddBiasAVX512(x, bias *float32, rows, cols int)
// func AddBiasReLUAVX512(x, bias *float32, rows, cols int)
//
// x[i,j] += bias[j], and then x[i,j] = +0 where that is below zero (NaN and −0
// stay); x is rows×cols, contiguous, both at least 1. Needs AVX512F.
//
//   DI x   SI bias   DX rows left   R8 cols   CX columns left
//   Z16 bias of the tail   Z15 zero   K1 columns of the tail, K2 all of them
//
// Loops: four vectors a step, then one, then one masked: the only one for rows of
// up to 16 columns. Bound by one load of x, one of bias and one store a vector.

#define ADD(off, x) \
	VMOVUPS off(DI), x \
	VADDPS  off(SI)(R9*1), x, x \
	VMOVUPS x, off(DI)

#define ADD_RELU(off, x) \
	VMOVUPS off(DI), x \
	VADDPS  off(SI)(R9*1), x, x \
	VMAXPS  x, Z15, x \
	VMOVUPS x, off(DI)

#define PREPARE \
	MOVQ  x+0(FP), DI \
	MOVQ  bias+8(FP), SI \
	MOVQ  rows+16(FP), DX \
	MOVQ  cols+24(FP), R8 \
	VPXORD Z15, Z15, Z15 \
	MOVQ  R8, CX \
	MOVQ  R8, R10 \
	DECQ  R10 \
	ANDQ  $-16, R10 \
	SUBQ  R10, CX \
	MOVL  $1, AX \
	SHLL  CX, AX \
	DECL  AX \
	KMOVW AX, K1 \
	VMOVUPS.Z (SI)(R10*4), K1, Z16

TEXT ·AddBiasAVX512(SB), NOSPLIT, $0-32
	PREPARE

row:
	XORL R9, R9
	MOVQ R10, CX
	SUBQ $64, CX
	JLT  few

loop:
	ADD(0, Z0)
	ADD(64, Z1)
	ADD(128, Z2)
	ADD(192, Z3)
	ADDQ $256, R9
	ADDQ $256, DI
	SUBQ $64, CX
	JGE  loop

few:
	ADDQ $48, CX
	JLT  tail

one:
	ADD(0, Z0)
	ADDQ $64, R9
	ADDQ $64, DI
	SUBQ $16, CX
	JGE  one

tail:
	VMOVUPS.Z (DI), K1, Z0
	VADDPS    Z16, Z0, Z0
	VMOVUPS   Z0, K1, (DI)
	SUBQ R10, R8
	LEAQ (DI)(R8*4), DI
	ADDQ R10, R8
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET

TEXT ·AddBiasReLUAVX512(SB), NOSPLIT, $0-32
	PREPARE

row:
	XORL R9, R9
	MOVQ R10, CX
	SUBQ $64, CX
	JLT  few

loop:
	ADD_RELU(0, Z0)
	ADD_RELU(64, Z1)
	ADD_RELU(128, Z2)
	ADD_RELU(192, Z3)
	ADDQ $256, R9
	ADDQ $256, DI
	SUBQ $64, CX
	JGE  loop

few:
	ADDQ $48, CX
	JLT  tail

one:
	ADD_RELU(0, Z0)
	ADDQ $64, R9
	ADDQ $64, DI
	SUBQ $16, CX
	JGE  one

tail:
	VMOVUPS.Z (DI), K1, Z0
	VADDPS    Z16, Z0, Z0
	VMAXPS    Z0, Z15, Z0
	VMOVUPS   Z0, K1, (DI)
	SUBQ R10, R8
	LEAQ (DI)(R8*4), DI
	ADDQ R10, R8
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET
