//go:build !purego

#include "textflag.h"
#include "exp_avx2_amd64.h"
#include "softmaxchain_avx2_amd64.h"

// func ChainPastAVX2(dst, exps, src, maxs, sums *float32, rows, cols int, before, after bool)
//
// ChainRowsAVX2 for results that no cache holds: exp of row i goes to exps, cols elements that
// stay in a cache, and row i−1 from there, scaled by its sum alone, to dst, past the
// caches. With before there is a row before the first: in exps, at dst − cols, with its sum
// at sums − 1. With after there is one after the last, and maxs[rows] is set. The last row is
// left in exps. Rows of dst must be whole cache lines, cols ≥ 64. Needs AVX2 and FMA3.
//
//   SI, DI place in the row of src and in exps   BX in the row of dst before   AX in the next
//   row of src   R8, R9 maxs, sums   DX rows left   R10 bytes of a row   R11 of them left when
//   the next maximum begins   R13 bytes on to the next row of src, 0 if there is none
//   R12 1 if there is a row before   CX bytes left
//   Y0–Y13 as in exp_avx2_amd64.h, free between two exps   Y14, Y15 lanes
//   stack: reciprocal of the row before, the next max
//
// Loops: four vectors a step; the second, for the latter half of a row, takes eight of the
// next row's for its maximum, for the reason that ChainPastAVX512 gives. Bound as ChainRowsAVX2,
// with one multiplication less.

#define SCALE_PAST(off, x) \
	VMULPS   off(DI), Y0, x \
	VMOVNTPS x, off(BX)

#define SCALE_PAST2 \
	VMOVUPS inverse-64(SP), Y0 \
	SCALE_PAST(0, Y1) \
	SCALE_PAST(32, Y2)

#define SCALE_PAST4 \
	SCALE_PAST2 \
	SCALE_PAST(64, Y3) \
	SCALE_PAST(96, Y4) \
	ADDQ $128, BX

#define ASK \
	PREFETCHT1 8192(SI)(R13*1) \
	PREFETCHT1 8256(SI)(R13*1)

#define ADVANCE \
	ADDQ $128, SI \
	ADDQ $128, DI \
	SUBQ $128, CX

TEXT ·ChainPastAVX2(SB), NOSPLIT, $64-58
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
	SHRQ  $8, AX
	SHLQ  $7, AX
	MOVQ  R10, R11
	ANDQ  $127, R11
	ADDQ  AX, R11
	EXP_CONSTANTS
	TESTL R12, R12
	JZ    row
	SUBQ  R10, BX
	VMOVSS ONE, X1
	VDIVSS -4(R9), X1, X1
	VBROADCASTSS X1, Y1
	VMOVUPS Y1, inverse-64(SP)

row:
	CMPQ DX, $1
	JNE  next
	CMPB after+57(FP), $0
	JNE  next
	XORL R13, R13

next:
	LEAQ (SI)(R13*1), AX
	MOVL $0xff800000, CX
	VMOVD CX, X0
	VPBROADCASTD X0, Y0
	VMOVUPS Y0, most-32(SP)
	VXORPS Y14, Y14, Y14
	VXORPS Y15, Y15, Y15
	MOVQ R10, CX

former:
	LOAD4
	ASK
	EXP4(MAGIC, ONE)
	TESTL R12, R12
	JZ    formerstore
	SCALE_PAST4

formerstore:
	STORE_ADD4
	ADVANCE
	CMPQ CX, R11
	JGT  former

latter:
	VMOVUPS most-32(SP), Y0
	MAX4(0, (AX))
	MAX4(128, (AX))
	ADDQ $256, AX
	VMOVUPS Y0, most-32(SP)
	LOAD4
	ASK
	EXP4(MAGIC, ONE)
	TESTL R12, R12
	JZ    latterstore
	SCALE_PAST4

latterstore:
	STORE_ADD4
	ADVANCE
	CMPQ CX, $128
	JGE  latter

	// What is left of the next row's maximum, and 16 elements of this row or none.
	ADDQ SI, CX
	ADDQ CX, R13
	VMOVUPS most-32(SP), Y0
	CMPQ AX, R13
	JEQ  maxdone

maxone:
	MAX((AX))
	ADDQ $32, AX
	CMPQ AX, R13
	JNE  maxone

maxdone:
	VMOVUPS Y0, most-32(SP)
	SUBQ CX, R13
	SUBQ SI, CX
	JZ   fold
	LOAD2
	EXP2(MAGIC, ONE)
	TESTL R12, R12
	JZ    store
	SCALE_PAST2
	ADDQ $64, BX

store:
	STORE_ADD2
	ADDQ $64, SI
	ADDQ $64, DI

fold:
	VMOVUPS most-32(SP), Y9
	MAX_FOLD
	SUM_FOLD
	VMOVSS X0, (R9)
	VBROADCASTSS X1, Y1
	VMOVUPS Y1, inverse-64(SP)
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
