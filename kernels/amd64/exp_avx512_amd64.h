// exp(x) as kernels/reference.go defines it, on 16 lanes, for the files that
// include this one.
//
//   x in, r after EXP_REDUCE     n the power of two     p result
//   Z20–Z31 constants, loaded by EXP_CONSTANTS
//
// The limits come first in the comparisons, so that a NaN in x passes through.
// VSCALEFPS rounds p·2ⁿ once, as the two multiplications of the definition do.

DATA expc<>+0(SB)/4, $0xc2d00000  // −104
DATA expc<>+4(SB)/4, $0x42b20000  // 89
DATA expc<>+8(SB)/4, $0x3fb8aa3b  // log2e
DATA expc<>+12(SB)/4, $0x4b400000 // roundMagic
DATA expc<>+16(SB)/4, $0x3f317000 // ln2Hi
DATA expc<>+20(SB)/4, $0x3805fdf4 // ln2Lo
DATA expc<>+24(SB)/4, $0x3ab5121e // expC6
DATA expc<>+28(SB)/4, $0x3c091cf0 // expC5
DATA expc<>+32(SB)/4, $0x3d2aac79 // expC4
DATA expc<>+36(SB)/4, $0x3e2aaa49 // expC3
DATA expc<>+40(SB)/4, $0x3efffffe // expC2
DATA expc<>+44(SB)/4, $0x3f800000 // 1
GLOBL expc<>(SB), RODATA|NOPTR, $48

#define EXP_CONSTANTS \
	VBROADCASTSS expc<>+0(SB), Z20 \
	VBROADCASTSS expc<>+4(SB), Z21 \
	VBROADCASTSS expc<>+8(SB), Z22 \
	VBROADCASTSS expc<>+12(SB), Z23 \
	VBROADCASTSS expc<>+16(SB), Z24 \
	VBROADCASTSS expc<>+20(SB), Z25 \
	VBROADCASTSS expc<>+24(SB), Z26 \
	VBROADCASTSS expc<>+28(SB), Z27 \
	VBROADCASTSS expc<>+32(SB), Z28 \
	VBROADCASTSS expc<>+36(SB), Z29 \
	VBROADCASTSS expc<>+40(SB), Z30 \
	VBROADCASTSS expc<>+44(SB), Z31

#define EXP_REDUCE(x, n) \
	VMAXPS       x, Z20, x \
	VMINPS       x, Z21, x \
	VMOVAPS      x, n \
	VFMADD213PS  Z23, Z22, n \
	VSUBPS       Z23, n, n \
	VFNMADD231PS Z24, n, x \
	VFNMADD231PS Z25, n, x

// For x that cannot be above the range.
#define EXP_REDUCE_NEG(x, n) \
	VMAXPS       x, Z20, x \
	VMOVAPS      x, n \
	VFMADD213PS  Z23, Z22, n \
	VSUBPS       Z23, n, n \
	VFNMADD231PS Z24, n, x \
	VFNMADD231PS Z25, n, x

// The first half of the polynomial, and the second with the power of two.
#define EXP_POLY(x, p) \
	VMOVAPS     x, p \
	VFMADD213PS Z27, Z26, p \
	VFMADD213PS Z28, x, p \
	VFMADD213PS Z29, x, p

#define EXP_SCALE(x, n, p) \
	VFMADD213PS Z30, x, p \
	VFMADD213PS Z31, x, p \
	VFMADD213PS Z31, x, p \
	VSCALEFPS   n, p, p
