//go:build !purego

#include "textflag.h"

// func ScaleRowsAVX2(x, sums *float32, rows, cols int, scale float32)
//
// x[i,j] = (x[i,j]·(1/sums[i]))·scale; x is rows×cols, contiguous. Up to 16
// columns go to scaleRowsThinAVX2. Needs AVX2.
//
//   DI x   SI sums   DX rows left   R10 cols − 8   CX elements before the last 8
//   Y15 scale   Y14 the reciprocal   Y13 the last 8 of the row   X12 1
//
// Loop: four vectors a step, then one, then the one that ends with the row, which
// was loaded before the others were stored. Bound by two multiplications and a
// store a vector, one cycle on Zen 4; the division overlaps with other rows.

#define SCALE(off, x) \
	VMULPS  off(DI), Y14, x \
	VMULPS  Y15, x, x \
	VMOVUPS x, off(DI)

TEXT ·ScaleRowsAVX2(SB), NOSPLIT, $0-36
	MOVQ x+0(FP), DI
	MOVQ sums+8(FP), SI
	MOVQ rows+16(FP), DX
	MOVQ cols+24(FP), R10
	CMPQ R10, $16
	JGT  wide
	JMP  ·scaleRowsThinAVX2(SB)

wide:
	VBROADCASTSS scale+32(FP), Y15
	SUBQ $8, R10
	MOVL $0x3f800000, AX
	VMOVD AX, X12

row:
	VDIVSS  (SI), X12, X14
	VBROADCASTSS X14, Y14
	VMOVUPS (DI)(R10*4), Y13
	MOVQ R10, CX
	SUBQ $32, CX
	JLT  few

loop:
	SCALE(0, Y0)
	SCALE(32, Y1)
	SCALE(64, Y2)
	SCALE(96, Y3)
	ADDQ $128, DI
	SUBQ $32, CX
	JGE  loop

few:
	ADDQ $32, CX
	JLE  last

one:
	SCALE(0, Y0)
	ADDQ $32, DI
	SUBQ $8, CX
	JGT  one

last:
	VMULPS  Y13, Y14, Y13
	VMULPS  Y15, Y13, Y13
	LEAQ    (DI)(CX*4), DI
	VMOVUPS Y13, (DI)
	ADDQ $32, DI
	ADDQ $4, SI
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET
