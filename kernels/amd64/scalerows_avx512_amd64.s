//go:build !purego

#include "textflag.h"

// func ScaleRowsAVX512(x, sums *float32, rows, cols int, scale float32)
//
// x[i,j] = (x[i,j]·(1/sums[i]))·scale; x is rows×cols, contiguous. Up to 16
// columns go to scaleRowsThinAVX512. Needs AVX512F.
//
//   DI x   SI sums   DX rows left   R10 cols − 16   CX elements before the last 16
//   Z15 scale   Z14 the reciprocal   Z13 the last 16 of the row   X12 1
//
// Loop: four vectors a step, then one, then the one that ends with the row, which
// was loaded before the others were stored. Bound by two multiplications and a
// store a vector, 2 cycles on Zen 4; the division overlaps with other rows.

#define SCALE(off, x) \
	VMULPS  off(DI), Z14, x \
	VMULPS  Z15, x, x \
	VMOVUPS x, off(DI)

TEXT ·ScaleRowsAVX512(SB), NOSPLIT, $0-36
	MOVQ x+0(FP), DI
	MOVQ sums+8(FP), SI
	MOVQ rows+16(FP), DX
	MOVQ cols+24(FP), R10
	CMPQ R10, $16
	JGT  wide
	JMP  ·scaleRowsThinAVX512(SB)

wide:
	VBROADCASTSS scale+32(FP), Z15
	SUBQ $16, R10
	MOVL $0x3f800000, AX
	VMOVD AX, X12

row:
	VDIVSS  (SI), X12, X14
	VBROADCASTSS X14, Z14
	VMOVUPS (DI)(R10*4), Z13
	MOVQ R10, CX
	SUBQ $64, CX
	JLT  few

loop:
	SCALE(0, Z0)
	SCALE(64, Z1)
	SCALE(128, Z2)
	SCALE(192, Z3)
	ADDQ $256, DI
	SUBQ $64, CX
	JGE  loop

few:
	ADDQ $64, CX
	JLE  last

one:
	SCALE(0, Z0)
	ADDQ $64, DI
	SUBQ $16, CX
	JGT  one

last:
	VMULPS  Z13, Z14, Z13
	VMULPS  Z15, Z13, Z13
	LEAQ    (DI)(CX*4), DI
	VMOVUPS Z13, (DI)
	ADDQ $64, DI
	ADDQ $4, SI
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET
