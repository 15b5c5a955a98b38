//go:build !purego

#include "textflag.h"
#include "sgemm_strides_amd64.h"

// func sgemm14x16AVX512(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool)
//
// The tile of SgemmTiles14x32AVX512 for 1 ≤ n ≤ 24, which jumps here with its own
// arguments: one vector a row, a Y register up to 8 columns, and so on for 17 to 24. Needs AVX512F and VL.
//
//   Z4–Z17  accumulators: row i in Z(4+i)     Z0 row l of B     K1 columns
//   SI, R9, R10  rows 0, 5, 10 of A; AX rsa, BX 3·rsa, DX csa (bytes)
//   DI row of B, R8 ldb; CX steps left; R11 rows
//   from 64 steps of 14 rows on: R13 steps to the next line of A, R11 14·rsa, R12 that
//   and row after row
//
// A step: a load, and m FMA that broadcast A(i,l) as they load it, bound by the loads,
// one a cycle on Zen 4 and two on Intel, or by the latency of FMA below 4 to 8 rows. Y
// registers double the rate of both on Zen 4. All rows of C are loaded before one is
// stored: a load that overlaps the store of the row above would wait for it. In long tiles
// of full height each step asks for a line of the next 14 rows, into the second cache:
// where rows share the sets of the first, these would push out one another there.

#define ROW(addr, i, b, acc, next) \
	VFMADD231PS.BCST addr, b, acc \
	CMPQ R11, $i \
	JEQ  next

// A step of 14 rows, without a branch after each.
#define STEP(b, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13) \
	VMOVUPS.Z (DI), K1, b \
	VFMADD231PS.BCST (SI), b, c0 \
	VFMADD231PS.BCST (SI)(AX*1), b, c1 \
	VFMADD231PS.BCST (SI)(AX*2), b, c2 \
	VFMADD231PS.BCST (SI)(BX*1), b, c3 \
	VFMADD231PS.BCST (SI)(AX*4), b, c4 \
	VFMADD231PS.BCST (R9), b, c5 \
	VFMADD231PS.BCST (R9)(AX*1), b, c6 \
	VFMADD231PS.BCST (R9)(AX*2), b, c7 \
	VFMADD231PS.BCST (R9)(BX*1), b, c8 \
	VFMADD231PS.BCST (R9)(AX*4), b, c9 \
	VFMADD231PS.BCST (R10), b, c10 \
	VFMADD231PS.BCST (R10)(AX*1), b, c11 \
	VFMADD231PS.BCST (R10)(AX*2), b, c12 \
	VFMADD231PS.BCST (R10)(BX*1), b, c13 \
	PREFETCHT1 (SI)(R12*1) \
	ADDQ AX, R12 \
	ADDQ DX, SI \
	ADDQ DX, R9 \
	ADDQ DX, R10 \
	ADDQ R8, DI

#define ADD_C(acc) \
	VADDPS (DI), acc, K1, acc \
	ADDQ   R13, DI \
	DECQ   R12 \
	JZ     store

#define STORE(acc) \
	VMOVUPS acc, K1, (SI) \
	ADDQ    R13, SI \
	DECQ    R11 \
	JZ      done

#define OVERWRITE(acc) \
	VADDPS Z0, acc, acc \
	STORE(acc)

#define ZERO(acc) VPXORD acc, acc, acc

#define ALL_ROWS(do) \
	do(Z4) \
	do(Z5) \
	do(Z6) \
	do(Z7) \
	do(Z8) \
	do(Z9) \
	do(Z10) \
	do(Z11) \
	do(Z12) \
	do(Z13) \
	do(Z14) \
	do(Z15) \
	do(Z16) \
	do(Z17)

TEXT ·sgemm14x16AVX512(SB), NOSPLIT, $0-89
	MOVQ n+8(FP), CX
	CMPQ CX, $16
	JGT  first

tile:
	MOVQ $1, R11
	SHLQ CX, R11
	DECQ R11
	KMOVW R11, K1
	MOVQ a+24(FP), SI
	MOVQ rsa+32(FP), AX
	MOVQ csa+40(FP), DX
	MOVQ b+48(FP), DI
	MOVQ ldb+56(FP), R8
	SHLQ $2, AX
	SHLQ $2, DX
	SHLQ $2, R8
	LEAQ (AX)(AX*2), BX
	FIVE_ROWS(SI, R9)
	FIVE_ROWS(R9, R10)
	ALL_ROWS(ZERO)
	MOVQ m+0(FP), R11
	CMPQ R11, $14
	JEQ  whole

edge:
	CMPQ CX, $8
	MOVQ k+16(FP), CX
	JLE  loop8
	PCALIGN $64

