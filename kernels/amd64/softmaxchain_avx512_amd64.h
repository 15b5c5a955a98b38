// What ChainRowsAVX512 and ChainPastAVX512 do to a vector beside EXP4; their headers name
// the registers. Include after exp_avx512_amd64.h.

#define LOAD_SHIFTED(off, x) \
	VMOVUPS off(SI), x \
	VSUBPS  Z7, x, x

#define STORE_ADD(off, p) \
	VMOVUPS p, off(DI) \
	VADDPS  p, Z4, Z4

// VMAXPS returns its second source, here the maximum so far, when the first is NaN.
#define MAX(ptr) \
	VMOVUPS ptr, Z8 \
	VMAXPS  Z9, Z8, Z9

#define MAX4(off, row) \
	MAX(off row) \
	MAX(off+64 row) \
	MAX(off+128 row) \
	MAX(off+192 row)

// X9 = the largest of Z9.
#define MAX_FOLD \
	VEXTRACTF64X4 $1, Z9, Y8 \
	VMAXPS        Y8, Y9, Y9 \
	VEXTRACTF128  $1, Y9, X8 \
	VMAXPS        X8, X9, X9 \
	VPERMILPS     $0x0e, X9, X8 \
	VMAXPS        X8, X9, X9 \
	VMOVSHDUP     X9, X8 \
	VMAXSS        X8, X9, X9

// X0 = the sum of the lanes, halved down to one; Z11 its reciprocal.
#define SUM_FOLD \
	VEXTRACTF64X4 $1, Z4, Y1 \
	VADDPS        Y1, Y4, Y0 \
	VEXTRACTF128  $1, Y0, X1 \
	VADDPS        X1, X0, X0 \
	VPERMILPS     $0x0e, X0, X1 \
	VADDPS        X1, X0, X0 \
	VMOVSHDUP     X0, X1 \
	VADDSS        X1, X0, X0 \
	VDIVSS        X0, X29, X11 \
	VBROADCASTSS  X11, Z11

// exp of four vectors as in EXP4, with scale and MAX of four others in between: where, a
// search by measurement has found. In order, or all before or after, costs 0.7 cycles a vector
// in rows of 1000 or in rows of 4096.
#define CHAIN4(scale) \
	MAX((SI)(R13*1)) \
	VMAXPS      Z0, Z24, Z0 \
	scale(0) \
	VMAXPS      Z1, Z24, Z1 \
	VMAXPS      Z2, Z24, Z2 \
	VMAXPS      Z3, Z24, Z3 \
	VMOVAPS     Z0, Z16 \
	VMOVAPS     Z1, Z17 \
	scale(64) \
	VMOVAPS     Z2, Z18 \
	VMOVAPS     Z3, Z19 \
	VFMADD213PS Z26, Z25, Z16 \
	VFMADD213PS Z26, Z25, Z17 \
	VFMADD213PS Z26, Z25, Z18 \
	VFMADD213PS Z26, Z25, Z19 \
	VSUBPS      Z26, Z16, Z16 \
	scale(128) \
	VSUBPS      Z26, Z17, Z17 \
	VSUBPS      Z26, Z18, Z18 \
	VSUBPS      Z26, Z19, Z19 \
	EXP_SUB4(Z27, Z0, Z1, Z2, Z3) \
	EXP_SUB4(Z28, Z0, Z1, Z2, Z3) \
	VMOVAPS     Z0, Z20 \
	VMOVAPS     Z1, Z21 \
	VMOVAPS     Z2, Z22 \
	VMOVAPS     Z3, Z23 \
	VFMADD213PS Z30, Z31, Z20 \
	VFMADD213PS Z30, Z31, Z21 \
	MAX(64(SI)(R13*1)) \
	VFMADD213PS Z30, Z31, Z22 \
	VFMADD213PS Z30, Z31, Z23 \
	EXP_FMA4(Z12, Z0, Z1, Z2, Z3) \
	MAX(128(SI)(R13*1)) \
	EXP_FMA4(Z13, Z0, Z1, Z2, Z3) \
	MAX(192(SI)(R13*1)) \
	EXP_FMA4(Z14, Z0, Z1, Z2, Z3) \
	EXP_FMA4(Z29, Z0, Z1, Z2, Z3) \
	EXP_FMA4(Z29, Z0, Z1, Z2, Z3) \
	scale(192) \
	VSCALEFPS   Z16, Z20, Z0 \
	VSCALEFPS   Z17, Z21, Z1 \
	VSCALEFPS   Z18, Z22, Z2 \
	VSCALEFPS   Z19, Z23, Z3
