//go:build !purego

#include "textflag.h"

// func SgemmShallowAVX512(m, n, k int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int, acc bool)
//
// C[m×n] = S, or C += S if acc, S = A·B; m, n ≥ 1, 1 ≤ k ≤ 16. Needs AVX512F and BMI2.
//
//   a, b, c  row-major, rows lda, ldb, ldc elements apart; c is not read if !acc
//
//   Z16–Z31  rows of B, sixteen columns    Z0–Z3 four rows of C    Z4 zero    K1 columns
//   SI rows of A, AX lda, BX 3·lda; DI row of B, R8 ldb; DX rows of C, R13 ldc, R9 3·ldc (bytes)
//   CX k; R12 rows left
//   n, b and c in the arguments go along with the columns
//
// B stays in registers while A and C pass by, so that a chain of k products costs no more
// than these: no accumulators to zero, add and store for each few steps. Four rows, 4k FMA
// that broadcast as they load: bound by them, one a cycle on Zen 4 and two on Intel, and from
// the second cache on by writing C. The chains end by a branch that is always predicted.

#define LOAD(i, b) \
	VMOVUPS.Z (DI), K1, b \
	ADDQ      R8, DI \
	CMPQ      CX, $i \
	JEQ       loaded

// Product i of four rows, counted from 1.
#define STEP(i, b) \
	VFMADD231PS.BCST (4*i-4)(SI), b, Z0 \
	VFMADD231PS.BCST (4*i-4)(SI)(AX*1), b, Z1 \
	VFMADD231PS.BCST (4*i-4)(SI)(AX*2), b, Z2 \
	VFMADD231PS.BCST (4*i-4)(SI)(BX*1), b, Z3 \
	CMPQ CX, $i \
	JEQ  sum

// Product i of one row.
#define ONE_STEP(i, b) \
	VFMADD231PS.BCST (4*i-4)(SI), b, Z0 \
	CMPQ CX, $i \
	JEQ  onesum

#define ALL_STEPS(do) \
	do(1, Z16) \
	do(2, Z17) \
	do(3, Z18) \
	do(4, Z19) \
	do(5, Z20) \
	do(6, Z21) \
	do(7, Z22) \
	do(8, Z23) \
	do(9, Z24) \
	do(10, Z25) \
	do(11, Z26) \
	do(12, Z27) \
	do(13, Z28) \
	do(14, Z29) \
	do(15, Z30) \
	do(16, Z31)

TEXT ·SgemmShallowAVX512(SB), NOSPLIT, $0-73
	MOVQ   k+16(FP), CX
	MOVQ   lda+32(FP), AX
	MOVQ   ldb+48(FP), R8
	MOVQ   ldc+64(FP), R13
	SHLQ   $2, AX
	SHLQ   $2, R8
	SHLQ   $2, R13
	LEAQ   (AX)(AX*2), BX
	LEAQ   (R13)(R13*2), R9
	VPXORD Z4, Z4, Z4

columns:
	MOVQ  n+8(FP), R10
	MOVL  $-1, R11
	CMPQ  R10, $16
	JGE   full
	BZHIL R10, R11, R11

full:
	KMOVW R11, K1
	MOVQ  m+0(FP), R12
	MOVQ  a+24(FP), SI
	MOVQ  b+40(FP), DI
	MOVQ  c+56(FP), DX
	ALL_STEPS(LOAD)

loaded:
	SUBQ $4, R12
	JLT  rest

four:
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3
	ALL_STEPS(STEP)

sum:
	CMPB    acc+72(FP), $0
	JNE     add
	VADDPS  Z4, Z0, Z0
	VADDPS  Z4, Z1, Z1
	VADDPS  Z4, Z2, Z2
	VADDPS  Z4, Z3, Z3

store:
	VMOVUPS Z0, K1, (DX)
	VMOVUPS Z1, K1, (DX)(R13*1)
	VMOVUPS Z2, K1, (DX)(R13*2)
	VMOVUPS Z3, K1, (DX)(R9*1)
	LEAQ    (SI)(AX*4), SI
	LEAQ    (DX)(R13*4), DX
	SUBQ    $4, R12
	JGE     four

rest:
	ADDQ $4, R12
	JZ   next

one:
	VPXORD Z0, Z0, Z0
	ALL_STEPS(ONE_STEP)

onesum:
	VMOVAPS Z4, Z1
	CMPB    acc+72(FP), $0
	JEQ     onestore
	VMOVUPS.Z (DX), K1, Z1

onestore:
	VADDPS  Z1, Z0, Z0
	VMOVUPS Z0, K1, (DX)
	ADDQ    AX, SI
	ADDQ    R13, DX
	DECQ    R12
	JNZ     one

next:
	ADDQ $64, b+40(FP)
	ADDQ $64, c+56(FP)
	SUBQ $16, n+8(FP)
	JG   columns
	VZEROUPPER
	RET

add:
	VADDPS (DX), Z0, K1, Z0
	VADDPS (DX)(R13*1), Z1, K1, Z1
	VADDPS (DX)(R13*2), Z2, K1, Z2
	VADDPS (DX)(R9*1), Z3, K1, Z3
	JMP    store
