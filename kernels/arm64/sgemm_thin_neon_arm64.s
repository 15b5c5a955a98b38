//go:build !purego

#include "textflag.h"
#include "fma_neon_arm64.h"
#include "sgemm_neon_arm64.h"

// func sgemm8x8NEON(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool)
//
// The tile of Sgemm8x12NEON for 1 ≤ n ≤ 8, which jumps here with its own arguments.
// Registers as there, without the third vector.
//
// Loops: 8 and 4 rows of two vectors, the second moved back inside: 16 and 8 FMA a
// step, 8 and 4 cycles on Neoverse N1, 4 on wider cores, where the latency of FMA
// binds the latter. Below 4 columns one vector is loaded and stored by elements,
// the last of them more than once: 8 FMA a step, 4 cycles.

#define B2 \
	VLD1.P (R1)(R23), [V0.S4] \
	VLD1.P (R11)(R23), [V1.S4]

#define B1 \
	FMOVS  (R1), F0 \
	VLD1.P (R11)(R23), V0.S[1] \
	VLD1.P (R12)(R23), V0.S[2] \
	ADD    R23, R1

// A row of C: what is added, plus the sum times one, rounded once.
#define STORE2(x, y) \
	VLD1.P (R3)(R9), [V0.S4] \
	VLD1.P (R4)(R9), [V1.S4] \
	VFMLA  V7.S4, x.S4, V0.S4 \
	VFMLA  V7.S4, y.S4, V1.S4 \
	VST1.P [V0.S4], (R6)(R24) \
	VST1.P [V1.S4], (R7)(R24) \
	SUBS   $1, R0 \
	BEQ    done

#define STORE1(x) \
	VLD1.P (R3)(R9), V0.S[0] \
	VLD1.P (R4)(R9), V0.S[1] \
	VLD1.P (R5)(R9), V0.S[2] \
	VFMLA  V7.S4, x.S4, V0.S4 \
	VST1.P V0.S[0], (R6)(R24) \
	VST1.P V0.S[1], (R7)(R24) \
	VST1.P V0.S[2], (R8)(R24) \
	SUBS   $1, R0 \
	BEQ    done

DATA zeros<>+0(SB)/8, $0
DATA zeros<>+8(SB)/8, $0
DATA zeros<>+16(SB)/8, $0
DATA zeros<>+24(SB)/8, $0
GLOBL zeros<>(SB), RODATA|NOPTR, $32

TEXT ·sgemm8x8NEON(SB), NOSPLIT, $0-81
	MOVD n+8(FP), R19
	ARGUMENTS
	PREFETCH_C
	ZERO_SUMS
	ROWS_OF_A
	CMP  $4, R19
	BLT  thin
	SUB  $4, R19, R14
	LSL  $2, R14
	MOVD R14, R15
	ADD  R14, R1, R11
	CMP  $4, R0
	BLE  loop4
	PCALIGN $32

loop8:
	B2
	ROW2(R3, F3, FMA_00, FMA_01)
	ROW2(R4, F4, FMA_10, FMA_11)
	ROW2(R5, F5, FMA_20, FMA_21)
	ROW2(R6, F6, FMA_30, FMA_31)
	ROW2(R7, F7, FMA_40, FMA_41)
	ROW2(R8, F3, FMA_50, FMA_51)
	ROW2(R9, F4, FMA_60, FMA_61)
	ROW2(R10, F5, FMA_70, FMA_71)
	ADD  R22, R20
	SUBS $1, R21
	BNE  loop8
	B    store
	PCALIGN $32

loop4:
	B2
	ROW2(R3, F3, FMA_00, FMA_01)
	ROW2(R4, F4, FMA_10, FMA_11)
	ROW2(R5, F5, FMA_20, FMA_21)
	ROW2(R6, F6, FMA_30, FMA_31)
	ADD  R22, R20
	SUBS $1, R21
	BNE  loop4

store:
	ONES_AND_C($zeros<>(SB))
	STORE2(V8, V9)
	STORE2(V11, V12)
	STORE2(V14, V15)
	STORE2(V17, V18)
	STORE2(V20, V21)
	STORE2(V23, V24)
	STORE2(V26, V27)
	STORE2(V29, V30)

thin:
	SUB  $1, R19, R15
	LSL  $2, R15
	MOVD $4, R14
	CMP  R15, R14
	CSEL GT, R15, R14, R14
	ADD  R14, R1, R11
	ADD  R15, R1, R12

thinloop:
	B1
	ROW1(R3, F3, FMA_00)
	ROW1(R4, F4, FMA_10)
	ROW1(R5, F5, FMA_20)
	ROW1(R6, F6, FMA_30)
	ROW1(R7, F7, FMA_40)
	ROW1(R8, F3, FMA_50)
	ROW1(R9, F4, FMA_60)
	ROW1(R10, F5, FMA_70)
	ADD  R22, R20
	SUBS $1, R21
	BNE  thinloop
	ONES_AND_C($zeros<>(SB))
	STORE1(V8)
	STORE1(V11)
	STORE1(V14)
	STORE1(V17)
	STORE1(V20)
	STORE1(V23)
	STORE1(V26)
	STORE1(V29)

done:
	RET
