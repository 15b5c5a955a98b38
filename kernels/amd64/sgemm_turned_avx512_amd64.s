//go:build !purego

#include "textflag.h"

// func SgemmTurnedAVX512(m, n, k int, a *float32, lda int, x *float32, ldx int, y *float32, ldy int, acc bool)
//
// Y[m×n] = S, or Y += S if acc, S = A·X, Y stored by columns; 1 ≤ n ≤ 10, m is a multiple of 16,
// k of 4. Needs AVX512F.
//
//   a    row i at a[i·lda], k elements
//   x    row l at x[l·ldx], n elements
//   y    column j at y[j·ldy], m elements; not read if !acc
//
//   Z16–Z25  sums of 16 rows for each column     Z2–Z5  four columns of A, transposed on
//   the way, by Z0 and Z1
//   SI, R9 rows 0 and 8 of 16 of A; R8 lda, BX, DX, R13 3, 5 and 7 lda (bytes)
//   DI X; R10, R11 ldx and 3 ldx (bytes); R12 n; CX steps left; AX y
//
// Lanes run along the rows of A, so that none is idle whatever n is. Bound by FMA.

#define LOAD(off) \
	VMOVUPS      off(SI), X0 \
	VINSERTF32X4 $1, off(SI)(R8*4), Z0, Z0 \
	VINSERTF32X4 $2, off(R9), Z0, Z0 \
	VINSERTF32X4 $3, off(R9)(R8*4), Z0, Z0 \
	VMOVUPS      off(SI)(R8*1), X1 \
	VINSERTF32X4 $1, off(SI)(DX*1), Z1, Z1 \
	VINSERTF32X4 $2, off(R9)(R8*1), Z1, Z1 \
	VINSERTF32X4 $3, off(R9)(DX*1), Z1, Z1 \
	VMOVUPS      off(SI)(R8*2), X2 \
	VINSERTF32X4 $1, off(SI)(BX*2), Z2, Z2 \
	VINSERTF32X4 $2, off(R9)(R8*2), Z2, Z2 \
	VINSERTF32X4 $3, off(R9)(BX*2), Z2, Z2 \
	VMOVUPS      off(SI)(BX*1), X3 \
	VINSERTF32X4 $1, off(SI)(R13*1), Z3, Z3 \
	VINSERTF32X4 $2, off(R9)(BX*1), Z3, Z3 \
	VINSERTF32X4 $3, off(R9)(R13*1), Z3, Z3 \
	VUNPCKLPS    Z1, Z0, Z4 \
	VUNPCKHPS    Z1, Z0, Z0 \
	VUNPCKLPS    Z3, Z2, Z5 \
	VUNPCKHPS    Z3, Z2, Z1 \
	VUNPCKLPD    Z5, Z4, Z2 \
	VUNPCKHPD    Z5, Z4, Z3 \
	VUNPCKLPD    Z1, Z0, Z4 \
	VUNPCKHPD    Z1, Z0, Z5

// The product of a column of A with element j of the row of X at p.
#define ONE(p, j, column, sum, next) \
	VFMADD231PS.BCST (4*j)p, column, sum \
	CMPQ             R12, $(j+1) \
	JEQ              next

#define STEP(p, column, next) \
	ONE(p, 0, column, Z16, next) \
	ONE(p, 1, column, Z17, next) \
	ONE(p, 2, column, Z18, next) \
	ONE(p, 3, column, Z19, next) \
	ONE(p, 4, column, Z20, next) \
	ONE(p, 5, column, Z21, next) \
	ONE(p, 6, column, Z22, next) \
	ONE(p, 7, column, Z23, next) \
	ONE(p, 8, column, Z24, next) \
	VFMADD231PS.BCST (36)p, column, Z25

#define STORE(j, sum) \
	VPXORD  Z0, Z0, Z0 \
	CMPB    acc+72(FP), $0 \
	JEQ     2(PC) \
	VMOVUPS (AX), Z0 \
	VADDPS  sum, Z0, Z0 \
	VMOVUPS Z0, (AX) \
	CMPQ    R12, $(j+1) \
	JEQ     next \
	ADDQ    CX, AX

TEXT ·SgemmTurnedAVX512(SB), NOSPLIT, $0-73
	MOVQ n+8(FP), R12
	MOVQ lda+32(FP), R8
	SHLQ $2, R8
	LEAQ (R8)(R8*2), BX
	LEAQ (R8)(R8*4), DX
	LEAQ (DX)(R8*2), R13
	MOVQ ldx+48(FP), R10
	SHLQ $2, R10
	LEAQ (R10)(R10*2), R11

rows:
	MOVQ a+24(FP), SI
	LEAQ (SI)(R8*8), R9
	LEAQ (R9)(R8*8), AX
	MOVQ AX, a+24(FP)
	MOVQ x+40(FP), DI
	MOVQ k+16(FP), CX
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
	PCALIGN $64

loop:
	LOAD(0)
	STEP((DI), Z2, step1)

step1:
	STEP((DI)(R10*1), Z3, step2)

step2:
	STEP((DI)(R10*2), Z4, step3)

step3:
	STEP((DI)(R11*1), Z5, step4)

step4:
	ADDQ $16, SI
	ADDQ $16, R9
	LEAQ (DI)(R10*4), DI
	SUBQ $4, CX
	JNZ  loop

	MOVQ y+56(FP), AX
	ADDQ $64, y+56(FP)
	MOVQ ldy+64(FP), CX
	SHLQ $2, CX
	STORE(0, Z16)
	STORE(1, Z17)
	STORE(2, Z18)
	STORE(3, Z19)
	STORE(4, Z20)
	STORE(5, Z21)
	STORE(6, Z22)
	STORE(7, Z23)
	STORE(8, Z24)
	STORE(9, Z25)

next:
	SUBQ $16, m+0(FP)
	JNZ  rows
	VZEROUPPER
	RET
