// What the routines of softmax have in common; include after exp_words_neon_arm64.h
// and sum_neon_arm64.h. Maxima are in V16–V19, lanes of a sum in V28–V31.

// The larger of x and m; m where x is NaN. The mask is in t.
#define MAX(x, m, t, larger) \
	larger \
	VBIT t.B16, x.B16, m.B16

#define MAX_FOUR \
	MAX(V0, V16, V4, LARGER_0) \
	MAX(V1, V17, V5, LARGER_1) \
	MAX(V2, V18, V6, LARGER_2) \
	MAX(V3, V19, V7, LARGER_3)

#define MAX_START(inf) \
	VORR inf.B16, inf.B16, V16.B16 \
	VORR inf.B16, inf.B16, V17.B16 \
	VORR inf.B16, inf.B16, V18.B16 \
	VORR inf.B16, inf.B16, V19.B16

// V16 = the largest of all lanes, in its lane 0.
#define MAX_ACROSS \
	VORR V18.B16, V18.B16, V0.B16 \
	VORR V19.B16, V19.B16, V1.B16 \
	MAX(V0, V16, V4, LARGER_0) \
	MAX(V1, V17, V5, LARGER_1) \
	VORR V17.B16, V17.B16, V0.B16 \
	MAX(V0, V16, V4, LARGER_0) \
	VEXT $8, V16.B16, V16.B16, V0.B16 \
	MAX(V0, V16, V4, LARGER_0) \
	VEXT $4, V16.B16, V16.B16, V0.B16 \
	MAX(V0, V16, V4, LARGER_0)

#define SHIFT_FOUR \
	SHIFT_0 \
	SHIFT_1 \
	SHIFT_2 \
	SHIFT_3

#define ADD_EXP_FOUR \
	ADD_EXP_0 \
	ADD_EXP_1 \
	ADD_EXP_2 \
	ADD_EXP_3

// Lane 0 of V0 = the 16 lanes V28–V31 halved down to one.
#define LANES_HALVE \
	VORR V28.B16, V28.B16, V0.B16 \
	VORR V29.B16, V29.B16, V1.B16 \
	VORR V30.B16, V30.B16, V2.B16 \
	VORR V31.B16, V31.B16, V3.B16 \
	HALVE_0_2 \
	HALVE_1_3 \
	HALVE_0_1 \
	VEXT $8, V0.B16, V0.B16, V1.B16 \
	HALVE_0_1 \
	VEXT $4, V0.B16, V0.B16, V1.B16 \
	HALVE_0_1
