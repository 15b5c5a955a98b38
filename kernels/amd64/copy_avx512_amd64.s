//go:build !purego

#include "textflag.h"

// func CopyRowsAVX512(dst, src *float32, rows, cols, ldd, lds int)
//
// dst[i·ldd + j] = src[i·lds + j] for i < rows, j < cols, both at least 1; reads and
// writes nothing else. Needs AVX512F.
//
//   SI, DI rows of src and dst   R8, R9 distance from the end of a row to the next
//   DX rows left   R10 whole vectors of a row, in elements   CX elements left   K1 the rest
//
// Loops: four vectors a step, then one, then one masked of 1 to 16. Bound by the
// stores, one vector a cycle, or by the cache src lies in.

TEXT ·CopyRowsAVX512(SB), NOSPLIT, $0-48
	MOVQ  dst+0(FP), DI
	MOVQ  src+8(FP), SI
	MOVQ  rows+16(FP), DX
	MOVQ  cols+24(FP), CX
	MOVQ  ldd+32(FP), R9
	MOVQ  lds+40(FP), R8
	LEAQ  -1(CX), R10
	ANDQ  $-16, R10
	SUBQ  R10, CX
	SUBQ  R10, R8
	SUBQ  R10, R9
	SHLQ  $2, R8
	SHLQ  $2, R9
	MOVL  $1, AX
	SHLL  CX, AX
	DECL  AX
	KMOVW AX, K1

row:
	MOVQ R10, CX
	SUBQ $64, CX
	JLT  few

loop:
	VMOVUPS (SI), Z0
	VMOVUPS 64(SI), Z1
	VMOVUPS 128(SI), Z2
	VMOVUPS 192(SI), Z3
	VMOVUPS Z0, (DI)
	VMOVUPS Z1, 64(DI)
	VMOVUPS Z2, 128(DI)
	VMOVUPS Z3, 192(DI)
	ADDQ $256, SI
	ADDQ $256, DI
	SUBQ $64, CX
	JGE  loop

few:
	ADDQ $48, CX
	JLT  tail

one:
	VMOVUPS (SI), Z0
	VMOVUPS Z0, (DI)
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $16, CX
	JGE  one

tail:
	VMOVUPS.Z (SI), K1, Z0
	VMOVUPS   Z0, K1, (DI)
	ADDQ R8, SI
	ADDQ R9, DI
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET
