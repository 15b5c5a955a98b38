//go:build !purego

#include "textflag.h"
#include "exp_avx2_amd64.h"
#include "tail_avx2_amd64.h"

// func ExpAVX2(dst, src *float32, n int)
//
// dst = exp(src) for n ≥ 1 elements; dst may be src. Needs AVX2 and FMA3.
//
//   DI dst   SI src   CX elements left   Y0–Y15 as in exp_avx2_amd64.h
//   Y11 also the upper limit, and the mask of the tail
//
// Loop: four vectors a step: 9 FMA, 2 multiplications, 7 other operations a vector.
// Bound by FMA and multiplications at two a cycle: 5.5 cycles a vector.

#define LOAD(off, x) \
	VMOVUPS off(SI), x \
	VMOVUPS expc<>+32(SB), Y11 \
	VMINPS  x, Y11, x

TEXT ·ExpAVX2(SB), NOSPLIT, $0-24
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ n+16(FP), CX
	EXP_CONSTANTS
	SUBQ $32, CX
	JLT  few

loop:
	LOAD(0, Y0)
	LOAD(32, Y1)
	LOAD(64, Y2)
	LOAD(96, Y3)
	EXP4(Y14, Y15)
	VMOVUPS Y8, (DI)
	VMOVUPS Y9, 32(DI)
	VMOVUPS Y10, 64(DI)
	VMOVUPS Y11, 96(DI)
	ADDQ $128, SI
	ADDQ $128, DI
	SUBQ $32, CX
	JGE  loop

few:
	ADDQ $24, CX
	JLT  tail

one:
	LOAD(0, Y0)
	EXP1
	VMOVUPS Y8, (DI)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JGE  one

tail:
	ADDQ $8, CX
	JZ   done
	TAIL_MASK(CX, X11, Y11)
	VMASKMOVPS (SI), Y11, Y0
	VMOVUPS    expc<>+32(SB), Y11
	VMINPS     Y0, Y11, Y0
	EXP1
	TAIL_STORE(CX, Y8, X8, DI)

done:
	VZEROUPPER
	RET
