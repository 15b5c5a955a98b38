// Conversion to bfloat16, which Go's assembler lacks. The words come from asm2plan9s:
// see generate.sh.

// ROUND: Z2 = 32 numbers, those of Z0 and then those of Z1, to nearest, ties to even.
#define ROUND \
	LONG $0x4877f262; WORD $0xd072 // vcvtne2ps2bf16 zmm2, zmm1, zmm0
