// What the tiles of Sgemm have in common. Registers: see Sgemm8x12NEON.

#define ARGUMENTS \
	MOVD m+0(FP), R0 \
	MOVD k+16(FP), R21 \
	MOVD a+24(FP), R3 \
	MOVD rsa+32(FP), R13 \
	MOVD csa+40(FP), R22 \
	MOVD b+48(FP), R1 \
	MOVD ldb+56(FP), R23 \
	MOVD c+64(FP), R2 \
	MOVD ldc+72(FP), R24 \
	LSL  $2, R13 \
	LSL  $2, R22 \
	LSL  $2, R23 \
	LSL  $2, R24 \
	MOVD $0, R20

#define PREFETCH_ROW \
	PRFM (R16), PSTL1KEEP \
	PRFM 40(R16), PSTL1KEEP \
	ADD  R24, R16

#define PREFETCH_C \
	MOVD R2, R16 \
	PREFETCH_ROW \
	PREFETCH_ROW \
	PREFETCH_ROW \
	PREFETCH_ROW \
	PREFETCH_ROW \
	PREFETCH_ROW \
	PREFETCH_ROW \
	PREFETCH_ROW

// The pointer q to row i, from that to the row before: one row further, or the
// same where there is no such row.
#define NEXT_ROW(i, p, q) \
	ADD  R13, p, q \
	CMP  $i, R0 \
	CSEL GT, q, p, q

#define ROWS_OF_A \
	NEXT_ROW(1, R3, R4) \
	NEXT_ROW(2, R4, R5) \
	NEXT_ROW(3, R5, R6) \
	NEXT_ROW(4, R6, R7) \
	NEXT_ROW(5, R7, R8) \
	NEXT_ROW(6, R8, R9) \
	NEXT_ROW(7, R9, R10)

#define ZERO(a, b, c, d) \
	VMOVI $0, a.B16 \
	VMOVI $0, b.B16 \
	VMOVI $0, c.B16 \
	VMOVI $0, d.B16

#define ZERO_SUMS \
	ZERO(V8, V9, V10, V11) \
	ZERO(V12, V13, V14, V15) \
	ZERO(V16, V17, V18, V19) \
	ZERO(V20, V21, V22, V23) \
	ZERO(V24, V25, V26, V27) \
	ZERO(V28, V29, V30, V31)

// One row of a step: A(i,l) from p, then its multiply-adds.
#define ROW3(p, f, fma0, fma1, fma2) \
	FMOVS (p)(R20), f \
	fma0 \
	fma1 \
	fma2

#define ROW2(p, f, fma0, fma1) \
	FMOVS (p)(R20), f \
	fma0 \
	fma1

#define ROW1(p, f, fma0) \
	FMOVS (p)(R20), f \
	fma0

// For the stores: ones in V7; what is added in R3, R4, R5, by vector or element of
// a row, rows R9 apart: C, or zeros if !acc; where it is stored in R6, R7, R8.
#define ONES_AND_C(zeros) \
	FMOVS $1.0, F7 \
	VDUP  V7.S[0], V7.S4 \
	MOVD  zeros, R3 \
	MOVD  R24, R9 \
	MOVBU acc+80(FP), R16 \
	CMP   $0, R16 \
	CSEL  NE, R2, R3, R3 \
	CSEL  NE, R9, ZR, R9 \
	ADD   R14, R3, R4 \
	ADD   R15, R3, R5 \
	MOVD  R2, R6 \
	ADD   R14, R2, R7 \
	ADD   R15, R2, R8
