//go:build !purego

#include "textflag.h"

// Routines on vectors, one element independent of another. Needs AVX512F.
//
// All read n ≥ 1 elements of each operand and write n; dst may be an operand.
//
//   SI, DX, DI  operands and result   CX elements left
//   Z0–Z7       operands              Z15, Z14 constants   K1 mask of the tail
//
// Loops: four vectors a step, then one, then one masked. Bound by loads and
// stores; on Zen 4 that is one load a cycle and one store in two, as by AVX2 or less.

#define TAIL_MASK(n, tmp, k) \
	MOVL  $1, tmp \
	SHLL  n, tmp \
	DECL  tmp \
	KMOVW tmp, k

// With src2 = x, VMAXPS keeps −0 and NaN.
#define RELU(off, x) \
	VMAXPS  off(SI), Z15, x \
	VMOVUPS x, off(DI)

// func ReLUAVX512(dst, src *float32, n int)
//
// dst = src, or +0 where src < 0; NaN and −0 stay.
TEXT ·ReLUAVX512(SB), NOSPLIT, $0-24
	MOVQ   dst+0(FP), DI
	MOVQ   src+8(FP), SI
	MOVQ   n+16(FP), CX
	VPXORD Z15, Z15, Z15
	SUBQ $64, CX
	JLT    few

loop:
	RELU(0, Z0)
	RELU(64, Z1)
	RELU(128, Z2)
	RELU(192, Z3)
	ADDQ $256, SI
	ADDQ $256, DI
	SUBQ $64, CX
	JGE  loop

few:
	ADDQ $48, CX
	JLT  tail

one:
	RELU(0, Z0)
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $16, CX
	JGE  one

tail:
	ADDQ $16, CX
	JZ   done
	TAIL_MASK(CX, AX, K1)
	VMOVUPS.Z (SI), K1, Z0
	VMAXPS    Z0, Z15, Z0
	VMOVUPS   Z0, K1, (DI)

done:
	VZEROUPPER
	RET

#define RELU_GRAD(off, k, x) \
	VCMPPS    $1, off(DX), Z15, k \
	VMOVUPS.Z off(SI), k, x \
	VMOVUPS   x, off(DI)

// func ReLUGradAVX512(dx, dy, y *float32, n int)
//
// dx = dy where y > 0, else +0. The mask is that of 0 < y, false for NaN.
TEXT ·ReLUGradAVX512(SB), NOSPLIT, $0-32
	MOVQ   dx+0(FP), DI
	MOVQ   dy+8(FP), SI
	MOVQ   y+16(FP), DX
	MOVQ   n+24(FP), CX
	VPXORD Z15, Z15, Z15
	SUBQ   $64, CX
	JLT    few

loop:
	RELU_GRAD(0, K1, Z0)
	RELU_GRAD(64, K2, Z1)
	RELU_GRAD(128, K3, Z2)
	RELU_GRAD(192, K4, Z3)
	ADDQ $256, SI
	ADDQ $256, DX
	ADDQ $256, DI
	SUBQ $64, CX
	JGE  loop

few:
	ADDQ $48, CX
	JLT  tail

one:
	RELU_GRAD(0, K1, Z0)
	ADDQ $64, SI
	ADDQ $64, DX
	ADDQ $64, DI
	SUBQ $16, CX
	JGE  one

tail:
	ADDQ $16, CX
	JZ   done
	TAIL_MASK(CX, AX, K1)
	VMOVUPS.Z (DX), K1, Z1
	VCMPPS    $1, Z1, Z15, K1, K2
	VMOVUPS.Z (SI), K2, Z0
	VMOVUPS   Z0, K1, (DI)

done:
	VZEROUPPER
	RET

#define AXPY(off, y) \
	VMOVUPS     off(DI), y \
	VFMADD231PS off(SI), Z15, y \
	VMOVUPS     y, off(DI)

// func AxpyAVX512(alpha float32, x, y *float32, n int)
//
// y = fma(alpha, x, y).
TEXT ·AxpyAVX512(SB), NOSPLIT, $0-32
	VBROADCASTSS alpha+0(FP), Z15
	MOVQ x+8(FP), SI
	MOVQ y+16(FP), DI
	MOVQ n+24(FP), CX
	SUBQ $64, CX
	JLT  few

loop:
	AXPY(0, Z0)
	AXPY(64, Z1)
	AXPY(128, Z2)
	AXPY(192, Z3)
	ADDQ $256, SI
	ADDQ $256, DI
	SUBQ $64, CX
	JGE  loop

few:
	ADDQ $48, CX
	JLT  tail

one:
	AXPY(0, Z0)
	ADDQ $64, SI
	ADDQ $64, DI
	SUBQ $16, CX
	JGE  one

tail:
	ADDQ $16, CX
	JZ   done
	TAIL_MASK(CX, AX, K1)
	VMOVUPS.Z   (SI), K1, Z1
	VMOVUPS.Z   (DI), K1, Z0
	VFMADD231PS Z1, Z15, Z0
	VMOVUPS     Z0, K1, (DI)

done:
	VZEROUPPER
	RET

#define SCAL(off, x) \
	VMULPS  off(DI), Z15, x \
	VMOVUPS x, off(DI)

// func ScalAVX512(alpha float32, x *float32, n int)
//
// x = alpha·x.
TEXT ·ScalAVX512(SB), NOSPLIT, $0-24
	VBROADCASTSS alpha+0(FP), Z15
	MOVQ x+8(FP), DI
	MOVQ n+16(FP), CX
	SUBQ $64, CX
	JLT  few

loop:
	SCAL(0, Z0)
	SCAL(64, Z1)
	SCAL(128, Z2)
	SCAL(192, Z3)
	ADDQ $256, DI
	SUBQ $64, CX
	JGE  loop

few:
	ADDQ $48, CX
	JLT  tail

one:
	SCAL(0, Z0)
	ADDQ $64, DI
	SUBQ $16, CX
	JGE  one

tail:
	ADDQ $16, CX
	JZ   done
	TAIL_MASK(CX, AX, K1)
	VMOVUPS.Z (DI), K1, Z0
	VMULPS    Z0, Z15, Z0
	VMOVUPS   Z0, K1, (DI)

done:
	VZEROUPPER
	RET
