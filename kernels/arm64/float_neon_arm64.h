// Arithmetic on vectors that Go's assembler lacks, for the routines on four vectors
// a step, V0 to V3. The words come from asm2plan9s: see generate.sh.

// ADD_i: Vi += V(4+i).
#define ADD_0 \
	WORD $0x4e24d400 // fadd v0.4s, v0.4s, v4.4s
#define ADD_1 \
	WORD $0x4e25d421 // fadd v1.4s, v1.4s, v5.4s
#define ADD_2 \
	WORD $0x4e26d442 // fadd v2.4s, v2.4s, v6.4s
#define ADD_3 \
	WORD $0x4e27d463 // fadd v3.4s, v3.4s, v7.4s

// MUL_i: Vi = Vi·V31. MUL_AGAIN_i: Vi = Vi·V30.
#define MUL_0 \
	WORD $0x6e3fdc00 // fmul v0.4s, v0.4s, v31.4s
#define MUL_1 \
	WORD $0x6e3fdc21 // fmul v1.4s, v1.4s, v31.4s
#define MUL_2 \
	WORD $0x6e3fdc42 // fmul v2.4s, v2.4s, v31.4s
#define MUL_3 \
	WORD $0x6e3fdc63 // fmul v3.4s, v3.4s, v31.4s
#define MUL_AGAIN_0 \
	WORD $0x6e3edc00 // fmul v0.4s, v0.4s, v30.4s
#define MUL_AGAIN_1 \
	WORD $0x6e3edc21 // fmul v1.4s, v1.4s, v30.4s
#define MUL_AGAIN_2 \
	WORD $0x6e3edc42 // fmul v2.4s, v2.4s, v30.4s
#define MUL_AGAIN_3 \
	WORD $0x6e3edc63 // fmul v3.4s, v3.4s, v30.4s

// LESS: V0 −= V31. LESS_AGAIN: V0 −= V30.
#define LESS \
	WORD $0x4ebfd400 // fsub v0.4s, v0.4s, v31.4s
#define LESS_AGAIN \
	WORD $0x4ebed400 // fsub v0.4s, v0.4s, v30.4s

// BELOW_i: V(4+i) = all ones where Vi < 0.
#define BELOW_0 \
	WORD $0x4ea0e804 // fcmlt v4.4s, v0.4s, #0.0
#define BELOW_1 \
	WORD $0x4ea0e825 // fcmlt v5.4s, v1.4s, #0.0
#define BELOW_2 \
	WORD $0x4ea0e846 // fcmlt v6.4s, v2.4s, #0.0
#define BELOW_3 \
	WORD $0x4ea0e867 // fcmlt v7.4s, v3.4s, #0.0

// ABOVE_i: V(4+i) = all ones where V(4+i) > 0.
#define ABOVE_0 \
	WORD $0x4ea0c884 // fcmgt v4.4s, v4.4s, #0.0
#define ABOVE_1 \
	WORD $0x4ea0c8a5 // fcmgt v5.4s, v5.4s, #0.0
#define ABOVE_2 \
	WORD $0x4ea0c8c6 // fcmgt v6.4s, v6.4s, #0.0
#define ABOVE_3 \
	WORD $0x4ea0c8e7 // fcmgt v7.4s, v7.4s, #0.0

// CONVERT_i: Vi from unsigned integers.
#define CONVERT_0 \
	WORD $0x6e21d800 // ucvtf v0.4s, v0.4s
#define CONVERT_1 \
	WORD $0x6e21d821 // ucvtf v1.4s, v1.4s
#define CONVERT_2 \
	WORD $0x6e21d842 // ucvtf v2.4s, v2.4s
#define CONVERT_3 \
	WORD $0x6e21d863 // ucvtf v3.4s, v3.4s
