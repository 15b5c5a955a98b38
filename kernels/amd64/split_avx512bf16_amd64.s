//go:build !purego

#include "textflag.h"
#include "split_words_amd64.h"
#include "split_avx512_amd64.h"

// func SplitRowsAVX512BF16(dst *uint16, src *float32, rows, cols, ldd, lds, terms, stride int, limits *uint32)
// func SplitPairsAVX512BF16(dst *uint16, src *float32, rows, cols, width, lds, terms, stride int, limits *uint32)
//
// The splitting of split_avx512_amd64.h, rounded by VCVTNE2PS2BF16, one operation for 32
// numbers. Needs AVX512_BF16 besides.

TEXT ·SplitRowsAVX512BF16(SB), NOSPLIT, $0-72
	SPLIT_ROWS
	VZEROUPPER
	RET

TEXT ·SplitPairsAVX512BF16(SB), NOSPLIT, $0-72
	SPLIT_PAIRS
	VZEROUPPER
	RET
