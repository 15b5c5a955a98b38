//go:build !purego

#include "textflag.h"

// func SgemmColumnsAVX2(m, k, blocks int, a *float32, lda int, x, y *float32, acc bool)
//
// Y[m×4] = S, or Y += S if acc, S = A·X by blocks of k of 256 and what is left, each summed
// by itself, added in order; m is a multiple of 8, k ≥ 1, blocks 1 or 2. Needs AVX2 and FMA3.
//
//   a     row i at a[i·lda], k elements
//   x, y  rows of 4 elements, contiguous; y is not read if !acc
//
//   Y8–Y11   sums of rows 0 and 1, 2 and 3, … of 8     Y12–Y15  those of the next block
//   Y0–Y3    four columns of those rows     Y4  a row of X, twice     Y5–Y7  elements of A
//   SI 8 rows of A, R9 the next 8; R8 lda, BX, DX, R13 3, 5 and 7 lda (bytes)
//   DI x; R10 y; CX columns left, AX of this block; R11 blocks at a time
//
// Lanes are the elements of C: two rows of four. Eight rows at a time are as many streams
// as a processor follows by itself, and stay in the first cache even if lda is a power of
// two; two blocks at a time are chains enough to hide. Bound by the shuffles and FMA, 11
// cycles for 32 elements of A on Zen 4, with one block by its chains, 16; or by where A
// lies: the next rows are asked for into the second cache, without which computing and
// waiting add up.

#define LOAD(off) \
	VMOVUPS     off(SI), X0 \
	VINSERTF128 $1, off(SI)(R8*1), Y0, Y0 \
	VMOVUPS     off(SI)(R8*2), X1 \
	VINSERTF128 $1, off(SI)(BX*1), Y1, Y1 \
	VMOVUPS     off(SI)(R8*4), X2 \
	VINSERTF128 $1, off(SI)(DX*1), Y2, Y2 \
	VMOVUPS     off(SI)(BX*2), X3 \
	VINSERTF128 $1, off(SI)(R13*1), Y3, Y3

// The product of a column of A, chosen by select, with a row of X, off bytes after DI.
#define PRODUCT(select, off, s0, s1, s2, s3) \
	VBROADCASTF128 off(DI), Y4 \
	VPERMILPS      select, Y0, Y5 \
	VFMADD231PS    Y5, Y4, s0 \
	VPERMILPS      select, Y1, Y6 \
	VFMADD231PS    Y6, Y4, s1 \
	VPERMILPS      select, Y2, Y7 \
	VFMADD231PS    Y7, Y4, s2 \
	VPERMILPS      select, Y3, Y5 \
	VFMADD231PS    Y5, Y4, s3

// Four columns of a block.
#define BLOCK(off, s0, s1, s2, s3) \
	LOAD(off) \
	PRODUCT($0x00, 4*off, s0, s1, s2, s3) \
	PRODUCT($0x55, (4*off+16), s0, s1, s2, s3) \
	PRODUCT($0xaa, (4*off+32), s0, s1, s2, s3) \
	PRODUCT($0xff, (4*off+48), s0, s1, s2, s3)

// Four columns of one or two blocks; r1 and r2 are distances to two rows.
#define STEP(off, r1, r2, next) \
	BLOCK(off, Y8, Y9, Y10, Y11) \
	PREFETCHT1 (R9)(r1) \
	PREFETCHT1 (R9)(r2) \
	CMPQ R11, $1 \
	JEQ  next \
	BLOCK((off+1024), Y12, Y13, Y14, Y15) \
	PREFETCHT1 1024(R9)(r1) \
	PREFETCHT1 1024(R9)(r2)

// One column of two rows.
#define PAIR(first, second, sum) \
	VBROADCASTSS first, X0 \
	VBROADCASTSS second, X1 \
	VINSERTF128  $1, X1, Y0, Y0 \
	VFMADD231PS  Y0, Y4, sum

TEXT ·SgemmColumnsAVX2(SB), NOSPLIT, $0-57
	MOVQ lda+32(FP), R8
	SHLQ $2, R8
	LEAQ (R8)(R8*2), BX
	LEAQ (R8)(R8*4), DX
	LEAQ (DX)(R8*2), R13
	MOVQ y+48(FP), R10

rows:
	MOVQ a+24(FP), SI
	LEAQ (SI)(R8*8), R9
	MOVQ R9, a+24(FP)
	MOVQ x+40(FP), DI
	MOVQ k+8(FP), CX

block:
	VXORPS Y8, Y8, Y8
	VXORPS Y9, Y9, Y9
	VXORPS Y10, Y10, Y10
	VXORPS Y11, Y11, Y11
	VXORPS Y12, Y12, Y12
	VXORPS Y13, Y13, Y13
	VXORPS Y14, Y14, Y14
	VXORPS Y15, Y15, Y15
	MOVQ $1, R11
	CMPQ CX, $512
	CMOVQGE blocks+16(FP), R11
	MOVQ $256, AX
	CMPQ CX, AX
	CMOVQLT CX, AX
	SUBQ $16, AX
	JLT  short
	PCALIGN $64

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
	ADDQ $256, DI
	SUBQ $16, AX
	JGE  loop

short:
	ADDQ $12, AX
	JLT  tail

shortloop:
	BLOCK(0, Y8, Y9, Y10, Y11)
	ADDQ $16, SI
	ADDQ $64, DI
	SUBQ $4, AX
	JGE  shortloop

tail:
	ADDQ $4, AX
	JEQ  sums

column:
	VBROADCASTF128 (DI), Y4
	PAIR((SI), (SI)(R8*1), Y8)
	PAIR((SI)(R8*2), (SI)(BX*1), Y9)
	PAIR((SI)(R8*4), (SI)(DX*1), Y10)
	PAIR((SI)(BX*2), (SI)(R13*1), Y11)
	ADDQ $4, SI
	ADDQ $16, DI
	DECQ AX
	JNZ  column

sums:
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	CMPQ CX, k+8(FP)
	JNE  load
	CMPB acc+56(FP), $0
	JEQ  add

load:
	VMOVUPS (R10), Y0
	VMOVUPS 32(R10), Y1
	VMOVUPS 64(R10), Y2
	VMOVUPS 96(R10), Y3

add:
	VADDPS Y8, Y0, Y0
	VADDPS Y9, Y1, Y1
	VADDPS Y10, Y2, Y2
	VADDPS Y11, Y3, Y3
	CMPQ R11, $1
	JEQ  store
	VADDPS Y12, Y0, Y0
	VADDPS Y13, Y1, Y1
	VADDPS Y14, Y2, Y2
	VADDPS Y15, Y3, Y3
	ADDQ $1024, SI // past the second block
	ADDQ $1024, R9
	ADDQ $4096, DI
	SUBQ $256, CX

store:
	VMOVUPS Y0, (R10)
	VMOVUPS Y1, 32(R10)
	VMOVUPS Y2, 64(R10)
	VMOVUPS Y3, 96(R10)
	SUBQ $256, CX
	JGT  block
	ADDQ $128, R10
	SUBQ $8, m+0(FP)
	JNZ  rows
	VZEROUPPER
	RET
