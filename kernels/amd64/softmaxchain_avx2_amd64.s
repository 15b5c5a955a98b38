//go:build !purego

#include "textflag.h"
#include "exp_avx2_amd64.h"
#include "softmaxchain_avx2_amd64.h"
#include "tail_avx2_amd64.h"

// func ChainRowsAVX2(dst, src, maxs, sums *float32, rows, cols int, scale float32)
//
// The three passes of softmax in one loop, on three rows at a time: row i of dst =
// exp(src − maxs[i]) with sums[i], as ExpRowsAVX2; row i−1 scaled as by ScaleRowsAVX2; and
// maxs[i+1], as MaxRowsAVX2. maxs[0] is given, and the last row is left unscaled. dst may be
// src; cols > 16. Needs AVX2 and FMA3.
//
//   SI, DI place in rows of src, dst   R8, R9 maxs, sums   DX rows left   CX elements left
//   R10 elements of a row in steps of 16   R13 the rest, 0 to 15   R11 bytes on to the next row
//   of src, 0 in the last   R12 to the row of dst before, 0 in the first
//   Y0–Y13 as in exp_avx2_amd64.h, free between two exps   Y14, Y15 lanes
//   stack: reciprocal of the row before, the next max, the last 8 of the row before
//
// Loop: four vectors a step, as in ExpAVX2, whose 16 registers leave none to the other passes:
// they come before and after exp, with what they need on the stack. Bound by the 9 FMA and
// four multiplications of a vector, and by its two stores, each of which costs Zen 4 one FMA
// more: 7.5 cycles there; 9.6 are measured: the scheduler does not reach far enough.

#define SCALE_LOAD(off, x) VMULPS off(DI)(R12*1), Y0, x

TEXT ·ChainRowsAVX2(SB), NOSPLIT, $96-52
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ maxs+16(FP), R8
	MOVQ sums+24(FP), R9
	MOVQ rows+32(FP), DX
	MOVQ cols+40(FP), R10
	LEAQ (R10*4), R11
	MOVQ R10, R13
	ANDQ $15, R13
	SUBQ R13, R10
	XORL R12, R12
	EXP_CONSTANTS

row:
	MOVL $0xff800000, AX
	VMOVD AX, X0
	VPBROADCASTD X0, Y0
	VMOVUPS Y0, most-64(SP)
	VXORPS Y14, Y14, Y14
	VXORPS Y15, Y15, Y15
	CMPQ DX, $1
	JNE  2(PC)
	XORL R11, R11
	MOVQ R10, CX
	SUBQ $32, CX
	JLT  few

loop:
	VMOVUPS most-64(SP), Y0
	MAX4(0, (SI)(R11*1))
	VMOVUPS Y0, most-64(SP)
	LOAD4
	EXP4(MAGIC, ONE)
	TESTQ R12, R12
	JZ    store
	VMOVUPS inverse-96(SP), Y0
	SCALE_LOAD(0, Y1)
	SCALE_LOAD(32, Y2)
	SCALE_LOAD(64, Y3)
	SCALE_LOAD(96, Y4)
	VBROADCASTSS scale+48(FP), Y0
	VMULPS  Y0, Y1, Y1
	VMULPS  Y0, Y2, Y2
	VMULPS  Y0, Y3, Y3
	VMULPS  Y0, Y4, Y4
	VMOVUPS Y1, (DI)(R12*1)
	VMOVUPS Y2, 32(DI)(R12*1)
	VMOVUPS Y3, 64(DI)(R12*1)
	VMOVUPS Y4, 96(DI)(R12*1)

store:
	STORE_ADD4
	ADDQ $128, SI
	ADDQ $128, DI
	SUBQ $32, CX
	JGE  loop

few:
	ADDQ $16, CX
	JLT  rest
	VMOVUPS most-64(SP), Y0
	MAX((SI)(R11*1))
	MAX(32(SI)(R11*1))
	VMOVUPS Y0, most-64(SP)
	LOAD2
	EXP2(MAGIC, ONE)
	TESTQ R12, R12
	JZ    storetwo
	VMOVUPS inverse-96(SP), Y0
	SCALE_LOAD(0, Y1)
	SCALE_LOAD(32, Y2)
	VBROADCASTSS scale+48(FP), Y0
	VMULPS  Y0, Y1, Y1
	VMULPS  Y0, Y2, Y2
	VMOVUPS Y1, (DI)(R12*1)
	VMOVUPS Y2, 32(DI)(R12*1)

storetwo:
	STORE_ADD2
	ADDQ $64, SI
	ADDQ $64, DI

rest:
	TESTQ R13, R13
	JZ    fold
	// Of the next maximum and of the row before, the vector that ends with the row, and
	// one before that.
	VMOVUPS most-64(SP), Y0
	LEAQ    (SI)(R13*4), AX
	MAX(-32(AX)(R11*1))
	CMPQ    R13, $8
	JLE     3(PC)
	MAX((SI)(R11*1))
	VMOVUPS Y0, most-64(SP)
	TESTQ   R12, R12
	JZ      restexp
	VMOVUPS inverse-96(SP), Y0
	VBROADCASTSS scale+48(FP), Y3
	VMULPS  last-32(SP), Y0, Y2
	VMULPS  Y3, Y2, Y2
	CMPQ    R13, $8
	JLE     4(PC)
	SCALE_LOAD(0, Y1)
	VMULPS  Y3, Y1, Y1
	VMOVUPS Y1, (DI)(R12*1)
	LEAQ    (DI)(R13*4), AX
	VMOVUPS Y2, -32(AX)(R12*1)

restexp:
	TAIL_MASK(R13, X2, Y2)
	LEAQ -8(R13), AX
	TAIL_MASK(AX, X3, Y3)
	VMASKMOVPS (SI), Y2, Y0
	VMASKMOVPS 32(SI), Y3, Y1
	LEAQ    (SI)(R13*4), SI
	VBROADCASTSS (R8), Y8
	VSUBPS  Y8, Y0, Y0
	VSUBPS  Y8, Y1, Y1
	EXP2(MAGIC, ONE)
	VANDPS  Y2, Y8, Y8
	VANDPS  Y3, Y9, Y9
	VADDPS  Y8, Y14, Y14
	VADDPS  Y9, Y15, Y15
	CMPQ    R13, $8
	JLT     tail
	VMOVUPS Y8, (DI)
	VMOVAPS Y9, Y8
	ADDQ    $32, DI

tail:
	TAIL_STORE(R13, Y8, X8, DI)

fold:
	VMOVUPS most-64(SP), Y9
	MAX_FOLD
	SUM_FOLD
	VMOVSS X0, (R9)
	ADDQ $4, R8
	ADDQ $4, R9
	DECQ DX
	JZ   done
	VMOVSS X9, (R8)
	VBROADCASTSS X1, Y1
	VMOVUPS Y1, inverse-96(SP)
	VMOVUPS -32(DI), Y1
	VMOVUPS Y1, last-32(SP)
	MOVQ R11, R12
	NEGQ R12
	JMP  row

done:
	VZEROUPPER
	RET
