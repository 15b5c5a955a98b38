// Reductions of 16 short rows at once, and rows as a stream of elements, for the
// files that include this one.

DATA iota16<>+0(SB)/8, $0x0000000100000000
DATA iota16<>+8(SB)/8, $0x0000000300000002
DATA iota16<>+16(SB)/8, $0x0000000500000004
DATA iota16<>+24(SB)/8, $0x0000000700000006
DATA iota16<>+32(SB)/8, $0x0000000900000008
DATA iota16<>+40(SB)/8, $0x0000000b0000000a
DATA iota16<>+48(SB)/8, $0x0000000d0000000c
DATA iota16<>+56(SB)/8, $0x0000000f0000000e
GLOBL iota16<>(SB), RODATA|NOPTR, $64

// The first CX ≤ 16 lanes.
#define LOW_MASK(tmp, k) \
	MOVL  $1, tmp \
	SHLL  CX, tmp \
	DECL  tmp \
	KMOVW tmp, k

// STREAM_INIT prepares for STREAM_ROW: block by block of 16 rows, which are cols
// (in CX) vectors, Z9 is the row within the block of each of the next 16 elements:
// their position times ⌈2¹⁶/cols⌉, shifted; exact, positions being below 256.
//
//   Z8 position   Z10 ⌈2¹⁶/cols⌉   Z11 16
#define STREAM_INIT \
	XORL DX, DX \
	LEAL 65535(CX), AX \
	DIVL CX \
	VPBROADCASTD AX, Z10 \
	MOVL $16, AX \
	VPBROADCASTD AX, Z11

#define STREAM_ROW \
	VPMULLD Z8, Z10, Z9 \
	VPSRLD  $16, Z9, Z9 \
	VPADDD  Z11, Z8, Z8

#define FILL16(z) \
	VMOVAPS z, Z0 \
	VMOVAPS z, Z1 \
	VMOVAPS z, Z2 \
	VMOVAPS z, Z3 \
	VMOVAPS z, Z4 \
	VMOVAPS z, Z5 \
	VMOVAPS z, Z6 \
	VMOVAPS z, Z7 \
	VMOVAPS z, Z8 \
	VMOVAPS z, Z9 \
	VMOVAPS z, Z10 \
	VMOVAPS z, Z11 \
	VMOVAPS z, Z12 \
	VMOVAPS z, Z13 \
	VMOVAPS z, Z14 \
	VMOVAPS z, Z15

// Row i, counted from 1, of CX: the columns in K1; leaves to loaded after the last.
#define ROW_LOAD(i, z) \
	VMOVUPS (SI), K1, z \
	ADDQ    R8, SI \
	CMPQ    CX, $i \
	JEQ     loaded

// a = one half of the lanes of a and b with the other half of the lanes of a and b.
#define FOLD(OP, SHUFFLE, lo, hi, a, b, t, u) \
	SHUFFLE $lo, b, a, t \
	SHUFFLE $hi, b, a, u \
	OP      u, t, a

// Z0 = the reduction of each of the rows in Z0–Z15: lane l with l+8, then l+4, l+2, l+1,
// in the order of rows if row p is in register 0 2 1 3 8 10 9 11 4 6 5 7 12 14 13 15.
#define ROW_TREE(OP) \
	FOLD(OP, VSHUFF32X4, 0x44, 0xee, Z0, Z8, Z16, Z17) \
	FOLD(OP, VSHUFF32X4, 0x44, 0xee, Z1, Z9, Z18, Z19) \
	FOLD(OP, VSHUFF32X4, 0x44, 0xee, Z2, Z10, Z20, Z21) \
	FOLD(OP, VSHUFF32X4, 0x44, 0xee, Z3, Z11, Z22, Z23) \
	FOLD(OP, VSHUFF32X4, 0x44, 0xee, Z4, Z12, Z16, Z17) \
	FOLD(OP, VSHUFF32X4, 0x44, 0xee, Z5, Z13, Z18, Z19) \
	FOLD(OP, VSHUFF32X4, 0x44, 0xee, Z6, Z14, Z20, Z21) \
	FOLD(OP, VSHUFF32X4, 0x44, 0xee, Z7, Z15, Z22, Z23) \
	FOLD(OP, VSHUFF32X4, 0x88, 0xdd, Z0, Z4, Z16, Z17) \
	FOLD(OP, VSHUFF32X4, 0x88, 0xdd, Z1, Z5, Z18, Z19) \
	FOLD(OP, VSHUFF32X4, 0x88, 0xdd, Z2, Z6, Z20, Z21) \
	FOLD(OP, VSHUFF32X4, 0x88, 0xdd, Z3, Z7, Z22, Z23) \
	FOLD(OP, VSHUFPS, 0x44, 0xee, Z0, Z2, Z16, Z17) \
	FOLD(OP, VSHUFPS, 0x44, 0xee, Z1, Z3, Z18, Z19) \
	FOLD(OP, VSHUFPS, 0x88, 0xdd, Z0, Z1, Z16, Z17)
