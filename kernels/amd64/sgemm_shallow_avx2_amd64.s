//go:build !purego

#include "textflag.h"

// func SgemmShallowAVX2(m, n, k int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int, acc bool)
//
// C[m×n] = S, or C += S if acc, S = A·B; m ≥ 1, n a multiple of 8, 1 ≤ k ≤ 10. Needs AVX2 and FMA3.
//
//   a, b, c  row-major, rows lda, ldb, ldc elements apart; c is not read if !acc
//
//   Y6–Y15  rows of B, eight columns    Y0–Y3 four rows of C    Y4, Y5 A(i,l) in all lanes
//   SI rows of A, AX lda, BX 3·lda; DI row of B, R8 ldb; DX rows of C, R13 ldc, R9 3·ldc (bytes)
//   CX k; R12 rows left; R10 columns left
//   b and c in the arguments go along with the columns
//
// B stays in registers while A and C pass by, so that a chain of k products costs no more
// than these: no accumulators to zero, add and store for each few steps. Four rows, 4k FMA
// and broadcasts: bound by both, two a cycle, and from the second cache on by writing C. The
// chains end by a branch that is always predicted.

#define LOAD(i, b) \
	VMOVUPS (DI), b \
	ADDQ    R8, DI \
	CMPQ    CX, $i \
	JEQ     loaded

// Product i of four rows, counted from 1.
#define STEP(i, b) \
	VBROADCASTSS (4*i-4)(SI), Y4 \
	VBROADCASTSS (4*i-4)(SI)(AX*1), Y5 \
	VFMADD231PS  Y4, b, Y0 \
	VFMADD231PS  Y5, b, Y1 \
	VBROADCASTSS (4*i-4)(SI)(AX*2), Y4 \
	VBROADCASTSS (4*i-4)(SI)(BX*1), Y5 \
	VFMADD231PS  Y4, b, Y2 \
	VFMADD231PS  Y5, b, Y3 \
	CMPQ CX, $i \
	JEQ  sum

// Product i of one row.
#define ONE_STEP(i, b) \
	VBROADCASTSS (4*i-4)(SI), Y4 \
	VFMADD231PS  Y4, b, Y0 \
	CMPQ CX, $i \
	JEQ  onesum

#define ALL_STEPS(do) \
	do(1, Y6) \
	do(2, Y7) \
	do(3, Y8) \
	do(4, Y9) \
	do(5, Y10) \
	do(6, Y11) \
	do(7, Y12) \
	do(8, Y13) \
	do(9, Y14) \
	do(10, Y15)

TEXT ·SgemmShallowAVX2(SB), NOSPLIT, $0-73
	MOVQ k+16(FP), CX
	MOVQ lda+32(FP), AX
	MOVQ ldb+48(FP), R8
	MOVQ ldc+64(FP), R13
	MOVQ n+8(FP), R10
	SHLQ $2, AX
	SHLQ $2, R8
	SHLQ $2, R13
	LEAQ (AX)(AX*2), BX
	LEAQ (R13)(R13*2), R9

columns:
	MOVQ m+0(FP), R12
	MOVQ a+24(FP), SI
	MOVQ b+40(FP), DI
	MOVQ c+56(FP), DX
	ALL_STEPS(LOAD)

loaded:
	SUBQ $4, R12
	JLT  rest

four:
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	ALL_STEPS(STEP)

sum:
	CMPB   acc+72(FP), $0
	JNE    add
	VXORPS Y4, Y4, Y4
	VADDPS Y4, Y0, Y0
	VADDPS Y4, Y1, Y1
	VADDPS Y4, Y2, Y2
	VADDPS Y4, Y3, Y3

store:
	VMOVUPS Y0, (DX)
	VMOVUPS Y1, (DX)(R13*1)
	VMOVUPS Y2, (DX)(R13*2)
	VMOVUPS Y3, (DX)(R9*1)
	LEAQ    (SI)(AX*4), SI
	LEAQ    (DX)(R13*4), DX
	SUBQ    $4, R12
	JGE     four

rest:
	ADDQ $4, R12
	JZ   next

one:
	VXORPS Y0, Y0, Y0
	ALL_STEPS(ONE_STEP)

onesum:
	VXORPS  Y1, Y1, Y1
	CMPB    acc+72(FP), $0
	JEQ     onestore
	VMOVUPS (DX), Y1

onestore:
	VADDPS  Y1, Y0, Y0
	VMOVUPS Y0, (DX)
	ADDQ    AX, SI
	ADDQ    R13, DX
	DECQ    R12
	JNZ     one

next:
	ADDQ $32, b+40(FP)
	ADDQ $32, c+56(FP)
	SUBQ $8, R10
	JG   columns
	VZEROUPPER
	RET

add:
	VADDPS (DX), Y0, Y0
	VADDPS (DX)(R13*1), Y1, Y1
	VADDPS (DX)(R13*2), Y2, Y2
	VADDPS (DX)(R9*1), Y3, Y3
	JMP    store
