//go:build !purego

#include "textflag.h"
#include "tail_avx2_amd64.h"

// func SgerAVX2(m, n int, x *float32, incx int, y, a *float32, lda int, acc bool)
//
// A[m×n] = S, or A += S if acc, S = x·yᵀ; m, n ≥ 1. Needs AVX2 and FMA3.
//
//   x    element i at x[i·incx]
//   y    n elements
//   a    rows lda elements apart, n elements each; not read if !acc
//
//   Y0 x(i) in all lanes     Y1–Y4 a piece of the row     Y14 mask of the rest     Y15 zero
//   SI x, AX incx; DI y; R12 a; R13 row of a, R8 lda (bytes); DX rows left
//   CX columns left; R11 rest of 8 columns
//   of rows of up to 16 elements: Y5, Y6 y, Y1, Y2 a row, Y3 of A, CX the second vector (bytes)
//
// Bound by the stores, 32 bytes a cycle on Zen 4, or by the cache that A goes to.

#define PIECE(off, y) \
	VMOVUPS     off(DI), y \
	VFMADD213PS Y15, Y0, y

TEXT ·SgerAVX2(SB), NOSPLIT, $0-57
	MOVQ m+0(FP), DX
	MOVQ x+16(FP), SI
	MOVQ incx+24(FP), AX
	MOVQ a+40(FP), R13
	MOVQ lda+48(FP), R8
	SHLQ $2, AX
	SHLQ $2, R8
	MOVQ n+8(FP), R11
	ANDQ $7, R11
	TAIL_MASK(R11, X14, Y14)
	VXORPS Y15, Y15, Y15
	MOVQ n+8(FP), CX
	CMPQ CX, $16
	JLE  narrow

row:
	VBROADCASTSS (SI), Y0
	MOVQ y+32(FP), DI
	MOVQ R13, R12
	MOVQ n+8(FP), CX
	CMPB acc+56(FP), $0
	JNE  add
	SUBQ $32, CX
	JLT  few

loop:
	PIECE(0, Y1)
	PIECE(32, Y2)
	PIECE(64, Y3)
	PIECE(96, Y4)
	VADDPS  Y15, Y1, Y1
	VADDPS  Y15, Y2, Y2
	VADDPS  Y15, Y3, Y3
	VADDPS  Y15, Y4, Y4
	VMOVUPS Y1, (R12)
	VMOVUPS Y2, 32(R12)
	VMOVUPS Y3, 64(R12)
	VMOVUPS Y4, 96(R12)
	ADDQ $128, DI
	ADDQ $128, R12
	SUBQ $32, CX
	JGE  loop

few:
	ADDQ $24, CX
	JLT  rest

one:
	PIECE(0, Y1)
	VADDPS  Y15, Y1, Y1
	VMOVUPS Y1, (R12)
	ADDQ $32, DI
	ADDQ $32, R12
	SUBQ $8, CX
	JGE  one

rest:
	TESTQ R11, R11
	JEQ   next
	VMASKMOVPS  (DI), Y14, Y1
	VFMADD213PS Y15, Y0, Y1
	VADDPS      Y15, Y1, Y1
	TAIL_STORE(R11, Y1, X1, R12)
	JMP next

add:
	SUBQ $8, CX
	JLT  addrest

addone:
	PIECE(0, Y1)
	VADDPS  (R12), Y1, Y1
	VMOVUPS Y1, (R12)
	ADDQ $32, DI
	ADDQ $32, R12
	SUBQ $8, CX
	JGE  addone

addrest:
	TESTQ R11, R11
	JEQ   next
	VMASKMOVPS  (DI), Y14, Y1
	VFMADD213PS Y15, Y0, Y1
	VMASKMOVPS  (R12), Y14, Y2
	VADDPS      Y2, Y1, Y1
	TAIL_STORE(R11, Y1, X1, R12)

next:
	ADDQ AX, SI
	ADDQ R8, R13
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET

	// Rows of up to 16 elements: y stays in Y5 and Y6, which overlap.
narrow:
	MOVQ y+32(FP), DI
	SUBQ $8, CX
	JLT  seven
	SHLQ $2, CX
	VMOVUPS (DI), Y5
	VMOVUPS (DI)(CX*1), Y6
	CMPB acc+56(FP), $0
	JNE  addpair

pair:
	VBROADCASTSS (SI), Y1
	VMOVAPS      Y1, Y2
	VFMADD213PS  Y15, Y5, Y1
	VFMADD213PS  Y15, Y6, Y2
	VADDPS       Y15, Y1, Y1
	VADDPS       Y15, Y2, Y2
	VMOVUPS      Y1, (R13)
	VMOVUPS      Y2, (R13)(CX*1)
	ADDQ AX, SI
	ADDQ R8, R13
	DECQ DX
	JNZ  pair
	VZEROUPPER
	RET

addpair:
	VBROADCASTSS (SI), Y1
	VMOVAPS      Y1, Y2
	VFMADD213PS  Y15, Y5, Y1
	VFMADD213PS  Y15, Y6, Y2
	VADDPS       (R13), Y1, Y1
	VADDPS       (R13)(CX*1), Y2, Y2
	VMOVUPS      Y1, (R13)
	VMOVUPS      Y2, (R13)(CX*1)
	ADDQ AX, SI
	ADDQ R8, R13
	DECQ DX
	JNZ  addpair
	VZEROUPPER
	RET

seven:
	VMASKMOVPS (DI), Y14, Y5

row7:
	VBROADCASTSS (SI), Y1
	VFMADD213PS  Y15, Y5, Y1
	VXORPS       Y3, Y3, Y3
	CMPB         acc+56(FP), $0
	JEQ          2(PC)
	VMASKMOVPS   (R13), Y14, Y3
	VADDPS       Y3, Y1, Y1
	MOVQ         R13, R12
	TAIL_STORE(R11, Y1, X1, R12)
	ADDQ AX, SI
	ADDQ R8, R13
	DECQ DX
	JNZ  row7
	VZEROUPPER
	RET
