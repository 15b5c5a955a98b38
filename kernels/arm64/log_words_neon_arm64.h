// Arithmetic of LogNEON that Go's assembler lacks; registers as there. The words
// come from asm2plan9s: see generate.sh.

// V1 = all ones where V0 < 2⁻¹²⁶.
#define DENORMAL \
	WORD $0x6ea0e721 // fcmgt v1.4s, v25.4s, v0.4s

// V2 = V0·2²³.
#define SCALED \
	WORD $0x6e3adc02 // fmul v2.4s, v0.4s, v26.4s

// V3 >>= 23, with the sign.
#define EXPONENT \
	WORD $0x4f290463 // sshr v3.4s, v3.4s, #23

// V2 −= 1.
#define FRACTION \
	WORD $0x4eb6d442 // fsub v2.4s, v2.4s, v22.4s

// V3 to float.
#define CONVERT \
	WORD $0x4e21d863 // scvtf v3.4s, v3.4s

// V6 = V2². SQUARE_Q: V6 = V6·q.
#define SQUARE \
	WORD $0x6e22dc46 // fmul v6.4s, v2.4s, v2.4s
#define SQUARE_Q \
	WORD $0x6e24dcc6 // fmul v6.4s, v6.4s, v4.4s

// V6 = V2 + V6.
#define ADD_F \
	WORD $0x4e26d446 // fadd v6.4s, v2.4s, v6.4s

// V5 = all ones where V0 ≥ 0.
#define NOT_BELOW \
	WORD $0x6ea0c805 // fcmge v5.4s, v0.4s, #0.0
