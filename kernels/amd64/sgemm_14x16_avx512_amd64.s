//go:build !purego

#include "textflag.h"
#include "sgemm_14x16_avx512_amd64.h"
#include "sgemm_strides_amd64.h"

// func SgemmTiles14x16AVX512(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool)
//
// SgemmTiles14x32AVX512, with the same panels of 32 columns, in tiles of 16 columns: for
// CPUs of one FMA a cycle. C of fewer than 8 rows or of up to 8 columns is left to that, the
// last 17 to 24 columns to sgemm14x24AVX512. Needs AVX512F and VL.
//
//   Z4–Z17  accumulators: row i in Z(4+i)     Z0 row l of B     Z2 zero     K1 columns
//   SI, R9, R10  rows 0, 5, 10 of A; AX rsa, BX 3·rsa, DX csa (bytes)
//   DI row of B, R8 ldb; CX steps left; R11 rows; R12 next tile of C, R13 ldc
//   n, b and c in the arguments go along with the tiles; bit 1 of acc: the right half of a panel,
//   bit 2: a stream, where R11 and R12 are how far on what is asked for of B and A is
//
// A step: a load, and m FMA that broadcast A(i,l) as they load it: m cycles on Zen 4, with
// 1.5 instructions a cycle where 14×32 takes 1.8, and half as many stores at the end of a
// tile, which the queue for them has room for. From a tile to another whole one each row is stored and
// then starts anew. Each step asks for the next tile's part of B, whose rows may be far
// apart; every 16 steps one row of the next tile of C is prefetched.

// func SgemmStream14x16AVX512(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool)
//
// The same for a B in place: each step asks for a line of its row of B, and of its column of A
// if that is stored by columns, rsa = 1, k further on instead, and for no C; what is left to
// others asks for nothing. Of another A it asks for one row, which is a load too many.

#define FMA(addr, acc, beside) VFMADD231PS.BCST addr, Z0, acc

#define HEIGHT(rows, loop, next) \
	PCALIGN $64 \
loop: \
	VMOVUPS.Z  (DI), K1, Z0 \
	PREFETCHT1 124(DI) \
	rows(FMA) \
	ADVANCE \
	TESTL      $15, CX \
	JNZ        next \
	PREFETCHT0 64(R12) \
	ADDQ       R13, R12 \
next: \
	DECQ CX \
	JNZ  loop \
	JMP  sum

#define STREAM(rows, begin, loop) \
begin: \
	MOVQ  k+16(FP), R11 \
	IMULQ R8, R11 \
	PCALIGN $64 \
loop: \
	VMOVUPS.Z  (DI), K1, Z0 \
	PREFETCHT1 (DI)(R11*1) \
	PREFETCHT1 (SI)(R12*1) \
	rows(FMA) \
	ADVANCE \
	DECQ CX \
	JNZ  loop \
	MOVQ m+0(FP), R11 \
	JMP  sum

#define ZERO(addr, i, acc, beside) VPXORD acc, acc, acc

#define STORE_NEXT(acc) \
	VMOVUPS acc, (R12) \
	ADDQ    R13, R12

// Where C is S, to which zero is added, a product may begin a chain by itself.
#define ZERO_NEXT(addr, i, acc, beside) \
	VADDPS Z2, acc, acc \
	STORE_NEXT(acc) \
	VMULPS.BCST addr, Z0, acc \
	CMPQ   R11, $i \
	JEQ    begun

#define ADD_NEXT(addr, i, acc, beside) \
	VADDPS (R12), acc, acc \
	STORE_NEXT(acc) \
	VPXORD acc, acc, acc \
	FMA(addr, acc, beside) \
	CMPQ   R11, $i \
	JEQ    begun

#define ADD_C(addr, i, acc, beside) \
	VADDPS (R12), acc, K1, acc \
	ADDQ   R13, R12 \
	CMPQ   R11, $i \
	JEQ    store

