//go:build !purego

#include "textflag.h"
#include "tail_avx2_amd64.h"

// func TransposeAVX2(dst, src *float32, rows, cols, ldd, lds int)
//
// dst[j·ldd + i] = src[i·lds + j] for i < rows, j < cols, both at least 1; reads and
// writes nothing else. Needs AVX2.
//
//   R8, R9  src and dst of a block   R10, R11 lds, ldd; R13, AX 3 times them (bytes)
//   R12 rows left, those of the block if fewer than 8   DX columns left
//   SI, DI  row read, row written, CX others of either; CX columns under the mask Y8
//   BX 1 for the lower block of two
//
// Blocks of 8×8: 16 loads of half a row, 16 shuffles, 8 stores, bound by any of them:
// 8 cycles. Two of them, one below the other, write whole lines. The last columns of 8 rows
// are taken by four and through a mask, the last rows by four, two and one, and where
// both end element by element.

#define ZIP2(a, b, lo, hi) \
	VUNPCKLPS b, a, lo \
	VUNPCKHPS b, a, hi

#define ZIP4(lo0, hi0, lo1, hi1, e0, e1, e2, e3) \
	VUNPCKLPD lo1, lo0, e0 \
	VUNPCKHPD lo1, lo0, e1 \
	VUNPCKLPD hi1, hi0, e2 \
	VUNPCKHPD hi1, hi0, e3

// Four rows in Y0–Y3, of four columns in each half, to columns there.
#define ZIP \
	ZIP2(Y0, Y1, Y4, Y5) \
	ZIP2(Y2, Y3, Y6, Y7) \
	ZIP4(Y4, Y5, Y6, Y7, Y0, Y1, Y2, Y3)

#define STORE_4(a, b, c, d) \
	VMOVUPS a, (DI) \
	VMOVUPS b, (DI)(R11*1) \
	VMOVUPS c, (DI)(R11*2) \
	VMOVUPS d, (DI)(AX*1) \
	LEAQ    (DI)(R11*4), DI

// Four columns of 8 rows, off bytes into them.
#define COLUMNS_4(off) \
	VMOVUPS     off(R8), X0 \
	VMOVUPS     off(R8)(R10*1), X1 \
	VMOVUPS     off(R8)(R10*2), X2 \
	VMOVUPS     off(R8)(R13*1), X3 \
	VINSERTF128 $1, off(SI), Y0, Y0 \
	VINSERTF128 $1, off(SI)(R10*1), Y1, Y1 \
	VINSERTF128 $1, off(SI)(R10*2), Y2, Y2 \
	VINSERTF128 $1, off(SI)(R13*1), Y3, Y3 \
	ZIP \
	STORE_4(Y0, Y1, Y2, Y3)

// Rows lo and hi of up to three columns, four rows apart.
#define PAIR(lo, hi, x, xhi, y) \
	VMASKMOVPS  lo, X8, x \
	VMASKMOVPS  hi, X8, xhi \
	VINSERTF128 $1, xhi, y, y

// The last CX columns, up to three, off bytes into 8 rows.
#define MASKED(off) \
	TAIL_MASK(CX, X8, Y8) \
	PAIR(off(R8), off(SI), X0, X4, Y0) \
	PAIR(off(R8)(R10*1), off(SI)(R10*1), X1, X5, Y1) \
	PAIR(off(R8)(R10*2), off(SI)(R10*2), X2, X6, Y2) \
	PAIR(off(R8)(R13*1), off(SI)(R13*1), X3, X7, Y3) \
	ZIP

// Two columns of two rows, one after the other.
#define STORE_2(x) \
	VMOVLPS x, (DI) \
	VMOVHPS x, (DI)(R11*1) \
	LEAQ    (DI)(R11*2), DI

#define MOVE(off) \
	VMOVSS off(SI), X0 \
	VMOVSS X0, (DI) \
	ADDQ   R11, DI

#define CORNER(off, columns) \
	MOVE(off) \
	CMPQ DX, $columns \
	JEQ  moved

