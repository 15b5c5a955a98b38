//go:build !purego

#include "textflag.h"
#include "tail_avx2_amd64.h"
#include "sgemm_strides_amd64.h"

// func sgemm6x8AVX2(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool)
//
// The tile of SgemmTiles6x16AVX2 for 1 ≤ n ≤ 8, which jumps here with its own
// arguments: one vector a row. Needs AVX2 and FMA3.
//
//   Y4–Y9   accumulators: row i in Y(4+i)
//   Y0      row l of B            Y2, Y3  A(i,l) in all lanes     Y15 mask
//   SI      A(0,l); AX rsa, BX 3·rsa, R9 5·rsa, DX csa (bytes)
//   DI row of B, R8 ldb; CX steps left; R11 rows; R12 C, R13 ldc
//
// A step: a load and m broadcasts for m FMA, bound by the loads, two a cycle, or
// by the latency of FMA below 8 rows. A masked store takes 16 cycles on Zen 4, so
// rows are stored in pieces of 4, 2 and 1.

#define ROW(addr, i, x, acc) \
	VBROADCASTSS addr, x \
	VFMADD231PS  Y0, x, acc \
	CMPQ         R11, $i \
	JEQ          next

#define ADD_C(acc) \
	VMASKMOVPS (DI), Y15, Y0 \
	VADDPS     Y0, acc, acc \
	ADDQ       R13, DI \
	DECQ       CX \
	JZ         store

#define STORE(acc) \
	VMOVUPS acc, (R12) \
	ADDQ    R13, R12 \
	DECQ    R11 \
	JZ      done

#define STORE_EDGE(acc, low) \
	MOVQ R12, DI \
	TAIL_STORE(CX, acc, low, DI) \
	ADDQ R13, R12 \
	DECQ R11 \
	JZ   done

TEXT ·sgemm6x8AVX2(SB), NOSPLIT, $0-89
	MOVQ a+24(FP), SI
	MOVQ rsa+32(FP), AX
	MOVQ csa+40(FP), DX
	MOVQ b+48(FP), DI
	MOVQ ldb+56(FP), R8
	MOVQ c+72(FP), R12
	MOVQ ldc+80(FP), R13
	STRIDES
	LEAQ (AX)(AX*4), R9
	MOVQ n+8(FP), CX
	TAIL_MASK(CX, X15, Y15)
	MOVQ m+0(FP), R11
	MOVQ k+16(FP), CX
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	VXORPS Y8, Y8, Y8
	VXORPS Y9, Y9, Y9
	PCALIGN $64

loop:
	VMASKMOVPS (DI), Y15, Y0
	ROW((SI), 1, Y2, Y4)
	ROW((SI)(AX*1), 2, Y3, Y5)
	ROW((SI)(AX*2), 3, Y2, Y6)
	ROW((SI)(BX*1), 4, Y3, Y7)
	ROW((SI)(AX*4), 5, Y2, Y8)
	VBROADCASTSS (SI)(R9*1), Y3
	VFMADD231PS  Y0, Y3, Y9

next:
	ADDQ DX, SI
	ADDQ R8, DI
	DECQ CX
	JNZ  loop
	MOVQ R12, DI
	MOVQ R11, CX
	CMPB acc+88(FP), $0
	JEQ  overwrite
	ADD_C(Y4)
	ADD_C(Y5)
	ADD_C(Y6)
	ADD_C(Y7)
	ADD_C(Y8)
	ADD_C(Y9)

overwrite:
	VXORPS Y0, Y0, Y0
	VADDPS Y0, Y4, Y4
	VADDPS Y0, Y5, Y5
	VADDPS Y0, Y6, Y6
	VADDPS Y0, Y7, Y7
	VADDPS Y0, Y8, Y8
	VADDPS Y0, Y9, Y9

store:
	MOVQ n+8(FP), CX
	CMPQ CX, $8
	JNE  storeedge
	STORE(Y4)
	STORE(Y5)
	STORE(Y6)
	STORE(Y7)
	STORE(Y8)
	STORE(Y9)

storeedge:
	STORE_EDGE(Y4, X4)
	STORE_EDGE(Y5, X5)
	STORE_EDGE(Y6, X6)
	STORE_EDGE(Y7, X7)
	STORE_EDGE(Y8, X8)
	STORE_EDGE(Y9, X9)

done:
	VZEROUPPER
	RET
