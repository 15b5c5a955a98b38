// Additions on vectors, which Go's assembler lacks, for the files that include this
// one. The words come from asm2plan9s: see generate.sh.

// ADD_LANE_i: Vi += V(16 + i mod 8).
#define ADD_LANE_0 \
	WORD $0x4e30d400 // fadd v0.4s, v0.4s, v16.4s
#define ADD_LANE_1 \
	WORD $0x4e31d421 // fadd v1.4s, v1.4s, v17.4s
#define ADD_LANE_2 \
	WORD $0x4e32d442 // fadd v2.4s, v2.4s, v18.4s
#define ADD_LANE_3 \
	WORD $0x4e33d463 // fadd v3.4s, v3.4s, v19.4s
#define ADD_LANE_4 \
	WORD $0x4e34d484 // fadd v4.4s, v4.4s, v20.4s
#define ADD_LANE_5 \
	WORD $0x4e35d4a5 // fadd v5.4s, v5.4s, v21.4s
#define ADD_LANE_6 \
	WORD $0x4e36d4c6 // fadd v6.4s, v6.4s, v22.4s
#define ADD_LANE_7 \
	WORD $0x4e37d4e7 // fadd v7.4s, v7.4s, v23.4s
#define ADD_LANE_8 \
	WORD $0x4e30d508 // fadd v8.4s, v8.4s, v16.4s
#define ADD_LANE_9 \
	WORD $0x4e31d529 // fadd v9.4s, v9.4s, v17.4s
#define ADD_LANE_10 \
	WORD $0x4e32d54a // fadd v10.4s, v10.4s, v18.4s
#define ADD_LANE_11 \
	WORD $0x4e33d56b // fadd v11.4s, v11.4s, v19.4s
#define ADD_LANE_12 \
	WORD $0x4e34d58c // fadd v12.4s, v12.4s, v20.4s
#define ADD_LANE_13 \
	WORD $0x4e35d5ad // fadd v13.4s, v13.4s, v21.4s
#define ADD_LANE_14 \
	WORD $0x4e36d5ce // fadd v14.4s, v14.4s, v22.4s
#define ADD_LANE_15 \
	WORD $0x4e37d5ef // fadd v15.4s, v15.4s, v23.4s

// HALVE_i_j: Vi += Vj.
#define HALVE_0_8 \
	WORD $0x4e28d400 // fadd v0.4s, v0.4s, v8.4s
#define HALVE_1_9 \
	WORD $0x4e29d421 // fadd v1.4s, v1.4s, v9.4s
#define HALVE_2_10 \
	WORD $0x4e2ad442 // fadd v2.4s, v2.4s, v10.4s
#define HALVE_3_11 \
	WORD $0x4e2bd463 // fadd v3.4s, v3.4s, v11.4s
#define HALVE_4_12 \
	WORD $0x4e2cd484 // fadd v4.4s, v4.4s, v12.4s
#define HALVE_5_13 \
	WORD $0x4e2dd4a5 // fadd v5.4s, v5.4s, v13.4s
#define HALVE_6_14 \
	WORD $0x4e2ed4c6 // fadd v6.4s, v6.4s, v14.4s
#define HALVE_7_15 \
	WORD $0x4e2fd4e7 // fadd v7.4s, v7.4s, v15.4s
#define HALVE_0_4 \
	WORD $0x4e24d400 // fadd v0.4s, v0.4s, v4.4s
#define HALVE_1_5 \
	WORD $0x4e25d421 // fadd v1.4s, v1.4s, v5.4s
#define HALVE_2_6 \
	WORD $0x4e26d442 // fadd v2.4s, v2.4s, v6.4s
#define HALVE_3_7 \
	WORD $0x4e27d463 // fadd v3.4s, v3.4s, v7.4s
#define HALVE_0_2 \
	WORD $0x4e22d400 // fadd v0.4s, v0.4s, v2.4s
#define HALVE_1_3 \
	WORD $0x4e23d421 // fadd v1.4s, v1.4s, v3.4s
#define HALVE_0_1 \
	WORD $0x4e21d400 // fadd v0.4s, v0.4s, v1.4s