loop16:
	VMOVUPS.Z (DI), K1, Z0
	ROW((SI), 1, Z0, Z4, next16)
	ROW((SI)(AX*1), 2, Z0, Z5, next16)
	ROW((SI)(AX*2), 3, Z0, Z6, next16)
	ROW((SI)(BX*1), 4, Z0, Z7, next16)
	ROW((SI)(AX*4), 5, Z0, Z8, next16)
	ROW((R9), 6, Z0, Z9, next16)
	ROW((R9)(AX*1), 7, Z0, Z10, next16)
	ROW((R9)(AX*2), 8, Z0, Z11, next16)
	ROW((R9)(BX*1), 9, Z0, Z12, next16)
	ROW((R9)(AX*4), 10, Z0, Z13, next16)
	ROW((R10), 11, Z0, Z14, next16)
	ROW((R10)(AX*1), 12, Z0, Z15, next16)
	ROW((R10)(AX*2), 13, Z0, Z16, next16)
	VFMADD231PS.BCST (R10)(BX*1), Z0, Z17

next16:
	ADDQ DX, SI
	ADDQ DX, R9
	ADDQ DX, R10
	ADDQ R8, DI
	DECQ CX
	JNZ  loop16
	JMP  sum
	PCALIGN $64

loop8:
	VMOVUPS.Z (DI), K1, Y0
	ROW((SI), 1, Y0, Y4, next8)
	ROW((SI)(AX*1), 2, Y0, Y5, next8)
	ROW((SI)(AX*2), 3, Y0, Y6, next8)
	ROW((SI)(BX*1), 4, Y0, Y7, next8)
	ROW((SI)(AX*4), 5, Y0, Y8, next8)
	ROW((R9), 6, Y0, Y9, next8)
	ROW((R9)(AX*1), 7, Y0, Y10, next8)
	ROW((R9)(AX*2), 8, Y0, Y11, next8)
	ROW((R9)(BX*1), 9, Y0, Y12, next8)
	ROW((R9)(AX*4), 10, Y0, Y13, next8)
	ROW((R10), 11, Y0, Y14, next8)
	ROW((R10)(AX*1), 12, Y0, Y15, next8)
	ROW((R10)(AX*2), 13, Y0, Y16, next8)
	VFMADD231PS.BCST (R10)(BX*1), Y0, Y17

next8:
	ADDQ DX, SI
	ADDQ DX, R9
	ADDQ DX, R10
	ADDQ R8, DI
	DECQ CX
	JNZ  loop8
	JMP  sum

whole:
	CMPQ k+16(FP), $64
	JLT  edge
	IMULQ AX, R11
	CMPQ CX, $8
	MOVQ k+16(FP), CX
	JLE  line8

line16:
	MOVQ R11, R12
	MOVQ $16, R13
	CMPQ CX, R13
	CMOVQLT CX, R13
	SUBQ R13, CX
	PCALIGN $64

whole16:
	STEP(Z0, Z4, Z5, Z6, Z7, Z8, Z9, Z10, Z11, Z12, Z13, Z14, Z15, Z16, Z17)
	DECQ R13
	JNZ  whole16
	TESTQ CX, CX
	JNZ  line16
	JMP  wholesum

line8:
	MOVQ R11, R12
	MOVQ $16, R13
	CMPQ CX, R13
	CMOVQLT CX, R13
	SUBQ R13, CX
	PCALIGN $64

whole8:
	STEP(Y0, Y4, Y5, Y6, Y7, Y8, Y9, Y10, Y11, Y12, Y13, Y14, Y15, Y16, Y17)
	DECQ R13
	JNZ  whole8
	TESTQ CX, CX
	JNZ  line8

wholesum:
	MOVQ m+0(FP), R11

sum:
	MOVQ c+72(FP), DI
	MOVQ ldc+80(FP), R13
	SHLQ $2, R13
	MOVQ DI, SI
	MOVQ R11, R12
	CMPB acc+88(FP), $0
	JEQ  overwrite
	ALL_ROWS(ADD_C)

store:
	ALL_ROWS(STORE)

overwrite:
	VPXORD Z0, Z0, Z0
	ALL_ROWS(OVERWRITE)

done:
	CMPQ n+8(FP), $16
	JGT  more
	VZEROUPPER
	RET

first:
	MOVQ $16, CX
	JMP  tile

more:
	MOVQ n+8(FP), CX
	SUBQ $16, CX
	MOVQ CX, n+8(FP)
	ADDQ $64, b+48(FP)
	ADDQ $64, c+72(FP)
	JMP  tile
