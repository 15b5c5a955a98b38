//go:build !purego

#include "textflag.h"
#include "gemv_words_neon_arm64.h"

// func SgemmRowNEON(n, k, blocks int, a *float32, csa int, b *float32, ldb int, c *float32, acc bool)
//
// C[1×n] = S, or C += S if acc, S = A·B; n ≥ 16, k ≥ 1. With 2 to 4 blocks 8 ≤ n ≤ 16,
// k is 256, A and B have as many times k elements and rows, and S is the sum of each
// block, added in order.
//
//   a    element l at a[l·csa]
//   b    row l at b[l·ldb], n elements
//   c    n elements; not read if !acc
//
//   V16–V31  sums: vector j of group g in V(16+4g+j)     V0–V3  a row of B, or of C
//   V4  A(l)     V5 ones
//   R0 columns left   R1 k   R2 blocks   R3 a   R4 csa (bytes)   R5 b   R6 ldb (bytes)
//   R8–R11 the groups in A   R12–R15 in B   R7, R24–R26 in C   R19 steps left
//   R16 from the first to the second 8 columns of a group (bytes)   R22 how many groups there are
//
// A group is up to 16 columns in one block: its first 8 and its last, which may be the
// same in part. Up to 4 groups do not wait for one another: 64 columns, or all blocks.
// Groups beyond the last are the last once more; with up to 2 there is a loop of its own.
//
// A step of a group takes 5 loads and 4 FMA, bound by the loads, two a cycle, on
// Neoverse N1: 10 cycles for 64 columns. The tile would compute 4 rows, in 32.

#define GROUP(a, b, fma0, fma1, fma2, fma3) \
	FMOVS (a), F4 \
	FLDPQ (b), (F0, F1) \
	ADD   R16, b, R17 \
	FLDPQ (R17), (F2, F3) \
	ADD   R4, a \
	ADD   R6, b \
	fma0; fma1; fma2; fma3

#define ZERO(a, b, c, d) \
	VMOVI $0, a.B16 \
	VMOVI $0, b.B16 \
	VMOVI $0, c.B16 \
	VMOVI $0, d.B16

// s += C at p, rounded once, or zeros if !acc.
#define ADD_C(p, s0, s1, s2, s3) \
	CBZ   R17, 3(PC) \
	FLDPQ (p), (F0, F1) \
	FLDPQ 32(p), (F2, F3) \
	VFMLA V5.S4, V0.S4, s0.S4 \
	VFMLA V5.S4, V1.S4, s1.S4 \
	VFMLA V5.S4, V2.S4, s2.S4 \
	VFMLA V5.S4, V3.S4, s3.S4

#define ADD_BLOCK(s0, s1, s2, s3) \
	VFMLA V5.S4, s0.S4, V0.S4 \
	VFMLA V5.S4, s1.S4, V1.S4 \
	VFMLA V5.S4, s2.S4, V2.S4 \
	VFMLA V5.S4, s3.S4, V3.S4

// r = min(i, last), last being the last column or block that a group may start at.
#define CLAMP(i, last, r) \
	MOVD $i, r \
	CMP  last, r \
	CSEL GT, last, r, r

TEXT ·SgemmRowNEON(SB), NOSPLIT, $0-65
	MOVD  n+0(FP), R0
	MOVD  k+8(FP), R1
	MOVD  blocks+16(FP), R2
	MOVD  a+24(FP), R3
	MOVD  csa+32(FP), R4
	MOVD  b+40(FP), R5
	MOVD  ldb+48(FP), R6
	MOVD  c+56(FP), R7
	LSL   $2, R4
	LSL   $2, R6
	FMOVS $1.0, F5
	VDUP  V5.S[0], V5.S4

