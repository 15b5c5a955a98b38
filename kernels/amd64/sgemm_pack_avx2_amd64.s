//go:build !purego

#include "textflag.h"
#include "sgemm_avx2_amd64.h"
#include "sgemm_strides_amd64.h"

// func SgemmPack6x16AVX2(n, k int, a *float32, rsa, csa int, b *float32, ldb int, dst *float32, step int, c *float32, ldc int, acc bool)
//
// SgemmTiles6x16AVX2 for 6 rows and whole tiles, n a multiple of 16, of a B that is
// stored by rows, and at the same time copies that to panels. Needs AVX2 and FMA3.
//
//   b    row l at b[l·ldb], n elements
//   dst  row l of tile q goes to dst[q·step + 16l]
//   the others, and the registers, as there, but R10 is where B goes
//   n, b, dst and c in the arguments go along with the tiles
//
// The stores are hidden behind 6 cycles of FMA a step. Rows of B far apart are no
// stream that the processor follows: they are asked for 16 steps ahead.

TEXT ·SgemmPack6x16AVX2(SB), NOSPLIT, $0-89
	MOVQ rsa+24(FP), AX
	MOVQ csa+32(FP), DX
	MOVQ ldb+48(FP), R8
	MOVQ ldc+80(FP), R13
	STRIDES
	LEAQ (AX)(AX*4), R9

tile:
	MOVQ a+16(FP), SI
	MOVQ b+40(FP), DI
	MOVQ dst+56(FP), R10
	MOVQ c+72(FP), R12
	MOVQ k+8(FP), CX
	ALL_ROWS(ZERO)
	PCALIGN $64

loop:
	PREFETCHT1 124(DI)
	STEP
	VMOVUPS Y0, (R10)
	VMOVUPS Y1, 32(R10)
	ADDQ    $64, R10
	TESTL   $31, CX
	JNZ     next
	PREFETCHT0 64(R12)
	ADDQ    R13, R12

next:
	DECQ CX
	JNZ  loop
	MOVQ c+72(FP), R12
	MOVQ R12, DI
	MOVQ $6, R11
	MOVQ R11, CX
	CMPB acc+88(FP), $0
	JEQ  overwrite
	ALL_ROWS(ADD_C)

overwrite:
	VXORPS Y0, Y0, Y0
	ALL_ROWS(ADD_ZERO)

store:
	ALL_ROWS(STORE)

stored:
	MOVQ step+64(FP), DI
	SHLQ $2, DI
	ADDQ DI, dst+56(FP)
	ADDQ $64, b+40(FP)
	ADDQ $64, c+72(FP)
	SUBQ $16, n+0(FP)
	JGT  tile
	VZEROUPPER
	RET
