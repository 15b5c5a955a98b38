// Reductions of 8 short rows at once, and rows as a stream of elements, for the
// files that include this one.

#include "tail_avx2_amd64.h"

// STREAM_INIT prepares for STREAM_ROW: block by block of 8 rows, which are cols (in
// CX) vectors, Y6 is the row within the block of each of the next 8 elements: their
// position times ⌈2¹⁶/cols⌉, shifted; exact, positions being below 128.
//
//   Y2 position   Y3 ⌈2¹⁶/cols⌉   Y5 8
#define STREAM_INIT \
	XORL DX, DX \
	LEAL 65535(CX), AX \
	DIVL CX \
	VMOVD AX, X3 \
	VPBROADCASTD X3, Y3 \
	MOVL $8, AX \
	VMOVD AX, X5 \
	VPBROADCASTD X5, Y5

#define STREAM_ROW \
	VPMULLD Y2, Y3, Y6 \
	VPSRLD  $16, Y6, Y6 \
	VPADDD  Y5, Y2, Y2

// Row i, counted from 1, of CX: with OP its second half, s beyond cols; leaves to
// loaded after the last.
#define ROW_LOAD(i, OP, s, y) \
	VMASKMOVPS (SI), Y12, y \
	VBLENDVPS  Y12, y, s, y \
	VMASKMOVPS 32(SI), Y13, Y10 \
	VBLENDVPS  Y13, Y10, s, Y10 \
	OP         s, y, y \
	OP         y, Y10, y \
	ADDQ       R8, SI \
	CMPQ       CX, $i \
	JEQ        loaded

#define ROWS_LOAD(OP, s) \
	ROW_LOAD(1, OP, s, Y0) \
	ROW_LOAD(2, OP, s, Y2) \
	ROW_LOAD(3, OP, s, Y1) \
	ROW_LOAD(4, OP, s, Y3) \
	ROW_LOAD(5, OP, s, Y4) \
	ROW_LOAD(6, OP, s, Y6) \
	ROW_LOAD(7, OP, s, Y5) \
	ROW_LOAD(8, OP, s, Y7)

// a = one half of the lanes of a and b with the other half of the lanes of a and b.
#define FOLD(OP, SHUFFLE, lo, hi, a, b, t, u) \
	SHUFFLE $lo, b, a, t \
	SHUFFLE $hi, b, a, u \
	OP      u, t, a

// Y0 = the reduction of each of the rows in Y0–Y7: lane l with l+4, l+2, l+1, in the
// order of rows if row p is in register 0 2 1 3 4 6 5 7.
#define ROW_TREE(OP) \
	FOLD(OP, VPERM2F128, 0x20, 0x31, Y0, Y4, Y8, Y9) \
	FOLD(OP, VPERM2F128, 0x20, 0x31, Y1, Y5, Y10, Y14) \
	FOLD(OP, VPERM2F128, 0x20, 0x31, Y2, Y6, Y8, Y9) \
	FOLD(OP, VPERM2F128, 0x20, 0x31, Y3, Y7, Y10, Y14) \
	FOLD(OP, VSHUFPS, 0x44, 0xee, Y0, Y2, Y8, Y9) \
	FOLD(OP, VSHUFPS, 0x44, 0xee, Y1, Y3, Y10, Y14) \
	FOLD(OP, VSHUFPS, 0x88, 0xdd, Y0, Y1, Y8, Y9)

// The masks of the two halves of a row of CX columns.
#define ROW_MASKS \
	TAIL_MASK(CX, X12, Y12) \
	LEAQ -8(CX), AX \
	TAIL_MASK(AX, X13, Y13)