strip:
	ZERO(V16, V17, V18, V19)
	ZERO(V20, V21, V22, V23)
	ZERO(V24, V25, V26, V27)
	ZERO(V28, V29, V30, V31)
	MOVD R3, R8
	MOVD R5, R12
	MOVD R1, R19
	CMP  $1, R2
	BNE  blocks

	// 64 columns, or 48 lest fewer than 16 are left, or what is left: R23.
	MOVD $64, R23
	CMP  $80, R0
	BGE  groups
	MOVD $48, R23
	CMP  $64, R0
	BGT  groups
	MOVD R0, R23

groups:
	SUB  $16, R23, R17
	CLAMP(16, R17, R24)
	CLAMP(32, R17, R25)
	CLAMP(48, R17, R26)
	ADD  R24<<2, R5, R13
	ADD  R25<<2, R5, R14
	ADD  R26<<2, R5, R15
	ADD  R24<<2, R7, R24
	ADD  R25<<2, R7, R25
	ADD  R26<<2, R7, R26
	MOVD R3, R9
	MOVD R3, R10
	MOVD R3, R11
	MOVD $32, R16
	ADD  $31, R17, R22
	LSR  $4, R22
	B    start

blocks:
	SUB  $1, R2, R17
	CLAMP(2, R17, R25)
	CLAMP(3, R17, R26)
	ADD  $1024, R3, R9
	ADD  R25<<10, R3, R10
	ADD  R26<<10, R3, R11
	LSL  $8, R6, R16
	ADD  R16, R5, R13
	MADD R25, R5, R16, R14
	MADD R26, R5, R16, R15
	SUB  $8, R0, R16
	LSL  $2, R16
	MOVD R2, R22

start:
	CMP $2, R22
	BLE loop2
	PCALIGN $32

loop4:
	GROUP(R8, R12, ROW_00, ROW_01, ROW_02, ROW_03)
	GROUP(R9, R13, ROW_10, ROW_11, ROW_12, ROW_13)
	GROUP(R10, R14, ROW_20, ROW_21, ROW_22, ROW_23)
	GROUP(R11, R15, ROW_30, ROW_31, ROW_32, ROW_33)
	SUBS $1, R19
	BNE  loop4
	B    sums
	PCALIGN $32

loop2:
	GROUP(R8, R12, ROW_00, ROW_01, ROW_02, ROW_03)
	GROUP(R9, R13, ROW_10, ROW_11, ROW_12, ROW_13)
	SUBS $1, R19
	BNE  loop2

sums:
	ZERO(V0, V1, V2, V3)
	MOVBU acc+64(FP), R17
	CMP   $1, R2
	BNE   sumblocks
	ADD_C(R7, V16, V17, V18, V19)
	ADD_C(R24, V20, V21, V22, V23)
	CMP   $2, R22
	BLE   store2
	ADD_C(R25, V24, V25, V26, V27)
	ADD_C(R26, V28, V29, V30, V31)
	FSTPQ (F24, F25), (R25)
	FSTPQ (F26, F27), 32(R25)
	FSTPQ (F28, F29), (R26)
	FSTPQ (F30, F31), 32(R26)

store2:
	FSTPQ (F16, F17), (R7)
	FSTPQ (F18, F19), 32(R7)
	FSTPQ (F20, F21), (R24)
	FSTPQ (F22, F23), 32(R24)
	ADD   R23<<2, R7
	ADD   R23<<2, R5
	SUBS  R23, R0
	BNE   strip
	RET

sumblocks:
	ADD   R16, R7, R24
	CBZ   R17, 3(PC)
	FLDPQ (R7), (F0, F1)
	FLDPQ (R24), (F2, F3)
	ADD_BLOCK(V16, V17, V18, V19)
	ADD_BLOCK(V20, V21, V22, V23)
	CMP   $3, R2
	BLT   store
	ADD_BLOCK(V24, V25, V26, V27)
	BEQ   store
	ADD_BLOCK(V28, V29, V30, V31)

store:
	FSTPQ (F0, F1), (R7)
	FSTPQ (F2, F3), (R24)
	RET
