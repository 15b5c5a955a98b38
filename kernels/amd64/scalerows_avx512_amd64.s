//go:build !purego

#include "textflag.h"

// func ScaleRowsAVX512(x, sums *float32, rows, cols int, scale float32)
//
// sums[i] = 1/sums[i] and x[i,j] = (x[i,j]·sums[i])·scale; x is rows×cols,
// contiguous, both at least 1. Needs AVX512F.
//
//   DI x   SI sums   DX rows left   R10 whole vectors of a row, in elements
//   R8 bytes of the rest   CX elements left   K1 the rest, 1 to 16
//   Z15 scale   Z14 1, then the reciprocal of the row
//
// First the reciprocals, 16 a step, bound by the divider. Then four vectors a
// step, one, and one masked: the only one for up to 16 columns. Bound by two
// multiplications and a store a vector, 2 cycles on Zen 4.

#define SCALE(off, x) \
	VMULPS  off(DI), Z14, x \
	VMULPS  Z15, x, x \
	VMOVUPS x, off(DI)

TEXT ·ScaleRowsAVX512(SB), NOSPLIT, $0-36
	MOVQ x+0(FP), DI
	MOVQ sums+8(FP), SI
	MOVQ rows+16(FP), DX
	VBROADCASTSS scale+32(FP), Z15
	MOVL $0x3f800000, AX
	VPBROADCASTD AX, Z14
	MOVQ SI, R9
	MOVQ DX, CX
	SUBQ $16, CX
	JLT  inversetail

inverse:
	VDIVPS  (R9), Z14, Z0
	VMOVUPS Z0, (R9)
	ADDQ $64, R9
	SUBQ $16, CX
	JGE  inverse

inversetail:
	ADDQ  $16, CX
	JZ    rows
	MOVL  $1, AX
	SHLL  CX, AX
	DECL  AX
	KMOVW AX, K1
	VMOVUPS.Z (R9), K1, Z0
	VDIVPS    Z0, Z14, Z0
	VMOVUPS   Z0, K1, (R9)

rows:
	MOVQ  cols+24(FP), CX
	LEAQ  -1(CX), R10
	ANDQ  $-16, R10
	SUBQ  R10, CX
	LEAQ  (CX*4), R8
	MOVL  $1, AX
	SHLL  CX, AX
	DECL  AX
	KMOVW AX, K1

row:
	VBROADCASTSS (SI), Z14
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
	ADDQ $48, CX
	JLT  tail

one:
	SCALE(0, Z0)
	ADDQ $64, DI
	SUBQ $16, CX
	JGE  one

tail:
	VMOVUPS.Z (DI), K1, Z0
	VMULPS    Z0, Z14, Z0
	VMULPS    Z15, Z0, Z0
	VMOVUPS   Z0, K1, (DI)
	ADDQ R8, DI
	ADDQ $4, SI
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET
