//go:build !purego

#include "textflag.h"
#include "sgemm_14x16_avx512_amd64.h"
#include "sgemm_strides_amd64.h"

// func sgemm14x24AVX512(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool)
//
// The last 17 to 24 columns of SgemmTiles14x16AVX512, which jumps here with its own
// arguments, 8 ≤ m ≤ 14: a Z and a Y register a row. Needs AVX512F and VL.
//
//   Z4–Z17, Y18–Y31  accumulators: row i in Z(4+i), Y(18+i)     K1 columns above 16
//   Z0, Y1  row l of B, R12 where that of Y1 is     Z2 zero     the others as there
//
// A step: two loads, and 2m FMA that broadcast A(i,l) as they load it: 1.5·m cycles on Zen 4.

#define FMA(addr, lo, hi) \
	VFMADD231PS.BCST addr, Z0, lo \
	VFMADD231PS.BCST addr, Y1, hi

#define HEIGHT(rows, loop, next) \
	PCALIGN $64 \
loop: \
	VMOVUPS   (DI), Z0 \
	VMOVUPS.Z (R12), K1, Y1 \
	rows(FMA) \
	ADVANCE \
	ADDQ R8, R12 \
next: \
	DECQ CX \
	JNZ  loop \
	JMP  sum

#define ZERO(addr, i, lo, hi) \
	VPXORD lo, lo, lo \
	VPXORD hi, hi, hi

#define ADD_C(addr, i, lo, hi) \
	VADDPS (R12), lo, lo \
	VADDPS 64(R12), hi, K1, hi \
	ADDQ   R13, R12 \
	CMPQ   R11, $i \
	JEQ    store

#define ADD_ZERO(addr, i, lo, hi) \
	VADDPS Z2, lo, lo \
	VADDPS Y2, hi, hi

#define STORE(addr, i, lo, hi) \
	VMOVUPS lo, (DI) \
	VMOVUPS hi, K1, 64(DI) \
	ADDQ    R13, DI \
	CMPQ    R11, $i \
	JEQ     stored

TEXT ·sgemm14x24AVX512(SB), NOSPLIT, $0-89
	MOVQ m+0(FP), R11
	MOVQ n+8(FP), CX
	SUBQ $16, CX
	MASK(K1)
	MOVQ rsa+32(FP), AX
	MOVQ csa+40(FP), DX
	MOVQ ldb+56(FP), R8
	MOVQ ldc+80(FP), R13
	STRIDES
	NEXT_HALF(CX)
	POINTERS
	LEAQ (DI)(CX*1), R12
	ALL_ROWS(ZERO)
	MOVQ k+16(FP), CX
	TO_HEIGHT
	HEIGHTS(HEIGHT)

sum:
	VPXORD Z2, Z2, Z2
	MOVQ   c+72(FP), R12
	MOVQ   R12, DI
	TESTB  $1, acc+88(FP)
	JZ     overwrite
	ALL_ROWS(ADD_C)

overwrite:
	ALL_ROWS(ADD_ZERO)

store:
	ALL_ROWS(STORE)

stored:
	VZEROUPPER
	RET
