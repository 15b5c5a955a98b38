//go:build !purego

#include "textflag.h"
#include "exp_avx512_amd64.h"

// func ExpRowsAVX512(dst, src, maxs, sums *float32, rows, cols int)
//
// For each row of src, rows×cols, contiguous, both at least 1: maxs[i] its largest
// element (NaN left out, −Inf if there is none, a zero of either sign), dst = exp(x −
// max) and sums[i] the sum of that, in 16 lanes, halved down to one. dst may be
// src. Rows of up to 16 go to ExpRowsThinAVX512. Needs AVX512F.
//
//   SI, DI rows of src and dst   R8, R9 maxs, sums   DX rows left
//   R10 whole vectors of a row, in elements   CX elements left   K1 the rest, 1 to 16
//   Z16 lanes of the sum   Z19 max   Z0–Z11, Z20–Z31 as in exp_avx512_amd64.h
//
// First loop: four vectors a step, four maxima, bound by the loads. Second loop:
// four vectors a step as in ExpAVX512, bound by FMA.

#define MAX(off, x, m) \
	VMOVUPS off(SI), x \
	VMAXPS  m, x, m

#define LOAD_SHIFTED(off, x) \
	VMOVUPS off(SI), x \
	VSUBPS  Z19, x, x

#define STORE_ADD(off, p) \
	VMOVUPS p, off(DI) \
	VADDPS  p, Z16, Z16

TEXT ·ExpRowsAVX512(SB), NOSPLIT, $0-48
	MOVQ cols+40(FP), CX
	CMPQ CX, $16
	JGT  wide
	JMP  ·ExpRowsThinAVX512(SB)

wide:
	MOVQ  dst+0(FP), DI
	MOVQ  src+8(FP), SI
	MOVQ  maxs+16(FP), R8
	MOVQ  sums+24(FP), R9
	MOVQ  rows+32(FP), DX
	LEAQ  -1(CX), R10
	ANDQ  $-16, R10
	SUBQ  R10, CX
	MOVL  $1, AX
	SHLL  CX, AX
	DECL  AX
	KMOVW AX, K1
	MOVL  $0xff800000, AX
	VPBROADCASTD AX, Z18
	EXP_CONSTANTS

row:
	MOVQ SI, R11
	MOVQ R10, CX
	VMOVAPS Z18, Z0
	VMOVAPS Z18, Z1
	VMOVAPS Z18, Z2
	VMOVAPS Z18, Z3
	SUBQ $64, CX
	JLT  maxfew

maxloop:
	MAX(0, Z4, Z0)
	MAX(64, Z5, Z1)
	MAX(128, Z6, Z2)
	MAX(192, Z7, Z3)
	ADDQ $256, SI
	SUBQ $64, CX
	JGE  maxloop

maxfew:
	ADDQ $48, CX
	JLT  maxtail

maxone:
	MAX(0, Z4, Z0)
	ADDQ $64, SI
	SUBQ $16, CX
	JGE  maxone

maxtail:
	VMOVAPS Z18, Z4
	VMOVUPS (SI), K1, Z4
	VMAXPS  Z1, Z4, Z1
	VMAXPS  Z2, Z0, Z0
	VMAXPS  Z3, Z1, Z1
	VMAXPS  Z1, Z0, Z0
	VEXTRACTF64X4 $1, Z0, Y1
	VMAXPS  Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VMAXPS  X1, X0, X0
	VPERMILPS $0x0e, X0, X1
	VMAXPS  X1, X0, X0
	VMOVSHDUP X0, X1
	VMAXSS  X1, X0, X0
	VMOVSS  X0, (R8)
	VBROADCASTSS X0, Z19

	MOVQ   R11, SI
	MOVQ   R10, CX
	VPXORD Z16, Z16, Z16
	SUBQ   $64, CX
	JLT    few

loop:
	LOAD_SHIFTED(0, Z0)
	LOAD_SHIFTED(64, Z1)
	LOAD_SHIFTED(128, Z2)
	LOAD_SHIFTED(192, Z3)
	EXP_REDUCE_NEG(Z0, Z4)
	EXP_REDUCE_NEG(Z1, Z5)
	EXP_REDUCE_NEG(Z2, Z6)
	EXP_REDUCE_NEG(Z3, Z7)
	EXP_POLY(Z0, Z8)
	EXP_POLY(Z1, Z9)
	EXP_POLY(Z2, Z10)
	EXP_POLY(Z3, Z11)
	EXP_SCALE(Z0, Z4, Z8)
	EXP_SCALE(Z1, Z5, Z9)
	EXP_SCALE(Z2, Z6, Z10)
	EXP_SCALE(Z3, Z7, Z11)
	STORE_ADD(0, Z8)
	STORE_ADD(64, Z9)
	STORE_ADD(128, Z10)
	STORE_ADD(192, Z11)
	ADDQ $256, SI
	ADDQ $256, DI
	SUBQ $64, CX
	JGE  loop

few:
	ADDQ $48, CX
	JLT  tail

one:
	LOAD_SHIFTED(0, Z0)
	EXP_REDUCE_NEG(Z0, Z4)
	EXP_POLY(Z0, Z8)
	EXP_SCALE(Z0, Z4, Z8)
	STORE_ADD(0, Z8)
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $16, CX
	JGE  one

tail:
	VMOVUPS.Z (SI), K1, Z0
	VSUBPS    Z19, Z0, Z0
	EXP_REDUCE_NEG(Z0, Z4)
	EXP_POLY(Z0, Z8)
	EXP_SCALE(Z0, Z4, Z8)
	VMOVUPS Z8, K1, (DI)
	VADDPS  Z8, Z16, K1, Z16
	MOVQ cols+40(FP), CX
	SUBQ R10, CX
	LEAQ (SI)(CX*4), SI
	LEAQ (DI)(CX*4), DI

	VEXTRACTF64X4 $1, Z16, Y1
	VMOVAPS Z16, Z0
	VADDPS  Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VADDPS  X1, X0, X0
	VPERMILPS $0x0e, X0, X1
	VADDPS  X1, X0, X0
	VMOVSHDUP X0, X1
	VADDSS  X1, X0, X0
	VMOVSS  X0, (R9)
	ADDQ $4, R8
	ADDQ $4, R9
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET
