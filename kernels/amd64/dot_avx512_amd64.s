//go:build !purego

#include "textflag.h"
#include "dot_words_amd64.h"

// func DotStripAVX512(m, n, k, terms int, a, b *uint16, c *float32, ldc int, acc bool, s, ask *float32, step int)
//
// C[m×n] = S, or C += S if acc, S = A·B in bfloat16, one chain of fma for an element, the
// second product of a pair before the first, denormals taken as zero; 1 ≤ m ≤ 14, n ≥ 1,
// 1 ≤ k. terms is 1; s is not used. Needs AVX512F, AVX512_BF16, BMI2.
//
//   a    rows of k numbers, an odd number of cache lines apart
//   b    panels of 32 columns: pairs of rows interleaved, k rounded up to 32
//   c    rows ldc elements apart, n elements each; not read if !acc
//   ask  any address: one a pair is asked for into the second cache, step elements apart,
//        from ask on and for each panel from 64 bytes further
//
//   Z4–Z31  accumulators: row i in Z(4+2i), Z(5+2i)
//   Z0, Z1  a row of pairs of B      Z2, Z3  A(i,p) in all lanes     K1, K2 columns of C
//   SI, R9, R10  rows 0, 5, 10 of A; AX a row of it, BX three (bytes)
//   DI row of B; CX pairs left but 16; R11 rows; DX ask, then columns left, R8 step (bytes)
//   R12 tile of C; in the loop the row of it that is asked for; R13 ldc
//   n, b, c and ask in the arguments go along with the panels
//
// 28 VDPBF16PS, 2 loads, 14 broadcasts a pair, bound by VDPBF16PS: 28 cycles on Zen 4,
// where one takes the time of an FMA and does the work of two. For up to 16 columns
// both halves of a row of C are the same ones, the right one last. Rows of C are asked for
// one a pair, the last of them 16 pairs before the end: earlier, and they are gone again.

#define ALL_ROWS(do) \
	do(Z4, Z5) \
	do(Z6, Z7) \
	do(Z8, Z9) \
	do(Z10, Z11) \
	do(Z12, Z13) \
	do(Z14, Z15) \
	do(Z16, Z17) \
	do(Z18, Z19) \
	do(Z20, Z21) \
	do(Z22, Z23) \
	do(Z24, Z25) \
	do(Z26, Z27) \
	do(Z28, Z29) \
	do(Z30, Z31)

#define ZERO(lo, hi) \
	VPXORD lo, lo, lo \
	VPXORD hi, hi, hi

#define ROW(addr, x, lo, hi) \
	VPBROADCASTD addr, x \
	lo \
	hi

#define EDGE_ROW(addr, x, i, lo, hi) \
	ROW(addr, x, lo, hi) \
	CMPQ R11, $i \
	JEQ  edgenext

#define ADD_C(lo, hi) \
	VADDPS.Z (DI), lo, K1, lo \
	VADDPS.Z (DI)(R9*1), hi, K2, hi \
	ADDQ   R13, DI \
	DECQ   R10 \
	JZ     store

#define ADD_ZERO(lo, hi) \
	VADDPS Z0, lo, lo \
	VADDPS Z0, hi, hi

#define STORE(lo, hi) \
	VMOVUPS hi, K2, (SI)(R9*1) \
	VMOVUPS lo, K1, (SI) \
	ADDQ    R13, SI \
	DECQ    R10 \
	JZ      next

TEXT ·DotStripAVX512(SB), NOSPLIT, $0-96
	MOVQ k+16(FP), AX
	ADDQ $31, AX
	ANDQ $-32, AX
	SHLQ $1, AX
	ORQ  $64, AX
	LEAQ (AX)(AX*2), BX
	MOVQ step+88(FP), R8
	SHLQ $2, R8
	MOVQ c+48(FP), R12
	MOVQ ldc+56(FP), R13
	SHLQ $2, R13
	MOVQ m+0(FP), R11

panel:
	MOVQ a+32(FP), SI
	LEAQ (SI)(AX*4), R9
	ADDQ AX, R9
	LEAQ (R9)(AX*4), R10
	ADDQ AX, R10
	ALL_ROWS(ZERO)
	MOVQ b+40(FP), DI
	MOVQ ask+80(FP), DX
	MOVQ k+16(FP), CX
	INCQ CX
	SHRQ $1, CX
	SUBQ $16, CX
	MOVQ R12, c+48(FP)
	CMPQ R11, $14
	JNE  edge
	PCALIGN $64

