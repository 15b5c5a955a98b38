//go:build !purego

#include "textflag.h"

// func CopyRowsAVX2(dst, src *float32, rows, cols, ldd, lds int)
//
// dst[i·ldd + j] = src[i·lds + j] for i < rows, j < cols, both at least 1; reads and
// writes nothing else. Needs AVX2.
//
//   SI, DI rows of src and dst   R8, R9 distance from the end of a row to the next
//   DX rows left   R10 cols   CX elements left
//   of 8 to 16 columns: R8, R9 lds, ldd, CX the second vector, which overlaps the first (bytes)
//
// Loops: four vectors a step, then one, then one element. Bound by the stores,
// one vector a cycle, or by the cache src lies in.

TEXT ·CopyRowsAVX2(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ rows+16(FP), DX
	MOVQ cols+24(FP), R10
	MOVQ ldd+32(FP), R9
	MOVQ lds+40(FP), R8
	LEAQ -8(R10), CX
	CMPQ CX, $8
	JLS  short // 8 to 16 columns
	SUBQ R10, R8
	SUBQ R10, R9
	SHLQ $2, R8
	SHLQ $2, R9

row:
	MOVQ R10, CX
	SUBQ $32, CX
	JLT  few

loop:
	VMOVUPS (SI), Y0
	VMOVUPS 32(SI), Y1
	VMOVUPS 64(SI), Y2
	VMOVUPS 96(SI), Y3
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, 64(DI)
	VMOVUPS Y3, 96(DI)
	ADDQ $128, SI
	ADDQ $128, DI
	SUBQ $32, CX
	JGE  loop

few:
	ADDQ $24, CX
	JLT  tail

one:
	VMOVUPS (SI), Y0
	VMOVUPS Y0, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JGE  one

tail:
	ADDQ $8, CX
	JZ   next

element:
	MOVL (SI), AX
	MOVL AX, (DI)
	ADDQ $4, SI
	ADDQ $4, DI
	DECQ CX
	JNZ  element

next:
	ADDQ R8, SI
	ADDQ R9, DI
	DECQ DX
	JNZ  row
	VZEROUPPER
	RET

short:
	SHLQ $2, R8
	SHLQ $2, R9
	SHLQ $2, CX
	JZ   eight

pair:
	VMOVUPS (SI), Y0
	VMOVUPS (SI)(CX*1), Y1
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, (DI)(CX*1)
	ADDQ R8, SI
	ADDQ R9, DI
	DECQ DX
	JNZ  pair
	VZEROUPPER
	RET

eight:
	VMOVUPS (SI), Y0
	VMOVUPS Y0, (DI)
	ADDQ R8, SI
	ADDQ R9, DI
	DECQ DX
	JNZ  eight
	VZEROUPPER
	RET
