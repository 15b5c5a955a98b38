// What ChainRowsAVX2 and ChainPastAVX2 share; include after exp_avx2_amd64.h. (R8) is the row's
// maximum, Y14 and Y15 are the lanes.

#define LOAD_SHIFTED(off, x) \
	VMOVUPS off(SI), x \
	VSUBPS  Y8, x, x

#define LOAD2 \
	VBROADCASTSS (R8), Y8 \
	LOAD_SHIFTED(0, Y0) \
	LOAD_SHIFTED(32, Y1)

#define LOAD4 \
	LOAD2 \
	LOAD_SHIFTED(64, Y2) \
	LOAD_SHIFTED(96, Y3)

#define STORE_ADD(off, p, lane) \
	VMOVUPS p, off(DI) \
	VADDPS  p, lane, lane

#define STORE_ADD2 \
	STORE_ADD(0, Y8, Y14) \
	STORE_ADD(32, Y9, Y15)

#define STORE_ADD4 \
	STORE_ADD2 \
	STORE_ADD(64, Y10, Y14) \
	STORE_ADD(96, Y11, Y15)

// Y0 = the larger of it and what is there. VMAXPS returns its second source, here the
// maximum so far, when the first is NaN.
#define MAX(ptr) \
	VMOVUPS ptr, Y1 \
	VMAXPS  Y0, Y1, Y0

#define MAX4(off, row) \
	MAX(off row) \
	MAX(off+32 row) \
	MAX(off+64 row) \
	MAX(off+96 row)

// X9 = the largest of Y9.
#define MAX_FOLD \
	VEXTRACTF128 $1, Y9, X8 \
	VMAXPS       X8, X9, X9 \
	VPERMILPS    $0x0e, X9, X8 \
	VMAXPS       X8, X9, X9 \
	VMOVSHDUP    X9, X8 \
	VMAXSS       X8, X9, X9

// X0 = the sum of the lanes, halved down to one; X1 its reciprocal.
#define SUM_FOLD \
	VADDPS       Y15, Y14, Y0 \
	VEXTRACTF128 $1, Y0, X1 \
	VADDPS       X1, X0, X0 \
	VPERMILPS    $0x0e, X0, X1 \
	VADDPS       X1, X0, X0 \
	VMOVSHDUP    X0, X1 \
	VADDSS       X1, X0, X0 \
	VMOVSS       ONE, X1 \
	VDIVSS       X0, X1, X1
