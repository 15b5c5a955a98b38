//go:build !purego

#include "textflag.h"
#include "sgemm_avx512_amd64.h"
#include "sgemm_strides_amd64.h"

// func SgemmTiles14x32AVX512(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool)
//
// C[m×n] = S, or C += S if acc, S = A·B; 1 ≤ m ≤ 14, n ≥ 1, k ≥ 1: a row of tiles of
// 32 columns, the last as wide as what is left. Needs AVX512F.
//
//   a    element (i,l) at a[i·rsa + l·csa]: packed, in place or transposed in place
//   b    row l of tile q at b[q·step + l·ldb], 32 elements or what is left
//   c    rows ldc elements apart, n elements each; not read if !acc
//
//   Z4–Z31  accumulators: row i in Z(4+2i), Z(5+2i)
//   Z0, Z1  row l of B            Z2, Z3  A(i,l) in all lanes
//   K2      columns 16–31
//   SI, R9, R10  rows 0, 5, 10 of A; AX rsa, BX 3·rsa, DX csa (bytes)
//   DI row of B, R8 ldb; CX steps left; R11 rows; R12 next tile of C, R13 ldc
//   n, b and c in the arguments go along with the tiles
//
// 14 rows: 28 FMA, 2 loads, 14 broadcasts a step, bound by FMA: 28 cycles on Zen 4 (one
// a cycle), 14 on Intel (two); 32 of 32 registers, so no larger tile fits. Every 16 steps
// one row of the next tile of C is prefetched. 8 to 13 rows have loops of their own, without
// branches between rows: when the other thread of a core is busy, half as many instructions
// start in a cycle, and what is not FMA shows. With so few rows B comes from far, and its rows
// far apart are no stream that the processor follows: each step asks for that of the next
// tile. Other edges leave each step after their last row, by a branch that is always predicted. The
// last 16 columns or fewer, or 24 of at least 4 rows, go to the thin routine.
//
// From a tile to another whole one each row is stored and then starts anew: done one after
// the other, 28 stores, at two cycles each, would fill the queue. At the end all rows of C are
// loaded before one is stored: a load that overlaps the store of the row above would wait for it.

// Row i of an edge tile, counted from 1, of R11 rows.
#define EDGE_ROW(addr, x, i, lo, hi) \
	ROW(addr, x, lo, hi) \
	CMPQ R11, $i \
	JEQ  edgenext

// Tiles of one height, of 8 to 13 rows.
#define HEIGHT(rows, loop, next) \
	PCALIGN $64 \
loop: \
	PREFETCHT1 188(DI) \
	PREFETCHT1 252(DI) \
	VMOVUPS    (DI), Z0 \
	VMOVUPS.Z  64(DI), K2, Z1 \
	rows \
	ADVANCE \
	TESTL      $15, CX \
	JNZ        next \
	PREFETCH_C \
next: \
	DECQ CX \
	JNZ  loop \
	JMP  sum

TEXT ·SgemmTiles14x32AVX512(SB), NOSPLIT, $0-89
	MOVQ n+8(FP), CX
	CMPQ CX, $16
	JLE  thin
	CMPQ CX, $24
	JGT  wide
	CMPQ m+0(FP), $4
	JGE  thin

wide:
	MOVQ rsa+32(FP), AX
	MOVQ csa+40(FP), DX
	MOVQ ldb+56(FP), R8
	MOVQ ldc+80(FP), R13
	STRIDES
	KXNORW K2, K2, K2

tile:
	MOVQ a+24(FP), SI
	FIVE_ROWS(SI, R9)
	FIVE_ROWS(R9, R10)
	MOVQ b+48(FP), DI
	MOVQ c+72(FP), R12
	MOVQ m+0(FP), R11
	ALL_ROWS(ZERO)
	CMPQ CX, $32
	JLT  narrow
	MOVQ k+16(FP), CX
	CMPQ R11, $14
	JNE  height
	PCALIGN $64

loop:
	STEP
	TESTL $15, CX
	JNZ   next
	PREFETCH_C

next:
	DECQ CX
	JNZ  loop
	JMP  sum

