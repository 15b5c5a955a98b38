// Arithmetic of AdamNEON that Go's assembler lacks; registers as there. The words
// come from asm2plan9s: see generate.sh.

// V4 = gain1·d. V5 = gain2·d, then that times d.
#define GAIN_1 \
	WORD $0x6e3adc24 // fmul v4.4s, v1.4s, v26.4s
#define GAIN_2 \
	WORD $0x6e3cdc25 // fmul v5.4s, v1.4s, v28.4s
#define GAIN_2_AGAIN \
	WORD $0x6e21dca5 // fmul v5.4s, v5.4s, v1.4s

// V6 = √V5.
#define ROOT \
	WORD $0x6ea1f8a6 // fsqrt v6.4s, v5.4s

// V6 = V4/V7.
#define DIVIDE \
	WORD $0x6e27fc86 // fdiv v6.4s, v4.4s, v7.4s

// V0 = keep·V0.
#define KEEP \
	WORD $0x6e37dc00 // fmul v0.4s, v0.4s, v23.4s
