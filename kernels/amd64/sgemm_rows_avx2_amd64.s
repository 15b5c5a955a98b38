//go:build !purego

#include "textflag.h"

// func SgemmRowsAVX2(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool, s *float32)
//
// C[m×n] = S, or C += S if acc, S = A·B, for 2 ≤ m ≤ 4 rows, n a multiple of 16, k ≥ 1.
// Needs AVX2 and FMA3.
//
//   a    element (i,l) at a[i·rsa + l·csa]
//   b    row l at b[l·ldb], n elements
//   c    rows ldc elements apart, n elements each; not read if !acc
//   s    scratch, 4·n elements: the sums of 16 columns, row by row, then the next
//
//   Y0–Y7    sums of 16 columns, two a row     Y8, Y9  16 columns of B     Y10  A(i,l)
//   Y11  zero
//   DI row 0 of B; R8 ldb, R13 3·ldb (bytes); R9 s; DX columns left
//   SI A of this group; R10, R11, R12 distances to its rows 1 to 3; AX csa (bytes)
//   BX A(0,l), what is asked for, C; CX steps left, of which a group takes 4
//
// B is read by whole rows, 4 at a time, as memory likes it, and the sums wait in s. Rows
// beyond the last repeat it and are not stored. Bound by FMA and the loads, two a cycle, 16
// cycles for 64 elements of B; or by where B lies: what comes 8 rows later is asked
// for into the second cache, without which computing and waiting add up. The same loops in
// C read 24 GB/s of 4×4096×4096 on Zen 4, asking 4 rows ahead 23, not at all 14; a sum
// reads 22.

#define STEP(lo, hi) \
	VMOVUPS      lo, Y8 \
	VMOVUPS      hi, Y9 \
	VBROADCASTSS (BX), Y10 \
	VFMADD231PS  Y8, Y10, Y0 \
	VFMADD231PS  Y9, Y10, Y1 \
	VBROADCASTSS (BX)(R10*1), Y10 \
	VFMADD231PS  Y8, Y10, Y2 \
	VFMADD231PS  Y9, Y10, Y3 \
	VBROADCASTSS (BX)(R11*1), Y10 \
	VFMADD231PS  Y8, Y10, Y4 \
	VFMADD231PS  Y9, Y10, Y5 \
	VBROADCASTSS (BX)(R12*1), Y10 \
	VFMADD231PS  Y8, Y10, Y6 \
	VFMADD231PS  Y9, Y10, Y7 \
	ADDQ         AX, BX

// Row i of C, counted from 1.
#define FINISH(lo, hi, i) \
	VADDPS  (BX), lo, lo \
	VADDPS  32(BX), hi, hi \
	VMOVUPS lo, (BX) \
	VMOVUPS hi, 32(BX) \
	CMPQ    m+0(FP), $i \
	JEQ     next \
	ADDQ    R13, BX

#define OVERWRITE(lo, hi, i) \
	VADDPS  lo, Y11, lo \
	VADDPS  hi, Y11, hi \
	VMOVUPS lo, (BX) \
	VMOVUPS hi, 32(BX) \
	CMPQ    m+0(FP), $i \
	JEQ     next \
	ADDQ    R13, BX

TEXT ·SgemmRowsAVX2(SB), NOSPLIT, $0-96
	MOVQ rsa+32(FP), R10
	SHLQ $2, R10
	LEAQ (R10)(R10*1), R11
	LEAQ (R10)(R10*2), R12
	CMPQ m+0(FP), $3
	CMOVQLT R10, R11
	CMOVQLE R11, R12
	MOVQ csa+40(FP), AX
	SHLQ $2, AX
	MOVQ ldb+56(FP), R8
	SHLQ $2, R8
	MOVQ a+24(FP), SI
	MOVQ k+16(FP), CX
	VXORPS Y11, Y11, Y11

group:
	MOVQ b+48(FP), DI
	MOVQ s+88(FP), R9
	MOVQ n+8(FP), DX

column:
	LEAQ (R8)(R8*2), R13
	LEAQ (DI)(R8*8), BX
	PREFETCHT1 (BX)
	PREFETCHT1 (BX)(R8*1)
	PREFETCHT1 (BX)(R8*2)
	PREFETCHT1 (BX)(R13*1)
	CMPQ CX, k+16(FP)
	JEQ  first
	VMOVUPS (R9), Y0
	VMOVUPS 32(R9), Y1
	VMOVUPS 64(R9), Y2
	VMOVUPS 96(R9), Y3
	VMOVUPS 128(R9), Y4
	VMOVUPS 160(R9), Y5
	VMOVUPS 192(R9), Y6
	VMOVUPS 224(R9), Y7
	JMP  steps

first:
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7

steps:
	MOVQ SI, BX
	STEP((DI), 32(DI))
	CMPQ CX, $1
	JEQ  last
	STEP((DI)(R8*1), 32(DI)(R8*1))
	CMPQ CX, $2
	JEQ  last
	STEP((DI)(R8*2), 32(DI)(R8*2))
	CMPQ CX, $3
	JEQ  last
	STEP((DI)(R13*1), 32(DI)(R13*1))
	CMPQ CX, $4
	JEQ  last
	VMOVUPS Y0, (R9)
	VMOVUPS Y1, 32(R9)
	VMOVUPS Y2, 64(R9)
	VMOVUPS Y3, 96(R9)
	VMOVUPS Y4, 128(R9)
	VMOVUPS Y5, 160(R9)
	VMOVUPS Y6, 192(R9)
	VMOVUPS Y7, 224(R9)

next:
	ADDQ $64, DI
	ADDQ $256, R9
	SUBQ $16, DX
	JNZ  column
	SUBQ $4, CX
	JLE  done
	LEAQ (SI)(AX*4), SI
	LEAQ (R8*4), R13
	ADDQ R13, b+48(FP)
	JMP  group

// The last group: the sums go to C.
last:
	MOVQ c+64(FP), BX
	ADDQ $64, c+64(FP)
	MOVQ ldc+72(FP), R13
	SHLQ $2, R13
	CMPB acc+80(FP), $0
	JEQ  overwrite
	FINISH(Y0, Y1, 1)
	FINISH(Y2, Y3, 2)
	FINISH(Y4, Y5, 3)
	FINISH(Y6, Y7, 4)

overwrite:
	OVERWRITE(Y0, Y1, 1)
	OVERWRITE(Y2, Y3, 2)
	OVERWRITE(Y4, Y5, 3)
	OVERWRITE(Y6, Y7, 4)

done:
	VZEROUPPER
	RET