loop:
	VMOVDQU32 (DI), Z0
	VMOVDQU32 64(DI), Z1
	ROW((SI), Z2, DOT_0L, DOT_0H)
	ROW((SI)(AX*1), Z3, DOT_1L, DOT_1H)
	ROW((SI)(AX*2), Z2, DOT_2L, DOT_2H)
	ROW((SI)(BX*1), Z3, DOT_3L, DOT_3H)
	ROW((SI)(AX*4), Z2, DOT_4L, DOT_4H)
	ADDQ $4, SI
	ROW((R9), Z3, DOT_5L, DOT_5H)
	ROW((R9)(AX*1), Z2, DOT_6L, DOT_6H)
	ROW((R9)(AX*2), Z3, DOT_7L, DOT_7H)
	ROW((R9)(BX*1), Z2, DOT_8L, DOT_8H)
	ROW((R9)(AX*4), Z3, DOT_9L, DOT_9H)
	ADDQ $4, R9
	ROW((R10), Z2, DOT_10L, DOT_10H)
	ROW((R10)(AX*1), Z3, DOT_11L, DOT_11H)
	ROW((R10)(AX*2), Z2, DOT_12L, DOT_12H)
	ROW((R10)(BX*1), Z3, DOT_13L, DOT_13H)
	ADDQ $4, R10
	ADDQ $128, DI
	PREFETCHT1 (DX)
	ADDQ R8, DX
	DECQ CX
	CMPQ CX, R11
	JCC  asked
	PREFETCHT0 (R12)
	PREFETCHT0 64(R12)
	ADDQ R13, R12

asked:
	CMPQ CX, $-16
	JNE  loop
	JMP  sum
	PCALIGN $64

edge:
	VMOVDQU32 (DI), Z0
	VMOVDQU32 64(DI), Z1
	EDGE_ROW((SI), Z2, 1, DOT_0L, DOT_0H)
	EDGE_ROW((SI)(AX*1), Z3, 2, DOT_1L, DOT_1H)
	EDGE_ROW((SI)(AX*2), Z2, 3, DOT_2L, DOT_2H)
	EDGE_ROW((SI)(BX*1), Z3, 4, DOT_3L, DOT_3H)
	EDGE_ROW((SI)(AX*4), Z2, 5, DOT_4L, DOT_4H)
	EDGE_ROW((R9), Z3, 6, DOT_5L, DOT_5H)
	EDGE_ROW((R9)(AX*1), Z2, 7, DOT_6L, DOT_6H)
	EDGE_ROW((R9)(AX*2), Z3, 8, DOT_7L, DOT_7H)
	EDGE_ROW((R9)(BX*1), Z2, 9, DOT_8L, DOT_8H)
	EDGE_ROW((R9)(AX*4), Z3, 10, DOT_9L, DOT_9H)
	EDGE_ROW((R10), Z2, 11, DOT_10L, DOT_10H)
	EDGE_ROW((R10)(AX*1), Z3, 12, DOT_11L, DOT_11H)
	EDGE_ROW((R10)(AX*2), Z2, 13, DOT_12L, DOT_12H)

edgenext:
	ADDQ $4, SI
	ADDQ $4, R9
	ADDQ $4, R10
	ADDQ $128, DI
	PREFETCHT1 (DX)
	ADDQ R8, DX
	DECQ CX
	CMPQ CX, R11
	JCC  edgeasked
	PREFETCHT0 (R12)
	PREFETCHT0 64(R12)
	ADDQ R13, R12

edgeasked:
	CMPQ CX, $-16
	JNE  edge

sum:
	MOVQ    c+48(FP), R12
	MOVQ    n+8(FP), DX
	MOVL    $32, CX
	CMPQ    DX, CX
	CMOVQLT DX, CX
	MOVQ    $-1, SI
	BZHIQ   CX, SI, SI
	KMOVW   SI, K1
	MOVL    $64, R9
	SHRQ    $16, SI
	KMOVW   SI, K2
	CMPQ    CX, $16
	JGT     wide
	KMOVW   K1, K2
	XORL    R9, R9

wide:
	MOVQ R12, DI
	MOVQ R12, SI
	MOVQ R11, R10
	CMPB acc+64(FP), $0
	JEQ  overwrite
	ALL_ROWS(ADD_C)

overwrite:
	VPXORD Z0, Z0, Z0
	ALL_ROWS(ADD_ZERO)

store:
	MOVQ R11, R10
	ALL_ROWS(STORE)

next:
	MOVQ k+16(FP), DI
	ADDQ $31, DI
	ANDQ $-32, DI
	SHLQ $6, DI
	ADDQ DI, b+40(FP)
	ADDQ $64, ask+80(FP)
	ADDQ $128, R12
	SUBQ $32, n+8(FP)
	JG   panel
	VZEROUPPER
	RET
