//go:build !purego

#include "textflag.h"
#include "sgemm_avx512_amd64.h"
#include "sgemm_strides_amd64.h"

// func SgemmPack14x32AVX512(n, k int, a *float32, rsa, csa int, b *float32, ldb int, dst *float32, step int, c *float32, ldc int, acc bool)
//
// SgemmTiles14x32AVX512 for 14 rows and whole tiles, n a multiple of 32, of a B that
// is stored by rows, and at the same time copies that to panels. Needs AVX512F.
//
//   b    row l at b[l·ldb], n elements
//   dst  row l of tile q goes to dst[q·step + 32l]
//   the others, and the registers, as there, but R11 is where B goes
//   n, b, dst and c in the arguments go along with the tiles
//
// The stores are hidden behind 28 cycles of FMA a step. Rows of B far apart are no
// stream that the processor follows: they are asked for 8 steps ahead.

TEXT ·SgemmPack14x32AVX512(SB), NOSPLIT, $0-89
	MOVQ rsa+24(FP), AX
	MOVQ csa+32(FP), DX
	MOVQ ldb+48(FP), R8
	MOVQ ldc+80(FP), R13
	STRIDES
	KXNORW K2, K2, K2

tile:
	MOVQ a+16(FP), SI
	FIVE_ROWS(SI, R9)
	FIVE_ROWS(R9, R10)
	MOVQ b+40(FP), DI
	MOVQ dst+56(FP), R11
	MOVQ c+72(FP), R12
	MOVQ k+8(FP), CX
	ALL_ROWS(ZERO)
	PCALIGN $64

loop:
	PREFETCHT1 188(DI)
	PREFETCHT1 252(DI)
	STEP
	VMOVUPS Z0, (R11)
	VMOVUPS Z1, 64(R11)
	ADDQ    $128, R11
	TESTL   $15, CX
	JNZ     next
	PREFETCH_C

next:
	DECQ CX
	JNZ  loop
	MOVQ c+72(FP), DI
	MOVQ DI, SI
	MOVQ $14, R11
	MOVQ R11, R12
	CMPB acc+88(FP), $0
	JEQ  overwrite
	ALL_ROWS(ADD_C)

overwrite:
	VPXORD Z0, Z0, Z0
	ALL_ROWS(ADD_ZERO)

store:
	ALL_ROWS(STORE)

stored:
	MOVQ step+64(FP), DI
	SHLQ $2, DI
	ADDQ DI, dst+56(FP)
	ADDQ $128, b+40(FP)
	ADDQ $128, c+72(FP)
	SUBQ $32, n+0(FP)
	JGT  tile
	VZEROUPPER
	RET
