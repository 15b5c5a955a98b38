//go:build !purego

#include "textflag.h"
#include "fma_neon_arm64.h"
#include "sgemm_neon_arm64.h"

// func Sgemm8x12NEON(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool)
//
// C[m×n] = S, or C += S if acc, S = A·B; 1 ≤ m ≤ 8, 1 ≤ n ≤ 12, k ≥ 1.
//
//   a    element (i,l) at a[i·rsa + l·csa]: packed, in place or transposed in place
//   b    row l at b[l·ldb], n elements
//   c    rows ldc elements apart, n elements each; not read if !acc
//
//   V8–V31  accumulators: row i in V(8+3i) to V(10+3i)
//   V0–V2   row l of B            V3–V7  A(·,l)
//   R1, R11, R12  vectors of B; R23 ldb (bytes)     R14, R15 offsets of the second and third
//   R3–R10  rows of A; R20 offset in them, R22 csa (bytes); R13 rsa (bytes)
//   R0 m    R2 c    R24 ldc (bytes)    R21 steps left
//
// With m = 8 and rsa = 1: 24 FMA by element and 4 loads a step. Otherwise each
// element of A is loaded alone: 24 FMA and 11 loads. Both are bound by FMA: 12 cycles
// a step at two a cycle (Neoverse N1), 6 at four; 32 of 32 registers. VDUP or LD1R
// for A would cost a quarter to a third, sharing the pipes of FMA.
//
// There are no masks. Rows beyond the last and vectors beyond the end of a row are
// moved back inside, so that some elements are computed and stored more than once,
// to the same value; up to 4 rows have a loop of their own, up to 8 columns a
// routine. The rows of C are prefetched first.

#define B3 \
	VLD1.P (R1)(R23), [V0.S4] \
	VLD1.P (R11)(R23), [V1.S4] \
	VLD1.P (R12)(R23), [V2.S4]

// A row of C: what is added, plus the sum times one, rounded once.
#define STORE3(x, y, z) \
	VLD1.P (R3)(R9), [V0.S4] \
	VLD1.P (R4)(R9), [V1.S4] \
	VLD1.P (R5)(R9), [V2.S4] \
	VFMLA  V7.S4, x.S4, V0.S4 \
	VFMLA  V7.S4, y.S4, V1.S4 \
	VFMLA  V7.S4, z.S4, V2.S4 \
	VST1.P [V0.S4], (R6)(R24) \
	VST1.P [V1.S4], (R7)(R24) \
	VST1.P [V2.S4], (R8)(R24) \
	SUBS   $1, R0 \
	BEQ    done

DATA zeros<>+0(SB)/8, $0
DATA zeros<>+8(SB)/8, $0
DATA zeros<>+16(SB)/8, $0
DATA zeros<>+24(SB)/8, $0
DATA zeros<>+32(SB)/8, $0
DATA zeros<>+40(SB)/8, $0
GLOBL zeros<>(SB), RODATA|NOPTR, $48

TEXT ·Sgemm8x12NEON(SB), NOSPLIT, $0-81
	MOVD n+8(FP), R19
	CMP  $8, R19
	BLE  narrow
	ARGUMENTS
	PREFETCH_C
	ZERO_SUMS
	SUB  $4, R19, R15
	LSL  $2, R15
	MOVD $16, R14
	ADD  R14, R1, R11
	ADD  R15, R1, R12
	CMP  $8, R0
	BNE  rows
	CMP  $4, R13
	BNE  rows
	PCALIGN $32

loop:
	B3
	FLDPQ (R3), (F3, F4)
	FMA_COLUMN_00; FMA_COLUMN_01; FMA_COLUMN_02
	FMA_COLUMN_10; FMA_COLUMN_11; FMA_COLUMN_12
	FMA_COLUMN_20; FMA_COLUMN_21; FMA_COLUMN_22
	FMA_COLUMN_30; FMA_COLUMN_31; FMA_COLUMN_32
	FMA_COLUMN_40; FMA_COLUMN_41; FMA_COLUMN_42
	FMA_COLUMN_50; FMA_COLUMN_51; FMA_COLUMN_52
	FMA_COLUMN_60; FMA_COLUMN_61; FMA_COLUMN_62
	FMA_COLUMN_70; FMA_COLUMN_71; FMA_COLUMN_72
	ADD  R22, R3
	SUBS $1, R21
	BNE  loop
	B    store

rows:
	ROWS_OF_A
	CMP $4, R0
	BLE loop4
	PCALIGN $32

loop8:
	B3
	ROW3(R3, F3, FMA_00, FMA_01, FMA_02)
	ROW3(R4, F4, FMA_10, FMA_11, FMA_12)
	ROW3(R5, F5, FMA_20, FMA_21, FMA_22)
	ROW3(R6, F6, FMA_30, FMA_31, FMA_32)
	ROW3(R7, F7, FMA_40, FMA_41, FMA_42)
	ROW3(R8, F3, FMA_50, FMA_51, FMA_52)
	ROW3(R9, F4, FMA_60, FMA_61, FMA_62)
	ROW3(R10, F5, FMA_70, FMA_71, FMA_72)
	ADD  R22, R20
	SUBS $1, R21
	BNE  loop8
	B    store
	PCALIGN $32

loop4:
	B3
	ROW3(R3, F3, FMA_00, FMA_01, FMA_02)
	ROW3(R4, F4, FMA_10, FMA_11, FMA_12)
	ROW3(R5, F5, FMA_20, FMA_21, FMA_22)
	ROW3(R6, F6, FMA_30, FMA_31, FMA_32)
	ADD  R22, R20
	SUBS $1, R21
	BNE  loop4

store:
	ONES_AND_C($zeros<>(SB))
	STORE3(V8, V9, V10)
	STORE3(V11, V12, V13)
	STORE3(V14, V15, V16)
	STORE3(V17, V18, V19)
	STORE3(V20, V21, V22)
	STORE3(V23, V24, V25)
	STORE3(V26, V27, V28)
	STORE3(V29, V30, V31)

done:
	RET

narrow:
	B ·sgemm8x8NEON(SB)
