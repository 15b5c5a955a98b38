// Multiply-add by one element of x or A, for the routines on groups of vectors that
// include this file. The words come from asm2plan9s: see generate.sh.

// GEMV_gj: sums of group g, V(16+g), += column j, Vj, times x(l+j) in V24.
#define GEMV_00 \
	WORD $0x4f981010 // fmla v16.4s, v0.4s, v24.s[0]
#define GEMV_01 \
	WORD $0x4fb81030 // fmla v16.4s, v1.4s, v24.s[1]
#define GEMV_02 \
	WORD $0x4f981850 // fmla v16.4s, v2.4s, v24.s[2]
#define GEMV_03 \
	WORD $0x4fb81870 // fmla v16.4s, v3.4s, v24.s[3]
#define GEMV_10 \
	WORD $0x4f981011 // fmla v17.4s, v0.4s, v24.s[0]
#define GEMV_11 \
	WORD $0x4fb81031 // fmla v17.4s, v1.4s, v24.s[1]
#define GEMV_12 \
	WORD $0x4f981851 // fmla v17.4s, v2.4s, v24.s[2]
#define GEMV_13 \
	WORD $0x4fb81871 // fmla v17.4s, v3.4s, v24.s[3]
#define GEMV_20 \
	WORD $0x4f981012 // fmla v18.4s, v0.4s, v24.s[0]
#define GEMV_21 \
	WORD $0x4fb81032 // fmla v18.4s, v1.4s, v24.s[1]
#define GEMV_22 \
	WORD $0x4f981852 // fmla v18.4s, v2.4s, v24.s[2]
#define GEMV_23 \
	WORD $0x4fb81872 // fmla v18.4s, v3.4s, v24.s[3]
#define GEMV_30 \
	WORD $0x4f981013 // fmla v19.4s, v0.4s, v24.s[0]
#define GEMV_31 \
	WORD $0x4fb81033 // fmla v19.4s, v1.4s, v24.s[1]
#define GEMV_32 \
	WORD $0x4f981853 // fmla v19.4s, v2.4s, v24.s[2]
#define GEMV_33 \
	WORD $0x4fb81873 // fmla v19.4s, v3.4s, v24.s[3]

// ROW_gj: sums of group g, V(16+4g+j), += vector j of a row of B, Vj, times A(l) in V4.
#define ROW_00 \
	WORD $0x4f841010 // fmla v16.4s, v0.4s, v4.s[0]
#define ROW_01 \
	WORD $0x4f841031 // fmla v17.4s, v1.4s, v4.s[0]
#define ROW_02 \
	WORD $0x4f841052 // fmla v18.4s, v2.4s, v4.s[0]
#define ROW_03 \
	WORD $0x4f841073 // fmla v19.4s, v3.4s, v4.s[0]
#define ROW_10 \
	WORD $0x4f841014 // fmla v20.4s, v0.4s, v4.s[0]
#define ROW_11 \
	WORD $0x4f841035 // fmla v21.4s, v1.4s, v4.s[0]
#define ROW_12 \
	WORD $0x4f841056 // fmla v22.4s, v2.4s, v4.s[0]
#define ROW_13 \
	WORD $0x4f841077 // fmla v23.4s, v3.4s, v4.s[0]
#define ROW_20 \
	WORD $0x4f841018 // fmla v24.4s, v0.4s, v4.s[0]
#define ROW_21 \
	WORD $0x4f841039 // fmla v25.4s, v1.4s, v4.s[0]
#define ROW_22 \
	WORD $0x4f84105a // fmla v26.4s, v2.4s, v4.s[0]
#define ROW_23 \
	WORD $0x4f84107b // fmla v27.4s, v3.4s, v4.s[0]
#define ROW_30 \
	WORD $0x4f84101c // fmla v28.4s, v0.4s, v4.s[0]
#define ROW_31 \
	WORD $0x4f84103d // fmla v29.4s, v1.4s, v4.s[0]
#define ROW_32 \
	WORD $0x4f84105e // fmla v30.4s, v2.4s, v4.s[0]
#define ROW_33 \
	WORD $0x4f84107f // fmla v31.4s, v3.4s, v4.s[0]
