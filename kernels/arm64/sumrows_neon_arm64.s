//go:build !purego

#include "textflag.h"
#include "sum_neon_arm64.h"
#include "lanes_neon_arm64.h"

// func SumRowsNEON(dst, src *float32, rows, cols, ld int, lanes *float32)
//
// dst[j] = sum over i of src[i·ld + j], rows and cols at least 1, in 16 lanes:
// lane l adds rows l, l+16, …; then lanes are halved down to one. With lanes (for
// each 16 columns or fewer, 16×16 floats) they start from there and are stored
// there, so that rows can be summed in pieces of a multiple of 16; with nil they
// start from zero.
//
//   R0 dst   R1 src   R2 rows   R3 columns left   R4 ld (bytes), R11 twice that
//   R5 lanes or nil   R6, R10 next two rows   R7 rows left   R8 lanes of the strip
//   R9 columns done   V0–V15 the lanes   V16–V23 operands
//
// Strips of 4 columns, 16 rows a step: 16 loads and additions, bound by the loads;
// each lane has 16 of them for its addition. The last 1 to 3 columns go one by one,
// in lane 0 of the same registers.

#define ROW(p, q, add) \
	VLD1.P (p)(R11), [q.S4] \
	add

// One of the last rows; leaves after it if there is no other.
#define ROW_LAST(p, q, add) \
	VLD1.P (p)(R11), [q.S4] \
	add \
	SUBS $1, R7 \
	BEQ  halve

#define ELEMENT(p, f, add) \
	FMOVS (p), f \
	ADD   R11, p \
	add

#define ELEMENT_LAST(p, f, add) \
	ELEMENT(p, f, add) \
	SUBS $1, R7 \
	BEQ  halve

#define STRIP_LOAD(move) \
	move 0(R8), F0 \
	move 64(R8), F1 \
	move 128(R8), F2 \
	move 192(R8), F3 \
	move 256(R8), F4 \
	move 320(R8), F5 \
	move 384(R8), F6 \
	move 448(R8), F7 \
	move 512(R8), F8 \
	move 576(R8), F9 \
	move 640(R8), F10 \
	move 704(R8), F11 \
	move 768(R8), F12 \
	move 832(R8), F13 \
	move 896(R8), F14 \
	move 960(R8), F15

#define STRIP_STORE(move) \
	move F0, 0(R8) \
	move F1, 64(R8) \
	move F2, 128(R8) \
	move F3, 192(R8) \
	move F4, 256(R8) \
	move F5, 320(R8) \
	move F6, 384(R8) \
	move F7, 448(R8) \
	move F8, 512(R8) \
	move F9, 576(R8) \
	move F10, 640(R8) \
	move F11, 704(R8) \
	move F12, 768(R8) \
	move F13, 832(R8) \
	move F14, 896(R8) \
	move F15, 960(R8)

TEXT ·SumRowsNEON(SB), NOSPLIT, $0-48
	MOVD dst+0(FP), R0
	MOVD src+8(FP), R1
	MOVD rows+16(FP), R2
	MOVD cols+24(FP), R3
	MOVD ld+32(FP), R4
	MOVD lanes+40(FP), R5
	LSL  $2, R4
	LSL  $1, R4, R11
	MOVD $0, R9

strip:
	MOVD R1, R6
	ADD  R4, R1, R10
	SUB  $16, R2, R7
	LANES_ZERO
	CBZ  R5, zero
	LSR  $4, R9, R8
	AND  $15, R9, R12
	ADD  R8<<8, R12, R8
	ADD  R8<<2, R5, R8

zero:
	CMP  $4, R3
	BLT  thin
	CBZ  R5, rows
	STRIP_LOAD(FMOVQ)

rows:
	CMP  $0, R7
	BLT  few

loop:
	ROW(R6, V16, ADD_LANE_0)
	ROW(R10, V17, ADD_LANE_1)
	ROW(R6, V18, ADD_LANE_2)
	ROW(R10, V19, ADD_LANE_3)
	ROW(R6, V20, ADD_LANE_4)
	ROW(R10, V21, ADD_LANE_5)
	ROW(R6, V22, ADD_LANE_6)
	ROW(R10, V23, ADD_LANE_7)
	ROW(R6, V16, ADD_LANE_8)
	ROW(R10, V17, ADD_LANE_9)
	ROW(R6, V18, ADD_LANE_10)
	ROW(R10, V19, ADD_LANE_11)
	ROW(R6, V20, ADD_LANE_12)
	ROW(R10, V21, ADD_LANE_13)
	ROW(R6, V22, ADD_LANE_14)
	ROW(R10, V23, ADD_LANE_15)
	SUBS $16, R7
	BGE  loop

