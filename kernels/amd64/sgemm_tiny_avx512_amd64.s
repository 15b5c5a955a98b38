//go:build !purego

#include "textflag.h"

// func Sgemm6x16AVX512(m, n, k int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int)
//
// C[m×n] = A·B, a whole product; m, n, k ≥ 1. Needs AVX512F and VL, and BMI2.
//
//   a, b, c  row-major, rows lda, ldb, ldc elements apart; c is not read
//
//   Z18–Z23  accumulators: six or four rows of C   Z16, Z17 rows of B   Z24 zero   K1 columns
//   SI, R9, R10, R11, BX, R13  ends of six rows of A; AX lda, CX l − k
//   DI row of B, R8 ldb; R12 rows left; DX row of C, at last R13 ldc
//   n, b and c in the arguments go along with the columns
//
// Columns are taken sixteen at a time, a Y register up to eight; of these, six rows, or four
// if their number is a multiple of that or seven, and four steps at a time. What such a
// product takes is the number of its instructions, from a hundred on, so there are few
// branches: rows that do not exist are the last one again, and not stored. Registers from
// 16 on need no VZEROUPPER, which takes as long as ten of them.

#define STEP4(row, d, b, c0, c1, c2, c3) \
	VMOVUPS.Z        row, K1, b \
	VFMADD231PS.BCST d(SI)(CX*4), b, c0 \
	VFMADD231PS.BCST d(R9)(CX*4), b, c1 \
	VFMADD231PS.BCST d(R10)(CX*4), b, c2 \
	VFMADD231PS.BCST d(R11)(CX*4), b, c3

#define STEP6(row, d, b, c0, c1, c2, c3, c4, c5) \
	STEP4(row, d, b, c0, c1, c2, c3) \
	VFMADD231PS.BCST d(BX)(CX*4), b, c4 \
	VFMADD231PS.BCST d(R13)(CX*4), b, c5

#define FOUR_STEP4(b0, b1, c0, c1, c2, c3) \
	STEP4((DI), -16, b0, c0, c1, c2, c3) \
	STEP4((DI)(R8*4), -12, b1, c0, c1, c2, c3) \
	LEAQ (DI)(R8*8), DI \
	STEP4((DI), -8, b0, c0, c1, c2, c3) \
	STEP4((DI)(R8*4), -4, b1, c0, c1, c2, c3) \
	LEAQ (DI)(R8*8), DI \
	ADDQ $4, CX

#define FOUR_STEP6(b0, b1, c0, c1, c2, c3, c4, c5) \
	STEP6((DI), -16, b0, c0, c1, c2, c3, c4, c5) \
	STEP6((DI)(R8*4), -12, b1, c0, c1, c2, c3, c4, c5) \
	LEAQ (DI)(R8*8), DI \
	STEP6((DI), -8, b0, c0, c1, c2, c3, c4, c5) \
	STEP6((DI)(R8*4), -4, b1, c0, c1, c2, c3, c4, c5) \
	LEAQ (DI)(R8*8), DI \
	ADDQ $4, CX

#define STORE(acc, row) \
	VADDPS  Z24, acc, acc \
	VMOVUPS acc, K1, row

// Four rows; DX goes on by two.
#define STORE_FOUR \
	MOVQ ldc+64(FP), R13 \
	LEAQ (R13)(R13*2), BX \
	STORE(Z18, (DX)) \
	STORE(Z19, (DX)(R13*4)) \
	STORE(Z20, (DX)(R13*8)) \
	STORE(Z21, (DX)(BX*4)) \
	LEAQ (DX)(R13*8), DX

TEXT ·Sgemm6x16AVX512(SB), NOSPLIT, $0-72
	MOVQ   lda+32(FP), AX
	MOVQ   ldb+48(FP), R8
	VPXORD X24, X24, X24

columns:
	MOVQ  n+8(FP), BX
	MOVQ  k+16(FP), CX
	MOVQ  a+24(FP), SI
	MOVQ  m+0(FP), R12
	MOVQ  c+56(FP), DX
	MOVL  $-1, R9
	BZHIL BX, R9, R9
	KMOVW R9, K1
	LEAQ  (SI)(CX*4), SI

