//go:build !purego

#include "textflag.h"

// func SgemmRowsAVX512(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool, s *float32)
//
// C[m×n] = S, or C += S if acc, S = A·B, for 2 ≤ m ≤ 4 rows, n ≥ 1, k ≥ 1. Needs AVX512F
// and BMI2.
//
//   a    element (i,l) at a[i·rsa + l·csa]
//   b    row l at b[l·ldb], n elements
//   c    rows ldc elements apart, n elements each; not read if !acc
//   s    scratch, 4·n elements, n rounded up to 16: the sums of 16 columns, row by row, then the next
//
//   Z0–Z3  sums of 16 columns     Z4  row l of B     Z5 zero     K1 columns
//   DI, R11 rows 0 and 4 of B; R8 ldb, R13 3·ldb (bytes); R9 s; DX columns left
//   SI A of this group; R10 rsa, R12 3·rsa, AX csa (bytes)
//   BX what is asked for, A(0,l), C; CX steps left, of which a group takes 8
//
// B is read by whole rows, 8 at a time, as memory likes it, and the sums wait in s. Bound by
// FMA, 32 cycles for 128 elements of B on Zen 4; or by where B lies: what comes 8 rows later is
// asked for into the second cache, and 8 instructions for 16 elements let the processor look far
// enough ahead for computing and waiting not to add up, where SgemmRowsAVX2 has 17. In turns with
// kernels.Sum 4×4096×4096 reads B at 1.06 times its rate, by that at 0.98; from the third cache
// 4×1024×3136 does 89 GFLOP/s, by that 78.

#define STEP_2(row) \
	VMOVUPS.Z        row, K1, Z4 \
	VFMADD231PS.BCST (BX), Z4, Z0 \
	VFMADD231PS.BCST (BX)(R10*1), Z4, Z1

#define STEP_3(row) \
	STEP_2(row) \
	VFMADD231PS.BCST (BX)(R10*2), Z4, Z2

#define STEP_4(row) \
	STEP_3(row) \
	VFMADD231PS.BCST (BX)(R12*1), Z4, Z3

// A step, which may be step i of the last group, counted from 1.
#define STEP(step, row, i) \
	step(row) \
	ADDQ AX, BX \
	CMPQ CX, $i \
	JEQ  last

#define STEPS(step) \
	STEP(step, (DI), 1) \
	STEP(step, (DI)(R8*1), 2) \
	STEP(step, (DI)(R8*2), 3) \
	STEP(step, (DI)(R13*1), 4) \
	STEP(step, (R11), 5) \
	STEP(step, (R11)(R8*1), 6) \
	STEP(step, (R11)(R8*2), 7) \
	STEP(step, (R11)(R13*1), 8) \
	JMP  keep

#define ASK \
	PREFETCHT1 (BX) \
	PREFETCHT1 (BX)(R8*1) \
	PREFETCHT1 (BX)(R8*2) \
	PREFETCHT1 (BX)(R13*1)

// Row i of C, counted from 1.
#define ADD_C(sum, i) \
	VADDPS  (BX), sum, K1, sum \
	VMOVUPS sum, K1, (BX) \
	CMPQ    m+0(FP), $i \
	JEQ     next \
	ADDQ    R11, BX

#define OVERWRITE(sum, i) \
	VADDPS  sum, Z5, sum \
	VMOVUPS sum, K1, (BX) \
	CMPQ    m+0(FP), $i \
	JEQ     next \
	ADDQ    R11, BX

TEXT ·SgemmRowsAVX512(SB), NOSPLIT, $0-96
	MOVQ rsa+32(FP), R10
	SHLQ $2, R10
	LEAQ (R10)(R10*2), R12
	MOVQ csa+40(FP), AX
	SHLQ $2, AX
	MOVQ ldb+56(FP), R8
	SHLQ $2, R8
	LEAQ (R8)(R8*2), R13
	MOVQ a+24(FP), SI
	MOVQ k+16(FP), CX
	VPXORD Z5, Z5, Z5

group:
	MOVQ   b+48(FP), DI
	MOVQ   s+88(FP), R9
	MOVQ   n+8(FP), DX
	KXNORW K1, K1, K1

column:
	CMPQ  DX, $16
	JGE   whole
	MOVL  $0xffff, R11
	BZHIL DX, R11, R11
	KMOVW R11, K1

whole:
	LEAQ (DI)(R8*8), BX
	ASK
	LEAQ (BX)(R8*4), BX
	ASK
	CMPQ CX, k+16(FP)
	JEQ  first
	VMOVUPS (R9), Z0
	VMOVUPS 64(R9), Z1
	VMOVUPS 128(R9), Z2
	VMOVUPS 192(R9), Z3
	JMP  steps

first:
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3

steps:
	MOVQ SI, BX
	LEAQ (DI)(R8*4), R11
	CMPQ m+0(FP), $3
	JEQ  three
	JLT  two
	STEPS(STEP_4)

three:
	STEPS(STEP_3)

two:
	STEPS(STEP_2)

keep:
	VMOVUPS Z0, (R9)
	VMOVUPS Z1, 64(R9)
	VMOVUPS Z2, 128(R9)
	VMOVUPS Z3, 192(R9)

next:
	ADDQ $64, DI
	ADDQ $256, R9
	SUBQ $16, DX
	JGT  column
	SUBQ $8, CX
	JLE  done
	LEAQ (SI)(AX*8), SI
	LEAQ (R8*8), R11
	ADDQ R11, b+48(FP)
	JMP  group

// The last group: the sums go to C.
last:
	MOVQ c+64(FP), BX
	ADDQ $64, c+64(FP)
	MOVQ ldc+72(FP), R11
	SHLQ $2, R11
	CMPB acc+80(FP), $0
	JEQ  overwrite
	ADD_C(Z0, 1)
	ADD_C(Z1, 2)
	ADD_C(Z2, 3)
	ADD_C(Z3, 4)

overwrite:
	OVERWRITE(Z0, 1)
	OVERWRITE(Z1, 2)
	OVERWRITE(Z2, 3)
	OVERWRITE(Z3, 4)

done:
	VZEROUPPER
	RET
