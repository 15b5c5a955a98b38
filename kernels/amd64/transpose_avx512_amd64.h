// A 16×16 transpose in registers, for the files that include this one.

// Rows a, b: elements 0, 1 of each four side by side, and elements 2, 3.
#define ZIP2(a, b, lo, hi) \
	VUNPCKLPS b, a, lo \
	VUNPCKHPS b, a, hi

// Of four rows, zipped by twos: elements 0 to 3 of each four.
#define ZIP4(lo0, hi0, lo1, hi1, e0, e1, e2, e3) \
	VUNPCKLPD lo1, lo0, e0 \
	VUNPCKHPD lo1, lo0, e1 \
	VUNPCKLPD hi1, hi0, e2 \
	VUNPCKHPD hi1, hi0, e3

// A 4×4 transpose of the quarters of a, b, c, d, in place.
#define QUARTERS(a, b, c, d, t0, t1, t2, t3) \
	VSHUFF32X4 $0x88, b, a, t0 \
	VSHUFF32X4 $0xdd, b, a, t1 \
	VSHUFF32X4 $0x88, d, c, t2 \
	VSHUFF32X4 $0xdd, d, c, t3 \
	VSHUFF32X4 $0x88, t2, t0, a \
	VSHUFF32X4 $0x88, t3, t1, b \
	VSHUFF32X4 $0xdd, t2, t0, c \
	VSHUFF32X4 $0xdd, t3, t1, d

// Rows in Z0–Z15 become columns in Z0–Z15; Z16–Z31 are scratch.
#define TRANSPOSE_16x16 \
	ZIP2(Z0, Z1, Z16, Z17) \
	ZIP2(Z2, Z3, Z18, Z19) \
	ZIP2(Z4, Z5, Z20, Z21) \
	ZIP2(Z6, Z7, Z22, Z23) \
	ZIP2(Z8, Z9, Z24, Z25) \
	ZIP2(Z10, Z11, Z26, Z27) \
	ZIP2(Z12, Z13, Z28, Z29) \
	ZIP2(Z14, Z15, Z30, Z31) \
	ZIP4(Z16, Z17, Z18, Z19, Z0, Z1, Z2, Z3) \
	ZIP4(Z20, Z21, Z22, Z23, Z4, Z5, Z6, Z7) \
	ZIP4(Z24, Z25, Z26, Z27, Z8, Z9, Z10, Z11) \
	ZIP4(Z28, Z29, Z30, Z31, Z12, Z13, Z14, Z15) \
	QUARTERS(Z0, Z4, Z8, Z12, Z16, Z17, Z18, Z19) \
	QUARTERS(Z1, Z5, Z9, Z13, Z20, Z21, Z22, Z23) \
	QUARTERS(Z2, Z6, Z10, Z14, Z24, Z25, Z26, Z27) \
	QUARTERS(Z3, Z7, Z11, Z15, Z28, Z29, Z30, Z31)