#define ADD_ZERO(addr, i, acc, beside) VADDPS Z2, acc, acc

#define STORE(addr, i, acc, beside) \
	VMOVUPS acc, K1, (DI) \
	ADDQ    R13, DI \
	CMPQ    R11, $i \
	JEQ     stored

// From a tile to the next, which is of the other half of a panel.
#define NEXT_PANEL \
	NEXT_HALF(DI) \
	XORB $2, acc+88(FP) \
	ADDQ $64, c+72(FP) \
	ADDQ DI, b+48(FP)

TEXT ·SgemmStream14x16AVX512(SB), NOSPLIT, $0-89
	ORB $4, acc+88(FP)
	JMP ·SgemmTiles14x16AVX512(SB)

TEXT ·SgemmTiles14x16AVX512(SB), NOSPLIT, $0-89
	MOVQ m+0(FP), R11
	CMPQ R11, $8
	JLT  others
	MOVQ n+8(FP), CX
	CMPQ CX, $8
	JLE  others
	MOVQ rsa+32(FP), AX
	MOVQ csa+40(FP), DX
	MOVQ ldb+56(FP), R8
	MOVQ ldc+80(FP), R13
	STRIDES
	VPXORD Z2, Z2, Z2
	JMP first

tile:
	MOVQ    $16, R9
	CMPQ    CX, R9
	CMOVQGT R9, CX
	MASK(K1)
	POINTERS
	ALL_ROWS(ZERO)
	MOVQ k+16(FP), CX

height:
	TESTB $4, acc+88(FP)
	JNZ   stream
	TO_HEIGHT
	HEIGHTS(HEIGHT)

stream:
	MOVQ  k+16(FP), R12
	IMULQ DX, R12
	CMPQ R11, $14
	JEQ  stream14
	CMPQ R11, $13
	JEQ  stream13
	CMPQ R11, $12
	JEQ  stream12
	CMPQ R11, $11
	JEQ  stream11
	CMPQ R11, $10
	JEQ  stream10
	CMPQ R11, $9
	JEQ  stream9
	STREAM(ROWS_8, stream8, steps8)
	STREAM(ROWS_9, stream9, steps9)
	STREAM(ROWS_10, stream10, steps10)
	STREAM(ROWS_11, stream11, steps11)
	STREAM(ROWS_12, stream12, steps12)
	STREAM(ROWS_13, stream13, steps13)
	STREAM(ROWS_14, stream14, steps14)

sum:
	MOVQ c+72(FP), R12
	MOVQ R12, DI
	MOVQ n+8(FP), CX
	SUBQ $16, CX
	MOVQ CX, n+8(FP)
	CMPQ CX, $24
	JGT  across
	CMPQ CX, $16
	JEQ  across
	TESTB $1, acc+88(FP)
	JZ   overwrite
	ALL_ROWS(ADD_C)

overwrite:
	ALL_ROWS(ADD_ZERO)

store:
	ALL_ROWS(STORE)

stored:
	MOVQ n+8(FP), CX
	TESTQ CX, CX
	JLE  done
	NEXT_PANEL

first:
	CMPQ CX, $16
	JLE  tile
	CMPQ CX, $24
	JGT  tile
	JMP  ·sgemm14x24AVX512(SB)

others:
	ANDB $3, acc+88(FP)
	JMP ·SgemmTiles14x32AVX512(SB)

done:
	VZEROUPPER
	RET

across:
	NEXT_PANEL
	POINTERS
	SUBQ $64, R12
	VMOVUPS    (DI), Z0
	TESTB $1, acc+88(FP)
	JNZ  acrossadd
	ALL_ROWS(ZERO_NEXT)

acrossadd:
	ALL_ROWS(ADD_NEXT)

begun:
	MOVQ c+72(FP), R12
	ADVANCE
	MOVQ k+16(FP), CX
	DECQ CX
	JNZ  height
	JMP  sum
