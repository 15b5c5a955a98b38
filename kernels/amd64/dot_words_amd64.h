// Products of pairs of bfloat16, which Go's assembler lacks. Row i of the tile is in
// Z(4+2i), Z(5+2i); row p of pairs of B in Z0, Z1. The words come from asm2plan9s: see
// generate.sh.

// DOT_iL, DOT_iH: row i, columns 0 to 15 and 16 to 31 += the pair of A in Z(2 + i mod 2)
// times that of B: fma of the second numbers, then of the first.
#define DOT_0L \
	LONG $0x486ef262; WORD $0xe052 // vdpbf16ps zmm4, zmm2, zmm0
#define DOT_0H \
	LONG $0x486ef262; WORD $0xe952 // vdpbf16ps zmm5, zmm2, zmm1
#define DOT_1L \
	LONG $0x4866f262; WORD $0xf052 // vdpbf16ps zmm6, zmm3, zmm0
#define DOT_1H \
	LONG $0x4866f262; WORD $0xf952 // vdpbf16ps zmm7, zmm3, zmm1
#define DOT_2L \
	LONG $0x486e7262; WORD $0xc052 // vdpbf16ps zmm8, zmm2, zmm0
#define DOT_2H \
	LONG $0x486e7262; WORD $0xc952 // vdpbf16ps zmm9, zmm2, zmm1
#define DOT_3L \
	LONG $0x48667262; WORD $0xd052 // vdpbf16ps zmm10, zmm3, zmm0
#define DOT_3H \
	LONG $0x48667262; WORD $0xd952 // vdpbf16ps zmm11, zmm3, zmm1
#define DOT_4L \
	LONG $0x486e7262; WORD $0xe052 // vdpbf16ps zmm12, zmm2, zmm0
#define DOT_4H \
	LONG $0x486e7262; WORD $0xe952 // vdpbf16ps zmm13, zmm2, zmm1
#define DOT_5L \
	LONG $0x48667262; WORD $0xf052 // vdpbf16ps zmm14, zmm3, zmm0
#define DOT_5H \
	LONG $0x48667262; WORD $0xf952 // vdpbf16ps zmm15, zmm3, zmm1
#define DOT_6L \
	LONG $0x486ee262; WORD $0xc052 // vdpbf16ps zmm16, zmm2, zmm0
#define DOT_6H \
	LONG $0x486ee262; WORD $0xc952 // vdpbf16ps zmm17, zmm2, zmm1
#define DOT_7L \
	LONG $0x4866e262; WORD $0xd052 // vdpbf16ps zmm18, zmm3, zmm0
#define DOT_7H \
	LONG $0x4866e262; WORD $0xd952 // vdpbf16ps zmm19, zmm3, zmm1
#define DOT_8L \
	LONG $0x486ee262; WORD $0xe052 // vdpbf16ps zmm20, zmm2, zmm0
#define DOT_8H \
	LONG $0x486ee262; WORD $0xe952 // vdpbf16ps zmm21, zmm2, zmm1
#define DOT_9L \
	LONG $0x4866e262; WORD $0xf052 // vdpbf16ps zmm22, zmm3, zmm0
#define DOT_9H \
	LONG $0x4866e262; WORD $0xf952 // vdpbf16ps zmm23, zmm3, zmm1
#define DOT_10L \
	LONG $0x486e6262; WORD $0xc052 // vdpbf16ps zmm24, zmm2, zmm0
#define DOT_10H \
	LONG $0x486e6262; WORD $0xc952 // vdpbf16ps zmm25, zmm2, zmm1
#define DOT_11L \
	LONG $0x48666262; WORD $0xd052 // vdpbf16ps zmm26, zmm3, zmm0
#define DOT_11H \
	LONG $0x48666262; WORD $0xd952 // vdpbf16ps zmm27, zmm3, zmm1
#define DOT_12L \
	LONG $0x486e6262; WORD $0xe052 // vdpbf16ps zmm28, zmm2, zmm0
#define DOT_12H \
	LONG $0x486e6262; WORD $0xe952 // vdpbf16ps zmm29, zmm2, zmm1
#define DOT_13L \
	LONG $0x48666262; WORD $0xf052 // vdpbf16ps zmm30, zmm3, zmm0
#define DOT_13H \
	LONG $0x48666262; WORD $0xf952 // vdpbf16ps zmm31, zmm3, zmm1
