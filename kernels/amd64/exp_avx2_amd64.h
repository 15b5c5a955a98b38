// exp(x) as kernels/reference.go defines it, on 8 lanes, for the files that
// include this one.
//
//   x in, then r     t the power of two n     p n, then the polynomial, then the result
//   Y12–Y15 constants, loaded by EXP_CONSTANTS; the others are operands in memory
//
// The limits come first in the comparisons, so that a NaN in x passes through.
// t = x·log2e + roundMagic + 254 ends in the bits of n + 254, so that t>>1 ends in
// those of h + 127, h = n>>1, and t − t>>1 in those of n−h + 127: shifted left by
// 23 they are 2ʰ and 2ⁿ⁻ʰ. 254 is even, so ties are rounded as without it.

#define CONSTANT(off, v) \
DATA expc<>+(off)(SB)/8, v \
DATA expc<>+(off+8)(SB)/8, v \
DATA expc<>+(off+16)(SB)/8, v \
DATA expc<>+(off+24)(SB)/8, v

CONSTANT(0, $0xc2d00000c2d00000)   // −104
CONSTANT(32, $0x42b2000042b20000)  // 89
CONSTANT(64, $0x3fb8aa3b3fb8aa3b)  // log2e
CONSTANT(96, $0x4b4000fe4b4000fe)  // roundMagic + 254
CONSTANT(128, $0x3f3170003f317000) // ln2Hi
CONSTANT(160, $0x3805fdf43805fdf4) // ln2Lo
CONSTANT(192, $0x3ab5121e3ab5121e) // expC6
CONSTANT(224, $0x3c091cf03c091cf0) // expC5
CONSTANT(256, $0x3d2aac793d2aac79) // expC4
CONSTANT(288, $0x3e2aaa493e2aaa49) // expC3
CONSTANT(320, $0x3efffffe3efffffe) // expC2
CONSTANT(352, $0x3f8000003f800000) // 1
GLOBL expc<>(SB), RODATA|NOPTR, $384

#define EXP_CONSTANTS \
	VMOVUPS expc<>+0(SB), Y12 \
	VMOVUPS expc<>+32(SB), Y13 \
	VMOVUPS expc<>+64(SB), Y14 \
	VMOVUPS expc<>+96(SB), Y15

#define EXP_REDUCE(x, t, p) \
	VMAXPS       x, Y12, x \
	VMINPS       x, Y13, x \
	VMOVAPS      x, t \
	VFMADD213PS  Y15, Y14, t \
	VSUBPS       Y15, t, p \
	VFNMADD231PS expc<>+128(SB), p, x \
	VFNMADD231PS expc<>+160(SB), p, x

// For x that cannot be above the range.
#define EXP_REDUCE_NEG(x, t, p) \
	VMAXPS       x, Y12, x \
	VMOVAPS      x, t \
	VFMADD213PS  Y15, Y14, t \
	VSUBPS       Y15, t, p \
	VFNMADD231PS expc<>+128(SB), p, x \
	VFNMADD231PS expc<>+160(SB), p, x

#define EXP_POLY(x, p) \
	VMOVUPS     expc<>+192(SB), p \
	VFMADD213PS expc<>+224(SB), x, p \
	VFMADD213PS expc<>+256(SB), x, p \
	VFMADD213PS expc<>+288(SB), x, p

#define EXP_SCALE(x, t, p) \
	VFMADD213PS expc<>+320(SB), x, p \
	VFMADD213PS expc<>+352(SB), x, p \
	VFMADD213PS expc<>+352(SB), x, p \
	VPSRLD      $1, t, x \
	VPSUBD      x, t, t \
	VPSLLD      $23, x, x \
	VPSLLD      $23, t, t \
	VMULPS      x, p, p \
	VMULPS      t, p, p