height:
	CMPQ R11, $13
	JEQ  loop13
	CMPQ R11, $12
	JEQ  loop12
	CMPQ R11, $11
	JEQ  loop11
	CMPQ R11, $10
	JEQ  loop10
	CMPQ R11, $8
	JEQ  loop8
	CMPQ R11, $9
	JEQ  loop9
	PCALIGN $64

edge:
	VMOVUPS   (DI), Z0
	VMOVUPS.Z 64(DI), K2, Z1
	EDGE_ROW((SI), Z2, 1, Z4, Z5)
	EDGE_ROW((SI)(AX*1), Z3, 2, Z6, Z7)
	EDGE_ROW((SI)(AX*2), Z2, 3, Z8, Z9)
	EDGE_ROW((SI)(BX*1), Z3, 4, Z10, Z11)
	EDGE_ROW((SI)(AX*4), Z2, 5, Z12, Z13)
	EDGE_ROW((R9), Z3, 6, Z14, Z15)
	EDGE_ROW((R9)(AX*1), Z2, 7, Z16, Z17)
	EDGE_ROW((R9)(AX*2), Z3, 8, Z18, Z19)
	EDGE_ROW((R9)(BX*1), Z2, 9, Z20, Z21)
	EDGE_ROW((R9)(AX*4), Z3, 10, Z22, Z23)
	EDGE_ROW((R10), Z2, 11, Z24, Z25)
	EDGE_ROW((R10)(AX*1), Z3, 12, Z26, Z27)
	EDGE_ROW((R10)(AX*2), Z2, 13, Z28, Z29)
	ROW((R10)(BX*1), Z3, Z30, Z31)

edgenext:
	ADDQ  DX, SI
	ADDQ  DX, R9
	ADDQ  DX, R10
	ADDQ  R8, DI
	TESTL $15, CX
	JNZ   edgetest
	PREFETCH_C

edgetest:
	DECQ CX
	JNZ  edge

	JMP  sum
	HEIGHT(ROWS_8, loop8, next8)
	HEIGHT(ROWS_9, loop9, next9)
	HEIGHT(ROWS_10, loop10, next10)
	HEIGHT(ROWS_11, loop11, next11)
	HEIGHT(ROWS_12, loop12, next12)
	HEIGHT(ROWS_13, loop13, next13)

sum:
	MOVQ n+8(FP), CX
	CMPQ CX, $64
	JGE  across
	MOVQ c+72(FP), DI
	MOVQ DI, SI
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
	MOVQ n+8(FP), CX
	SUBQ $32, CX
	JLE  done
	MOVQ CX, n+8(FP)
	MOVQ step+64(FP), DI
	SHLQ $2, DI
	ADDQ DI, b+48(FP)
	ADDQ $128, c+72(FP)
	CMPQ CX, $16
	JLE  thin
	CMPQ CX, $24
	JGT  tile
	CMPQ m+0(FP), $4
	JLT  tile

thin:
	JMP ·sgemm14x16AVX512(SB)

narrow:
	MOVQ $1, R9
	SHLQ CX, R9
	DECQ R9
	SHRQ $16, R9
	KMOVW R9, K2
	LEAQ (SI)(AX*4), R9
	ADDQ AX, R9
	MOVQ k+16(FP), CX
	JMP  height

across:
	SUBQ $32, CX
	MOVQ CX, n+8(FP)
	MOVQ step+64(FP), DI
	SHLQ $2, DI
	ADDQ b+48(FP), DI
	MOVQ DI, b+48(FP)
	MOVQ a+24(FP), SI
	FIVE_ROWS(SI, R9)
	FIVE_ROWS(R9, R10)
	MOVQ c+72(FP), R12
	VMOVUPS (DI), Z0
	VMOVUPS 64(DI), Z1
	VPXORD Z2, Z2, Z2
	CMPB acc+88(FP), $0
	JNE  acrossadd
	NEXT_ROWS(NEXT_ROW)

acrossadd:
	NEXT_ROWS(NEXT_ROW_ADD)

begun:
	MOVQ c+72(FP), R12
	ADDQ $128, R12
	MOVQ R12, c+72(FP)
	ADDQ DX, SI
	ADVANCE
	MOVQ k+16(FP), CX
	DECQ CX
	JZ   sum
	CMPQ R11, $14
	JEQ  loop
	JMP  height

done:
	VZEROUPPER
	RET
