//go:build !purego

#include "textflag.h"

// func SgemmTurnedAVX2(m, n, k int, a *float32, lda int, x *float32, ldx int, y *float32, ldy int, acc bool)
//
// Y[m×n] = S, or Y += S if acc, S = A·X, Y stored by columns; 1 ≤ n ≤ 10, m is a multiple of 8, k
// of 4. Needs AVX2 and FMA3.
//
//   a    row i at a[i·lda], k elements
//   x    row l at x[l·ldx], n elements
//   y    column j at y[j·ldy], m elements; not read if !acc
//
//   Y6–Y15  sums of 8 rows for each column     Y2–Y5  four columns of A, transposed on the
//   way     Y0, Y1  X(l,j) in all lanes
//   SI 8 rows of A; R8 lda, BX, DX, R13 3, 5 and 7 lda (bytes)
//   DI X; R10, R11 ldx and 3 ldx (bytes); R12 n; CX steps left; R9 rows left; AX y
//
// Lanes run along the rows of A, so that none is idle whatever n is. Bound by the loads, two
// a cycle, 8 and 4·n for 32 elements of A: with n = 10 83 % of the peak.

#define LOAD(off) \
	VMOVUPS     off(SI), X0 \
	VMOVUPS     off(SI)(R8*1), X1 \
	VMOVUPS     off(SI)(R8*2), X2 \
	VMOVUPS     off(SI)(BX*1), X3 \
	VINSERTF128 $1, off(SI)(R8*4), Y0, Y0 \
	VINSERTF128 $1, off(SI)(DX*1), Y1, Y1 \
	VINSERTF128 $1, off(SI)(BX*2), Y2, Y2 \
	VINSERTF128 $1, off(SI)(R13*1), Y3, Y3 \
	VUNPCKLPS   Y1, Y0, Y4 \
	VUNPCKHPS   Y1, Y0, Y0 \
	VUNPCKLPS   Y3, Y2, Y5 \
	VUNPCKHPS   Y3, Y2, Y1 \
	VUNPCKLPD   Y5, Y4, Y2 \
	VUNPCKHPD   Y5, Y4, Y3 \
	VUNPCKLPD   Y1, Y0, Y4 \
	VUNPCKHPD   Y1, Y0, Y5

// The product of a column of A with element j of the row of X at p.
#define ONE(p, j, column, y, sum, next) \
	VBROADCASTSS (4*j)p, y \
	VFMADD231PS  y, column, sum \
	CMPQ         R12, $(j+1) \
	JEQ          next

#define STEP(p, column, next) \
	ONE(p, 0, column, Y0, Y6, next) \
	ONE(p, 1, column, Y1, Y7, next) \
	ONE(p, 2, column, Y0, Y8, next) \
	ONE(p, 3, column, Y1, Y9, next) \
	ONE(p, 4, column, Y0, Y10, next) \
	ONE(p, 5, column, Y1, Y11, next) \
	ONE(p, 6, column, Y0, Y12, next) \
	ONE(p, 7, column, Y1, Y13, next) \
	ONE(p, 8, column, Y0, Y14, next) \
	VBROADCASTSS (36)p, Y1 \
	VFMADD231PS  Y1, column, Y15

#define STORE(j, sum) \
	VXORPS  Y0, Y0, Y0 \
	CMPB    acc+72(FP), $0 \
	JEQ     2(PC) \
	VMOVUPS (AX), Y0 \
	VADDPS  sum, Y0, Y0 \
	VMOVUPS Y0, (AX) \
	CMPQ    R12, $(j+1) \
	JEQ     next \
	ADDQ    CX, AX

TEXT ·SgemmTurnedAVX2(SB), NOSPLIT, $0-73
	MOVQ m+0(FP), R9
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
	LEAQ (SI)(R8*8), AX
	MOVQ AX, a+24(FP)
	MOVQ x+40(FP), DI
	MOVQ k+16(FP), CX
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	VXORPS Y8, Y8, Y8
	VXORPS Y9, Y9, Y9
	VXORPS Y10, Y10, Y10
	VXORPS Y11, Y11, Y11
	VXORPS Y12, Y12, Y12
	VXORPS Y13, Y13, Y13
	VXORPS Y14, Y14, Y14
	VXORPS Y15, Y15, Y15
	PCALIGN $64

loop:
	LOAD(0)
	STEP((DI), Y2, step1)

step1:
	STEP((DI)(R10*1), Y3, step2)

step2:
	STEP((DI)(R10*2), Y4, step3)

step3:
	STEP((DI)(R11*1), Y5, step4)

step4:
	ADDQ $16, SI
	LEAQ (DI)(R10*4), DI
	SUBQ $4, CX
	JNZ  loop

	MOVQ y+56(FP), AX
	ADDQ $32, y+56(FP)
	MOVQ ldy+64(FP), CX
	SHLQ $2, CX
	STORE(0, Y6)
	STORE(1, Y7)
	STORE(2, Y8)
	STORE(3, Y9)
	STORE(4, Y10)
	STORE(5, Y11)
	STORE(6, Y12)
	STORE(7, Y13)
	STORE(8, Y14)
	STORE(9, Y15)

next:
	SUBQ $8, R9
	JNZ  rows
	VZEROUPPER
	RET
