//go:build !purego

#include "textflag.h"
#include "tail_avx2_amd64.h"
#include "sgemv_avx2_amd64.h"

// func SgemvAVX2(m, k, blocks int, a *float32, lda int, x, y *float32, acc bool)
//
// y[m] = s, or y += s if acc, s = A·x; m ≥ 8, k ≥ 1. Needs AVX2 and FMA3. With
// 2 to 4 blocks k is 256, the columns are those of as many blocks, and s is the
// sum of each, added in order: see sgemvBlocksAVX2.
//
//   a    row i at a[i·lda], k·blocks elements
//   x    k·blocks elements
//   y    m elements, contiguous; not read if !acc
//
//   Y8–Y11   sums of rows 0–7, 8–15, 16–23, 24–31 of a band
//   Y0–Y7    a block, transposed on the way     Y12–Y15  x(l) to x(l+3)
//   SI, R9, R10, R12  the groups of rows; R8 lda, BX, DX, R13 3, 5 and 7 lda (bytes)
//   DI x; CX steps left; R11 groups of this band; AX rows left
//
// Each sum is one chain, so that lanes run along the rows: columns are turned into
// vectors by 8 loads of half a vector and 8 shuffles for 32 elements. Bound by these
// and the FMA together: 6 cycles for 32 elements on Zen 4, in which the four chains are
// hidden; or by where A lies: each line of 32 rows is asked for two lines ahead, two a
// block, as they are more streams than the processor follows by itself.
//
// Of four such operations a cycle, Zen 4 does 2.6. These 16 take 6.2 cycles with 48 rows in
// the first cache, and others no less: blends for the insertions 6.2, blends of whole rows whose
// sums change halves every 4 columns (17) 6.4, blends for half of the shuffles (20) 6.6, sums of 4
// rows, a half at a time (18) 8.4, vectors of 512 bits 6.9 to 7.7.

// One column of 8 rows.
#define COLUMN(p, sum) \
	VMOVSS      (p), X0 \
	VINSERTPS   $0x10, (p)(R8*1), X0, X0 \
	VINSERTPS   $0x20, (p)(R8*2), X0, X0 \
	VINSERTPS   $0x30, (p)(BX*1), X0, X0 \
	VMOVSS      (p)(R8*4), X1 \
	VINSERTPS   $0x10, (p)(DX*1), X1, X1 \
	VINSERTPS   $0x20, (p)(BX*2), X1, X1 \
	VINSERTPS   $0x30, (p)(R13*1), X1, X1 \
	VINSERTF128 $1, X1, Y0, Y0 \
	VFMADD231PS Y0, Y12, sum \
	ADDQ        $4, p

#define GROUPS(i, next) \
	CMPQ R11, $i \
	JEQ  next

// Asks for what comes two lines later in two rows, at distances r1 and r2.
#define ASK(p, r1, r2) \
	PREFETCHT0 128(p)(r1) \
	PREFETCHT0 128(p)(r2)

// Four columns of each group.
#define STEP(off, r1, r2, next) \
	LOAD_X(off) \
	BLOCK(SI, off, Y8) \
	ASK(SI, r1, r2) \
	GROUPS(1, next) \
	BLOCK(R9, off, Y9) \
	ASK(R9, r1, r2) \
	GROUPS(2, next) \
	BLOCK(R10, off, Y10) \
	ASK(R10, r1, r2) \
	GROUPS(3, next) \
	BLOCK(R12, off, Y11) \
	ASK(R12, r1, r2)

#define SUM(i, sum, next) \
	CMPB    acc+56(FP), $0 \
	JEQ     3(PC) \
	VADDPS  32*i(DI), sum, sum \
	JMP     2(PC) \
	VADDPS  Y4, sum, sum \
	VMOVUPS sum, 32*i(DI) \
	CMPQ    R11, $(i+1) \
	JEQ     next

TEXT ·SgemvAVX2(SB), NOSPLIT, $0-57
	CMPQ blocks+16(FP), $1
	JNE  blocks
	MOVQ m+0(FP), AX
	MOVQ a+24(FP), SI
	MOVQ lda+32(FP), R8
	SHLQ $2, R8
	LEAQ (R8)(R8*2), BX
	LEAQ (R8)(R8*4), DX
	LEAQ (DX)(R8*2), R13

band:
	CMPQ AX, $8
	JLT  last
	MOVQ AX, R11
	SHRQ $3, R11
	MOVQ $4, R9
	CMPQ R11, R9
	CMOVQGT R9, R11

start:
	VXORPS Y8, Y8, Y8
	VXORPS Y9, Y9, Y9
	VXORPS Y10, Y10, Y10
	VXORPS Y11, Y11, Y11
	MOVQ x+40(FP), DI
	MOVQ k+8(FP), CX
	LEAQ (SI)(R8*8), R9
	LEAQ (R9)(R8*8), R10
	LEAQ (R10)(R8*8), R12
	SUBQ $4, CX
	JLT  tail
	SUBQ $12, CX
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
	ADDQ $64, R10
	ADDQ $64, R12
	ADDQ $64, DI
	SUBQ $16, CX
	JGE  loop

short:
	ADDQ $12, CX
	JLT  tail

shortloop:
	LOAD_X(0)
	BLOCK(SI, 0, Y8)
	ADDQ $16, SI
	GROUPS(1, shortnext)
	BLOCK(R9, 0, Y9)
	ADDQ $16, R9
	GROUPS(2, shortnext)
	BLOCK(R10, 0, Y10)
	ADDQ $16, R10
	GROUPS(3, shortnext)
	BLOCK(R12, 0, Y11)
	ADDQ $16, R12

shortnext:
	ADDQ $16, DI
	SUBQ $4, CX
	JGE  shortloop

tail:
	ADDQ $4, CX
	JEQ  sums

column:
	VBROADCASTSS (DI), Y12
	ADDQ $4, DI
	COLUMN(SI, Y8)
	GROUPS(1, left)
	COLUMN(R9, Y9)
	GROUPS(2, left)
	COLUMN(R10, Y10)
	GROUPS(3, left)
	COLUMN(R12, Y11)

left:
	DECQ CX
	JNZ  column

sums:
	MOVQ y+48(FP), DI
	CMPQ AX, $8
	JLT  masked
	VXORPS Y4, Y4, Y4
	SUM(0, Y8, stored)
	SUM(1, Y9, stored)
	SUM(2, Y10, stored)
	SUM(3, Y11, stored)

stored:
	// The next rows: R11 groups of 8 further in A and y.
	SHLQ  $3, R11
	SUBQ  R11, AX
	JEQ   done
	LEAQ  (DI)(R11*4), DI
	MOVQ  DI, y+48(FP)
	IMULQ R8, R11
	ADDQ  a+24(FP), R11
	MOVQ  R11, SI
	MOVQ  R11, a+24(FP)
	JMP   band

last:
	LAST_ROWS
	MOVQ $1, R11
	JMP  start

masked:
	LAST_LANES(X5, Y5)
	VXORPS     Y4, Y4, Y4
	CMPB       acc+56(FP), $0
	JEQ        2(PC)
	VMASKMOVPS (DI), Y5, Y4
	VADDPS     Y4, Y8, Y8
	VMASKMOVPS Y8, Y5, (DI)

done:
	VZEROUPPER
	RET

blocks:
	JMP ·sgemvBlocksAVX2(SB)
