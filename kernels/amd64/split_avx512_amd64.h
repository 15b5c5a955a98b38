// Splitting of numbers into terms of bfloat16, all but the rounding: the file including
// this one has ROUND, which sets Z2 to 32 numbers rounded, those of Z0 and then those of Z1,
// with Z4 and Z5 as scratch.
//
// SPLIT_ROWS is the body of f(dst *uint16, src *float32, rows, cols, ldd, lds, terms, stride
// int, limits *uint32), SPLIT_PAIRS that of the same with width in place of ldd.
//
// Term t of x is what is left of x after the terms before it, rounded to bfloat16.
// Rows: dst[i·ldd + l + t·stride] is that of src[i·lds + l], l up to cols rounded up to
// 32. Pairs: dst[2(p·width + j) + h + t·stride] is that of src[(2p+h)·lds + j], j < width,
// a multiple of 16, 2p+h up to rows rounded up to 32. Beyond cols and rows all is 0.
// limits[0] = min(limits[0], |x|−1) and limits[1] = max(limits[1], |x|), by the bits of
// |x|, so that zeros do not count as small. Needs AVX512F, AVX512BW and BMI2.
//
//   Z0, Z1  32 numbers, then what is left of them   Z2 their terms, in order; Z3 in pairs
//   Z8, Z9  greatest |x|, least |x|−1               K1 numbers of Z0, then Z1, that there are
//   Z10 order of words, Z11 0xffff0000, Z12 0x7fffffff, Z13 −1
//   R8, R9  row of src, of dst    SI, DI columns of them, R12 term; R11 lds, R13 stride (bytes)
//   R10 rows left, CX columns left, AX terms left; DX pairs left, with those beyond rows
//   BX as far as 16 rows: so far ahead pairs are asked for, into the second cache, where
//   rows far apart do not share a set; the processor does not follow them by itself
//
// 32 numbers take 8 operations for the limits, the rounding and up to 2 for a term, 4 more
// between two; Zen 4 does two a cycle.

DATA pairs<>+0(SB)/8, $0x0011000100100000
DATA pairs<>+8(SB)/8, $0x0013000300120002
DATA pairs<>+16(SB)/8, $0x0015000500140004
DATA pairs<>+24(SB)/8, $0x0017000700160006
DATA pairs<>+32(SB)/8, $0x0019000900180008
DATA pairs<>+40(SB)/8, $0x001b000b001a000a
DATA pairs<>+48(SB)/8, $0x001d000d001c000c
DATA pairs<>+56(SB)/8, $0x001f000f001e000e
GLOBL pairs<>(SB), RODATA|NOPTR, $64

#define START \
	MOVQ dst+0(FP), R9 \
	MOVQ src+8(FP), R8 \
	MOVQ rows+16(FP), R10 \
	MOVQ lds+40(FP), R11 \
	MOVQ stride+56(FP), R13 \
	SHLQ $2, R11 \
	SHLQ $1, R13 \
	VMOVDQU64 pairs<>(SB), Z10 \
	VPTERNLOGD $0xff, Z13, Z13, Z13 \
	VPSLLD $16, Z13, Z11 \
	VPSRLD $1, Z13, Z12 \
	MOVQ limits+64(FP), BX \
	VPBROADCASTD (BX), Z9 \
	VPBROADCASTD 4(BX), Z8

// K1 is as many lanes as n says, at most 16. Nothing is loaded under an empty mask, which is
// very slow where the address is not mapped.
#define MASK(n, x) \
	MOVL    $16, x \
	CMPQ    n, x \
	CMOVQLT n, x \
	MOVQ    $-1, R12 \
	BZHIQ   x, R12, R12 \
	KMOVW   R12, K1

#define LIMITS(x) \
	VPANDD  Z12, x, Z4 \
	VPMAXUD Z4, Z8, Z8 \
	VPADDD  Z13, Z4, Z4 \
	VPMINUD Z4, Z9, Z9

// What is left of Z0 and Z1 after the terms in Z3.
#define REST \
	VPSLLD $16, Z3, Z4 \
	VSUBPS Z4, Z0, Z0 \
	VPANDD Z11, Z3, Z5 \
	VSUBPS Z5, Z1, Z1

