// What the routines with 16 accumulators V0–V15 have in common; include after
// sum_neon_arm64.h.

#define LANES_ZERO \
	VMOVI $0, V0.B16; VMOVI $0, V1.B16; VMOVI $0, V2.B16; VMOVI $0, V3.B16 \
	VMOVI $0, V4.B16; VMOVI $0, V5.B16; VMOVI $0, V6.B16; VMOVI $0, V7.B16 \
	VMOVI $0, V8.B16; VMOVI $0, V9.B16; VMOVI $0, V10.B16; VMOVI $0, V11.B16 \
	VMOVI $0, V12.B16; VMOVI $0, V13.B16; VMOVI $0, V14.B16; VMOVI $0, V15.B16

// The 64 lanes V0–V15 from and to p, which moves on.
#define LANES_LOAD(p) \
	VLD1.P 64(p), [V0.S4, V1.S4, V2.S4, V3.S4] \
	VLD1.P 64(p), [V4.S4, V5.S4, V6.S4, V7.S4] \
	VLD1.P 64(p), [V8.S4, V9.S4, V10.S4, V11.S4] \
	VLD1.P 64(p), [V12.S4, V13.S4, V14.S4, V15.S4]

#define LANES_STORE(p) \
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(p) \
	VST1.P [V4.S4, V5.S4, V6.S4, V7.S4], 64(p) \
	VST1.P [V8.S4, V9.S4, V10.S4, V11.S4], 64(p) \
	VST1.P [V12.S4, V13.S4, V14.S4, V15.S4], 64(p)

// V0 = the 16 accumulators halved down to one, each element by itself.
#define LANES_HALVE \
	HALVE_0_8; HALVE_1_9; HALVE_2_10; HALVE_3_11 \
	HALVE_4_12; HALVE_5_13; HALVE_6_14; HALVE_7_15 \
	HALVE_0_4; HALVE_1_5; HALVE_2_6; HALVE_3_7 \
	HALVE_0_2; HALVE_1_3; HALVE_0_1

// Lane 0 of V0 = its 4 lanes halved down to one.
#define ACROSS_HALVE \
	VEXT $8, V0.B16, V0.B16, V1.B16 \
	HALVE_0_1 \
	VEXT $4, V0.B16, V0.B16, V1.B16 \
	HALVE_0_1
