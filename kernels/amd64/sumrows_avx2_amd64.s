//go:build !purego

#include "textflag.h"

// func SumRowsAVX2(dst, src *float32, rows, cols, ld int, lanes *float32)
//
// dst[j] = sum over i of src[i·ld + j], rows and cols at least 1, in 16 lanes:
// lane l adds rows l, l+16, …; then lanes are halved down to one. With lanes (for
// each 16 columns or fewer, 16×16 floats) they start from there and are stored
// there, so that rows can be summed in pieces of a multiple of 16; with nil they
// start from zero. Needs AVX2.
//
//   R8 dst   R10 src   R11 rows   R12 columns left   R9 ld (bytes)   BX 3·ld
//   SI row   CX rows left   DX lanes of the column, AX which half of 16 columns
//   Y0–Y15  lanes of 8 columns, and then of the columns that are left, one by one
//
// Loop: 16 rows a step, 16 additions from memory, bound by the loads, two vectors
// a cycle; no register is free for a mask, hence single columns at the end.

#define ROWS4(ADD, a, b, c, d) \
	ADD  (SI), a, a \
	ADD  (SI)(R9*1), b, b \
	ADD  (SI)(R9*2), c, c \
	ADD  (SI)(BX*1), d, d \
	LEAQ (SI)(R9*4), SI

// One of the last rows; leaves after it if there is no other.
#define ROW(ADD, a, out) \
	ADD  (SI), a, a \
	ADDQ R9, SI \
	DECQ CX \
	JZ   out

#define ZERO4(a, b, c, d) \
	VXORPS a, a, a \
	VXORPS b, b, b \
	VXORPS c, c, c \
	VXORPS d, d, d

#define LOAD4(MOVE, off, a, b, c, d) \
	MOVE off(DX), a \
	MOVE off+64(DX), b \
	MOVE off+128(DX), c \
	MOVE off+192(DX), d

#define STORE4(MOVE, off, a, b, c, d) \
	MOVE a, off(DX) \
	MOVE b, off+64(DX) \
	MOVE c, off+128(DX) \
	MOVE d, off+192(DX)

#define HALVE4(a, b, c, d, e, f, g, h) \
	VADDPS e, a, a \
	VADDPS f, b, b \
	VADDPS g, c, c \
	VADDPS h, d, d

#define ZERO16 \
	ZERO4(Y0, Y1, Y2, Y3) \
	ZERO4(Y4, Y5, Y6, Y7) \
	ZERO4(Y8, Y9, Y10, Y11) \
	ZERO4(Y12, Y13, Y14, Y15)

#define HALVE16 \
	HALVE4(Y0, Y1, Y2, Y3, Y8, Y9, Y10, Y11) \
	HALVE4(Y4, Y5, Y6, Y7, Y12, Y13, Y14, Y15) \
	HALVE4(Y0, Y1, Y2, Y3, Y4, Y5, Y6, Y7) \
	VADDPS Y2, Y0, Y0 \
	VADDPS Y3, Y1, Y1 \
	VADDPS Y1, Y0, Y0

TEXT ·SumRowsAVX2(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), R8
	MOVQ src+8(FP), R10
	MOVQ rows+16(FP), R11
	MOVQ cols+24(FP), R12
	MOVQ ld+32(FP), R9
	MOVQ lanes+40(FP), DX
	SHLQ $2, R9
	LEAQ (R9)(R9*2), BX
	XORL AX, AX
	SUBQ $8, R12
	JLT  columns

strip:
	ZERO16
	MOVQ  R10, SI
	MOVQ  R11, CX
	TESTQ DX, DX
	JZ    rows
	LOAD4(VMOVUPS, 0, Y0, Y1, Y2, Y3)
	LOAD4(VMOVUPS, 256, Y4, Y5, Y6, Y7)
	LOAD4(VMOVUPS, 512, Y8, Y9, Y10, Y11)
	LOAD4(VMOVUPS, 768, Y12, Y13, Y14, Y15)

rows:
	SUBQ $16, CX
	JLT  few

