//go:build !purego

#include "textflag.h"

// func sgemm14x16AVX512(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool)
//
// The tile of SgemmTiles14x32AVX512 for 1 ≤ n ≤ 16, which jumps here with its own
// arguments: one vector a row, a Y register up to 8 columns. Needs AVX512F and VL.
//
//   Z4–Z17  accumulators: row i in Z(4+i)     Z0 row l of B     K1 columns
//   SI, R9, R10  rows 0, 5, 10 of A; AX rsa, BX 3·rsa, DX csa (bytes)
//   DI row of B, R8 ldb; CX steps left; R11 rows
//
// A step: a load, and m FMA that broadcast A(i,l) as they load it, bound by the loads,
// one a cycle on Zen 4 and two on Intel, or by the latency of FMA below 4 to 8 rows. Y
// registers double the rate of both on Zen 4. All rows of C are loaded before one is
// stored: a load that overlaps the store of the row above would wait for it.

#define ROW(addr, i, b, acc, next) \
	VFMADD231PS.BCST addr, b, acc \
	CMPQ R11, $i \
	JEQ  next

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

TEXT ·sgemm14x16AVX512(SB), NOSPLIT, $0-89
	MOVQ n+8(FP), CX
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
	LEAQ (SI)(AX*4), R9
	ADDQ AX, R9
	LEAQ (R9)(AX*4), R10
	ADDQ AX, R10
	VPXORD Z4, Z4, Z4
	VPXORD Z5, Z5, Z5
	VPXORD Z6, Z6, Z6
	VPXORD Z7, Z7, Z7
	VPXORD Z8, Z8, Z8
	VPXORD Z9, Z9, Z9
	VPXORD Z10, Z10, Z10
	VPXORD Z11, Z11, Z11
	VPXORD Z12, Z12, Z12
	VPXORD Z13, Z13, Z13
	VPXORD Z14, Z14, Z14
	VPXORD Z15, Z15, Z15
	VPXORD Z16, Z16, Z16
	VPXORD Z17, Z17, Z17
	MOVQ m+0(FP), R11
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

sum:
	MOVQ c+72(FP), DI
	MOVQ ldc+80(FP), R13
	SHLQ $2, R13
	MOVQ DI, SI
	MOVQ R11, R12
	CMPB acc+88(FP), $0
	JEQ  overwrite
	ADD_C(Z4)
	ADD_C(Z5)
	ADD_C(Z6)
	ADD_C(Z7)
	ADD_C(Z8)
	ADD_C(Z9)
	ADD_C(Z10)
	ADD_C(Z11)
	ADD_C(Z12)
	ADD_C(Z13)
	ADD_C(Z14)
	ADD_C(Z15)
	ADD_C(Z16)
	ADD_C(Z17)

store:
	STORE(Z4)
	STORE(Z5)
	STORE(Z6)
	STORE(Z7)
	STORE(Z8)
	STORE(Z9)
	STORE(Z10)
	STORE(Z11)
	STORE(Z12)
	STORE(Z13)
	STORE(Z14)
	STORE(Z15)
	STORE(Z16)
	STORE(Z17)

overwrite:
	VPXORD Z0, Z0, Z0
	OVERWRITE(Z4)
	OVERWRITE(Z5)
	OVERWRITE(Z6)
	OVERWRITE(Z7)
	OVERWRITE(Z8)
	OVERWRITE(Z9)
	OVERWRITE(Z10)
	OVERWRITE(Z11)
	OVERWRITE(Z12)
	OVERWRITE(Z13)
	OVERWRITE(Z14)
	OVERWRITE(Z15)
	OVERWRITE(Z16)
	OVERWRITE(Z17)

done:
	VZEROUPPER
	RET
