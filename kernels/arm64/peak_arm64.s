//go:build !purego

#include "textflag.h"
#include "fma_neon_arm64.h"

// func FMALoopNEON(n int)
//
// n ≥ 1 rounds of the 24 FMA of a step of Sgemm8x12NEON on registers of zeros: 192
// flops a round, bound by the FMA units and nothing else.

#define ZERO(a, b, c, d) \
	VMOVI $0, a.B16 \
	VMOVI $0, b.B16 \
	VMOVI $0, c.B16 \
	VMOVI $0, d.B16

TEXT ·FMALoopNEON(SB), NOSPLIT, $0-8
	MOVD n+0(FP), R0
	ZERO(V0, V1, V2, V3)
	ZERO(V4, V5, V6, V7)
	ZERO(V8, V9, V10, V11)
	ZERO(V12, V13, V14, V15)
	ZERO(V16, V17, V18, V19)
	ZERO(V20, V21, V22, V23)
	ZERO(V24, V25, V26, V27)
	ZERO(V28, V29, V30, V31)

loop:
	FMA_00; FMA_01; FMA_02
	FMA_10; FMA_11; FMA_12
	FMA_20; FMA_21; FMA_22
	FMA_30; FMA_31; FMA_32
	FMA_40; FMA_41; FMA_42
	FMA_50; FMA_51; FMA_52
	FMA_60; FMA_61; FMA_62
	FMA_70; FMA_71; FMA_72
	SUBS $1, R0
	BNE  loop
	RET
