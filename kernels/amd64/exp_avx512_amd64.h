// exp(x) as kernels/reference_softmax.go defines it, on 16 lanes, for the files that
// include this one: four vectors step by step side by side, which hides the
// latency of a chain of nine FMA, or one vector.
//
//   x in, r in between, result   Z16–Z19 n   Z20–Z23 polynomial
//   Z24–Z31 constants, loaded by EXP_CONSTANTS; Z29 is 1
//   c4, c3, c2   the other coefficients: registers, or C4, C3, C2 in memory
//
// The lower limit comes first in the comparison, so that a NaN in x passes through.
// There is no upper one: ExpAVX512 sets it; x − max needs none. VSCALEFPS rounds
// p·2ⁿ once, as the two multiplications of the definition do.

#define CONSTANT(off, v) \
DATA expc<>+(off)(SB)/8, v \
DATA expc<>+(off+8)(SB)/8, v \
DATA expc<>+(off+16)(SB)/8, v \
DATA expc<>+(off+24)(SB)/8, v \
DATA expc<>+(off+32)(SB)/8, v \
DATA expc<>+(off+40)(SB)/8, v \
DATA expc<>+(off+48)(SB)/8, v \
DATA expc<>+(off+56)(SB)/8, v

CONSTANT(0, $0x3d2aac793d2aac79)   // expC4
CONSTANT(64, $0x3e2aaa493e2aaa49)  // expC3
CONSTANT(128, $0x3efffffe3efffffe) // expC2
DATA expc<>+192(SB)/4, $0xc2d00000 // −104
DATA expc<>+196(SB)/4, $0x3fb8aa3b // log2e
DATA expc<>+200(SB)/4, $0x4b400000 // roundMagic
DATA expc<>+204(SB)/4, $0x3f317000 // ln2Hi
DATA expc<>+208(SB)/4, $0x3805fdf4 // ln2Lo
DATA expc<>+212(SB)/4, $0x3f800000 // 1
DATA expc<>+216(SB)/4, $0x3c091cf0 // expC5
DATA expc<>+220(SB)/4, $0x3ab5121e // expC6
GLOBL expc<>(SB), RODATA|NOPTR, $224

#define C4 expc<>+0(SB)
#define C3 expc<>+64(SB)
#define C2 expc<>+128(SB)

#define EXP_CONSTANTS \
	VBROADCASTSS expc<>+192(SB), Z24 \
	VBROADCASTSS expc<>+196(SB), Z25 \
	VBROADCASTSS expc<>+200(SB), Z26 \
	VBROADCASTSS expc<>+204(SB), Z27 \
	VBROADCASTSS expc<>+208(SB), Z28 \
	VBROADCASTSS expc<>+212(SB), Z29 \
	VBROADCASTSS expc<>+216(SB), Z30 \
	VBROADCASTSS expc<>+220(SB), Z31

// p = x·p + c.
#define EXP_FMA4(c, x, y, z, w) \
	VFMADD213PS c, x, Z20 \
	VFMADD213PS c, y, Z21 \
	VFMADD213PS c, z, Z22 \
	VFMADD213PS c, w, Z23

// x = x − n·c.
#define EXP_SUB4(c, x, y, z, w) \
	VFNMADD231PS c, Z16, x \
	VFNMADD231PS c, Z17, y \
	VFNMADD231PS c, Z18, z \
	VFNMADD231PS c, Z19, w

#define EXP4(x, y, z, w, c4, c3, c2) \
	VMAXPS       x, Z24, x \
	VMAXPS       y, Z24, y \
	VMAXPS       z, Z24, z \
	VMAXPS       w, Z24, w \
	VMOVAPS      x, Z16 \
	VMOVAPS      y, Z17 \
	VMOVAPS      z, Z18 \
	VMOVAPS      w, Z19 \
	VFMADD213PS  Z26, Z25, Z16 \
	VFMADD213PS  Z26, Z25, Z17 \
	VFMADD213PS  Z26, Z25, Z18 \
	VFMADD213PS  Z26, Z25, Z19 \
	VSUBPS       Z26, Z16, Z16 \
	VSUBPS       Z26, Z17, Z17 \
	VSUBPS       Z26, Z18, Z18 \
	VSUBPS       Z26, Z19, Z19 \
	EXP_SUB4(Z27, x, y, z, w) \
	EXP_SUB4(Z28, x, y, z, w) \
	VMOVAPS      x, Z20 \
	VMOVAPS      y, Z21 \
	VMOVAPS      z, Z22 \
	VMOVAPS      w, Z23 \
	VFMADD213PS  Z30, Z31, Z20 \
	VFMADD213PS  Z30, Z31, Z21 \
	VFMADD213PS  Z30, Z31, Z22 \
	VFMADD213PS  Z30, Z31, Z23 \
	EXP_FMA4(c4, x, y, z, w) \
	EXP_FMA4(c3, x, y, z, w) \
	EXP_FMA4(c2, x, y, z, w) \
	EXP_FMA4(Z29, x, y, z, w) \
	EXP_FMA4(Z29, x, y, z, w) \
	VSCALEFPS    Z16, Z20, x \
	VSCALEFPS    Z17, Z21, y \
	VSCALEFPS    Z18, Z22, z \
	VSCALEFPS    Z19, Z23, w

#define EXP1(x, c4, c3, c2) \
	VMAXPS       x, Z24, x \
	VMOVAPS      x, Z16 \
	VFMADD213PS  Z26, Z25, Z16 \
	VSUBPS       Z26, Z16, Z16 \
	VFNMADD231PS Z27, Z16, x \
	VFNMADD231PS Z28, Z16, x \
	VMOVAPS      x, Z20 \
	VFMADD213PS  Z30, Z31, Z20 \
	VFMADD213PS  c4, x, Z20 \
	VFMADD213PS  c3, x, Z20 \
	VFMADD213PS  c2, x, Z20 \
	VFMADD213PS  Z29, x, Z20 \
	VFMADD213PS  Z29, x, Z20 \
	VSCALEFPS    Z16, Z20, x
