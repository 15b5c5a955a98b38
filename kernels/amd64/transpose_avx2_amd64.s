//go:build !purego

#include "textflag.h"
#include "tail_avx2_amd64.h"

// func TransposeAVX2(dst, src *float32, rows, cols, ldd, lds int)
//
// dst[j·ldd + i] = src[i·lds + j] for i < rows, j < cols, both at least 1; reads and
// writes nothing else. Needs AVX2.
//
//   R8, R9  src and dst of a block   R10, R11 lds, ldd (bytes)
//   R12 rows left   DX columns left of this band   BX, CX rows and columns of the block
//   SI, DI  row read, row written    R13 3·lds, AX 3·ldd (bytes)    Y8 mask of the columns
//
// Blocks of 8×8: 16 loads of half a row, 16 shuffles, 8 stores, bound by any of them:
// 8 cycles. At the edges whole rows are loaded through a mask, at 24 shuffles, and
// rows read and written leave after the last one.

#define ROW_LOAD(i, y) \
	VMASKMOVPS (SI), Y8, y \
	ADDQ       R10, SI \
	CMPQ       BX, $i \
	JEQ        loaded

#define ROW_STORE(i, y) \
	VMOVUPS y, (DI) \
	ADDQ    R11, DI \
	CMPQ    CX, $i \
	JEQ     next

#define EDGE_STORE(i, y, x) \
	MOVQ DI, SI \
	TAIL_STORE(BX, y, x, SI) \
	ADDQ R11, DI \
	CMPQ CX, $i \
	JEQ  next

#define ZIP2(a, b, lo, hi) \
	VUNPCKLPS b, a, lo \
	VUNPCKHPS b, a, hi

#define ZIP4(lo0, hi0, lo1, hi1, e0, e1, e2, e3) \
	VUNPCKLPD lo1, lo0, e0 \
	VUNPCKHPD lo1, lo0, e1 \
	VUNPCKLPD hi1, hi0, e2 \
	VUNPCKHPD hi1, hi0, e3

// Four columns, off bytes into 8 rows, to Y0–Y3: column j of all of them in Y(j).
#define COLUMNS_4(off) \
	VMOVUPS     off(R8), X0 \
	VMOVUPS     off(R8)(R10*1), X1 \
	VMOVUPS     off(R8)(R10*2), X2 \
	VMOVUPS     off(R8)(R13*1), X3 \
	VINSERTF128 $1, off(SI), Y0, Y0 \
	VINSERTF128 $1, off(SI)(R10*1), Y1, Y1 \
	VINSERTF128 $1, off(SI)(R10*2), Y2, Y2 \
	VINSERTF128 $1, off(SI)(R13*1), Y3, Y3 \
	ZIP2(Y0, Y1, Y4, Y5) \
	ZIP2(Y2, Y3, Y6, Y7) \
	ZIP4(Y4, Y5, Y6, Y7, Y0, Y1, Y2, Y3) \
	VMOVUPS     Y0, (DI) \
	VMOVUPS     Y1, (DI)(R11*1) \
	VMOVUPS     Y2, (DI)(R11*2) \
	ADDQ        AX, DI \
	VMOVUPS     Y3, (DI) \
	ADDQ        R11, DI

#define HALVES(a, b, lo, hi) \
	VPERM2F128 $0x20, b, a, lo \
	VPERM2F128 $0x31, b, a, hi

TEXT ·TransposeAVX2(SB), NOSPLIT, $0-48
	MOVQ src+8(FP), R8
	MOVQ rows+16(FP), R12
	MOVQ ldd+32(FP), R11
	MOVQ lds+40(FP), R10
	SHLQ $2, R10
	SHLQ $2, R11
	LEAQ (R10)(R10*2), R13

band:
	MOVQ cols+24(FP), DX
	MOVQ dst+0(FP), R9
	MOVL $8, BX
	CMPQ R12, BX
	CMOVQLT R12, BX

block:
	CMPQ DX, $8
	JLT  part
	CMPQ BX, $8
	JLT  part
	LEAQ (R8)(R10*4), SI
	LEAQ (R11)(R11*2), AX
	MOVQ R9, DI
	COLUMNS_4(0)
	COLUMNS_4(16)
	JMP  next

part:
	MOVL $8, CX
	CMPQ DX, CX
	CMOVQLT DX, CX
	TAIL_MASK(CX, X8, Y8)
	MOVQ R8, SI
	MOVQ R9, DI
	ROW_LOAD(1, Y0)
	ROW_LOAD(2, Y1)
	ROW_LOAD(3, Y2)
	ROW_LOAD(4, Y3)
	ROW_LOAD(5, Y4)
	ROW_LOAD(6, Y5)
	ROW_LOAD(7, Y6)
	VMASKMOVPS (SI), Y8, Y7

loaded:
	ZIP2(Y0, Y1, Y8, Y9)
	ZIP2(Y2, Y3, Y10, Y11)
	ZIP2(Y4, Y5, Y12, Y13)
	ZIP2(Y6, Y7, Y14, Y15)
	ZIP4(Y8, Y9, Y10, Y11, Y0, Y1, Y2, Y3)
	ZIP4(Y12, Y13, Y14, Y15, Y4, Y5, Y6, Y7)
	HALVES(Y0, Y4, Y8, Y12)
	HALVES(Y1, Y5, Y9, Y13)
	HALVES(Y2, Y6, Y10, Y14)
	HALVES(Y3, Y7, Y11, Y15)
	CMPQ BX, $8
	JLT  edge
	ROW_STORE(1, Y8)
	ROW_STORE(2, Y9)
	ROW_STORE(3, Y10)
	ROW_STORE(4, Y11)
	ROW_STORE(5, Y12)
	ROW_STORE(6, Y13)
	ROW_STORE(7, Y14)
	VMOVUPS Y15, (DI)
	ADDQ R11, DI
	JMP  next

edge:
	EDGE_STORE(1, Y8, X8)
	EDGE_STORE(2, Y9, X9)
	EDGE_STORE(3, Y10, X10)
	EDGE_STORE(4, Y11, X11)
	EDGE_STORE(5, Y12, X12)
	EDGE_STORE(6, Y13, X13)
	EDGE_STORE(7, Y14, X14)
	EDGE_STORE(8, Y15, X15)

next:
	MOVQ DI, R9
	ADDQ $32, R8
	SUBQ $8, DX
	JGT  block

	// The next 8 rows of src: 32 bytes further in each row of dst.
	ADDQ $32, dst+0(FP)
	MOVQ R10, AX
	SHLQ $3, AX
	ADDQ src+8(FP), AX
	MOVQ AX, src+8(FP)
	MOVQ AX, R8
	SUBQ $8, R12
	JGT  band
	VZEROUPPER
	RET
