//go:build !purego

#include "textflag.h"
#include "float_neon_arm64.h"
#include "sum_neon_arm64.h"
#include "lanes_neon_arm64.h"

// func ReLUSumRowsNEON(dx, sums, dy, y *float32, rows, cols int, lanes *float32)
//
// dx = dy where y > 0, else +0, and sums[j] = sum over i of dx[i,j], in 16 lanes as in
// SumRowsNEON: lane l adds rows l, l+16, …; then lanes are halved down to one. All are
// rows×cols, contiguous, both at least 16; dx may be dy. lanes is room for 17×128
// floats.
//
//   R0 dx   R1 dy   R2 y   R3 sums   R4 bytes of a row   R5 columns left   R6 rows
//   R7 lanes, 512 bytes each, and then zeros, at R8   R9 lane of the row   R10 what it
//   holds   R11 offset of the last 16 columns of the strip   R12 offset   R14 rows left
//   R13, R15, R16, R17 addresses   V0–V3 dy, dx and sums   V4–V7 y and lanes
//
// Strips of 128 columns, row after row, their lanes in memory: the arrays are read as
// they lie there, which matters where rows are a power of two apart. The last 16 columns
// end with the strip; what they do again gives the same, and their lanes are their own.
// Loop: 16 columns a step: 12 loads, 8 stores, 4 additions; bound by loads and stores.

// 16 columns at offset at, to the lane at offset R12. The mask is that of y > 0, false for NaN.
#define COLUMNS_ADD(at) \
	ADD  at, R2, R13 \
	ADD  at, R1, R15 \
	ADD  at, R0, R16 \
	ADD  R12, R10, R17 \
	VLD1 (R13), [V4.S4, V5.S4, V6.S4, V7.S4] \
	VLD1 (R15), [V0.S4, V1.S4, V2.S4, V3.S4] \
	ABOVE_0 \
	ABOVE_1 \
	ABOVE_2 \
	ABOVE_3 \
	VAND V4.B16, V0.B16, V0.B16 \
	VAND V5.B16, V1.B16, V1.B16 \
	VAND V6.B16, V2.B16, V2.B16 \
	VAND V7.B16, V3.B16, V3.B16 \
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R16) \
	VLD1 (R17), [V4.S4, V5.S4, V6.S4, V7.S4] \
	ADD  R12, R9, R17 \
	ADD_0 \
	ADD_1 \
	ADD_2 \
	ADD_3 \
	VST1 [V0.S4, V1.S4, V2.S4, V3.S4], (R17)

TEXT ·ReLUSumRowsNEON(SB), NOSPLIT, $0-56
	MOVD dx+0(FP), R0
	MOVD sums+8(FP), R3
	MOVD dy+16(FP), R1
	MOVD y+24(FP), R2
	MOVD rows+32(FP), R6
	MOVD cols+40(FP), R5
	MOVD lanes+48(FP), R7
	LSL  $2, R5, R4
	ADD  $8192, R7, R8
	VMOVI $0, V0.B16
	VMOVI $0, V1.B16
	VMOVI $0, V2.B16
	VMOVI $0, V3.B16
	MOVD R8, R13
	MOVD $8, R12

zeros:
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R13)
	SUBS $1, R12
	BNE  zeros

strip:
	MOVD $128, R11
	CMP  R11, R5
	CSEL LT, R5, R11, R11
	LSL  $2, R11
	SUB  $64, R11
	MOVD R6, R14
	MOVD R7, R9
	MOVD R8, R10

row:
	MOVD $0, R12
	CMP  $0, R11
	BLE  last

columns:
	COLUMNS_ADD(R12)
	ADD  $64, R12
	CMP  R11, R12
	BLT  columns

last:
	COLUMNS_ADD(R11)
	ADD  R4, R0
	ADD  R4, R1
	ADD  R4, R2

	// After the 16th lane comes the first, and from then on they hold what they add to.
	ADD  $512, R9
	CMP  R8, R9
	CSEL EQ, R7, R9, R9
	CSEL EQ, R7, R10, R10
	CMP  R8, R10
	CSEL NE, R9, R10, R10
	SUBS $1, R14
	BNE  row
	MOVD $0, R12

halve:
	ADD  R12, R7, R13
	MOVD $-64, R17
	AND  R17, R12, R15
	CMP  R11, R15
	CSEL GT, R11, R15, R15
	AND  $63, R12, R16
	ADD  R16, R15
	ADD  R3, R15
	FMOVQ 0(R13), F0
	FMOVQ 512(R13), F1
	FMOVQ 1024(R13), F2
	FMOVQ 1536(R13), F3
	FMOVQ 2048(R13), F4
	FMOVQ 2560(R13), F5
	FMOVQ 3072(R13), F6
	FMOVQ 3584(R13), F7
	FMOVQ 4096(R13), F8
	FMOVQ 4608(R13), F9
	FMOVQ 5120(R13), F10
	FMOVQ 5632(R13), F11
	FMOVQ 6144(R13), F12
	FMOVQ 6656(R13), F13
	FMOVQ 7168(R13), F14
	FMOVQ 7680(R13), F15
	LANES_HALVE
	FMOVQ F0, (R15)
	ADD  $16, R12
	ADD  $64, R11, R16
	ADD  $63, R16
	AND  R17, R16, R16
	CMP  R16, R12
	BLT  halve

	// On to the next strip, from the row after the last.
	MUL  R4, R6, R13
	SUB  R13, R0
	SUB  R13, R1
	SUB  R13, R2
	ADD  $512, R0
	ADD  $512, R1
	ADD  $512, R2
	ADD  $512, R3
	SUBS $128, R5
	BGT  strip
	RET
