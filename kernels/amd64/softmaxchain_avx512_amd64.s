//go:build !purego

#include "textflag.h"
#include "exp_avx512_amd64.h"
#include "rowtree_avx512_amd64.h"
#include "softmaxchain_avx512_amd64.h"

// func ChainRowsAVX512(dst, src, maxs, sums *float32, rows, cols int, scale float32)
//
// The three passes of softmax in one loop, on three rows at a time: row i of dst =
// exp(src − maxs[i]) with sums[i], as ExpRowsAVX512; row i−1 scaled as by ScaleRowsAVX512;
// and maxs[i+1], as MaxRowsAVX512. maxs[0] is given, and the last row is left unscaled. dst
// may be src; cols > 16. Needs AVX512F.
//
//   SI, DI place in rows of src, dst   BX place in the row of dst before   R8, R9 maxs, sums
//   R13 bytes on to the next row of src, 0 in the last   R12 to the row of dst before, 0 in
//   the first   DX rows left   R10 elements before the rest   R11 bytes of the rest, 1 to 16
//   elements   K1 the rest   CX, AX elements left   Z0–Z3 x and result   Z4 lanes   Z5 the
//   vector before   Z6 where the last 16 elements are in that and the rest   Z7 max   Z8
//   operands of scale and max   Z9 the next max   Z10 the last 16 of the row before   Z11 its
//   reciprocal   Z12–Z14 c4, c3, c2   Z15 scale   Z16–Z31 as in exp_avx512_amd64.h
//
// Loop: four vectors a step. exp alone is bound by its 9 FMA, and the other passes by
// loads and stores: together they are bound by 9 FMA and one or two multiplications a
// vector, while 7 other operations and 3 loads have their own units: 10 cycles on Zen 4,
// where stores cost a little more, as their data go past the port of an FMA's third
// operand; 11.1 are measured with rows of 4096 in L2 and 11.7 with 1000.

#define SCALE(off) \
	VMULPS  off(DI)(R12*1), Z11, Z8 \
	VMOVUPS Z8, off(BX)

#define SCALE_TWICE(off) \
	VMULPS  off(DI)(R12*1), Z11, Z8 \
	VMULPS  Z15, Z8, Z8 \
	VMOVUPS Z8, off(BX)

#define NOTHING(off)

TEXT ·ChainRowsAVX512(SB), NOSPLIT, $0-52
	MOVQ  dst+0(FP), DI
	MOVQ  src+8(FP), SI
	MOVQ  maxs+16(FP), R8
	MOVQ  sums+24(FP), R9
	MOVQ  rows+32(FP), DX
	MOVQ  cols+40(FP), CX
	VBROADCASTSS scale+48(FP), Z15
	MOVQ  DI, BX
	LEAQ  (CX*4), R13
	LEAQ  -1(CX), R10
	ANDQ  $-16, R10
	SUBQ  R10, CX
	LEAQ  (CX*4), R11
	LOW_MASK(AX, K1)
	VPBROADCASTD CX, Z6
	VPADDD iota16<>(SB), Z6, Z6
	EXP_CONSTANTS
	VMOVUPS C4, Z12
	VMOVUPS C3, Z13
	VMOVUPS C2, Z14
	XORL  R12, R12
	VBROADCASTSS (R8), Z7

row:
	CMPQ DX, $1
	JNE  2(PC)
	XORL R13, R13
	MOVL $0xff800000, AX
	VPBROADCASTD AX, Z9
	VPXORD Z4, Z4, Z4
	MOVQ R10, CX
	SUBQ $64, CX
	JLT  few

loop:
	LOAD_SHIFTED(0, Z0)
	LOAD_SHIFTED(64, Z1)
	LOAD_SHIFTED(128, Z2)
	LOAD_SHIFTED(192, Z3)
	TESTQ R12, R12
	JZ    first
	CMPL  scale+48(FP), $0x3f800000
	JNE   twice
	CHAIN4(SCALE)
	ADDQ $256, BX
	JMP  store

first:
	CHAIN4(NOTHING)
	JMP store

twice:
	CHAIN4(SCALE_TWICE)
	ADDQ $256, BX

store:
	STORE_ADD(0, Z0)
	STORE_ADD(64, Z1)
	STORE_ADD(128, Z2)
	STORE_ADD(192, Z3)
	VMOVAPS Z3, Z5
	ADDQ $256, SI
	ADDQ $256, DI
	SUBQ $64, CX
	JGE  loop

few:
	// The rest of the next row's maximum, first: the next row waits for it.
	ADDQ $64, CX
	MOVQ CX, AX
	JZ   maxlast

maxone:
	MAX((SI)(R13*1))
	ADDQ $64, SI
	SUBQ $16, AX
	JNZ  maxone

maxlast:
	ADDQ R11, SI
	MAX(-64(SI)(R13*1))
	LEAQ (R11)(CX*4), AX
	SUBQ AX, SI
	MAX_FOLD
	TESTQ CX, CX
	JZ    rest

one:
	LOAD_SHIFTED(0, Z5)
	EXP1(Z5, Z12, Z13, Z14)
	TESTQ R12, R12
	JZ    next
	SCALE_TWICE(0)
	ADDQ $64, BX

next:
	STORE_ADD(0, Z5)
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $16, CX
	JNZ  one

rest:
	VMOVUPS.Z (SI), K1, Z0
	VSUBPS    Z7, Z0, Z0
	EXP1(Z0, Z12, Z13, Z14)
	VADDPS    Z0, Z4, K1, Z4
	VPERMT2PS Z0, Z6, Z5
	ADDQ      R11, SI
	ADDQ      R11, DI
	VMOVUPS   Z5, -64(DI)
	TESTQ     R12, R12
	JZ        sum
	VMULPS    Z10, Z11, Z10
	VMULPS    Z15, Z10, Z10
	ADDQ      R11, BX
	VMOVUPS   Z10, -64(BX)

sum:
	VMOVAPS Z5, Z10
	SUM_FOLD
	VMOVSS  X0, (R9)
	ADDQ $4, R8
	ADDQ $4, R9
	DECQ DX
	JZ   done
	VMOVSS X9, (R8)
	VBROADCASTSS X9, Z7
	MOVQ R13, R12
	NEGQ R12
	JMP  row

done:
	VZEROUPPER
	RET
