// The tile instructions of AMX, which Go's assembler lacks, on the operands that the
// file including this one gives them. The words come from asm2plan9s: see generate.sh.

#define TILE_CONFIG \
	LONG $0x4978c2c4; BYTE $0x02 // ldtilecfg [r10]
#define TILE_RELEASE \
	LONG $0x4978e2c4; BYTE $0xc0 // tilerelease

// A in tiles 4 and 5, upper and lower rows, B in 6 and 7, left and right columns; C
// in 0 and 1, upper left and right, 2 and 3, lower.
#define LOAD_UPPER \
	LONG $0x4b7bc2c4; WORD $0x0224 // tileloadd tmm4, [r10+rax*1]
#define LOAD_LOWER \
	LONG $0x4b7bc2c4; WORD $0x022c // tileloadd tmm5, [r10+rax*1]
#define LOAD_LEFT \
	LONG $0x4b7b82c4; WORD $0x0a34 // tileloadd tmm6, [r10+r9*1]
#define LOAD_RIGHT \
	LONG $0x4b7b82c4; WORD $0x0a3c // tileloadd tmm7, [r10+r9*1]
#define ZERO_0 \
	LONG $0x497be2c4; BYTE $0xc0 // tilezero tmm0
#define ZERO_1 \
	LONG $0x497be2c4; BYTE $0xc8 // tilezero tmm1
#define ZERO_2 \
	LONG $0x497be2c4; BYTE $0xd0 // tilezero tmm2
#define ZERO_3 \
	LONG $0x497be2c4; BYTE $0xd8 // tilezero tmm3
#define DOT_0 \
	LONG $0x5c4ae2c4; BYTE $0xc4 // tdpbf16ps tmm0, tmm4, tmm6
#define DOT_1 \
	LONG $0x5c42e2c4; BYTE $0xcc // tdpbf16ps tmm1, tmm4, tmm7
#define DOT_2 \
	LONG $0x5c4ae2c4; BYTE $0xd5 // tdpbf16ps tmm2, tmm5, tmm6
#define DOT_3 \
	LONG $0x5c42e2c4; BYTE $0xdd // tdpbf16ps tmm3, tmm5, tmm7
#define STORE_0 \
	LONG $0x4b7a82c4; WORD $0x0a04 // tilestored [r10+r9*1], tmm0
#define STORE_1 \
	LONG $0x4b7a82c4; WORD $0x0a0c // tilestored [r10+r9*1], tmm1
#define STORE_2 \
	LONG $0x4b7a82c4; WORD $0x0a14 // tilestored [r10+r9*1], tmm2
#define STORE_3 \
	LONG $0x4b7a82c4; WORD $0x0a1c // tilestored [r10+r9*1], tmm3
