//go:build !purego

#include "textflag.h"

// func ScaleRowsAVX2(x, sums *float32, rows, cols int, scale float32)
//
// sums[i] = 1/sums[i] and x[i,j] = (x[i,j]·sums[i])·scale; x is rows×cols,
// contiguous, both at least 1. Needs AVX2.
//
//   DI x   SI sums   DX rows left   R8 cols   CX elements left
//   Y15 scale   Y14 1, then the reciprocal of the row; both in X15, X14 as well
//
// First the reciprocals, 8 a step, bound by the divider. Then four vectors a
// step, one, and one element. Bound by two multiplications and a store a vector,
// one cycle on Zen 4.

#define SCALE(off, x) \
	VMULPS  off(DI), Y14, x \
	VMULPS  Y15, x, x \
	VMOVUPS x, off(DI)

TEXT ·ScaleRowsAVX2(SB), NOSPLIT, $0-36
	MOVQ x+0(FP), DI
	MOVQ sums+8(FP), SI
	MOVQ rows+16(FP), DX
	MOVQ cols+24(FP), R8
	VBROADCASTSS scale+32(FP), Y15
	MOVL $0x3f800000, AX
	VMOVD AX, X14
	VPBROADCASTD X14, Y14
	MOVQ SI, R9
	MOVQ DX, CX
	SUBQ $8, CX
	JLT  inversetail

inverse:
	VDIVPS  (R9), Y14, Y0
	VMOVUPS Y0, (R9)
	ADDQ $32, R9
	SUBQ $8, CX
	JGE  inverse

inversetail:
	ADDQ $8, CX
	JZ   row

inverseone:
	VDIVSS (R9), X14, X0
	VMOVSS X0, (R9)
	ADDQ $4, R9
	DECQ CX
	JNZ  inverseone

row:
	VBROADCASTSS (SI), Y14
	MOVQ R8, CX
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
	ADDQ $24, CX
	JLT  tail

one:
	SCALE(0, Y0)
	ADDQ $32, DI
	SUBQ $8, CX
	JGE  one

tail:
	ADDQ $8, CX
	JZ   next

element:
	VMULSS (DI), X14, X0
	VMULSS X15, X0, X0
	VMOVSS X0, (DI)
	ADDQ $4, DI
	DECQ CX
	JNZ  element

next:
	ADDQ $4, SI
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET
