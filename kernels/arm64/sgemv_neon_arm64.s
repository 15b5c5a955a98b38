//go:build !purego

#include "textflag.h"
#include "transpose_neon_arm64.h"
#include "gemv_words_neon_arm64.h"

// func SgemvNEON(m, k, blocks int, a *float32, lda int, x, y *float32, acc bool)
//
// y[m] = s, or y += s if acc, s = A·x; m ≥ 8, k ≥ 1. With 2 to 4 blocks k is 256, the
// columns are those of as many blocks, and s is the sum of each, added in order.
//
//   a    row i at a[i·lda], k·blocks elements
//   x    k·blocks elements
//   y    m elements, contiguous; not read if !acc
//
//   V16–V19  sums of the groups     V0–V7  4×4 of A, transposed     V24  x(l) to x(l+3)     V25 ones
//   R0 rows left   R1 k   R2 blocks   R3 a   R4 lda (bytes)   R5 x   R6 y
//   R7–R10 the groups in A   R14, R11–R13 in x   R6, R19–R21 in y   R15 columns left
//   R16, R23 from below 4, 2 rows to their next 4 columns, column   R22 how many groups there are
//
// A group is 4 rows in one block: each sum is one chain, so lanes run along the rows.
// Up to 4 groups do not wait for one another: 16 rows of one block, or, lest rows
// that share the sets of the first cache drive out one another, 4 rows in all blocks.
// Groups beyond the last are the last once more; with up to 2 there is a loop of its own.
//
// A step of a group takes 4 loads of A, 8 shuffles and 4 FMA, bound by the vector pipes:
// 6 cycles with two (Neoverse N1), 3 with four.

#define GROUP(p, x, fma0, fma1, fma2, fma3) \
	FMOVQ.P 16(x), F24 \
	VLD1.P (p)(R4), [V0.S4] \
	VLD1.P (p)(R4), [V1.S4] \
	VLD1.P (p)(R4), [V2.S4] \
	VLD1.P (p)(R4), [V3.S4] \
	TRANSPOSE_4x4 \
	fma0; fma1; fma2; fma3 \
	ADD    R16, p

#define COLUMN(p, x, fma) \
	FMOVS.P 4(x), F24 \
	FMOVS (p), F0 \
	FMOVS (p)(R4), F1 \
	ADD   R4<<1, p \
	FMOVS (p), F2 \
	FMOVS (p)(R4), F3 \
	ADD   R23, p \
	VZIP1 V2.S4, V0.S4, V0.S4 \
	VZIP1 V3.S4, V1.S4, V1.S4 \
	VZIP1 V1.S4, V0.S4, V0.S4 \
	fma

// min(i, last), last being the last row or block that a group may start at.
#define CLAMP(i, last, r) \
	MOVD $i, r \
	CMP  last, r \
	CSEL GT, last, r, r

// v = 4 of y, at p, or zero if !acc.
#define LOAD_Y(p, v, f) \
	VMOVI $0, v.B16 \
	CBZ   R17, 2(PC) \
	FMOVQ (p), f

TEXT ·SgemvNEON(SB), NOSPLIT, $0-57
	MOVD  m+0(FP), R0
	MOVD  k+8(FP), R1
	MOVD  blocks+16(FP), R2
	MOVD  a+24(FP), R3
	MOVD  lda+32(FP), R4
	MOVD  x+40(FP), R5
	MOVD  y+48(FP), R6
	LSL   $2, R4
	MOVD  $16, R16
	SUB   R4<<2, R16
	MOVD  $4, R23
	SUB   R4<<1, R23
	FMOVS $1.0, F25
	VDUP  V25.S[0], V25.S4

band:
	// Fewer than 4 rows go with the ones before them, which are not stored again.
	SUBS $4, R0, R17
	BGE  groups
	ADD  R17<<2, R6
	MADD R17, R3, R4, R3
	MOVD ZR, R17

