//go:build !purego

#include "textflag.h"
#include "dot_words_amd64.h"

// func DotStripAVX512(m, n, k, terms int, a, b *uint16, c *float32, ldc int, acc bool, s *float32)
//
// C[m×n] = S, or C += S if acc, S = A·B in bfloat16, one chain of fma for an element, the
// second product of a pair before the first, denormals taken as zero; 1 ≤ m ≤ 14, n ≥ 1,
// 1 ≤ k. terms is 1; s is not used. Needs AVX512F, AVX512_BF16, BMI2.
//
//   a    rows of k numbers, rounded up to 32
//   b    panels of 32 columns: pairs of rows interleaved, as many as a has
//   c    rows ldc elements apart, n elements each; not read if !acc
//
//   Z4–Z31  accumulators: row i in Z(4+2i), Z(5+2i)
//   Z0, Z1  a row of pairs of B      Z2, Z3  A(i,p) in all lanes     K1, K2 columns of C
//   SI, R9, R10  rows 0, 5, 10 of A; AX a row of it, BX three (bytes)
//   DI row of B, R8 panel; CX pairs left; R11 rows; DX columns left; R12 tile of C, R13 ldc
//
// 28 VDPBF16PS, 2 loads, 14 broadcasts a pair, bound by VDPBF16PS: 28 cycles on Zen 4,
// where one takes the time of an FMA and does the work of two. For up to 16 columns
// both halves of a row of C are the same ones, the right one last.

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

TEXT ·DotStripAVX512(SB), NOSPLIT, $0-80
	MOVQ k+16(FP), AX
	ADDQ $31, AX
	ANDQ $-32, AX
	SHLQ $1, AX
	LEAQ (AX)(AX*2), BX
	MOVQ b+40(FP), R8
	MOVQ c+48(FP), R12
	MOVQ ldc+56(FP), R13
	SHLQ $2, R13
	MOVQ n+8(FP), DX
	MOVQ m+0(FP), R11

panel:
	MOVQ a+32(FP), SI
	LEAQ (SI)(AX*4), R9
	ADDQ AX, R9
	LEAQ (R9)(AX*4), R10
	ADDQ AX, R10
	MOVQ R12, DI
	MOVQ R11, CX

ask:
	PREFETCHT0 (DI)
	PREFETCHT0 64(DI)
	ADDQ R13, DI
	DECQ CX
	JNZ  ask
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
	VPXORD Z18, Z18, Z18
	VPXORD Z19, Z19, Z19
	VPXORD Z20, Z20, Z20
	VPXORD Z21, Z21, Z21
	VPXORD Z22, Z22, Z22
	VPXORD Z23, Z23, Z23
	VPXORD Z24, Z24, Z24
	VPXORD Z25, Z25, Z25
	VPXORD Z26, Z26, Z26
	VPXORD Z27, Z27, Z27
	VPXORD Z28, Z28, Z28
	VPXORD Z29, Z29, Z29
	VPXORD Z30, Z30, Z30
	VPXORD Z31, Z31, Z31
	MOVQ R8, DI
	MOVQ k+16(FP), CX
	INCQ CX
	SHRQ $1, CX
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
	DECQ CX
	JNZ  loop
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
	DECQ CX
	JNZ  edge

sum:
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
	ADD_C(Z4, Z5)
	ADD_C(Z6, Z7)
	ADD_C(Z8, Z9)
	ADD_C(Z10, Z11)
	ADD_C(Z12, Z13)
	ADD_C(Z14, Z15)
	ADD_C(Z16, Z17)
	ADD_C(Z18, Z19)
	ADD_C(Z20, Z21)
	ADD_C(Z22, Z23)
	ADD_C(Z24, Z25)
	ADD_C(Z26, Z27)
	ADD_C(Z28, Z29)
	ADD_C(Z30, Z31)

overwrite:
	VPXORD Z0, Z0, Z0
	ADD_ZERO(Z4, Z5)
	ADD_ZERO(Z6, Z7)
	ADD_ZERO(Z8, Z9)
	ADD_ZERO(Z10, Z11)
	ADD_ZERO(Z12, Z13)
	ADD_ZERO(Z14, Z15)
	ADD_ZERO(Z16, Z17)
	ADD_ZERO(Z18, Z19)
	ADD_ZERO(Z20, Z21)
	ADD_ZERO(Z22, Z23)
	ADD_ZERO(Z24, Z25)
	ADD_ZERO(Z26, Z27)
	ADD_ZERO(Z28, Z29)
	ADD_ZERO(Z30, Z31)

store:
	MOVQ R11, R10
	STORE(Z4, Z5)
	STORE(Z6, Z7)
	STORE(Z8, Z9)
	STORE(Z10, Z11)
	STORE(Z12, Z13)
	STORE(Z14, Z15)
	STORE(Z16, Z17)
	STORE(Z18, Z19)
	STORE(Z20, Z21)
	STORE(Z22, Z23)
	STORE(Z24, Z25)
	STORE(Z26, Z27)
	STORE(Z28, Z29)
	STORE(Z30, Z31)

next:
	MOVQ AX, DI
	SHLQ $5, DI
	ADDQ DI, R8
	ADDQ $128, R12
	SUBQ $32, DX
	JG   panel
	VZEROUPPER
	RET
