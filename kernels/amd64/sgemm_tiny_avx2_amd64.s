//go:build !purego

#include "textflag.h"
#include "tail_avx2_amd64.h"

// func Sgemm4x8AVX2(m, n, k int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int)
//
// C[m×n] = A·B, a whole product; m, n, k ≥ 1. Needs AVX2 and FMA3.
//
//   a, b, c  row-major, rows lda, ldb, ldc elements apart; c is not read
//
//   Y4–Y7   accumulators: four rows of C     Y0 row l of B    Y1, Y2 A(i,l)   Y15 mask
//   SI, R9, R10, R11  ends of four rows of A; AX lda, CX l − k
//   DI row of B; R8 ldb, BX 3·ldb; R12 rows left; DX row of C, R13 ldc
//   n, b and c in the arguments go along with the columns
//
// Four rows and four steps at a time, 8 columns or what is left of them. What such a product
// takes is the number of its instructions, some hundred: there is no branch for each row,
// as those that do not exist are the last one again, which is not stored. A masked store
// takes 16 cycles on Zen 4, so rows are stored in pieces of 4, 2 and 1.

// A step: a row of B, and an element of each row of A, d bytes on.
#define STEP(row, d) \
	VMASKMOVPS   row, Y15, Y0 \
	VBROADCASTSS d(SI)(CX*4), Y1 \
	VBROADCASTSS d(R9)(CX*4), Y2 \
	VFMADD231PS  Y0, Y1, Y4 \
	VFMADD231PS  Y0, Y2, Y5 \
	VBROADCASTSS d(R10)(CX*4), Y1 \
	VBROADCASTSS d(R11)(CX*4), Y2 \
	VFMADD231PS  Y0, Y1, Y6 \
	VFMADD231PS  Y0, Y2, Y7

#define STORE(acc) \
	VADDPS  Y0, acc, acc \
	VMOVUPS acc, (DX) \
	LEAQ    (DX)(R13*4), DX \
	DECQ    R12 \
	JZ      stored

#define STORE_EDGE(acc, low) \
	VADDPS Y0, acc, acc \
	MOVQ   DX, DI \
	TAIL_STORE(CX, acc, low, DI) \
	LEAQ   (DX)(R13*4), DX \
	DECQ   R12 \
	JZ     stored

TEXT ·Sgemm4x8AVX2(SB), NOSPLIT, $0-72
	MOVQ lda+32(FP), AX
	MOVQ ldb+48(FP), R8
	MOVQ ldc+64(FP), R13
	LEAQ (R8)(R8*2), BX

columns:
	MOVQ n+8(FP), DI
	TAIL_MASK(DI, X15, Y15)
	MOVQ m+0(FP), R12
	MOVQ k+16(FP), CX
	MOVQ a+24(FP), SI
	LEAQ (SI)(CX*4), SI
	MOVQ c+56(FP), DX

rows:
	LEAQ (SI)(AX*4), R9
	LEAQ (SI)(AX*8), R10
	LEAQ (R9)(AX*8), R11
	CMPQ R12, $4
	JLT  fewer

start:
	VXORPS X4, X4, X4
	VXORPS X5, X5, X5
	VXORPS X6, X6, X6
	VXORPS X7, X7, X7
	MOVQ   b+40(FP), DI
	MOVQ   $4, CX
	SUBQ   k+16(FP), CX
	JG     rest

loop:
	STEP((DI), -16)
	STEP((DI)(R8*4), -12)
	STEP((DI)(R8*8), -8)
	STEP((DI)(BX*4), -4)
	LEAQ (DI)(R8*8), DI
	LEAQ (DI)(R8*8), DI
	ADDQ $4, CX
	JLE  loop

rest:
	SUBQ $4, CX
	JZ   sum

restloop:
	STEP((DI), 0)
	LEAQ (DI)(R8*4), DI
	INCQ CX
	JNZ  restloop

sum:
	VXORPS X0, X0, X0
	MOVQ   n+8(FP), CX
	CMPQ   CX, $8
	JLT    edge
	STORE(Y4)
	STORE(Y5)
	STORE(Y6)
	STORE(Y7)

next:
	LEAQ (R11)(AX*4), SI
	JMP  rows

edge:
	STORE_EDGE(Y4, X4)
	STORE_EDGE(Y5, X5)
	STORE_EDGE(Y6, X6)
	STORE_EDGE(Y7, X7)
	JMP next

fewer:
	CMPQ    R12, $2
	CMOVQLT SI, R9
	CMOVQLE R9, R10
	MOVQ    R10, R11
	JMP     start

stored:
	ADDQ $32, b+40(FP)
	ADDQ $32, c+56(FP)
	SUBQ $8, n+8(FP)
	JG   columns
	VZEROUPPER
	RET
