// Arithmetic of activation_neon_arm64.s that Go's assembler lacks; registers as
// there. The words come from asm2plan9s: see generate.sh.

// V29 = all ones where V28 has its sign. V1 = V16 + V31. V28 = V29/V1.
#define NEGATIVE \
	WORD $0x4ea0ab9d // cmlt v29.4s, v28.4s, #0
#define ONE_MORE \
	WORD $0x4e3fd601 // fadd v1.4s, v16.4s, v31.4s
#define SIGMOID_DIVIDE \
	WORD $0x6e21ffbc // fdiv v28.4s, v29.4s, v1.4s

// V1 = max(V1, V21). V1 += V1.
#define LIMIT \
	WORD $0x4e35f421 // fmax v1.4s, v1.4s, v21.4s
#define DOUBLE \
	WORD $0x4e21d421 // fadd v1.4s, v1.4s, v1.4s

// V3 = V2 − V23.
#define ROUNDED \
	WORD $0x4eb7d443 // fsub v3.4s, v2.4s, v23.4s

// V5 = V6·V1.
#define TIMES_R \
	WORD $0x6e21dcc5 // fmul v5.4s, v6.4s, v1.4s

// V5 = V4 − V27. V6 = V28 − V5. V5 = V5/V6.
#define LESS_ONE \
	WORD $0x4ebbd485 // fsub v5.4s, v4.4s, v27.4s
#define DENOMINATOR \
	WORD $0x4ea5d786 // fsub v6.4s, v28.4s, v5.4s
#define TANH_DIVIDE \
	WORD $0x6e26fca5 // fdiv v5.4s, v5.4s, v6.4s

// V2 = V0·V2.
#define TIMES_DY \
	WORD $0x6e22dc02 // fmul v2.4s, v0.4s, v2.4s
