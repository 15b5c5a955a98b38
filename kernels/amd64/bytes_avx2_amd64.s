//go:build !purego

#include "textflag.h"

// func BytesAVX2(dst *float32, src *uint8, n int, scale float32)
//
// dst = float32(src)·scale for n ≥ 1 bytes. Needs AVX2.
//
//   SI src   DI dst   CX bytes left   Y15 scale, in X15 as well
//
// Loop: 32 bytes a step: 4 widening loads, 4 conversions, 4 multiplications, 4
// stores; bound by the stores, one a cycle. The last bytes go one at a time.

#define BYTES(n, x) \
	VPMOVZXBD n(SI), x \
	VCVTDQ2PS x, x \
	VMULPS    x, Y15, x \
	VMOVUPS   x, 4*n(DI)

TEXT ·BytesAVX2(SB), NOSPLIT, $0-28
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ n+16(FP), CX
	VBROADCASTSS scale+24(FP), Y15
	SUBQ $32, CX
	JLT  few

loop:
	BYTES(0, Y0)
	BYTES(8, Y1)
	BYTES(16, Y2)
	BYTES(24, Y3)
	ADDQ $32, SI
	ADDQ $128, DI
	SUBQ $32, CX
	JGE  loop

few:
	ADDQ $24, CX
	JLT  tail

one:
	BYTES(0, Y0)
	ADDQ $8, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JGE  one

tail:
	ADDQ $8, CX
	JZ   done

byte:
	MOVBLZX   (SI), AX
	VMOVD     AX, X0
	VCVTDQ2PS X0, X0
	VMULSS    X0, X15, X0
	VMOVSS    X0, (DI)
	INCQ SI
	ADDQ $4, DI
	DECQ CX
	JNZ  byte

done:
	VZEROUPPER
	RET
