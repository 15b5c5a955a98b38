//go:build !purego

#include "textflag.h"

// func SgemmRowsAVX2(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool, s *float32)
//
// C[m×n] = S, or C += S if acc, S = A·B, for few rows: 1 ≤ m ≤ 4, n a multiple of 8,
// k ≥ 1. Needs AVX2 and FMA3.
//
//   a    element (i,l) at a[i·rsa + l·csa]
//   b    row l at b[l·ldb], n elements
//   c    rows ldc elements apart, n elements each; not read if !acc
//   s    scratch, m·n elements: the sums, vector by vector, m rows each
//
//   Y0–Y3  sums of 8 columns, rows 0–3     Y4 a vector of B     Y5 zero
//   Y8–Y15  A(i,l): one row 8+l, else 8+4l+i
//   DI, R9 rows 0 and 4 of B; R8 ldb, BX 3·ldb (bytes); R12 s; SI, R13 c
//   CX steps left; R11 steps of this group; R10 rows; DX columns left; AX steps done: 0 in the first group
//
// B is read by whole rows, 8 at a time for one row of A, else 2, for which there
// are registers, and the sums wait in s. Bound by the loads, two vectors a cycle, for
// one row, by those and the stores of s for four, or by where B lies.

#define STEP1(addr, x, i) \
	VFMADD231PS addr, x, Y0 \
	CMPQ R11, $i \
	JEQ  sums

#define ROWS(addr, x0, x1, x2, x3, next) \
	VMOVUPS     addr, Y4 \
	VFMADD231PS Y4, x0, Y0 \
	VFMADD231PS Y4, x1, Y1 \
	CMPQ        R10, $2 \
	JEQ         next \
	VFMADD231PS Y4, x2, Y2 \
	CMPQ        R10, $3 \
	JEQ         next \
	VFMADD231PS Y4, x3, Y3

// A(0,l) to A(3,l), repeating the last row: nothing beyond it is read.
#define SPREAD(x0, x1, x2, x3) \
	VBROADCASTSS (SI), x0 \
	VBROADCASTSS (SI)(R13*1), x1 \
	VBROADCASTSS (SI)(R12*1), x2 \
	VBROADCASTSS (SI)(DX*1), x3 \
	ADDQ         AX, SI

// Row i, counted from 1, of R10.
#define FINISH(y, i) \
	VADDPS  (R13), y, y \
	VMOVUPS y, (R13) \
	CMPQ    R10, $i \
	JEQ     next \
	ADDQ    R9, R13

#define OVERWRITE(y, i) \
	VADDPS  Y5, y, y \
	VMOVUPS y, (R13) \
	CMPQ    R10, $i \
	JEQ     next \
	ADDQ    R9, R13

#define ONCE(i) \
	CMPQ R11, $i \
	JEQ  columns

TEXT ·SgemmRowsAVX2(SB), NOSPLIT, $0-96
	MOVQ   k+16(FP), CX
	MOVQ   m+0(FP), R10
	MOVQ   ldb+56(FP), R8
	SHLQ   $2, R8
	LEAQ   (R8)(R8*2), BX
	VXORPS Y5, Y5, Y5

group:
	MOVQ a+24(FP), SI
	MOVQ csa+40(FP), AX
	SHLQ $2, AX
	CMPQ R10, $1
	JNE  spread
	MOVQ $8, R11
	CMPQ CX, R11
	CMOVQLT CX, R11
	VBROADCASTSS (SI), Y8
	ONCE(1)
	VBROADCASTSS (SI)(AX*1), Y9
	ONCE(2)
	LEAQ (AX)(AX*2), R13
	VBROADCASTSS (SI)(AX*2), Y10
	ONCE(3)
	VBROADCASTSS (SI)(R13*1), Y11
	ONCE(4)
	LEAQ (SI)(AX*4), SI
	VBROADCASTSS (SI), Y12
	ONCE(5)
	VBROADCASTSS (SI)(AX*1), Y13
	ONCE(6)
	VBROADCASTSS (SI)(AX*2), Y14
	ONCE(7)
	VBROADCASTSS (SI)(R13*1), Y15
	JMP  columns

spread:
	MOVQ rsa+32(FP), R13
	SHLQ $2, R13
	LEAQ (R13)(R13*1), R12
	LEAQ (R13)(R13*2), DX
	CMPQ R10, $3
	CMOVQLT R13, R12
	CMOVQLE R12, DX
	MOVQ $2, R11
	CMPQ CX, R11
	CMOVQLT CX, R11
	SPREAD(Y8, Y9, Y10, Y11)
	ONCE(1)
	SPREAD(Y12, Y13, Y14, Y15)

columns:
	MOVQ b+48(FP), DI
	MOVQ s+88(FP), R12
	MOVQ c+64(FP), SI
	MOVQ n+8(FP), DX
	MOVQ k+16(FP), AX
	SUBQ CX, AX

column:
	VXORPS Y0, Y0, Y0
	CMPQ R10, $1
	JNE  rows
	LEAQ (DI)(R8*4), R9
	TESTQ AX, AX
	JEQ  one
	VMOVUPS (R12), Y0

one:
	STEP1((DI), Y8, 1)
	STEP1((DI)(R8*1), Y9, 2)
	STEP1((DI)(R8*2), Y10, 3)
	STEP1((DI)(BX*1), Y11, 4)
	STEP1((R9), Y12, 5)
	STEP1((R9)(R8*1), Y13, 6)
	STEP1((R9)(R8*2), Y14, 7)
	VFMADD231PS (R9)(BX*1), Y15, Y0
	JMP  sums

rows:
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	TESTQ AX, AX
	JEQ  step0
	VMOVUPS (R12), Y0
	VMOVUPS 32(R12), Y1
	CMPQ R10, $3
	JLT  step0
	VMOVUPS 64(R12), Y2
	JEQ  step0
	VMOVUPS 96(R12), Y3

step0:
	ROWS((DI), Y8, Y9, Y10, Y11, step1)

step1:
	CMPQ R11, $1
	JEQ  sums
	ROWS((DI)(R8*1), Y12, Y13, Y14, Y15, sums)

sums:
	CMPQ R11, CX
	JEQ  finish
	VMOVUPS Y0, (R12)
	CMPQ R10, $2
	JLT  next
	VMOVUPS Y1, 32(R12)
	JEQ  next
	VMOVUPS Y2, 64(R12)
	CMPQ R10, $3
	JEQ  next
	VMOVUPS Y3, 96(R12)
	JMP  next

// The last group: the sums go to C.
finish:
	MOVQ SI, R13
	MOVQ ldc+72(FP), R9
	SHLQ $2, R9
	CMPB acc+80(FP), $0
	JEQ  overwrite
	FINISH(Y0, 1)
	FINISH(Y1, 2)
	FINISH(Y2, 3)
	FINISH(Y3, 4)

overwrite:
	OVERWRITE(Y0, 1)
	OVERWRITE(Y1, 2)
	OVERWRITE(Y2, 3)
	OVERWRITE(Y3, 4)

next:
	MOVQ R10, R13
	SHLQ $5, R13
	ADDQ R13, R12
	ADDQ $32, DI
	ADDQ $32, SI
	SUBQ $8, DX
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
