//go:build !purego

#include "textflag.h"

// func Sgemm14x32AVX512(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool)
//
// C[m×n] = S, or C += S if acc, S = A·B; 1 ≤ m ≤ 14, 1 ≤ n ≤ 32, k ≥ 1. Needs AVX512F.
//
//   a    element (i,l) at a[i·rsa + l·csa]: packed, in place or transposed in place
//   b    row l at b[l·ldb], n elements
//   c    rows ldc elements apart, n elements each; not read if !acc
//
//   Z4–Z31  accumulators: row i in Z(4+2i), Z(5+2i)
//   Z0, Z1  row l of B            Z2, Z3  A(i,l) in all lanes
//   K2      columns 16–31
//   SI, R9, R10  rows 0, 5, 10 of A; AX rsa, BX 3·rsa, DX csa (bytes)
//   DI row of B, R8 ldb; CX steps left; R11 rows; R12 next tile of C, R13 ldc
//
// Whole tiles: 28 FMA, 2 loads, 14 broadcasts a step, bound by FMA: 28 cycles on
// Zen 4 (one a cycle), 14 on Intel (two); 32 of 32 registers, so no larger tile
// fits. Every 16 steps one row of the next tile of C is prefetched. Edges leave
// each step after their last row, by a branch that is always predicted. Up to
// 16 columns go to the thin routine: a store under an empty mask is very slow.
// All rows of C are loaded before one is stored: a load that overlaps the store
// of the row above would wait for it.

#define ROW(addr, x, lo, hi) \
	VBROADCASTSS addr, x \
	VFMADD231PS  Z0, x, lo \
	VFMADD231PS  Z1, x, hi

#define STEP \
	VMOVUPS (DI), Z0 \
	VMOVUPS 64(DI), Z1 \
	ROW((SI), Z2, Z4, Z5) \
	ROW((SI)(AX*1), Z3, Z6, Z7) \
	ROW((SI)(AX*2), Z2, Z8, Z9) \
	ROW((SI)(BX*1), Z3, Z10, Z11) \
	ROW((SI)(AX*4), Z2, Z12, Z13) \
	ADDQ    DX, SI \
	ROW((R9), Z3, Z14, Z15) \
	ROW((R9)(AX*1), Z2, Z16, Z17) \
	ROW((R9)(AX*2), Z3, Z18, Z19) \
	ROW((R9)(BX*1), Z2, Z20, Z21) \
	ROW((R9)(AX*4), Z3, Z22, Z23) \
	ADDQ    DX, R9 \
	ADDQ    R8, DI \
	ROW((R10), Z2, Z24, Z25) \
	ROW((R10)(AX*1), Z3, Z26, Z27) \
	ROW((R10)(AX*2), Z2, Z28, Z29) \
	ROW((R10)(BX*1), Z3, Z30, Z31) \
	ADDQ    DX, R10

// Row i of an edge tile, counted from 1, of R11 rows.
#define EDGE_ROW(addr, x, i, lo, hi) \
	ROW(addr, x, lo, hi) \
	CMPQ R11, $i \
	JEQ  edgenext

#define PREFETCH_C \
	PREFETCHT0 128(R12) \
	PREFETCHT0 192(R12) \
	ADDQ       R13, R12

#define ADD_C(lo, hi) \
	VADDPS (DI), lo, lo \
	VADDPS 64(DI), hi, K2, hi \
	ADDQ   R13, DI \
	DECQ   R12 \
	JZ     store

#define ADD_ZERO(lo, hi) \
	VADDPS Z0, lo, lo \
	VADDPS Z0, hi, hi

#define STORE(lo, hi) \
	VMOVUPS lo, (SI) \
	VMOVUPS hi, K2, 64(SI) \
	ADDQ    R13, SI \
	DECQ    R11 \
	JZ      done

TEXT ·Sgemm14x32AVX512(SB), NOSPLIT, $0-81
	MOVQ n+8(FP), CX
	CMPQ CX, $16
	JLE  thin
	MOVQ $1, R11
	SHLQ CX, R11
	DECQ R11
	SHRQ $16, R11
	KMOVW R11, K2
	MOVQ a+24(FP), SI
	MOVQ rsa+32(FP), AX
	MOVQ csa+40(FP), DX
	MOVQ b+48(FP), DI
	MOVQ ldb+56(FP), R8
	SHLQ $2, AX
	SHLQ $2, DX
	SHLQ $2, R8
	LEAQ (AX)(AX*2), BX
	LEAQ (SI)(AX*4), R9
	ADDQ AX, R9
	LEAQ (R9)(AX*4), R10
	ADDQ AX, R10
	VPXORD Z4, Z4, Z4
	VPXORD Z5, Z5, Z5
	VPXORD Z6, Z6, Z6
	VPXORD Z7, Z7, Z7
	VPXORD Z8, Z8, Z8
	VPXORD Z9, Z9, Z9
	VPXORD Z10, Z10, Z10
	VPXORD Z11, Z11, Z11
	VPXORD Z12, Z12, Z12
	VPXORD Z13, Z13, Z13
	VPXORD Z14, Z14, Z14
	VPXORD Z15, Z15, Z15
	VPXORD Z16, Z16, Z16
	VPXORD Z17, Z17, Z17
	VPXORD Z18, Z18, Z18
	VPXORD Z19, Z19, Z19
	VPXORD Z20, Z20, Z20
	VPXORD Z21, Z21, Z21
	VPXORD Z22, Z22, Z22
	VPXORD Z23, Z23, Z23
	VPXORD Z24, Z24, Z24
	VPXORD Z25, Z25, Z25
	VPXORD Z26, Z26, Z26
	VPXORD Z27, Z27, Z27
	VPXORD Z28, Z28, Z28
	VPXORD Z29, Z29, Z29
	VPXORD Z30, Z30, Z30
	VPXORD Z31, Z31, Z31
	MOVQ m+0(FP), R11
	MOVQ c+64(FP), R12
	MOVQ ldc+72(FP), R13
	SHLQ $2, R13
	CMPQ CX, $32
	MOVQ k+16(FP), CX
	JNE  edge
	CMPQ R11, $14
	JNE  edge
	PCALIGN $64

