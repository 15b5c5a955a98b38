// What the routines of softmax have in common; include after exp_words_neon_arm64.h.
// Maxima are in V16–V19, V27 is −Inf.

#define COPY(x, y) \
	VORR x.B16, x.B16, y.B16

// The larger of x and m; m where x is NaN. The mask is in t.
#define MAX(x, m, t, larger) \
	larger \
	VBIT t.B16, x.B16, m.B16

#define MAX_START \
	COPY(V27, V16) \
	COPY(V27, V17) \
	COPY(V27, V18) \
	COPY(V27, V19)

#define MAX_FOUR \
	MAX(V0, V16, V4, LARGER_0) \
	MAX(V1, V17, V5, LARGER_1) \
	MAX(V2, V18, V6, LARGER_2) \
	MAX(V3, V19, V7, LARGER_3)

// V16 = the largest of V16 to V19, each element by itself.
#define MAX_HALVE \
	COPY(V18, V0) \
	COPY(V19, V1) \
	MAX(V0, V16, V4, LARGER_0) \
	MAX(V1, V17, V5, LARGER_1) \
	COPY(V17, V0) \
	MAX(V0, V16, V4, LARGER_0)

#define SHIFT_FOUR \
	SHIFT_0 \
	SHIFT_1 \
	SHIFT_2 \
	SHIFT_3
