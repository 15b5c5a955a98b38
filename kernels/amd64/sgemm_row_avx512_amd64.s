//go:build !purego

#include "textflag.h"

// func SgemmRowAVX512(n, k int, a *float32, csa int, b *float32, ldb int, c *float32, acc bool, s *float32)
//
// C[1×n] = S, or C += S if acc, S = A·B, n ≥ 1, k ≥ 1. Needs AVX512F, BMI2.
//
//   a    element l at a[l·csa]
//   b    row l at b[l·ldb], n elements
//   c    n elements; not read if !acc
//   s    scratch, n elements rounded up to 16: the sums
//
//   Z0  the sum of 16 columns     Z16–Z23  A(l) of this group     Z5 zero     K1 columns
//   DI, R9 rows 0 and 4 of B; R8 ldb, BX 3·ldb (bytes); R12 s; SI A, then C
//   CX steps left; R11 steps of this group; DX columns left; AX csa, R13 3·csa (bytes), then
//   AX steps done: 0 in the first group
//
// B is read by whole rows, 8 at a time, as caches and memory like it, and the sums
// wait in s. Bound by the loads, one vector a cycle on Zen 4 and two on Intel, or by
// where B lies.

#define STEP(addr, x, i) \
	VFMADD231PS addr, x, K1, Z0 \
	CMPQ R11, $i \
	JEQ  sums

#define ONCE(i) \
	CMPQ R11, $i \
	JEQ  columns

TEXT ·SgemmRowAVX512(SB), NOSPLIT, $0-72
	MOVQ   k+8(FP), CX
	MOVQ   ldb+40(FP), R8
	SHLQ   $2, R8
	LEAQ   (R8)(R8*2), BX
	VPXORD Z5, Z5, Z5

group:
	MOVQ a+16(FP), SI
	MOVQ csa+24(FP), AX
	SHLQ $2, AX
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

columns:
	MOVQ   b+32(FP), DI
	MOVQ   s+64(FP), R12
	MOVQ   c+48(FP), SI
	MOVQ   n+0(FP), DX
	MOVQ   k+8(FP), AX
	SUBQ   CX, AX
	KXNORW K1, K1, K1

column:
	CMPQ  DX, $16
	JGE   whole
	MOVL  $0xffff, R13
	BZHIL DX, R13, R13
	KMOVW R13, K1

whole:
	LEAQ (DI)(R8*4), R9
	VPXORD Z0, Z0, Z0
	TESTQ AX, AX
	JEQ  steps
	VMOVUPS (R12), Z0

steps:
	STEP((DI), Z16, 1)
	STEP((DI)(R8*1), Z17, 2)
	STEP((DI)(R8*2), Z18, 3)
	STEP((DI)(BX*1), Z19, 4)
	STEP((R9), Z20, 5)
	STEP((R9)(R8*1), Z21, 6)
	STEP((R9)(R8*2), Z22, 7)
	VFMADD231PS (R9)(BX*1), Z23, K1, Z0

sums:
	CMPQ R11, CX
	JEQ  finish
	VMOVUPS Z0, (R12)
	JMP  next

// The last group: the sums go to C.
finish:
	CMPB acc+56(FP), $0
	JEQ  overwrite
	VADDPS  (SI), Z0, K1, Z0
	VMOVUPS Z0, K1, (SI)
	JMP  next

overwrite:
	VADDPS  Z5, Z0, Z0
	VMOVUPS Z0, K1, (SI)

next:
	ADDQ $64, R12
	ADDQ $64, DI
	ADDQ $64, SI
	SUBQ $16, DX
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
