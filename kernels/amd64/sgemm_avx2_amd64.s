//go:build !purego

#include "textflag.h"
#include "tail_avx2_amd64.h"
#include "sgemm_avx2_amd64.h"
#include "sgemm_strides_amd64.h"

// func SgemmTiles6x16AVX2(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool)
//
// C[m×n] = S, or C += S if acc, S = A·B; 1 ≤ m ≤ 6, n ≥ 1, k ≥ 1: a row of tiles of 16
// columns, the last as wide as what is left. Needs AVX2 and FMA3.
//
//   a    element (i,l) at a[i·rsa + l·csa]: packed, in place or transposed in place
//   b    row l of tile q at b[q·step + l·ldb], 16 elements or what is left
//   c    rows ldc elements apart, n elements each; not read if !acc
//
//   Y4–Y15  accumulators: row i in Y(4+2i), Y(5+2i)
//   Y0, Y1  row l of B            Y2, Y3  A(i,l) in all lanes, mask
//   SI      A(0,l); AX rsa, BX 3·rsa, R9 5·rsa, DX csa (bytes)
//   DI row of B, R8 ldb; CX steps left; R10 columns above 8; R11 rows; R12 next tile of C, R13 ldc
//   n, b and c in the arguments go along with the tiles
//
// 6 rows: 12 FMA, 2 loads, 6 broadcasts a step, bound by FMA: 6 cycles at two a cycle; 16
// of 16 registers, so no larger tile fits. Where a row of C is stored, its next tile is
// prefetched. 4 and 5 rows have loops of their own: with a branch after each row, what starts
// in a cycle would bind, and with few rows B comes from far, so that each step asks for the
// next tile's part of it. Other edges leave a step after their last row; up to 8 columns go
// to the thin routine. From a tile to another whole one each row is stored and then starts anew. A
// masked store takes 16 cycles on Zen 4, so rows are stored in pieces of 4, 2 and 1. At the end all rows
// of C are loaded before one is stored: a load that overlaps the store of the row above would wait for it.

// Row i of an edge tile, counted from 1, of R11 rows.
#define EDGE_ROW(addr, i, lo, hi) \
	ROW(addr, Y2, lo, hi) \
	CMPQ R11, $i \
	JEQ  edgenext

#define ADD_C_EDGE(lo, hi) \
	VMASKMOVPS 32(DI), Y3, Y1 \
	VADDPS     (DI), lo, lo \
	VADDPS     Y1, hi, hi \
	ADDQ       R13, DI \
	DECQ       CX \
	JZ         store

#define STORE_EDGE(lo, hi, low) \
	VMOVUPS lo, (R12) \
	LEAQ    32(R12), DI \
	TAIL_STORE(R10, hi, low, DI) \
	ADDQ    R13, R12 \
	DECQ    R11 \
	JZ      stored

// Whole tiles of 4 or 5 rows.
#define HEIGHT(rows, loop) \
	PCALIGN $64 \
loop: \
	PREFETCHT1 124(DI) \
	rows \
	ADDQ DX, SI \
	ADDQ R8, DI \
	DECQ CX \
	JNZ  loop \
	JMP  sum

TEXT ·SgemmTiles6x16AVX2(SB), NOSPLIT, $0-89
	MOVQ n+8(FP), CX
	CMPQ CX, $8
	JLE  thin
	MOVQ rsa+32(FP), AX
	MOVQ csa+40(FP), DX
	MOVQ ldb+56(FP), R8
	MOVQ ldc+80(FP), R13
	STRIDES
	LEAQ (AX)(AX*4), R9

tile:
	MOVQ a+24(FP), SI
	MOVQ b+48(FP), DI
	MOVQ c+72(FP), R12
	MOVQ m+0(FP), R11
	MOVQ $8, R10
	ALL_ROWS(ZERO)
	SUBQ $8, CX
	CMPQ CX, R10
	CMOVQLT CX, R10
	MOVQ k+16(FP), CX
	JLT  edge

height:
	CMPQ R11, $5
	JEQ  loop5
	JLT  low
	PCALIGN $64

loop:
	STEP
	DECQ CX
	JNZ  loop
	JMP  sum

low:
	CMPQ R11, $4
	JEQ  loop4

edge:
	TAIL_MASK(R10, X3, Y3)

edgeloop:
	VMOVUPS    (DI), Y0
	VMASKMOVPS 32(DI), Y3, Y1
	EDGE_ROW((SI), 1, Y4, Y5)
	EDGE_ROW((SI)(AX*1), 2, Y6, Y7)
	EDGE_ROW((SI)(AX*2), 3, Y8, Y9)
	EDGE_ROW((SI)(BX*1), 4, Y10, Y11)
	EDGE_ROW((SI)(AX*4), 5, Y12, Y13)
	ROW((SI)(R9*1), Y2, Y14, Y15)

edgenext:
	ADDQ DX, SI
	ADDQ R8, DI
	DECQ CX
	JNZ  edgeloop
	JMP  sum
	HEIGHT(ROWS_4, loop4)
	HEIGHT(ROWS_5, loop5)

sum:
	MOVQ n+8(FP), CX
	CMPQ CX, $32
	JGE  across
	MOVQ c+72(FP), R12
	MOVQ R12, DI
	MOVQ R11, CX
	CMPB acc+88(FP), $0
	JEQ  overwrite
	CMPQ R10, $8
	JNE  sumedge
	ALL_ROWS(ADD_C)

sumedge:
	TAIL_MASK(R10, X3, Y3)
	ALL_ROWS(ADD_C_EDGE)

overwrite:
	VXORPS Y0, Y0, Y0
	ALL_ROWS(ADD_ZERO)

store:
	CMPQ R10, $8
	JNE  storeedge
	ALL_ROWS(STORE)

stored:
	MOVQ n+8(FP), CX
	SUBQ $16, CX
	JLE  done
	MOVQ CX, n+8(FP)
	MOVQ step+64(FP), DI
	SHLQ $2, DI
	ADDQ DI, b+48(FP)
	ADDQ $64, c+72(FP)
	CMPQ CX, $8
	JGT  tile

thin:
	JMP ·sgemm6x8AVX2(SB)

storeedge:
	STORE_EDGE(Y4, Y5, X5)
	STORE_EDGE(Y6, Y7, X7)
	STORE_EDGE(Y8, Y9, X9)
	STORE_EDGE(Y10, Y11, X11)
	STORE_EDGE(Y12, Y13, X13)
	STORE_EDGE(Y14, Y15, X15)

done:
	VZEROUPPER
	RET

across:
	SUBQ $16, CX
	MOVQ CX, n+8(FP)
	MOVQ step+64(FP), DI
	SHLQ $2, DI
	ADDQ b+48(FP), DI
	MOVQ DI, b+48(FP)
	MOVQ a+24(FP), SI
	MOVQ c+72(FP), R12
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VXORPS Y3, Y3, Y3
	CMPB acc+88(FP), $0
	JNE  acrossadd
	NEXT_ROWS(ZERO_NEXT)

acrossadd:
	NEXT_ROWS(ADD_NEXT)

begun:
	MOVQ c+72(FP), R12
	ADDQ $64, R12
	MOVQ R12, c+72(FP)
	ADDQ DX, SI
	ADDQ R8, DI
	MOVQ k+16(FP), CX
	DECQ CX
	JZ   sum
	CMPQ R11, $4
	JGE  height
	JMP  edge
