// Arithmetic of exp_neon_arm64.h and of the maxima that Go's assembler lacks; i is
// the vector of the step, 0 to 3. The words come from asm2plan9s: see generate.sh.

// LIMIT_ABOVE_i: Vi = min(Vi, V21). LIMIT_BELOW_i: Vi = max(Vi, V20). NaN stays.
#define LIMIT_ABOVE_0 \
	WORD $0x4eb5f400 // fmin v0.4s, v0.4s, v21.4s
#define LIMIT_ABOVE_1 \
	WORD $0x4eb5f421 // fmin v1.4s, v1.4s, v21.4s
#define LIMIT_ABOVE_2 \
	WORD $0x4eb5f442 // fmin v2.4s, v2.4s, v21.4s
#define LIMIT_ABOVE_3 \
	WORD $0x4eb5f463 // fmin v3.4s, v3.4s, v21.4s
#define LIMIT_BELOW_0 \
	WORD $0x4e34f400 // fmax v0.4s, v0.4s, v20.4s
#define LIMIT_BELOW_1 \
	WORD $0x4e34f421 // fmax v1.4s, v1.4s, v20.4s
#define LIMIT_BELOW_2 \
	WORD $0x4e34f442 // fmax v2.4s, v2.4s, v20.4s
#define LIMIT_BELOW_3 \
	WORD $0x4e34f463 // fmax v3.4s, v3.4s, v20.4s

// SHIFT_i: Vi −= V21.
#define SHIFT_0 \
	WORD $0x4eb5d400 // fsub v0.4s, v0.4s, v21.4s
#define SHIFT_1 \
	WORD $0x4eb5d421 // fsub v1.4s, v1.4s, v21.4s
#define SHIFT_2 \
	WORD $0x4eb5d442 // fsub v2.4s, v2.4s, v21.4s
#define SHIFT_3 \
	WORD $0x4eb5d463 // fsub v3.4s, v3.4s, v21.4s

// ROUNDED_i: V(8+i) = V(4+i) − V23.
#define ROUNDED_0 \
	WORD $0x4eb7d488 // fsub v8.4s, v4.4s, v23.4s
#define ROUNDED_1 \
	WORD $0x4eb7d4a9 // fsub v9.4s, v5.4s, v23.4s
#define ROUNDED_2 \
	WORD $0x4eb7d4ca // fsub v10.4s, v6.4s, v23.4s
#define ROUNDED_3 \
	WORD $0x4eb7d4eb // fsub v11.4s, v7.4s, v23.4s

// SCALE_R_i: Vi = Vi·V(16+i). SCALE_P_i: V(16+i) = V(16+i)·V(4+i).
#define SCALE_R_0 \
	WORD $0x6e30dc00 // fmul v0.4s, v0.4s, v16.4s
#define SCALE_R_1 \
	WORD $0x6e31dc21 // fmul v1.4s, v1.4s, v17.4s
#define SCALE_R_2 \
	WORD $0x6e32dc42 // fmul v2.4s, v2.4s, v18.4s
#define SCALE_R_3 \
	WORD $0x6e33dc63 // fmul v3.4s, v3.4s, v19.4s
#define SCALE_P_0 \
	WORD $0x6e24de10 // fmul v16.4s, v16.4s, v4.4s
#define SCALE_P_1 \
	WORD $0x6e25de31 // fmul v17.4s, v17.4s, v5.4s
#define SCALE_P_2 \
	WORD $0x6e26de52 // fmul v18.4s, v18.4s, v6.4s
#define SCALE_P_3 \
	WORD $0x6e27de73 // fmul v19.4s, v19.4s, v7.4s

// ADD_EXP_i: V(28+i) += V(16+i).
#define ADD_EXP_0 \
	WORD $0x4e30d79c // fadd v28.4s, v28.4s, v16.4s
#define ADD_EXP_1 \
	WORD $0x4e31d7bd // fadd v29.4s, v29.4s, v17.4s
#define ADD_EXP_2 \
	WORD $0x4e32d7de // fadd v30.4s, v30.4s, v18.4s
#define ADD_EXP_3 \
	WORD $0x4e33d7ff // fadd v31.4s, v31.4s, v19.4s

// LARGER_i: V(4+i) = all ones where Vi > V(16+i), which is false for NaN.
#define LARGER_0 \
	WORD $0x6eb0e404 // fcmgt v4.4s, v0.4s, v16.4s
#define LARGER_1 \
	WORD $0x6eb1e425 // fcmgt v5.4s, v1.4s, v17.4s
#define LARGER_2 \
	WORD $0x6eb2e446 // fcmgt v6.4s, v2.4s, v18.4s
#define LARGER_3 \
	WORD $0x6eb3e467 // fcmgt v7.4s, v3.4s, v19.4s
