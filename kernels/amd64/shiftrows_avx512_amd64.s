//go:build !purego

#include "textflag.h"

// func ShiftRowsAVX512(dst, src, maxs, logs *float32, rows, cols int)
//
// dst = (src − maxs[i]) − logs[i] in row i; rows×cols, contiguous; dst may be src. Needs
// AVX512F.
//
//   SI, DI rows of src and dst   R8, R9 maxs, logs   DX rows left   R10 elements before
//   the rest   R11 bytes of the rest, 1 to 16 elements   K1 the rest   CX elements left
//   Z0 operand and result   Z14, Z15 what is taken from it
//
// Loop: one vector a step, bound by loads and stores, and further out by memory.

TEXT ·ShiftRowsAVX512(SB), NOSPLIT, $0-48
	MOVQ  dst+0(FP), DI
	MOVQ  src+8(FP), SI
	MOVQ  maxs+16(FP), R8
	MOVQ  logs+24(FP), R9
	MOVQ  rows+32(FP), DX
	MOVQ  cols+40(FP), CX
	LEAQ  -1(CX), R10
	ANDQ  $-16, R10
	SUBQ  R10, CX
	LEAQ  (CX*4), R11
	MOVL  $1, AX
	SHLL  CX, AX
	DECL  AX
	KMOVW AX, K1

row:
	VBROADCASTSS (R8), Z14
	VBROADCASTSS (R9), Z15
	MOVQ  R10, CX
	TESTQ CX, CX
	JZ    rest

loop:
	VMOVUPS (SI), Z0
	VSUBPS  Z14, Z0, Z0
	VSUBPS  Z15, Z0, Z0
	VMOVUPS Z0, (DI)
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $16, CX
	JNZ  loop

rest:
	VMOVUPS.Z (SI), K1, Z0
	VSUBPS  Z14, Z0, Z0
	VSUBPS  Z15, Z0, Z0
	VMOVUPS Z0, K1, (DI)
	ADDQ R11, SI
	ADDQ R11, DI
	ADDQ $4, R8
	ADDQ $4, R9
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET
