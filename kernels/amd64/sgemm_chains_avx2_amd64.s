//go:build !purego

#include "textflag.h"
#include "tail_avx2_amd64.h"

// func SgemmChainsAVX2(n, blocks int, a, b *float32, ldb int, c *float32, acc bool)
//
// C[1×n] = S, or C += S if acc, S = A·B by blocks of k, each of 256 and summed by
// itself, added in order; 1 ≤ n ≤ 16, 2 to 4 blocks. Needs AVX2 and FMA3.
//
//   a    256·blocks elements, contiguous
//   b    row l at b[l·ldb], n elements, 256·blocks rows
//   c    n elements; not read if !acc
//
//   Y4, Y5 to Y10, Y11  sums of the blocks     Y14, Y15  masks of columns 0–7, 8–15
//   Y0  A(l) in all lanes     Y1, Y2  row l of B
//   SI A; DI, R12, R13, BX rows of B, one in each block; R8 ldb (bytes)
//   CX steps left; R11 blocks; R9 columns
//
// The chain of one block would wait for itself, 4 cycles a step; four do not wait
// for one another. Bound by the loads, two a cycle: 6 cycles for four steps.

#define CHAIN(b, off, i, lo, hi) \
	VBROADCASTSS off(SI), Y0 \
	VMASKMOVPS   (b), Y14, Y1 \
	VFMADD231PS  Y1, Y0, lo \
	CMPQ         R9, $8 \
	JLE          3(PC) \
	VMASKMOVPS   32(b), Y15, Y2 \
	VFMADD231PS  Y2, Y0, hi \
	ADDQ         R8, b \
	CMPQ         R11, $i \
	JEQ          next

#define ADD(i, lo, hi) \
	VADDPS lo, Y0, Y0 \
	VADDPS hi, Y1, Y1 \
	CMPQ   R11, $i \
	JEQ    store

TEXT ·SgemmChainsAVX2(SB), NOSPLIT, $0-49
	MOVQ n+0(FP), R9
	MOVQ blocks+8(FP), R11
	MOVQ a+16(FP), SI
	MOVQ b+24(FP), DI
	MOVQ ldb+32(FP), R8
	SHLQ $2, R8
	MOVQ R8, DX
	SHLQ $8, DX
	LEAQ (DI)(DX*1), R12
	LEAQ (R12)(DX*1), R13
	LEAQ (R13)(DX*1), BX
	LEAQ -8(R9), R10
	TAIL_MASK(R9, X14, Y14)
	TAIL_MASK(R10, X15, Y15)
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	VXORPS Y8, Y8, Y8
	VXORPS Y9, Y9, Y9
	VXORPS Y10, Y10, Y10
	VXORPS Y11, Y11, Y11
	MOVQ $256, CX

loop:
	CHAIN(DI, 0, 1, Y4, Y5)
	CHAIN(R12, 1024, 2, Y6, Y7)
	CHAIN(R13, 2048, 3, Y8, Y9)
	CHAIN(BX, 3072, 4, Y10, Y11)

next:
	ADDQ $4, SI
	DECQ CX
	JNZ  loop
	MOVQ c+40(FP), DI
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	CMPB acc+48(FP), $0
	JEQ  sum
	VMASKMOVPS (DI), Y14, Y0
	CMPQ R9, $8
	JLE  sum
	VMASKMOVPS 32(DI), Y15, Y1

sum:
	ADD(1, Y4, Y5)
	ADD(2, Y6, Y7)
	ADD(3, Y8, Y9)
	ADD(4, Y10, Y11)

store:
	CMPQ R9, $8
	JLT  tail
	VMOVUPS Y0, (DI)
	ADDQ $32, DI
	SUBQ $8, R9
	VMOVAPS Y1, Y0

tail:
	TESTB $8, R9
	JZ    part
	VMOVUPS Y0, (DI)
	JMP  done

part:
	TAIL_STORE(R9, Y0, X0, DI)

done:
	VZEROUPPER
	RET