#define REDUCE(op, y, x, at) \
	op      Y0, y, y \
	VEXTRACTI128 $1, y, X0 \
	op      X0, x, x \
	VPSHUFD $0x4e, x, X0 \
	op      X0, x, x \
	VPSHUFD $0xb1, x, X0 \
	op      X0, x, x \
	VMOVD   x, at

#define FINISH \
	MOVQ limits+64(FP), BX \
	VEXTRACTI64X4 $1, Z9, Y0 \
	REDUCE(VPMINUD, Y9, X9, (BX)) \
	VEXTRACTI64X4 $1, Z8, Y0 \
	REDUCE(VPMAXUD, Y8, X8, 4(BX))

#define SPLIT_ROWS \
	START \
row: \
	MOVQ R8, SI \
	MOVQ R9, DI \
	MOVQ cols+24(FP), CX \
columns: \
	CMPQ   CX, $32 \
	JLT    few \
	VMOVUPS (SI), Z0 \
	VMOVUPS 64(SI), Z1 \
	LIMITS(Z0) \
	LIMITS(Z1) \
terms: \
	MOVQ terms+48(FP), AX \
	MOVQ DI, R12 \
term: \
	ROUND \
	VMOVDQU64 Z2, (R12) \
	DECQ AX \
	JZ   next \
	VPERMW Z2, Z10, Z3 \
	REST \
	ADDQ R13, R12 \
	JMP  term \
few: \
	MASK(CX, AX) \
	VMOVUPS.Z (SI), K1, Z0 \
	LIMITS(Z0) \
	VPXORD Z1, Z1, Z1 \
	MOVQ   CX, BX \
	SUBQ   $16, BX \
	JLE    terms \
	MASK(BX, AX) \
	VMOVUPS.Z 64(SI), K1, Z1 \
	LIMITS(Z1) \
	JMP    terms \
next: \
	ADDQ $128, SI \
	ADDQ $64, DI \
	SUBQ $32, CX \
	JG   columns \
	MOVQ ldd+32(FP), AX \
	LEAQ (R9)(AX*2), R9 \
	ADDQ R11, R8 \
	DECQ R10 \
	JNZ  row \
	FINISH

#define SPLIT_PAIRS \
	START \
	MOVQ R10, DX \
	ADDQ $31, DX \
	ANDQ $-32, DX \
	SHRQ $1, DX \
	MOVQ R9, DI \
	MOVQ R11, BX \
	SHLQ $4, BX \
pair: \
	MOVQ R8, SI \
	MOVQ cols+24(FP), CX \
	MOVQ width+32(FP), R9 \
group: \
	CMPQ   CX, $16 \
	JLT    edge \
	CMPQ   R10, $2 \
	JLT    edge \
	LEAQ (SI)(BX*1), AX \
	PREFETCHT1 (AX) \
	PREFETCHT1 (AX)(R11*1) \
	VMOVUPS (SI), Z0 \
	VMOVUPS (SI)(R11*1), Z1 \
	LIMITS(Z0) \
	LIMITS(Z1) \
pairTerms: \
	MOVQ terms+48(FP), AX \
	MOVQ DI, R12 \
pairTerm: \
	ROUND \
	VPERMW Z2, Z10, Z3 \
	VMOVDQU64 Z3, (R12) \
	DECQ AX \
	JZ   pairNext \
	REST \
	ADDQ R13, R12 \
	JMP  pairTerm \
edge: \
	VPXORD Z0, Z0, Z0 \
	VPXORD Z1, Z1, Z1 \
	CMPQ   CX, $0 \
	JLE    pairTerms \
	CMPQ   R10, $1 \
	JLT    pairTerms \
	MASK(CX, AX) \
	VMOVUPS.Z (SI), K1, Z0 \
	LIMITS(Z0) \
	CMPQ   R10, $2 \
	JLT    pairTerms \
	VMOVUPS.Z (SI)(R11*1), K1, Z1 \
	LIMITS(Z1) \
	JMP  pairTerms \
pairNext: \
	ADDQ $64, SI \
	ADDQ $64, DI \
	SUBQ $16, CX \
	SUBQ $16, R9 \
	JG   group \
	LEAQ (R8)(R11*2), R8 \
	SUBQ $2, R10 \
	DECQ DX \
	JNZ  pair \
	FINISH
