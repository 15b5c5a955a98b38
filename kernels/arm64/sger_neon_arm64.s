//go:build !purego

#include "textflag.h"
#include "float_neon_arm64.h"

// func SgerNEON(m, n int, x *float32, incx int, y, a *float32, lda int, acc bool)
//
// A[m×n] = S, or A += S if acc, S = x·yᵀ; m, n ≥ 1.
//
//   x    element i at x[i·incx]
//   y    n elements
//   a    rows lda elements apart, n elements each; not read if !acc
//
//   R0 rows left   R1 x, R2 incx   R3 columns left   R4, R5 y   R6, R7 row of a, R8 lda (bytes)   R9 acc
//   V31 x(i) in all lanes   V16–V19 y   V0–V3 sums   V4–V7 what they are added to: a, or zero
//
// Loops: four vectors a step, then one, then one element. Bound by loads and
// stores; further out by memory.

TEXT ·SgerNEON(SB), NOSPLIT, $0-57
	MOVD  m+0(FP), R0
	MOVD  x+16(FP), R1
	MOVD  incx+24(FP), R2
	MOVD  y+32(FP), R4
	MOVD  a+40(FP), R6
	MOVD  lda+48(FP), R8
	MOVBU acc+56(FP), R9
	LSL   $2, R2, R2
	LSL   $2, R8, R8
	VMOVI $0, V4.B16
	VMOVI $0, V5.B16
	VMOVI $0, V6.B16
	VMOVI $0, V7.B16

row:
	VLD1R (R1), [V31.S4]
	ADD   R2, R1
	MOVD  n+8(FP), R3
	MOVD  R4, R5
	MOVD  R6, R7
	SUBS  $16, R3
	BLT   few

loop:
	VLD1.P 64(R5), [V16.S4, V17.S4, V18.S4, V19.S4]
	VMOVI  $0, V0.B16
	VMOVI  $0, V1.B16
	VMOVI  $0, V2.B16
	VMOVI  $0, V3.B16
	VFMLA  V16.S4, V31.S4, V0.S4
	VFMLA  V17.S4, V31.S4, V1.S4
	VFMLA  V18.S4, V31.S4, V2.S4
	VFMLA  V19.S4, V31.S4, V3.S4
	CBZ    R9, sum
	VLD1   (R7), [V4.S4, V5.S4, V6.S4, V7.S4]

sum:
	ADD_0
	ADD_1
	ADD_2
	ADD_3
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R7)
	SUBS $16, R3
	BGE  loop

few:
	ADDS $12, R3
	BLT  tail

one:
	FMOVQ.P 16(R5), F16
	VMOVI $0, V0.B16
	VFMLA V16.S4, V31.S4, V0.S4
	CBZ   R9, sumone
	FMOVQ (R7), F4

sumone:
	ADD_0
	FMOVQ.P F0, 16(R7)
	SUBS $4, R3
	BGE  one

tail:
	ADDS $4, R3
	BEQ  next

last:
	FMOVS.P 4(R5), F16
	VMOVI $0, V0.B16
	VFMLA V16.S4, V31.S4, V0.S4
	CBZ   R9, sumlast
	FMOVS (R7), F4

sumlast:
	ADD_0
	FMOVS.P F0, 4(R7)
	SUBS $1, R3
	BNE  last

next:
	ADD  R8, R6
	SUBS $1, R0
	BNE  row
	RET
