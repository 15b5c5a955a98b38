//go:build !purego

#include "textflag.h"
#include "split_avx512_amd64.h"

// func SplitRowsAVX512(dst *uint16, src *float32, rows, cols, ldd, lds, terms, stride int, limits *uint32)
// func SplitPairsAVX512(dst *uint16, src *float32, rows, cols, width, lds, terms, stride int, limits *uint32)
//
// The splitting of split_avx512_amd64.h, rounded by integers to the bits that
// VCVTNE2PS2BF16 gives: ties to even, zero for a denormal, a NaN quiet.
//
//   Z6 0x400000, Z7 0x7f800000, Z14 1, Z15 0x7fff, Z16 upper words of Z2, then of Z5
//   K2 numbers with exponent 0, K3 those that are NaN
//
// 17 operations for 32 numbers.

DATA upper<>+0(SB)/8, $0x0007000500030001
DATA upper<>+8(SB)/8, $0x000f000d000b0009
DATA upper<>+16(SB)/8, $0x0017001500130011
DATA upper<>+24(SB)/8, $0x001f001d001b0019
DATA upper<>+32(SB)/8, $0x0027002500230021
DATA upper<>+40(SB)/8, $0x002f002d002b0029
DATA upper<>+48(SB)/8, $0x0037003500330031
DATA upper<>+56(SB)/8, $0x003f003d003b0039
GLOBL upper<>(SB), RODATA|NOPTR, $64

#define ROUND_CONSTANTS \
	VMOVDQU64 upper<>(SB), Z16 \
	VPTERNLOGD $0xff, Z15, Z15, Z15 \
	VPSRLD $31, Z15, Z14 \
	VPSLLD $22, Z14, Z6 \
	VPSLLD $24, Z15, Z7 \
	VPSRLD $1, Z7, Z7 \
	VPSRLD $17, Z15, Z15

#define ROUND_16(x, y) \
	VPSRLD    $16, x, Z4 \
	VPANDD    Z14, Z4, Z4 \
	VPADDD    Z15, x, y \
	VPADDD    Z4, y, y \
	VPTESTNMD Z7, x, K2 \
	VPANDND   x, Z12, K2, y \
	VCMPPS    $3, x, x, K3 \
	VPORD     Z6, x, K3, y

#define ROUND \
	ROUND_16(Z0, Z2) \
	ROUND_16(Z1, Z5) \
	VPERMT2W Z5, Z16, Z2

TEXT ·SplitRowsAVX512(SB), NOSPLIT, $0-72
	ROUND_CONSTANTS
	SPLIT_ROWS
	VZEROUPPER
	RET

TEXT ·SplitPairsAVX512(SB), NOSPLIT, $0-72
	ROUND_CONSTANTS
	SPLIT_PAIRS
	VZEROUPPER
	RET
