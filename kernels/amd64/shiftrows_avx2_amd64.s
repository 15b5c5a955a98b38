//go:build !purego

#include "textflag.h"

// func ShiftRowsAVX2(dst, src, maxs, logs *float32, rows, cols int)
//
// dst = (src − maxs[i]) − logs[i] in row i; rows×cols, contiguous; dst may be src. Needs
// AVX2.
//
//   SI, DI rows of src and dst   R8, R9 maxs, logs   DX rows left   R10 cols   CX elements left
//   Y0 operand and result   Y14, Y15 what is taken from it
//
// Loop: one vector a step, then one element: bound by loads and stores, and further
// out by memory.

TEXT ·ShiftRowsAVX2(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ maxs+16(FP), R8
	MOVQ logs+24(FP), R9
	MOVQ rows+32(FP), DX
	MOVQ cols+40(FP), R10

row:
	VBROADCASTSS (R8), Y14
	VBROADCASTSS (R9), Y15
	MOVQ R10, CX
	SUBQ $8, CX
	JLT  tail

loop:
	VMOVUPS (SI), Y0
	VSUBPS  Y14, Y0, Y0
	VSUBPS  Y15, Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JGE  loop

tail:
	ADDQ $8, CX
	JZ   next

element:
	VMOVSS (SI), X0
	VSUBSS X14, X0, X0
	VSUBSS X15, X0, X0
	VMOVSS X0, (DI)
	ADDQ $4, SI
	ADDQ $4, DI
	DECQ CX
	JNZ  element

next:
	ADDQ $4, R8
	ADDQ $4, R9
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET
