//go:build !purego

#include "textflag.h"
#include "exp_avx2_amd64.h"
#include "rowtree_avx2_amd64.h"

// The three passes of softmax over rows of 1 to 16 elements, contiguous. Sums and
// maxima take 8 rows at a time; all else takes the elements as a stream of whole
// vectors: row by row the chain from load to store is too long to overlap.

// func maxRowsThinAVX2(maxs, x *float32, rows, cols int)
//
// MaxRowsAVX2 for 1 ≤ cols ≤ 16. Needs AVX2.
//
//   DI maxs   SI row   DX rows left   CX rows of this block   R8 cols (bytes)
//   Y0–Y7 rows   Y8–Y10, Y14 scratch   Y11 −Inf   Y12, Y13 masks of the columns
//
// A block of 8 rows: 16 loads, 14 shuffles, 39 maxima and blends: about 30 cycles.

TEXT ·maxRowsThinAVX2(SB), NOSPLIT, $0-32
	MOVQ maxs+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ rows+16(FP), DX
	MOVQ cols+24(FP), CX
	LEAQ (CX*4), R8
	ROW_MASKS
	MOVL $0xff800000, AX
	VMOVD AX, X11
	VPBROADCASTD X11, Y11

block:
	MOVL $8, CX
	CMPQ DX, CX
	CMOVQLT DX, CX
	ROWS_LOAD(VMAXPS, Y11)

loaded:
	ROW_TREE(VMAXPS)
	SUBQ $8, DX
	JLT  tail
	VMOVUPS Y0, (DI)
	ADDQ $32, DI
	TESTQ DX, DX
	JNZ  block
	VZEROUPPER
	RET

tail:
	TAIL_STORE(CX, Y0, X0, DI)
	VZEROUPPER
	RET

// func expRowsThinAVX2(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)
//
// ExpRowsAVX2 for 1 ≤ cols ≤ 16, without lanes: dst = exp(src − max), and the sums.
// Needs AVX2 and FMA3.
//
//   SI, DI src and dst   R9 maxs, sums   BX elements left   R10 cols   R8 cols (bytes)
//   R11 vectors left of this block of 8 rows   DX rows left   CX rows of the block
//   Y0, Y4, Y8, Y12–Y15 as in exp_avx2_amd64.h   Y1 maxs of the block   Y2, Y3, Y5, Y6
//   position in the stream   Y7 masks   then as in maxRowsThinAVX2, Y11 being 0
//
// First loop: one vector a step, 9 FMA, 3 multiplications, 11 others; steps overlap,
// so it is bound by FMA: 6 cycles. Second loop: 8 rows a step, about 30 cycles.

TEXT ·expRowsThinAVX2(SB), NOSPLIT, $0-56
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ maxs+16(FP), R9
	MOVQ cols+40(FP), CX
	MOVQ rows+32(FP), BX
	IMULQ CX, BX
	MOVQ CX, R10
	STREAM_INIT
	EXP_CONSTANTS
	MOVQ rows+32(FP), DX

block:
	TAIL_MASK(DX, X7, Y7)
	VMASKMOVPS (R9), Y7, Y1
	ADDQ $32, R9
	SUBQ $8, DX
	MOVQ R10, R11
	VMOVUPS iota<>(SB), Y2

vector:
	CMPQ BX, $8
	JLT  last
	STREAM_ROW
	VPERMPS Y1, Y6, Y6
	VMOVUPS (SI), Y0
	VSUBPS  Y6, Y0, Y0
	EXP1
	VMOVUPS Y8, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $8, BX
	DECQ R11
	JNZ  vector
	TESTQ BX, BX
	JNZ  block

last:
	TAIL_MASK(BX, X7, Y7)
	STREAM_ROW
	VPERMPS    Y1, Y6, Y6
	VMASKMOVPS (SI), Y7, Y0
	VSUBPS     Y6, Y0, Y0
	EXP1
	TAIL_STORE(BX, Y8, X8, DI)

	MOVQ dst+0(FP), SI
	MOVQ sums+24(FP), R9
	MOVQ rows+32(FP), DX
	LEAQ (R10*4), R8
	MOVQ R10, CX
	ROW_MASKS
	VXORPS Y11, Y11, Y11

sums:
	MOVL $8, CX
	CMPQ DX, CX
	CMOVQLT DX, CX
	ROWS_LOAD(VADDPS, Y11)

loaded:
	ROW_TREE(VADDPS)
	SUBQ $8, DX
	JLT  tail
	VMOVUPS Y0, (R9)
	ADDQ $32, R9
	TESTQ DX, DX
	JNZ  sums
	VZEROUPPER
	RET

tail:
	TAIL_STORE(CX, Y0, X0, R9)
	VZEROUPPER
	RET

// func scaleRowsThinAVX2(x, sums *float32, rows, cols int, scale float32)
//
// ScaleRowsAVX2 for 1 ≤ cols ≤ 16. Needs AVX2.
//
//   DI x   SI sums   BX elements left   R10 cols   R11 vectors left of this block of
//   8 rows   DX rows left   Y0 x   Y1 reciprocals   Y2, Y3, Y5, Y6 position in the
//   stream   Y7 masks   Y8 1   Y9 scale
//
// Loop: one vector a step: a load, 3 multiplications, a permutation, a store; bound
// by multiplications, 1.5 cycles.

TEXT ·scaleRowsThinAVX2(SB), NOSPLIT, $0-36
	MOVQ x+0(FP), DI
	MOVQ sums+8(FP), SI
	MOVQ cols+24(FP), CX
	MOVQ rows+16(FP), BX
	IMULQ CX, BX
	MOVQ CX, R10
	STREAM_INIT
	VMOVUPS expc<>+352(SB), Y8
	VBROADCASTSS scale+32(FP), Y9
	MOVQ rows+16(FP), DX

block:
	TAIL_MASK(DX, X7, Y7)
	VMASKMOVPS (SI), Y7, Y1
	VDIVPS     Y1, Y8, Y1
	ADDQ $32, SI
	SUBQ $8, DX
	MOVQ R10, R11
	VMOVUPS iota<>(SB), Y2

vector:
	CMPQ BX, $8
	JLT  last
	STREAM_ROW
	VPERMPS Y1, Y6, Y6
	VMULPS  (DI), Y6, Y0
	VMULPS  Y9, Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ $32, DI
	SUBQ $8, BX
	DECQ R11
	JNZ  vector
	TESTQ BX, BX
	JNZ  block

last:
	TAIL_MASK(BX, X7, Y7)
	STREAM_ROW
	VPERMPS    Y1, Y6, Y6
	VMASKMOVPS (DI), Y7, Y0
	VMULPS     Y6, Y0, Y0
	VMULPS     Y9, Y0, Y0
	TAIL_STORE(BX, Y0, X0, DI)
	VZEROUPPER
	RET
