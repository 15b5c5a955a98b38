//go:build !purego

#include "textflag.h"
#include "tail_avx2_amd64.h"
#include "sgemv_avx2_amd64.h"

// func sgemvBlocksAVX2(m, k, blocks int, a *float32, lda int, x, y *float32, acc bool)
//
// SgemvAVX2 of 2 to 4 blocks, which jumps here with its own arguments: k is 256.
//
//   Y8–Y11   sums of 8 rows in each block
//   Y0–Y7    a block, transposed on the way; Y4 y, Y5 mask of the last rows
//   Y12–Y15  x(l) to x(l+3)
//   SI, R9  these rows, the next; R8 lda, BX, DX, R13 3, 5 and 7 lda (bytes)
//   DI x; CX steps left; R11 blocks; AX rows left
//
// The chains of the blocks do not depend on one another, so that 8 rows at a time
// are enough to hide them. Eight rows stay in the first cache even if lda is a power
// of two, where 32 do not. Bound by the loads, two a cycle: 6 cycles for 32
// elements; or by where A lies: the next rows are asked into the second cache, a line
// of two of them every four columns.

// Four columns of each block; r1 and r2 are distances to two rows.
#define STEP(off, r1, r2, next) \
	LOAD_X(off) \
	BLOCK(SI, off, Y8) \
	PREFETCHT1 (R9)(r1) \
	PREFETCHT1 (R9)(r2) \
	LOAD_X(off+1024) \
	BLOCK(SI, off+1024, Y9) \
	PREFETCHT1 1024(R9)(r1) \
	PREFETCHT1 1024(R9)(r2) \
	CMPQ R11, $3 \
	JLT  next \
	LOAD_X(off+2048) \
	BLOCK(SI, off+2048, Y10) \
	PREFETCHT1 2048(R9)(r1) \
	PREFETCHT1 2048(R9)(r2) \
	CMPQ R11, $3 \
	JEQ  next \
	LOAD_X(off+3072) \
	BLOCK(SI, off+3072, Y11) \
	PREFETCHT1 3072(R9)(r1) \
	PREFETCHT1 3072(R9)(r2)

#define ADD(i, sum) \
	VADDPS sum, Y4, Y4 \
	CMPQ   R11, $i \
	JEQ    added

TEXT ·sgemvBlocksAVX2(SB), NOSPLIT, $0-57
	MOVQ m+0(FP), AX
	MOVQ a+24(FP), SI
	MOVQ lda+32(FP), R8
	MOVQ blocks+16(FP), R11
	SHLQ $2, R8
	LEAQ (R8)(R8*2), BX
	LEAQ (R8)(R8*4), DX
	LEAQ (DX)(R8*2), R13

rows:
	CMPQ AX, $8
	JGE  start
	LAST_ROWS

start:
	VXORPS Y8, Y8, Y8
	VXORPS Y9, Y9, Y9
	VXORPS Y10, Y10, Y10
	VXORPS Y11, Y11, Y11
	MOVQ x+40(FP), DI
	LEAQ (SI)(R8*8), R9
	MOVQ $16, CX

loop:
	STEP(0, R8*1, R8*2, step1)

step1:
	STEP(16, BX*1, R8*4, step2)

step2:
	STEP(32, DX*1, BX*2, step3)

step3:
	STEP(48, R13*1, R8*8, next)

next:
	ADDQ $64, SI
	ADDQ $64, R9
	ADDQ $64, DI
	DECQ CX
	JNZ  loop
	SUBQ $1024, SI
	MOVQ y+48(FP), DI
	VXORPS Y4, Y4, Y4
	CMPQ AX, $8
	JGE  whole
	LAST_LANES(X5, Y5)
	CMPB acc+56(FP), $0
	JEQ  sum
	VMASKMOVPS (DI), Y5, Y4
	JMP  sum

whole:
	CMPB acc+56(FP), $0
	JEQ  sum
	VMOVUPS (DI), Y4

sum:
	ADD(1, Y8)
	ADD(2, Y9)
	ADD(3, Y10)
	VADDPS Y11, Y4, Y4

added:
	CMPQ AX, $8
	JLT  masked
	VMOVUPS Y4, (DI)
	ADDQ $32, y+48(FP)
	LEAQ (SI)(R8*8), SI
	SUBQ $8, AX
	JNZ  rows
	VZEROUPPER
	RET

masked:
	VMASKMOVPS Y4, Y5, (DI)
	VZEROUPPER
	RET