groups:
	VMOVI $0, V16.B16
	VMOVI $0, V17.B16
	VMOVI $0, V18.B16
	VMOVI $0, V19.B16
	MOVD  R3, R7
	MOVD  R5, R14
	MOVD  R1, R15
	CMP   $1, R2
	BNE   blocks
	CLAMP(4, R17, R19)
	CLAMP(8, R17, R20)
	CLAMP(12, R17, R21)
	MADD  R19, R3, R4, R8
	MADD  R20, R3, R4, R9
	MADD  R21, R3, R4, R10
	ADD   R19<<2, R6, R19
	ADD   R20<<2, R6, R20
	ADD   R21<<2, R6, R21
	MOVD  R5, R11
	MOVD  R5, R12
	MOVD  R5, R13
	ADD   $7, R17, R22 // groups of 4 in R17+4 rows
	LSR   $2, R22
	B     start

blocks:
	SUB  $1, R2, R17
	CLAMP(2, R17, R12)
	CLAMP(3, R17, R13)
	MOVD $1024, R11
	ADD  R11, R3, R8
	ADD  R12<<10, R3, R9
	ADD  R13<<10, R3, R10
	ADD  R11, R5, R11
	ADD  R12<<10, R5, R12
	ADD  R13<<10, R5, R13
	MOVD R2, R22

start:
	SUBS $4, R15
	BLT  columns
	CMP  $2, R22
	BLE  loop2
	PCALIGN $32

loop4:
	GROUP(R7, R14, GEMV_00, GEMV_01, GEMV_02, GEMV_03)
	GROUP(R8, R11, GEMV_10, GEMV_11, GEMV_12, GEMV_13)
	GROUP(R9, R12, GEMV_20, GEMV_21, GEMV_22, GEMV_23)
	GROUP(R10, R13, GEMV_30, GEMV_31, GEMV_32, GEMV_33)
	SUBS $4, R15
	BGE  loop4
	B    columns
	PCALIGN $32

loop2:
	GROUP(R7, R14, GEMV_00, GEMV_01, GEMV_02, GEMV_03)
	GROUP(R8, R11, GEMV_10, GEMV_11, GEMV_12, GEMV_13)
	SUBS $4, R15
	BGE  loop2

columns:
	ADDS $4, R15
	BEQ  sums

column:
	COLUMN(R7, R14, GEMV_00)
	COLUMN(R8, R11, GEMV_10)
	CMP  $2, R22
	BLE  next
	COLUMN(R9, R12, GEMV_20)
	COLUMN(R10, R13, GEMV_30)

next:
	SUBS $1, R15
	BNE  column

sums:
	MOVBU acc+56(FP), R17
	LOAD_Y(R6, V0, F0)
	VFMLA V25.S4, V16.S4, V0.S4
	CMP   $1, R2
	BNE   sumblocks
	CMP   $4, R0
	BLE   store
	LOAD_Y(R19, V1, F1)
	VFMLA V25.S4, V17.S4, V1.S4
	CMP   $2, R22
	BLE   store2
	LOAD_Y(R20, V2, F2)
	LOAD_Y(R21, V3, F3)
	VFMLA V25.S4, V18.S4, V2.S4
	VFMLA V25.S4, V19.S4, V3.S4
	FMOVQ F2, (R20)
	FMOVQ F3, (R21)

store2:
	FMOVQ F0, (R6)
	FMOVQ F1, (R19)
	ADD   $64, R6
	ADD   R4<<4, R3
	SUBS  $16, R0
	BGT   band
	RET

sumblocks:
	VFMLA V25.S4, V17.S4, V0.S4
	CMP   $3, R2
	BLT   store
	VFMLA V25.S4, V18.S4, V0.S4
	BEQ   store
	VFMLA V25.S4, V19.S4, V0.S4

store:
	CMP   $4, R0
	BLT   last
	FMOVQ F0, (R6)
	ADD   $16, R6
	ADD   R4<<2, R3
	SUBS  $4, R0
	BNE   band
	RET

last:
	ADD  $12, R6
	VST1 V0.S[3], (R6)
	CMP  $2, R0
	BLT  done
	SUB  $4, R6
	VST1 V0.S[2], (R6)
	BEQ  done
	SUB  $4, R6
	VST1 V0.S[1], (R6)

done:
	RET
