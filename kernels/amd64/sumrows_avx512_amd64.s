//go:build !purego

#include "textflag.h"

// func SumRowsAVX512(dst, src *float32, rows, cols, ld int, lanes *float32)
//
// dst[j] = sum over i of src[i·ld + j], rows and cols at least 1, in 16 lanes:
// lane l adds rows l, l+16, …; then lanes are halved down to one. With lanes (for
// each 16 columns or fewer, 16×16 floats) they start from there and are stored
// there, so that rows can be summed in pieces of a multiple of 16; with nil they
// start from zero. Needs AVX512F.
//
//   R8 dst   R10 src   R11 rows   R12 columns left   R9 ld (bytes)   DX lanes
//   SI row   CX rows left   BX 3·ld   K1 columns   Z0–Z15 lanes of 16 columns
//
// Loop: 16 rows of 16 columns a step, 16 additions from memory, bound by the
// loads: one vector a cycle on Zen 4; each lane has 16 cycles for its addition.

#define LANES_ZERO(a, b, c, d) \
	VPXORD a, a, a \
	VPXORD b, b, b \
	VPXORD c, c, c \
	VPXORD d, d, d

#define LANES_LOAD(off, a, b, c, d) \
	VMOVUPS off(DX), a \
	VMOVUPS off+64(DX), b \
	VMOVUPS off+128(DX), c \
	VMOVUPS off+192(DX), d

#define LANES_STORE(off, a, b, c, d) \
	VMOVUPS a, off(DX) \
	VMOVUPS b, off+64(DX) \
	VMOVUPS c, off+128(DX) \
	VMOVUPS d, off+192(DX)

#define ROWS_ADD(a, b, c, d) \
	VADDPS (SI), a, K1, a \
	VADDPS (SI)(R9*1), b, K1, b \
	VADDPS (SI)(R9*2), c, K1, c \
	VADDPS (SI)(BX*1), d, K1, d \
	LEAQ   (SI)(R9*4), SI

// One of the last rows; leaves after it if there is no other.
#define ROW_ADD(a) \
	VADDPS (SI), a, K1, a \
	ADDQ   R9, SI \
	DECQ   CX \
	JZ     halve

#define LANES_HALVE(a, b, c, d, e, f, g, h) \
	VADDPS e, a, a \
	VADDPS f, b, b \
	VADDPS g, c, c \
	VADDPS h, d, d

TEXT ·SumRowsAVX512(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), R8
	MOVQ src+8(FP), R10
	MOVQ rows+16(FP), R11
	MOVQ cols+24(FP), R12
	MOVQ ld+32(FP), R9
	MOVQ lanes+40(FP), DX
	SHLQ $2, R9
	LEAQ (R9)(R9*2), BX
	MOVL $0xffff, AX

strip:
	CMPQ  R12, $16
	JGE   mask
	MOVL  $1, AX
	MOVQ  R12, CX
	SHLL  CX, AX
	DECL  AX

mask:
	KMOVW AX, K1
	LANES_ZERO(Z0, Z1, Z2, Z3)
	LANES_ZERO(Z4, Z5, Z6, Z7)
	LANES_ZERO(Z8, Z9, Z10, Z11)
	LANES_ZERO(Z12, Z13, Z14, Z15)
	MOVQ  R10, SI
	MOVQ  R11, CX
	TESTQ DX, DX
	JZ    rows
	LANES_LOAD(0, Z0, Z1, Z2, Z3)
	LANES_LOAD(256, Z4, Z5, Z6, Z7)
	LANES_LOAD(512, Z8, Z9, Z10, Z11)
	LANES_LOAD(768, Z12, Z13, Z14, Z15)

rows:
	SUBQ $16, CX
	JLT  few

loop:
	ROWS_ADD(Z0, Z1, Z2, Z3)
	ROWS_ADD(Z4, Z5, Z6, Z7)
	ROWS_ADD(Z8, Z9, Z10, Z11)
	ROWS_ADD(Z12, Z13, Z14, Z15)
	SUBQ $16, CX
	JGE  loop

few:
	ADDQ $16, CX
	JZ   halve
	ROW_ADD(Z0)
	ROW_ADD(Z1)
	ROW_ADD(Z2)
	ROW_ADD(Z3)
	ROW_ADD(Z4)
	ROW_ADD(Z5)
	ROW_ADD(Z6)
	ROW_ADD(Z7)
	ROW_ADD(Z8)
	ROW_ADD(Z9)
	ROW_ADD(Z10)
	ROW_ADD(Z11)
	ROW_ADD(Z12)
	ROW_ADD(Z13)
	ROW_ADD(Z14)

halve:
	TESTQ DX, DX
	JZ    sum
	LANES_STORE(0, Z0, Z1, Z2, Z3)
	LANES_STORE(256, Z4, Z5, Z6, Z7)
	LANES_STORE(512, Z8, Z9, Z10, Z11)
	LANES_STORE(768, Z12, Z13, Z14, Z15)
	ADDQ  $1024, DX

sum:
	LANES_HALVE(Z0, Z1, Z2, Z3, Z8, Z9, Z10, Z11)
	LANES_HALVE(Z4, Z5, Z6, Z7, Z12, Z13, Z14, Z15)
	LANES_HALVE(Z0, Z1, Z2, Z3, Z4, Z5, Z6, Z7)
	VADDPS  Z2, Z0, Z0
	VADDPS  Z3, Z1, Z1
	VADDPS  Z1, Z0, Z0
	VMOVUPS Z0, K1, (R8)
	ADDQ    $64, R8
	ADDQ    $64, R10
	SUBQ    $16, R12
	JGT     strip
	VZEROUPPER
	RET
