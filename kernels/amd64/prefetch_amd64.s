//go:build !purego

#include "textflag.h"

// func Prefetch(p *uint8, n, rows, ld int)
//
// Asks for the n ≥ 1 bytes from p on, and from ld bytes further on, rows ≥ 1 times in
// all, to be brought into the second cache, a line a step. Reads nothing; runs on
// every x86-64.
//
//   SI next line   CX end of the row   DX rows left
TEXT ·Prefetch(SB), NOSPLIT, $0-32
	MOVQ p+0(FP), DI
	MOVQ rows+16(FP), DX

row:
	MOVQ DI, SI
	MOVQ n+8(FP), CX
	LEAQ (SI)(CX*1), CX
	ANDQ $-64, SI

loop:
	PREFETCHT1 (SI)
	ADDQ $64, SI
	CMPQ SI, CX
	JCS  loop
	ADDQ ld+24(FP), DI
	DECQ DX
	JNZ  row
	RET
