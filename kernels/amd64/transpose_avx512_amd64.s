//go:build !purego

#include "textflag.h"
#include "transpose_avx512_amd64.h"

// func TransposeAVX512(dst, src *float32, rows, cols, ldd, lds int)
//
// dst[j·ldd + i] = src[i·lds + j] for i < rows, j < cols, both at least 1; reads and
// writes nothing else. Needs AVX512F.
//
//   R8, R9  src and dst of a block   R10, R11 lds, ldd (bytes)
//   R12 rows left   DX columns left of this band   BX, CX rows and columns of the block
//   SI, DI  row read, row written    K1, K2 columns, rows of the block
//
// Blocks of 16×16: 16 loads, 64 shuffles, 16 stores, bound by the shuffles: 64
// cycles on Zen 4 and Intel alike. At the edges the same block with masks, whose
// rows read and written leave after the last one.

#define ROW_LOAD(i, z) \
	VMOVUPS.Z (SI), K1, z \
	ADDQ      R10, SI \
	CMPQ      BX, $i \
	JEQ       loaded

#define ROW_STORE(i, z) \
	VMOVUPS z, K2, (DI) \
	ADDQ    R11, DI \
	CMPQ    CX, $i \
	JEQ     next

TEXT ·TransposeAVX512(SB), NOSPLIT, $0-48
	MOVQ src+8(FP), R8
	MOVQ rows+16(FP), R12
	MOVQ ldd+32(FP), R11
	MOVQ lds+40(FP), R10
	SHLQ $2, R10
	SHLQ $2, R11

band:
	MOVQ  cols+24(FP), DX
	MOVQ  dst+0(FP), R9
	MOVL  $16, BX
	CMPQ  R12, BX
	CMOVQLT R12, BX
	MOVQ  BX, CX
	MOVL  $1, AX
	SHLL  CX, AX
	DECL  AX
	KMOVW AX, K2

block:
	MOVL  $16, CX
	CMPQ  DX, CX
	CMOVQLT DX, CX
	MOVL  $1, AX
	SHLL  CX, AX
	DECL  AX
	KMOVW AX, K1
	MOVQ  R8, SI
	MOVQ  R9, DI
	ROW_LOAD(1, Z0)
	ROW_LOAD(2, Z1)
	ROW_LOAD(3, Z2)
	ROW_LOAD(4, Z3)
	ROW_LOAD(5, Z4)
	ROW_LOAD(6, Z5)
	ROW_LOAD(7, Z6)
	ROW_LOAD(8, Z7)
	ROW_LOAD(9, Z8)
	ROW_LOAD(10, Z9)
	ROW_LOAD(11, Z10)
	ROW_LOAD(12, Z11)
	ROW_LOAD(13, Z12)
	ROW_LOAD(14, Z13)
	ROW_LOAD(15, Z14)
	VMOVUPS.Z (SI), K1, Z15

loaded:
	TRANSPOSE_16x16
	ROW_STORE(1, Z0)
	ROW_STORE(2, Z1)
	ROW_STORE(3, Z2)
	ROW_STORE(4, Z3)
	ROW_STORE(5, Z4)
	ROW_STORE(6, Z5)
	ROW_STORE(7, Z6)
	ROW_STORE(8, Z7)
	ROW_STORE(9, Z8)
	ROW_STORE(10, Z9)
	ROW_STORE(11, Z10)
	ROW_STORE(12, Z11)
	ROW_STORE(13, Z12)
	ROW_STORE(14, Z13)
	ROW_STORE(15, Z14)
	VMOVUPS Z15, K2, (DI)
	ADDQ    R11, DI

next:
	MOVQ DI, R9
	ADDQ $64, R8
	SUBQ $16, DX
	JGT  block

	// The next 16 rows of src: 64 bytes further in each row of dst.
	ADDQ $64, dst+0(FP)
	MOVQ R10, AX
	SHLQ $4, AX
	ADDQ src+8(FP), AX
	MOVQ AX, src+8(FP)
	MOVQ AX, R8
	SUBQ $16, R12
	JGT  band
	VZEROUPPER
	RET