few:
	ADDS $16, R7
	BEQ  halve
	ROW_LAST(R6, V16, ADD_LANE_0)
	ROW_LAST(R10, V17, ADD_LANE_1)
	ROW_LAST(R6, V18, ADD_LANE_2)
	ROW_LAST(R10, V19, ADD_LANE_3)
	ROW_LAST(R6, V20, ADD_LANE_4)
	ROW_LAST(R10, V21, ADD_LANE_5)
	ROW_LAST(R6, V22, ADD_LANE_6)
	ROW_LAST(R10, V23, ADD_LANE_7)
	ROW_LAST(R6, V16, ADD_LANE_8)
	ROW_LAST(R10, V17, ADD_LANE_9)
	ROW_LAST(R6, V18, ADD_LANE_10)
	ROW_LAST(R10, V19, ADD_LANE_11)
	ROW_LAST(R6, V20, ADD_LANE_12)
	ROW_LAST(R10, V21, ADD_LANE_13)
	ROW_LAST(R6, V22, ADD_LANE_14)

thin:
	CBZ  R5, thinrows
	STRIP_LOAD(FMOVS)

thinrows:
	CMP  $0, R7
	BLT  thinfew

thinloop:
	ELEMENT(R6, F16, ADD_LANE_0)
	ELEMENT(R10, F17, ADD_LANE_1)
	ELEMENT(R6, F18, ADD_LANE_2)
	ELEMENT(R10, F19, ADD_LANE_3)
	ELEMENT(R6, F20, ADD_LANE_4)
	ELEMENT(R10, F21, ADD_LANE_5)
	ELEMENT(R6, F22, ADD_LANE_6)
	ELEMENT(R10, F23, ADD_LANE_7)
	ELEMENT(R6, F16, ADD_LANE_8)
	ELEMENT(R10, F17, ADD_LANE_9)
	ELEMENT(R6, F18, ADD_LANE_10)
	ELEMENT(R10, F19, ADD_LANE_11)
	ELEMENT(R6, F20, ADD_LANE_12)
	ELEMENT(R10, F21, ADD_LANE_13)
	ELEMENT(R6, F22, ADD_LANE_14)
	ELEMENT(R10, F23, ADD_LANE_15)
	SUBS $16, R7
	BGE  thinloop

thinfew:
	ADDS $16, R7
	BEQ  halve
	ELEMENT_LAST(R6, F16, ADD_LANE_0)
	ELEMENT_LAST(R10, F17, ADD_LANE_1)
	ELEMENT_LAST(R6, F18, ADD_LANE_2)
	ELEMENT_LAST(R10, F19, ADD_LANE_3)
	ELEMENT_LAST(R6, F20, ADD_LANE_4)
	ELEMENT_LAST(R10, F21, ADD_LANE_5)
	ELEMENT_LAST(R6, F22, ADD_LANE_6)
	ELEMENT_LAST(R10, F23, ADD_LANE_7)
	ELEMENT_LAST(R6, F16, ADD_LANE_8)
	ELEMENT_LAST(R10, F17, ADD_LANE_9)
	ELEMENT_LAST(R6, F18, ADD_LANE_10)
	ELEMENT_LAST(R10, F19, ADD_LANE_11)
	ELEMENT_LAST(R6, F20, ADD_LANE_12)
	ELEMENT_LAST(R10, F21, ADD_LANE_13)
	ELEMENT_LAST(R6, F22, ADD_LANE_14)

halve:
	CMP  $4, R3
	BLT  thinhalve
	CBZ  R5, sum
	STRIP_STORE(FMOVQ)

sum:
	LANES_HALVE
	FMOVQ.P F0, 16(R0)
	ADD  $16, R1
	ADD  $4, R9
	SUBS $4, R3
	BNE  strip
	RET

thinhalve:
	CBZ R5, thinsum
	STRIP_STORE(FMOVS)

thinsum:
	LANES_HALVE
	FMOVS.P F0, 4(R0)
	ADD  $4, R1
	ADD  $1, R9
	SUBS $1, R3
	BNE  strip
	RET
