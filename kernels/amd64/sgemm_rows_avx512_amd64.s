//go:build !purego

#include "textflag.h"

// func SgemmRowsAVX512(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool, s *float32)
//
// C[m×n] = S, or C += S if acc, S = A·B, for few rows: 1 ≤ m ≤ 4, n ≥ 1, k ≥ 1. Needs AVX512F, BMI2.
//
//   a    element (i,l) at a[i·rsa + l·csa]
//   b    row l at b[l·ldb], n elements
//   c    rows ldc elements apart, n elements each; not read if !acc
//   s    scratch, m·n elements, n rounded up to 16: the sums, vector by vector, m rows each
//
//   Z0–Z3  sums of 16 columns, rows 0–3     Z4 a vector of B, or of C     Z5 zero
//   Z16–Z31  A(i,l): one row 16+l, else 16+4l+i     K1 columns
//   DI, R9 rows 0 and 4 of B; R8 ldb, BX 3·ldb (bytes); R12 s; SI, R13 c
//   CX steps left; R11 steps of this group; R10 rows; DX columns left; AX steps done: 0 in the first group
//
// B is read by whole rows, 8 at a time for one row of A, else 4, as caches and
// memory like it, and the sums wait in s. Bound by the loads, one vector a cycle
// on Zen 4 and two on Intel, for one row, by FMA for four, or by where B lies.

#define STEP1(addr, x, i) \
	VFMADD231PS addr, x, K1, Z0 \
	CMPQ R11, $i \
	JEQ  sum1

#define ROWS(addr, x0, x1, x2, x3, next) \
	VMOVUPS.Z   addr, K1, Z4 \
	VFMADD231PS Z4, x0, Z0 \
	VFMADD231PS Z4, x1, Z1 \
	CMPQ        R10, $2 \
	JEQ         next \
	VFMADD231PS Z4, x2, Z2 \
	CMPQ        R10, $3 \
	JEQ         next \
	VFMADD231PS Z4, x3, Z3

// A(0,l) to A(3,l), repeating the last row: nothing beyond it is read.
#define SPREAD(x0, x1, x2, x3) \
	VBROADCASTSS (SI), x0 \
	VBROADCASTSS (SI)(R13*1), x1 \
	VBROADCASTSS (SI)(R12*1), x2 \
	VBROADCASTSS (SI)(DX*1), x3 \
	ADDQ         AX, SI

// Row i, counted from 1, of R10.
#define FINISH(z, i) \
	VADDPS  (R13), z, K1, z \
	VMOVUPS z, K1, (R13) \
	CMPQ    R10, $i \
	JEQ     next \
	ADDQ    R9, R13

#define OVERWRITE(z, i) \
	VADDPS  Z5, z, z \
	VMOVUPS z, K1, (R13) \
	CMPQ    R10, $i \
	JEQ     next \
	ADDQ    R9, R13

#define ONCE(i) \
	CMPQ R11, $i \
	JEQ  columns

TEXT ·SgemmRowsAVX512(SB), NOSPLIT, $0-96
	MOVQ   k+16(FP), CX
	MOVQ   m+0(FP), R10
	MOVQ   ldb+56(FP), R8
	SHLQ   $2, R8
	LEAQ   (R8)(R8*2), BX
	VPXORD Z5, Z5, Z5

group:
	MOVQ a+24(FP), SI
	MOVQ csa+40(FP), AX
	SHLQ $2, AX
	CMPQ R10, $1
	JNE  spread
	MOVQ $8, R11
	CMPQ CX, R11
	CMOVQLT CX, R11
	VBROADCASTSS (SI), Z16
	ONCE(1)
	VBROADCASTSS (SI)(AX*1), Z17
	ONCE(2)
	LEAQ (AX)(AX*2), R13
	VBROADCASTSS (SI)(AX*2), Z18
	ONCE(3)
	VBROADCASTSS (SI)(R13*1), Z19
	ONCE(4)
	LEAQ (SI)(AX*4), SI
	VBROADCASTSS (SI), Z20
	ONCE(5)
	VBROADCASTSS (SI)(AX*1), Z21
	ONCE(6)
	VBROADCASTSS (SI)(AX*2), Z22
	ONCE(7)
	VBROADCASTSS (SI)(R13*1), Z23
	JMP  columns