rows:
	LEAQ   (SI)(AX*4), R9
	LEAQ   (SI)(AX*8), R10
	LEAQ   (R9)(AX*8), R11
	MOVQ   b+40(FP), DI
	MOVQ   $4, CX
	SUBQ   k+16(FP), CX
	VPXORD X18, X18, X18
	VPXORD X19, X19, X19
	VPXORD X20, X20, X20
	VPXORD X21, X21, X21
	CMPQ   R12, $4
	JLT    few
	TESTB  $3, R12
	JNZ    uneven

four:
	TESTQ CX, CX
	JG    rest4
	CMPQ  n+8(FP), $8
	JG    loop4

narrow4:
	FOUR_STEP4(Y16, Y17, Y18, Y19, Y20, Y21)
	JLE  narrow4

rest4:
	SUBQ $4, CX
	JNZ  restloop4

sum4:
	LEAQ (R11)(AX*4), SI
	STORE_FOUR
	LEAQ (DX)(R13*8), DX
	SUBQ $4, R12
	JNZ  rows

stored:
	CMPQ n+8(FP), $16
	JG   more
	RET

more:
	SUBQ $16, n+8(FP)
	ADDQ $64, b+40(FP)
	ADDQ $64, c+56(FP)
	JMP  columns

loop4:
	FOUR_STEP4(Z16, Z17, Z18, Z19, Z20, Z21)
	JLE  loop4
	JMP  rest4

restloop4:
	STEP4((DI), 0, Z16, Z18, Z19, Z20, Z21)
	LEAQ (DI)(R8*4), DI
	INCQ CX
	JNZ  restloop4
	JMP  sum4

uneven:
	CMPQ    R12, $7
	JEQ     four
	VPXORD  X22, X22, X22
	VPXORD  X23, X23, X23
	LEAQ    (R10)(AX*8), BX
	LEAQ    (R11)(AX*8), R13
	CMPQ    R12, $5
	CMOVQEQ BX, R13
	TESTQ   CX, CX
	JG      rest6
	CMPQ    n+8(FP), $8
	JG      loop6

narrow6:
	FOUR_STEP6(Y16, Y17, Y18, Y19, Y20, Y21, Y22, Y23)
	JLE  narrow6

rest6:
	SUBQ $4, CX
	JNZ  restloop6

sum6:
	LEAQ (BX)(AX*8), SI
	STORE_FOUR
	STORE(Z22, (DX)(R13*8))
	LEAQ (DX)(R13*8), DX
	SUBQ $5, R12
	JZ   stored
	STORE(Z23, (DX)(R13*4))
	LEAQ (DX)(R13*8), DX
	DECQ R12
	JNZ  rows
	JMP  stored

loop6:
	FOUR_STEP6(Z16, Z17, Z18, Z19, Z20, Z21, Z22, Z23)
	JLE  loop6
	JMP  rest6

restloop6:
	STEP6((DI), 0, Z16, Z18, Z19, Z20, Z21, Z22, Z23)
	LEAQ (DI)(R8*4), DI
	INCQ CX
	JNZ  restloop6
	JMP  sum6

few:
	CMPQ    R12, $2
	CMOVQLT SI, R9
	CMOVQLE R9, R10
	SUBQ    $4, CX

fewloop:
	VMOVUPS.Z        (DI), K1, Z16
	VFMADD231PS.BCST (SI)(CX*4), Z16, Z18
	VFMADD231PS.BCST (R9)(CX*4), Z16, Z19
	VFMADD231PS.BCST (R10)(CX*4), Z16, Z20
	LEAQ (DI)(R8*4), DI
	INCQ CX
	JNZ  fewloop
	MOVQ ldc+64(FP), R13
	STORE(Z18, (DX))
	DECQ R12
	JZ   stored
	STORE(Z19, (DX)(R13*4))
	DECQ R12
	JZ   stored
	STORE(Z20, (DX)(R13*8))
	JMP  stored
