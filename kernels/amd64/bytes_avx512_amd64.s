//go:build !purego

#include "textflag.h"

// func BytesAVX512(dst *float32, src *uint8, n int, scale float32)
//
// dst = float32(src)·scale for n ≥ 1 bytes. Needs AVX512F.
//
//   SI src   DI dst   CX bytes left   Z15 scale   K1 mask of the tail
//
// Loop: 64 bytes a step: 4 widening loads, 4 conversions, 4 multiplications, 4
// stores; bound by the stores, one a cycle.

#define BYTES(n, x) \
	VPMOVZXBD n(SI), x \
	VCVTDQ2PS x, x \
	VMULPS    x, Z15, x \
	VMOVUPS   x, 4*n(DI)

TEXT ·BytesAVX512(SB), NOSPLIT, $0-28
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ n+16(FP), CX
	VBROADCASTSS scale+24(FP), Z15
	SUBQ $64, CX
	JLT  few

loop:
	BYTES(0, Z0)
	BYTES(16, Z1)
	BYTES(32, Z2)
	BYTES(48, Z3)
	ADDQ $64, SI
	ADDQ $256, DI
	SUBQ $64, CX
	JGE  loop

few:
	ADDQ $48, CX
	JLT  tail

one:
	BYTES(0, Z0)
	ADDQ $16, SI
	ADDQ $64, DI
	SUBQ $16, CX
	JGE  one

tail:
	ADDQ  $16, CX
	JZ    done
	MOVL  $1, AX
	SHLL  CX, AX
	DECL  AX
	KMOVW AX, K1
	VPMOVZXBD.Z (SI), K1, Z0
	VCVTDQ2PS Z0, Z0
	VMULPS    Z0, Z15, Z0
	VMOVUPS   Z0, K1, (DI)

done:
	VZEROUPPER
	RET
