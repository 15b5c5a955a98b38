//go:build !purego

#include "textflag.h"
#include "rowtree_avx512_amd64.h"

// func AddBiasAVX512(x, bias *float32, rows, cols int)
// func AddBiasReLUAVX512(x, bias *float32, rows, cols int)
//
// x[i,j] += bias[j], and then x[i,j] = +0 where that is below zero (NaN and −0
// stay); x is rows×cols, contiguous, both at least 1. Needs AVX512F.
//
//   DI x   SI bias   DX rows left   CX elements left   Z15 zero
//   16 columns or more:  R10 cols − 16   R9 bytes of the row done   Z14 last 16 of the
//   row   Z16 of the bias
//   fewer:  Z2 bias   Z1 bias of the next 16 elements   Z3 their columns   Z4 16 mod cols
//   Z5 cols   K1 last elements
//
// Rows: four vectors a step, then one, then the one that ends with the row, loaded
// before the others are stored: a masked store would hold up the next row's load.
// Bound by one load of x, one of bias and one store a vector. Fewer columns: the
// elements are a stream of whole vectors, whose columns advance by 16 mod cols;
// one vector a step, 4 operations beside the addition, 3 cycles.

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
	MOVQ   x+0(FP), DI \
	MOVQ   bias+8(FP), SI \
	MOVQ   rows+16(FP), DX \
	MOVQ   cols+24(FP), CX \
	VPXORD Z15, Z15, Z15 \
	LEAQ   -16(CX), R10 \
	TESTQ  R10, R10 \
	JLT    thin \
	VMOVUPS (SI)(R10*4), Z16

// Columns of the first 16 elements: l less cols times ⌊l/cols⌋, as in STREAM_ROW of
// rowtree_avx512_amd64.h.
#define BIAS_INIT \
	LOW_MASK(AX, K1) \
	VMOVUPS.Z (SI), K1, Z2 \
	VPBROADCASTD CX, Z5 \
	MOVQ DX, R10 \
	XORL DX, DX \
	MOVL $16, AX \
	DIVL CX \
	VPBROADCASTD DX, Z4 \
	XORL DX, DX \
	LEAL 65535(CX), AX \
	DIVL CX \
	VPBROADCASTD AX, Z3 \
	VPMULLD iota16<>(SB), Z3, Z3 \
	VPSRLD  $16, Z3, Z3 \
	VPMULLD Z5, Z3, Z3 \
	VMOVUPS iota16<>(SB), Z1 \
	VPSUBD  Z3, Z1, Z3 \
	IMULQ   R10, CX

// Z1 = the bias of the next 16 elements. A column of cols or more becomes itself
// less cols, which as unsigned is the smaller of the two just then.
#define BIAS_NEXT \
	VPERMPS Z2, Z3, Z1 \
	VPADDD  Z4, Z3, Z3 \
	VPSUBD  Z5, Z3, Z6 \
	VPMINUD Z6, Z3, Z3

TEXT ·AddBiasAVX512(SB), NOSPLIT, $0-32
	PREPARE

row:
	XORL R9, R9
	MOVQ R10, CX
	VMOVUPS (DI)(R10*4), Z14
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
	ADDQ $64, CX
	JLE  last

one:
	ADD(0, Z0)
	ADDQ $64, R9
	ADDQ $64, DI
	SUBQ $16, CX
	JGT  one

last:
	LEAQ   (DI)(CX*4), DI
	VADDPS Z16, Z14, Z0
	VMOVUPS Z0, (DI)
	ADDQ $64, DI
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET

thin:
	BIAS_INIT

vector:
	SUBQ $16, CX
	JLT  rest
	BIAS_NEXT
	VADDPS (DI), Z1, Z0
	VMOVUPS Z0, (DI)
	ADDQ $64, DI
	JMP  vector

rest:
	ADDQ $16, CX
	JZ   done
	LOW_MASK(AX, K1)
	BIAS_NEXT
	VMOVUPS.Z (DI), K1, Z0
	VADDPS    Z1, Z0, Z0
	VMOVUPS   Z0, K1, (DI)

done:
	VZEROUPPER
	RET

TEXT ·AddBiasReLUAVX512(SB), NOSPLIT, $0-32
	PREPARE

row:
	XORL R9, R9
	MOVQ R10, CX
	VMOVUPS (DI)(R10*4), Z14
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
	ADDQ $64, CX
	JLE  last

one:
	ADD_RELU(0, Z0)
	ADDQ $64, R9
	ADDQ $64, DI
	SUBQ $16, CX
	JGT  one

last:
	LEAQ   (DI)(CX*4), DI
	VADDPS Z16, Z14, Z0
	VMAXPS  Z0, Z15, Z0
	VMOVUPS Z0, (DI)
	ADDQ $64, DI
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET

thin:
	BIAS_INIT

vector:
	SUBQ $16, CX
	JLT  rest
	BIAS_NEXT
	VADDPS (DI), Z1, Z0
	VMAXPS  Z0, Z15, Z0
	VMOVUPS Z0, (DI)
	ADDQ $64, DI
	JMP  vector

rest:
	ADDQ $16, CX
	JZ   done
	LOW_MASK(AX, K1)
	BIAS_NEXT
	VMOVUPS.Z (DI), K1, Z0
	VADDPS    Z1, Z0, Z0
	VMAXPS  Z0, Z15, Z0
	VMOVUPS   Z0, K1, (DI)

done:
	VZEROUPPER
	RET