TEXT ·TransposeAVX2(SB), NOSPLIT, $0-48
	MOVQ rows+16(FP), R12
	MOVQ ldd+32(FP), R11
	MOVQ lds+40(FP), R10
	SHLQ $2, R10
	SHLQ $2, R11
	LEAQ (R10)(R10*2), R13
	LEAQ (R11)(R11*2), AX
	XORL BX, BX

band:
	MOVQ cols+24(FP), DX
	MOVQ src+8(FP), R8
	MOVQ dst+0(FP), R9

block:
	LEAQ (R8)(R10*4), SI
	MOVQ R9, DI
	CMPQ R12, $8
	JLT  low
	CMPQ DX, $8
	JLT  narrow
	COLUMNS_4(0)
	COLUMNS_4(16)

next:
	XORQ $1, BX
	JEQ  both
	LEAQ (R8)(R10*8), R8
	LEAQ 32(R9), R9
	SUBQ $8, R12
	JG   block
	XORL BX, BX

both:
	ADDQ $8, R12
	MOVQ R10, CX
	SHLQ $3, CX
	SUBQ CX, R8
	ADDQ $32, R8
	LEAQ -32(R9)(R11*8), R9
	SUBQ $8, DX
	JG   block

	// The next 16 rows of src: 64 bytes further in each row of dst.
	ADDQ $64, dst+0(FP)
	SHLQ $1, CX
	ADDQ CX, src+8(FP)
	SUBQ $16, R12
	JG   band
	VZEROUPPER
	RET

narrow:
	MOVQ DX, CX
	CMPQ CX, $4
	JLT  three
	COLUMNS_4(0)
	SUBQ $4, CX
	JEQ  next
	MASKED(16)
	JMP  masked

three:
	MASKED(0)

masked:
	VMOVUPS Y0, (DI)
	SUBQ    $2, CX
	JLT     next
	VMOVUPS Y1, (DI)(R11*1)
	JEQ     next
	VMOVUPS Y2, (DI)(R11*2)
	JMP     next

low:
	MOVQ R8, SI
	MOVQ R9, CX
	CMPQ DX, $8
	JLT  corner
	TESTB $4, R12
	JZ   two
	VMOVUPS (SI), Y0
	VMOVUPS (SI)(R10*1), Y1
	VMOVUPS (SI)(R10*2), Y2
	VMOVUPS (SI)(R13*1), Y3
	ZIP
	VEXTRACTF128 $1, Y0, X4
	VEXTRACTF128 $1, Y1, X5
	VEXTRACTF128 $1, Y2, X6
	VEXTRACTF128 $1, Y3, X7
	STORE_4(X0, X1, X2, X3)
	STORE_4(X4, X5, X6, X7)
	LEAQ (SI)(R10*4), SI
	ADDQ $16, CX
	MOVQ CX, DI

two:
	TESTB $2, R12
	JZ   one
	VMOVUPS (SI), Y0
	VMOVUPS (SI)(R10*1), Y1
	ZIP2(Y0, Y1, Y2, Y3)
	VEXTRACTF128 $1, Y2, X4
	VEXTRACTF128 $1, Y3, X5
	STORE_2(X2)
	STORE_2(X3)
	STORE_2(X4)
	STORE_2(X5)
	LEAQ (SI)(R10*2), SI
	ADDQ $8, CX
	MOVQ CX, DI

one:
	TESTB $1, R12
	JZ   next
	MOVE(0)
	MOVE(4)
	MOVE(8)
	MOVE(12)
	MOVE(16)
	MOVE(20)
	MOVE(24)
	MOVE(28)
	JMP next

corner:
	CORNER(0, 1)
	CORNER(4, 2)
	CORNER(8, 3)
	CORNER(12, 4)
	CORNER(16, 5)
	CORNER(20, 6)
	MOVE(24)

moved:
	ADDQ R10, SI
	ADDQ $4, CX
	MOVQ CX, DI
	DECQ R12
	JNZ  corner
	JMP  next