loop:
	STEP
	TESTL $15, CX
	JNZ   next
	PREFETCH_C

next:
	DECQ CX
	JNZ  loop
	JMP  sum
	PCALIGN $64

edge:
	VMOVUPS   (DI), Z0
	VMOVUPS.Z 64(DI), K2, Z1
	EDGE_ROW((SI), Z2, 1, Z4, Z5)
	EDGE_ROW((SI)(AX*1), Z3, 2, Z6, Z7)
	EDGE_ROW((SI)(AX*2), Z2, 3, Z8, Z9)
	EDGE_ROW((SI)(BX*1), Z3, 4, Z10, Z11)
	EDGE_ROW((SI)(AX*4), Z2, 5, Z12, Z13)
	EDGE_ROW((R9), Z3, 6, Z14, Z15)
	EDGE_ROW((R9)(AX*1), Z2, 7, Z16, Z17)
	EDGE_ROW((R9)(AX*2), Z3, 8, Z18, Z19)
	EDGE_ROW((R9)(BX*1), Z2, 9, Z20, Z21)
	EDGE_ROW((R9)(AX*4), Z3, 10, Z22, Z23)
	EDGE_ROW((R10), Z2, 11, Z24, Z25)
	EDGE_ROW((R10)(AX*1), Z3, 12, Z26, Z27)
	EDGE_ROW((R10)(AX*2), Z2, 13, Z28, Z29)
	ROW((R10)(BX*1), Z3, Z30, Z31)

edgenext:
	ADDQ  DX, SI
	ADDQ  DX, R9
	ADDQ  DX, R10
	ADDQ  R8, DI
	TESTL $15, CX
	JNZ   edgetest
	PREFETCH_C

edgetest:
	DECQ CX
	JNZ  edge

sum:
	MOVQ c+64(FP), DI
	MOVQ DI, SI
	MOVQ R11, R12
	CMPB acc+80(FP), $0
	JEQ  overwrite
	ADD_C(Z4, Z5)
	ADD_C(Z6, Z7)
	ADD_C(Z8, Z9)
	ADD_C(Z10, Z11)
	ADD_C(Z12, Z13)
	ADD_C(Z14, Z15)
	ADD_C(Z16, Z17)
	ADD_C(Z18, Z19)
	ADD_C(Z20, Z21)
	ADD_C(Z22, Z23)
	ADD_C(Z24, Z25)
	ADD_C(Z26, Z27)
	ADD_C(Z28, Z29)
	ADD_C(Z30, Z31)

overwrite:
	VPXORD Z0, Z0, Z0
	ADD_ZERO(Z4, Z5)
	ADD_ZERO(Z6, Z7)
	ADD_ZERO(Z8, Z9)
	ADD_ZERO(Z10, Z11)
	ADD_ZERO(Z12, Z13)
	ADD_ZERO(Z14, Z15)
	ADD_ZERO(Z16, Z17)
	ADD_ZERO(Z18, Z19)
	ADD_ZERO(Z20, Z21)
	ADD_ZERO(Z22, Z23)
	ADD_ZERO(Z24, Z25)
	ADD_ZERO(Z26, Z27)
	ADD_ZERO(Z28, Z29)
	ADD_ZERO(Z30, Z31)

store:
	STORE(Z4, Z5)
	STORE(Z6, Z7)
	STORE(Z8, Z9)
	STORE(Z10, Z11)
	STORE(Z12, Z13)
	STORE(Z14, Z15)
	STORE(Z16, Z17)
	STORE(Z18, Z19)
	STORE(Z20, Z21)
	STORE(Z22, Z23)
	STORE(Z24, Z25)
	STORE(Z26, Z27)
	STORE(Z28, Z29)
	STORE(Z30, Z31)

done:
	VZEROUPPER
	RET

thin:
	JMP ·sgemm14x16AVX512(SB)
