//go:build !purego

#include "textflag.h"
#include "dot_words_amd64.h"

// func DotFewAVX512(m, n, k int, a, b *uint16, c *float32, ldc int, acc bool)
//
// DotStripAVX512 for one or two rows, n a multiple of 128: four panels of B side by side.
// Needs AVX512F, AVX512_BF16.
//
//   Z4–Z19  accumulators: row i, panel q in Z(4+4q+2i), Z(5+4q+2i)
//   Z0, Z1  a row of pairs of a panel     Z2, Z3  A(0,p), A(1,p) in all lanes
//   SI A, AX a row of it; DI row of B, R9 panels, R8 a panel, BX three (bytes)
//   CX pairs left, R11 rows, DX columns left, R12 tile of C, R13 ldc; K1 C that is added to
//
// VDPBF16PS takes 6 cycles on Zen 4, which begins one a cycle: one row of one panel, two
// chains, waits for itself. Here 8 or 16 a pair are bound by the 512 bytes of B, 32 a
// cycle from the second cache.

#define PANEL(addr, next, lo, hi) \
	VMOVDQU32 addr, Z0 \
	VMOVDQU32 next, Z1 \
	lo \
	hi

#define PANEL_TWO(addr, next, lo, hi, lo1, hi1) \
	PANEL(addr, next, lo, hi) \
	lo1 \
	hi1

#define NEXT \
	ADDQ $4, SI \
	ADDQ $128, DI \
	DECQ CX

#define ADD_C(off, x) \
	VMOVUPS.Z off(DI), K1, Z0 \
	VADDPS  Z0, x, x \
	VMOVUPS x, off(DI)

TEXT ·DotFewAVX512(SB), NOSPLIT, $0-57
	MOVQ k+16(FP), R8
	ADDQ $31, R8
	ANDQ $-32, R8
	LEAQ (R8)(R8*1), AX
	ORQ  $64, AX
	SHLQ $6, R8
	LEAQ (R8)(R8*2), BX
	MOVQ b+32(FP), R9
	MOVQ c+40(FP), R12
	MOVQ ldc+48(FP), R13
	SHLQ $2, R13
	MOVQ n+8(FP), DX
	MOVQ m+0(FP), R11
	MOVBLZX acc+56(FP), CX
	NEGL  CX
	KMOVW CX, K1

panels:
	MOVQ a+24(FP), SI
	MOVQ R9, DI
	MOVQ k+16(FP), CX
	INCQ CX
	SHRQ $1, CX
	VPXORD Z4, Z4, Z4
	VPXORD Z5, Z5, Z5
	VPXORD Z6, Z6, Z6
	VPXORD Z7, Z7, Z7
	VPXORD Z8, Z8, Z8
	VPXORD Z9, Z9, Z9
	VPXORD Z10, Z10, Z10
	VPXORD Z11, Z11, Z11
	VPXORD Z12, Z12, Z12
	VPXORD Z13, Z13, Z13
	VPXORD Z14, Z14, Z14
	VPXORD Z15, Z15, Z15
	VPXORD Z16, Z16, Z16
	VPXORD Z17, Z17, Z17
	VPXORD Z18, Z18, Z18
	VPXORD Z19, Z19, Z19
	CMPQ R11, $2
	JEQ  two
	PCALIGN $64

one:
	VPBROADCASTD (SI), Z2
	PANEL((DI), 64(DI), DOT_0L, DOT_0H)
	PANEL((DI)(R8*1), 64(DI)(R8*1), DOT_2L, DOT_2H)
	PANEL((DI)(R8*2), 64(DI)(R8*2), DOT_4L, DOT_4H)
	PANEL((DI)(BX*1), 64(DI)(BX*1), DOT_6L, DOT_6H)
	NEXT
	JNZ  one
	MOVQ R12, DI
	JMP  first
	PCALIGN $64

two:
	VPBROADCASTD (SI), Z2
	VPBROADCASTD (SI)(AX*1), Z3
	PANEL_TWO((DI), 64(DI), DOT_0L, DOT_0H, DOT_1L, DOT_1H)
	PANEL_TWO((DI)(R8*1), 64(DI)(R8*1), DOT_2L, DOT_2H, DOT_3L, DOT_3H)
	PANEL_TWO((DI)(R8*2), 64(DI)(R8*2), DOT_4L, DOT_4H, DOT_5L, DOT_5H)
	PANEL_TWO((DI)(BX*1), 64(DI)(BX*1), DOT_6L, DOT_6H, DOT_7L, DOT_7H)
	NEXT
	JNZ  two
	LEAQ (R12)(R13*1), DI
	ADD_C(0, Z6)
	ADD_C(64, Z7)
	ADD_C(128, Z10)
	ADD_C(192, Z11)
	ADD_C(256, Z14)
	ADD_C(320, Z15)
	ADD_C(384, Z18)
	ADD_C(448, Z19)
	MOVQ R12, DI

first:
	ADD_C(0, Z4)
	ADD_C(64, Z5)
	ADD_C(128, Z8)
	ADD_C(192, Z9)
	ADD_C(256, Z12)
	ADD_C(320, Z13)
	ADD_C(384, Z16)
	ADD_C(448, Z17)
	LEAQ (R9)(R8*4), R9
	ADDQ $512, R12
	SUBQ $128, DX
	JG   panels
	VZEROUPPER
	RET
