//go:build !purego

#include "textflag.h"
#include "exp_avx512_amd64.h"
#include "softmaxchain_avx512_amd64.h"

// func ChainPastAVX512(dst, exps, src, maxs, sums *float32, rows, cols int, before, after bool)
//
// ChainRowsAVX512 for results that no cache holds: exp of row i goes to exps, cols elements
// that stay in a cache, and row i−1 from there, scaled by its sum alone, to dst, past the
// caches. With before there is a row before the first: in exps, at dst − cols, with its sum
// at sums − 1. With after there is one after the last, and maxs[rows] is set. The last row is
// left in exps. Rows of dst must be whole cache lines, cols ≥ 64. Needs AVX512F.
//
//   SI, DI place in the row of src and in exps   BX in the row of dst before   AX in the next
//   row of src   R8, R9 maxs, sums   DX rows left   R10 bytes of a row   R11 of them left when
//   the next maximum begins   R13 bytes on to the next row of src, 0 if there is none
//   R12 1 if there is a row before   CX bytes left   Z0–Z3 x and result   Z4 lanes   Z7 max
//   Z8 operands   Z9 the next max   Z11 reciprocal   Z12–Z14 c4, c3, c2
//   Z16–Z31 as in exp_avx512_amd64.h
//
// Loops: four vectors a step; the second, for the latter half of a row, takes eight of the
// next row's for its maximum. A line is brought into the first cache once for the maximum
// and once more for exp unless it is still there: with rows of 16 kB, where exps and the row
// take all of L1, that second half costs fewer such returns than a whole row of both at a
// time. On Zen 4, 1024×4096 take 0.84 ms so, a tenth more with the maximum spread over the row,
// and 1.16 if besides exps is two rows in turns, the ends of rows are stored through the
// caches and every 16 rows are a start; 0.76 are exp's and the rest's own, a copy takes 0.66.
// Writing past the caches saves reading dst first. src is asked for two pages ahead:
// hardware does not look beyond the page.

#define SCALE_PAST(off) \
	VMULPS   off(DI), Z11, Z8 \
	VMOVNTPS Z8, off(BX)

#define SCALE_PAST4 \
	SCALE_PAST(0) \
	SCALE_PAST(64) \
	SCALE_PAST(128) \
	SCALE_PAST(192) \
	ADDQ $256, BX

#define LOAD4 \
	LOAD_SHIFTED(0, Z0) \
	LOAD_SHIFTED(64, Z1) \
	LOAD_SHIFTED(128, Z2) \
	LOAD_SHIFTED(192, Z3) \
	PREFETCHT1 8192(SI)(R13*1) \
	PREFETCHT1 8256(SI)(R13*1) \
	PREFETCHT1 8320(SI)(R13*1) \
	PREFETCHT1 8384(SI)(R13*1)

#define STORE_ADD4 \
	STORE_ADD(0, Z0) \
	STORE_ADD(64, Z1) \
	STORE_ADD(128, Z2) \
	STORE_ADD(192, Z3) \
	ADDQ $256, SI \
	ADDQ $256, DI \
	SUBQ $256, CX

TEXT ·ChainPastAVX512(SB), NOSPLIT, $0-58
	MOVQ  dst+0(FP), BX
	MOVQ  exps+8(FP), DI
	MOVQ  src+16(FP), SI
	MOVQ  maxs+24(FP), R8
	MOVQ  sums+32(FP), R9
	MOVQ  rows+40(FP), DX
	MOVQ  cols+48(FP), R10
	MOVBLZX before+56(FP), R12
	SHLQ  $2, R10
	MOVQ  R10, R13
	MOVQ  R10, AX
	SHRQ  $9, AX
	SHLQ  $8, AX
	MOVQ  R10, R11
	ANDQ  $255, R11
	ADDQ  AX, R11
	EXP_CONSTANTS
	VMOVUPS C4, Z12
	VMOVUPS C3, Z13
	VMOVUPS C2, Z14
	VBROADCASTSS (R8), Z7
	TESTL R12, R12
	JZ    row
	SUBQ  R10, BX
	VDIVSS -4(R9), X29, X11
	VBROADCASTSS X11, Z11

row:
	CMPQ DX, $1
	JNE  next
	CMPB after+57(FP), $0
	JNE  next
	XORL R13, R13

next:
	LEAQ (SI)(R13*1), AX
	MOVL $0xff800000, CX
	VPBROADCASTD CX, Z9
	VPXORD Z4, Z4, Z4
	MOVQ R10, CX

former:
	LOAD4
	EXP4(Z0, Z1, Z2, Z3, Z12, Z13, Z14)
	TESTL R12, R12
	JZ    formerstore
	SCALE_PAST4

formerstore:
	STORE_ADD4
	CMPQ CX, R11
	JGT  former
	CMPQ R10, $512
	JLT  few

latter:
	LOAD4
	MAX4(0, (AX))
	MAX4(256, (AX))
	ADDQ $512, AX
	EXP4(Z0, Z1, Z2, Z3, Z12, Z13, Z14)
	TESTL R12, R12
	JZ    latterstore
	SCALE_PAST4

latterstore:
	STORE_ADD4
	CMPQ CX, $256
	JGE  latter

few:
	// What is left of the next row's maximum, up to seven vectors, and of this row.
	ADDQ SI, CX
	LEAQ (CX)(R13*1), R13
	CMPQ AX, R13
	JEQ  maxdone

maxone:
	MAX((AX))
	ADDQ $64, AX
	CMPQ AX, R13
	JNE  maxone

maxdone:
	SUBQ CX, R13
	SUBQ SI, CX
	JZ   fold

one:
	LOAD_SHIFTED(0, Z0)
	EXP1(Z0, Z12, Z13, Z14)
	TESTL R12, R12
	JZ    onestore
	SCALE_PAST(0)
	ADDQ  $64, BX

onestore:
	STORE_ADD(0, Z0)
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $64, CX
	JNZ  one

fold:
	MAX_FOLD
	SUM_FOLD
	VMOVSS X0, (R9)
	VBROADCASTSS X9, Z7
	SUBQ R10, DI
	MOVL $1, R12
	ADDQ $4, R8
	ADDQ $4, R9
	DECQ DX
	JZ   done
	VMOVSS X9, (R8)
	JMP  row

done:
	TESTQ R13, R13
	JZ    2(PC)
	VMOVSS X9, (R8)
	SFENCE
	VZEROUPPER
	RET
