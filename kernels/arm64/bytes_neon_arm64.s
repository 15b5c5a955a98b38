//go:build !purego

#include "textflag.h"
#include "float_neon_arm64.h"

// func BytesNEON(dst *float32, src *uint8, n int, scale float32)
//
// dst = float32(src)·scale for n ≥ 1 bytes.
//
//   R0 dst   R1 src   R2 bytes left   V31 scale
//
// Loop: 16 bytes a step: a load, 6 widenings, 4 conversions, 4 multiplications, 4
// stores; bound by the vector pipes, 7 cycles with two. Then one byte.

TEXT ·BytesNEON(SB), NOSPLIT, $0-28
	MOVD  dst+0(FP), R0
	MOVD  src+8(FP), R1
	MOVD  n+16(FP), R2
	FMOVS scale+24(FP), F31
	VDUP  V31.S[0], V31.S4
	SUBS  $16, R2
	BLT   tail

loop:
	FMOVQ.P 16(R1), F4
	VUXTL   V4.B8, V5.H8
	VUXTL2  V4.B16, V6.H8
	VUXTL   V5.H4, V0.S4
	VUXTL2  V5.H8, V1.S4
	VUXTL   V6.H4, V2.S4
	VUXTL2  V6.H8, V3.S4
	CONVERT_0
	CONVERT_1
	CONVERT_2
	CONVERT_3
	MUL_0
	MUL_1
	MUL_2
	MUL_3
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R0)
	SUBS $16, R2
	BGE  loop

tail:
	ADDS $16, R2
	BEQ  done

last:
	MOVBU.P 1(R1), R3
	UCVTFWS R3, F0
	FMULS   F31, F0, F0
	FMOVS.P F0, 4(R0)
	SUBS $1, R2
	BNE  last

done:
	RET