spread:
	MOVQ rsa+32(FP), R13
	SHLQ $2, R13
	LEAQ (R13)(R13*1), R12
	LEAQ (R13)(R13*2), DX
	CMPQ R10, $3
	CMOVQLT R13, R12
	CMOVQLE R12, DX
	MOVQ $4, R11
	CMPQ CX, R11
	CMOVQLT CX, R11
	SPREAD(Z16, Z17, Z18, Z19)
	ONCE(1)
	SPREAD(Z20, Z21, Z22, Z23)
	ONCE(2)
	SPREAD(Z24, Z25, Z26, Z27)
	ONCE(3)
	SPREAD(Z28, Z29, Z30, Z31)

columns:
	MOVQ  b+48(FP), DI
	MOVQ  s+88(FP), R12
	MOVQ  c+64(FP), SI
	MOVQ  n+8(FP), DX
	MOVQ  k+16(FP), AX
	SUBQ  CX, AX
	KXNORW K1, K1, K1

column:
	CMPQ  DX, $16
	JGE   whole
	MOVL  $0xffff, R13
	BZHIL DX, R13, R13
	KMOVW R13, K1

whole:
	CMPQ R10, $1
	JNE  rows
	LEAQ (DI)(R8*4), R9
	VPXORD Z0, Z0, Z0
	TESTQ AX, AX
	JEQ  one
	VMOVUPS (R12), Z0

one:
	STEP1((DI), Z16, 1)
	STEP1((DI)(R8*1), Z17, 2)
	STEP1((DI)(R8*2), Z18, 3)
	STEP1((DI)(BX*1), Z19, 4)
	STEP1((R9), Z20, 5)
	STEP1((R9)(R8*1), Z21, 6)
	STEP1((R9)(R8*2), Z22, 7)
	VFMADD231PS (R9)(BX*1), Z23, K1, Z0

sum1:
	CMPQ R11, CX
	JEQ  finish
	VMOVUPS Z0, (R12)
	JMP  next

rows:
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3
	TESTQ AX, AX
	JEQ  step0
	VMOVUPS (R12), Z0
	VMOVUPS 64(R12), Z1
	CMPQ R10, $3
	JLT  step0
	VMOVUPS 128(R12), Z2
	JEQ  step0
	VMOVUPS 192(R12), Z3

step0:
	ROWS((DI), Z16, Z17, Z18, Z19, step1)

step1:
	CMPQ R11, $1
	JEQ  sums
	ROWS((DI)(R8*1), Z20, Z21, Z22, Z23, step2)

step2:
	CMPQ R11, $2
	JEQ  sums
	ROWS((DI)(R8*2), Z24, Z25, Z26, Z27, step3)

step3:
	CMPQ R11, $3
	JEQ  sums
	ROWS((DI)(BX*1), Z28, Z29, Z30, Z31, sums)

sums:
	CMPQ R11, CX
	JEQ  finish
	VMOVUPS Z0, (R12)
	VMOVUPS Z1, 64(R12)
	CMPQ R10, $3
	JLT  next
	VMOVUPS Z2, 128(R12)
	JEQ  next
	VMOVUPS Z3, 192(R12)
	JMP  next

// The last group: the sums go to C.
finish:
	MOVQ SI, R13
	MOVQ ldc+72(FP), R9
	SHLQ $2, R9
	CMPB acc+80(FP), $0
	JEQ  overwrite
	FINISH(Z0, 1)
	FINISH(Z1, 2)
	FINISH(Z2, 3)
	FINISH(Z3, 4)

overwrite:
	OVERWRITE(Z0, 1)
	OVERWRITE(Z1, 2)
	OVERWRITE(Z2, 3)
	OVERWRITE(Z3, 4)

next:
	MOVQ R10, R13
	SHLQ $6, R13
	ADDQ R13, R12
	ADDQ $64, DI
	ADDQ $64, SI
	SUBQ $16, DX
	JGT  column
	SUBQ R11, CX
	JEQ  done

	// The next group: so many steps further in A and B.
	MOVQ csa+40(FP), AX
	IMULQ R11, AX
	SHLQ $2, AX
	ADDQ AX, a+24(FP)
	MOVQ R8, AX
	IMULQ R11, AX
	ADDQ AX, b+48(FP)
	JMP  group

done:
	VZEROUPPER
	RET
