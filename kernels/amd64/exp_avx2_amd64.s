//go:build !purego

#include "textflag.h"
#include "exp_avx2_amd64.h"
#include "tail_avx2_amd64.h"

// func ExpAVX2(dst, src *float32, n int)
//
// dst = exp(src) for n ≥ 1 elements; dst may be src. Needs AVX2 and FMA3.
//
//   DI dst   SI src   CX elements left   Y12–Y15 constants   Y11 mask of the tail
//   Y0–Y3 x, r   Y4–Y7 t   Y8–Y11 p
//
// Loop: four vectors a step, side by side to hide the latency of a chain of nine
// FMA: 9 FMA, 2 multiplications, 7 other operations a vector. Bound by FMA and
// multiplications at two a cycle: 5.5 cycles a vector.

TEXT ·ExpAVX2(SB), NOSPLIT, $0-24
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ n+16(FP), CX
	EXP_CONSTANTS
	SUBQ $32, CX
	JLT  few

loop:
	VMOVUPS (SI), Y0
	VMOVUPS 32(SI), Y1
	VMOVUPS 64(SI), Y2
	VMOVUPS 96(SI), Y3
	EXP_REDUCE(Y0, Y4, Y8)
	EXP_REDUCE(Y1, Y5, Y9)
	EXP_REDUCE(Y2, Y6, Y10)
	EXP_REDUCE(Y3, Y7, Y11)
	EXP_POLY(Y0, Y8)
	EXP_POLY(Y1, Y9)
	EXP_POLY(Y2, Y10)
	EXP_POLY(Y3, Y11)
	EXP_SCALE(Y0, Y4, Y8)
	EXP_SCALE(Y1, Y5, Y9)
	EXP_SCALE(Y2, Y6, Y10)
	EXP_SCALE(Y3, Y7, Y11)
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
	VMOVUPS (SI), Y0
	EXP_REDUCE(Y0, Y4, Y8)
	EXP_POLY(Y0, Y8)
	EXP_SCALE(Y0, Y4, Y8)
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
	EXP_REDUCE(Y0, Y4, Y8)
	EXP_POLY(Y0, Y8)
	EXP_SCALE(Y0, Y4, Y8)
	TAIL_STORE(CX, Y8, X8, DI)

done:
	VZEROUPPER
	RET