loop:
	ROWS4(VADDPS, Y0, Y1, Y2, Y3)
	ROWS4(VADDPS, Y4, Y5, Y6, Y7)
	ROWS4(VADDPS, Y8, Y9, Y10, Y11)
	ROWS4(VADDPS, Y12, Y13, Y14, Y15)
	SUBQ $16, CX
	JGE  loop

few:
	ADDQ $16, CX
	JZ   halve
	ROW(VADDPS, Y0, halve)
	ROW(VADDPS, Y1, halve)
	ROW(VADDPS, Y2, halve)
	ROW(VADDPS, Y3, halve)
	ROW(VADDPS, Y4, halve)
	ROW(VADDPS, Y5, halve)
	ROW(VADDPS, Y6, halve)
	ROW(VADDPS, Y7, halve)
	ROW(VADDPS, Y8, halve)
	ROW(VADDPS, Y9, halve)
	ROW(VADDPS, Y10, halve)
	ROW(VADDPS, Y11, halve)
	ROW(VADDPS, Y12, halve)
	ROW(VADDPS, Y13, halve)
	ROW(VADDPS, Y14, halve)

halve:
	TESTQ DX, DX
	JZ    sum
	STORE4(VMOVUPS, 0, Y0, Y1, Y2, Y3)
	STORE4(VMOVUPS, 256, Y4, Y5, Y6, Y7)
	STORE4(VMOVUPS, 512, Y8, Y9, Y10, Y11)
	STORE4(VMOVUPS, 768, Y12, Y13, Y14, Y15)

	// The second 8 of 16 columns are 32 bytes on, the first 8 of the next 1024.
	ADDQ $32, DX
	XORL $1, AX
	JNZ  sum
	ADDQ $960, DX

sum:
	HALVE16
	VMOVUPS Y0, (R8)
	ADDQ $32, R8
	ADDQ $32, R10
	SUBQ $8, R12
	JGE  strip

columns:
	ADDQ $8, R12
	JZ   done

column:
	ZERO16
	MOVQ  R10, SI
	MOVQ  R11, CX
	TESTQ DX, DX
	JZ    columnrows
	LOAD4(VMOVSS, 0, X0, X1, X2, X3)
	LOAD4(VMOVSS, 256, X4, X5, X6, X7)
	LOAD4(VMOVSS, 512, X8, X9, X10, X11)
	LOAD4(VMOVSS, 768, X12, X13, X14, X15)

columnrows:
	SUBQ $16, CX
	JLT  columnfew

columnloop:
	ROWS4(VADDSS, X0, X1, X2, X3)
	ROWS4(VADDSS, X4, X5, X6, X7)
	ROWS4(VADDSS, X8, X9, X10, X11)
	ROWS4(VADDSS, X12, X13, X14, X15)
	SUBQ $16, CX
	JGE  columnloop

columnfew:
	ADDQ $16, CX
	JZ   columnhalve
	ROW(VADDSS, X0, columnhalve)
	ROW(VADDSS, X1, columnhalve)
	ROW(VADDSS, X2, columnhalve)
	ROW(VADDSS, X3, columnhalve)
	ROW(VADDSS, X4, columnhalve)
	ROW(VADDSS, X5, columnhalve)
	ROW(VADDSS, X6, columnhalve)
	ROW(VADDSS, X7, columnhalve)
	ROW(VADDSS, X8, columnhalve)
	ROW(VADDSS, X9, columnhalve)
	ROW(VADDSS, X10, columnhalve)
	ROW(VADDSS, X11, columnhalve)
	ROW(VADDSS, X12, columnhalve)
	ROW(VADDSS, X13, columnhalve)
	ROW(VADDSS, X14, columnhalve)

columnhalve:
	TESTQ DX, DX
	JZ    columnsum
	STORE4(VMOVSS, 0, X0, X1, X2, X3)
	STORE4(VMOVSS, 256, X4, X5, X6, X7)
	STORE4(VMOVSS, 512, X8, X9, X10, X11)
	STORE4(VMOVSS, 768, X12, X13, X14, X15)
	ADDQ  $4, DX

columnsum:
	HALVE16
	VMOVSS X0, (R8)
	ADDQ $4, R8
	ADDQ $4, R10
	DECQ R12
	JNZ  column

done:
	VZEROUPPER
	RET
