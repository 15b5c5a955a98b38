// Tails of 1 to 7 elements, for the files that include this one.

DATA iota<>+0(SB)/8, $0x0000000100000000
DATA iota<>+8(SB)/8, $0x0000000300000002
DATA iota<>+16(SB)/8, $0x0000000500000004
DATA iota<>+24(SB)/8, $0x0000000700000006
GLOBL iota<>(SB), RODATA|NOPTR, $32

// The first n lanes of mask on, the others off; x is the low half of mask.
#define TAIL_MASK(n, x, mask) \
	VMOVD        n, x \
	VPBROADCASTD x, mask \
	VPCMPGTD     iota<>(SB), mask, mask

// The first n < 8 lanes of y to ptr, which advances; x is the low half of y.
// Branches, always predicted in a loop, cost less than VMASKMOVPS to memory.
#define TAIL_STORE(n, y, x, ptr) \
	TESTB        $4, n \
	JZ           4(PC) \
	VMOVUPS      x, (ptr) \
	VEXTRACTF128 $1, y, x \
	ADDQ         $16, ptr \
	TESTB        $2, n \
	JZ           4(PC) \
	VMOVLPS      x, (ptr) \
	VPERMILPS    $0x0e, x, x \
	ADDQ         $8, ptr \
	TESTB        $1, n \
	JZ           3(PC) \
	VMOVSS       x, (ptr) \
	ADDQ         $4, ptr
