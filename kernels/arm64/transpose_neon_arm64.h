// A 4×4 transpose in registers, for the files that include this one.

// Rows in V0–V3 become columns in V0–V3; V4–V7 are scratch.
#define TRANSPOSE_4x4 \
	VTRN1 V1.S4, V0.S4, V4.S4 \
	VTRN2 V1.S4, V0.S4, V5.S4 \
	VTRN1 V3.S4, V2.S4, V6.S4 \
	VTRN2 V3.S4, V2.S4, V7.S4 \
	VTRN1 V6.D2, V4.D2, V0.D2 \
	VTRN1 V7.D2, V5.D2, V1.D2 \
	VTRN2 V6.D2, V4.D2, V2.D2 \
	VTRN2 V7.D2, V5.D2, V3.D2
