//go:build !purego

#include "textflag.h"

// func SgemmRowAVX2(n, k int, a *float32, csa int, b *float32, ldb int, c *float32, acc bool, s *float32)
//
// C[1×n] = S, or C += S if acc, S = A·B, n a multiple of 8, k ≥ 1. Needs AVX2 and FMA3.
//
//   a    element l at a[l·csa]
//   b    row l at b[l·ldb], n elements
//   c    n elements; not read if !acc
//   s    scratch, n elements: the sums
//
//   Y0  the sum of 8 columns     Y8–Y15  A(l) of this group     Y5 zero
//   DI, R9 rows 0 and 4 of B; R8 ldb, BX 3·ldb (bytes); R12 s; SI A, then C
//   CX steps left; R11 steps of this group; DX columns left; AX csa, R13 3·csa (bytes), then
//   AX steps done: 0 in the first group
//
// B is read by whole rows, 8 at a time, as caches and memory like it, and the sums
// wait in s. Bound by the loads, two vectors a cycle, or by where B lies.

#define STEP(addr, x, i) \
	VFMADD231PS addr, x, Y0 \
	CMPQ R11, $i \
	JEQ  sums

#define ONCE(i) \
	CMPQ R11, $i \
	JEQ  columns

TEXT ·SgemmRowAVX2(SB), NOSPLIT, $0-72
	MOVQ   k+8(FP), CX
	MOVQ   ldb+40(FP), R8
	SHLQ   $2, R8
	LEAQ   (R8)(R8*2), BX
	VXORPS Y5, Y5, Y5

group:
	MOVQ a+16(FP), SI
	MOVQ csa+24(FP), AX
	SHLQ $2, AX
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

columns:
	MOVQ b+32(FP), DI
	MOVQ s+64(FP), R12
	MOVQ c+48(FP), SI
	MOVQ n+0(FP), DX
	MOVQ k+8(FP), AX
	SUBQ CX, AX

column:
	VXORPS Y0, Y0, Y0
	LEAQ (DI)(R8*4), R9
	TESTQ AX, AX
	JEQ  steps
	VMOVUPS (R12), Y0

steps:
	STEP((DI), Y8, 1)
	STEP((DI)(R8*1), Y9, 2)
	STEP((DI)(R8*2), Y10, 3)
	STEP((DI)(BX*1), Y11, 4)
	STEP((R9), Y12, 5)
	STEP((R9)(R8*1), Y13, 6)
	STEP((R9)(R8*2), Y14, 7)
	VFMADD231PS (R9)(BX*1), Y15, Y0

sums:
	CMPQ R11, CX
	JEQ  finish
	VMOVUPS Y0, (R12)
	JMP  next

// The last group: the sums go to C.
finish:
	CMPB acc+56(FP), $0
	JEQ  overwrite
	VADDPS  (SI), Y0, Y0
	VMOVUPS Y0, (SI)
	JMP  next

overwrite:
	VADDPS  Y5, Y0, Y0
	VMOVUPS Y0, (SI)

next:
	ADDQ $32, R12
	ADDQ $32, DI
	ADDQ $32, SI
	SUBQ $8, DX
	JGT  column
	SUBQ R11, CX
	JEQ  done

	// The next group: so many steps further in A and B.
	MOVQ csa+24(FP), AX
	IMULQ R11, AX
	SHLQ $2, AX
	ADDQ AX, a+16(FP)
	MOVQ R8, AX
	IMULQ R11, AX
	ADDQ AX, b+32(FP)
	JMP  group

done:
	VZEROUPPER
	RET
