// The steps of ChainRowsAVX512, whose header names the registers; include after
// exp_avx512_amd64.h.

#define LOAD_SHIFTED(off, x) \
	VMOVUPS off(SI), x \
	VSUBPS  Z7, x, x

#define STORE_ADD(off, p) \
	VMOVUPS p, off(DI) \
	VADDPS  p, Z4, Z4

// VMAXPS returns its second source, here the maximum so far, when the first is NaN.
#define MAX(off) \
	VMOVUPS off(SI)(R13*1), Z8 \
	VMAXPS  Z9, Z8, Z9

#define SCALE(off) \
	VMULPS  (off+256)(DI)(R12*1), Z11, Z8 \
	VMOVUPS Z8, off(BX)

#define SCALE_TWICE(off) \
	VMULPS  (off+256)(DI)(R12*1), Z11, Z8 \
	VMULPS  Z15, Z8, Z8 \
	VMOVUPS Z8, off(BX)

#define SCALE_STREAM(off) \
	VMULPS   (off+256)(DI)(R12*1), Z11, Z8 \
	VMULPS   Z15, Z8, Z8 \
	VMOVNTPS Z8, off(BX)

#define NOTHING(off)

// exp of four vectors as in EXP4, with scale and MAX of four others in between. BX is 256
// bytes on already.
#define CHAIN4(scale) \
	VMAXPS      Z0, Z24, Z0 \
	VMAXPS      Z1, Z24, Z1 \
	VMAXPS      Z2, Z24, Z2 \
	VMAXPS      Z3, Z24, Z3 \
	VMOVAPS     Z0, Z16 \
	VMOVAPS     Z1, Z17 \
	VMOVAPS     Z2, Z18 \
	VMOVAPS     Z3, Z19 \
	VFMADD213PS Z26, Z25, Z16 \
	VFMADD213PS Z26, Z25, Z17 \
	VFMADD213PS Z26, Z25, Z18 \
	VFMADD213PS Z26, Z25, Z19 \
	scale(-256) \
	VSUBPS      Z26, Z16, Z16 \
	VSUBPS      Z26, Z17, Z17 \
	VSUBPS      Z26, Z18, Z18 \
	VSUBPS      Z26, Z19, Z19 \
	MAX(0) \
	EXP_SUB4(Z27, Z0, Z1, Z2, Z3) \
	scale(-192) \
	EXP_SUB4(Z28, Z0, Z1, Z2, Z3) \
	MAX(64) \
	VMOVAPS     Z0, Z20 \
	VMOVAPS     Z1, Z21 \
	VMOVAPS     Z2, Z22 \
	VMOVAPS     Z3, Z23 \
	VFMADD213PS Z30, Z31, Z20 \
	VFMADD213PS Z30, Z31, Z21 \
	VFMADD213PS Z30, Z31, Z22 \
	VFMADD213PS Z30, Z31, Z23 \
	scale(-128) \
	EXP_FMA4(Z12, Z0, Z1, Z2, Z3) \
	MAX(128) \
	EXP_FMA4(Z13, Z0, Z1, Z2, Z3) \
	scale(-64) \
	EXP_FMA4(Z14, Z0, Z1, Z2, Z3) \
	MAX(192) \
	EXP_FMA4(Z29, Z0, Z1, Z2, Z3) \
	EXP_FMA4(Z29, Z0, Z1, Z2, Z3) \
	VSCALEFPS   Z16, Z20, Z0 \
	VSCALEFPS   Z17, Z21, Z1 \
	VSCALEFPS   Z18, Z22, Z2 \
	VSCALEFPS   Z19, Z23, Z3
