// exp(x) as kernels/reference_softmax.go defines it, on 8 lanes, for the files that
// include this one: vectors step by step side by side, which hides the latency of
// a chain of nine FMA.
//
//   Y0–Y3 x, then r   Y4–Y7 the power of two   Y8–Y11 n, the polynomial, the result
//   Y12–Y15 constants, loaded by EXP_CONSTANTS; the others are operands in memory
//   magic, one   Y14 and Y15, or MAGIC and ONE in memory where those have other uses
//
// The lower limit comes first in the comparison, so that a NaN in x passes through.
// There is no upper one: ExpAVX2 sets it; x − max needs none.
// t = x·log2e + roundMagic + 254 ends in the bits of n + 254, so that t>>1 ends in
// those of h + 127, h = n>>1, and t − t>>1 in those of n−h + 127: shifted left by
// 23 they are 2ʰ and 2ⁿ⁻ʰ. 254 is even, so ties are rounded as without it.

#define CONSTANT(off, v) \
DATA expc<>+(off)(SB)/8, v \
DATA expc<>+(off+8)(SB)/8, v \
DATA expc<>+(off+16)(SB)/8, v \
DATA expc<>+(off+24)(SB)/8, v

CONSTANT(0, $0xc2d00000c2d00000)   // −104
CONSTANT(32, $0x42b2000042b20000)  // 89, above which all is +Inf
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

#define MAGIC expc<>+96(SB)
#define ONE expc<>+352(SB)

#define EXP_CONSTANTS \
	VMOVUPS expc<>+0(SB), Y12 \
	VMOVUPS expc<>+64(SB), Y13 \
	VMOVUPS expc<>+96(SB), Y14 \
	VMOVUPS expc<>+352(SB), Y15

// Y8–Y11 = exp of Y0–Y3.
#define EXP4(magic, one) \
	VMAXPS       Y0, Y12, Y0 \
	VMAXPS       Y1, Y12, Y1 \
	VMAXPS       Y2, Y12, Y2 \
	VMAXPS       Y3, Y12, Y3 \
	VMOVAPS      Y0, Y4 \
	VMOVAPS      Y1, Y5 \
	VMOVAPS      Y2, Y6 \
	VMOVAPS      Y3, Y7 \
	VFMADD213PS  magic, Y13, Y4 \
	VFMADD213PS  magic, Y13, Y5 \
	VFMADD213PS  magic, Y13, Y6 \
	VFMADD213PS  magic, Y13, Y7 \
	VSUBPS       magic, Y4, Y8 \
	VSUBPS       magic, Y5, Y9 \
	VSUBPS       magic, Y6, Y10 \
	VSUBPS       magic, Y7, Y11 \
	VFNMADD231PS expc<>+128(SB), Y8, Y0 \
	VFNMADD231PS expc<>+128(SB), Y9, Y1 \
	VFNMADD231PS expc<>+128(SB), Y10, Y2 \
	VFNMADD231PS expc<>+128(SB), Y11, Y3 \
	VFNMADD231PS expc<>+160(SB), Y8, Y0 \
	VFNMADD231PS expc<>+160(SB), Y9, Y1 \
	VFNMADD231PS expc<>+160(SB), Y10, Y2 \
	VFNMADD231PS expc<>+160(SB), Y11, Y3 \
	VMOVUPS      expc<>+192(SB), Y8 \
	VMOVUPS      expc<>+192(SB), Y9 \
	VMOVUPS      expc<>+192(SB), Y10 \
	VMOVUPS      expc<>+192(SB), Y11 \
	VFMADD213PS  expc<>+224(SB), Y0, Y8 \
	VFMADD213PS  expc<>+224(SB), Y1, Y9 \
	VFMADD213PS  expc<>+224(SB), Y2, Y10 \
	VFMADD213PS  expc<>+224(SB), Y3, Y11 \
	VFMADD213PS  expc<>+256(SB), Y0, Y8 \
	VFMADD213PS  expc<>+256(SB), Y1, Y9 \
	VFMADD213PS  expc<>+256(SB), Y2, Y10 \
	VFMADD213PS  expc<>+256(SB), Y3, Y11 \
	VFMADD213PS  expc<>+288(SB), Y0, Y8 \
	VFMADD213PS  expc<>+288(SB), Y1, Y9 \
	VFMADD213PS  expc<>+288(SB), Y2, Y10 \
	VFMADD213PS  expc<>+288(SB), Y3, Y11 \
	VFMADD213PS  expc<>+320(SB), Y0, Y8 \
	VFMADD213PS  expc<>+320(SB), Y1, Y9 \
	VFMADD213PS  expc<>+320(SB), Y2, Y10 \
	VFMADD213PS  expc<>+320(SB), Y3, Y11 \
	VFMADD213PS  one, Y0, Y8 \
	VFMADD213PS  one, Y1, Y9 \
	VFMADD213PS  one, Y2, Y10 \
	VFMADD213PS  one, Y3, Y11 \
	VFMADD213PS  one, Y0, Y8 \
	VFMADD213PS  one, Y1, Y9 \
	VFMADD213PS  one, Y2, Y10 \
	VFMADD213PS  one, Y3, Y11 \
	VPSRLD       $1, Y4, Y0 \
	VPSRLD       $1, Y5, Y1 \
	VPSRLD       $1, Y6, Y2 \
	VPSRLD       $1, Y7, Y3 \
	VPSUBD       Y0, Y4, Y4 \
	VPSUBD       Y1, Y5, Y5 \
	VPSUBD       Y2, Y6, Y6 \
	VPSUBD       Y3, Y7, Y7 \
	VPSLLD       $23, Y0, Y0 \
	VPSLLD       $23, Y1, Y1 \
	VPSLLD       $23, Y2, Y2 \
	VPSLLD       $23, Y3, Y3 \
	VPSLLD       $23, Y4, Y4 \
	VPSLLD       $23, Y5, Y5 \
	VPSLLD       $23, Y6, Y6 \
	VPSLLD       $23, Y7, Y7 \
	VMULPS       Y0, Y8, Y8 \
	VMULPS       Y1, Y9, Y9 \
	VMULPS       Y2, Y10, Y10 \
	VMULPS       Y3, Y11, Y11 \
	VMULPS       Y4, Y8, Y8 \
	VMULPS       Y5, Y9, Y9 \
	VMULPS       Y6, Y10, Y10 \
	VMULPS       Y7, Y11, Y11

// Y8, Y9 = exp of Y0, Y1.
#define EXP2(magic, one) \
	VMAXPS       Y0, Y12, Y0 \
	VMAXPS       Y1, Y12, Y1 \
	VMOVAPS      Y0, Y4 \
	VMOVAPS      Y1, Y5 \
	VFMADD213PS  magic, Y13, Y4 \
	VFMADD213PS  magic, Y13, Y5 \
	VSUBPS       magic, Y4, Y8 \
	VSUBPS       magic, Y5, Y9 \
	VFNMADD231PS expc<>+128(SB), Y8, Y0 \
	VFNMADD231PS expc<>+128(SB), Y9, Y1 \
	VFNMADD231PS expc<>+160(SB), Y8, Y0 \
	VFNMADD231PS expc<>+160(SB), Y9, Y1 \
	VMOVUPS      expc<>+192(SB), Y8 \
	VMOVUPS      expc<>+192(SB), Y9 \
	VFMADD213PS  expc<>+224(SB), Y0, Y8 \
	VFMADD213PS  expc<>+224(SB), Y1, Y9 \
	VFMADD213PS  expc<>+256(SB), Y0, Y8 \
	VFMADD213PS  expc<>+256(SB), Y1, Y9 \
	VFMADD213PS  expc<>+288(SB), Y0, Y8 \
	VFMADD213PS  expc<>+288(SB), Y1, Y9 \
	VFMADD213PS  expc<>+320(SB), Y0, Y8 \
	VFMADD213PS  expc<>+320(SB), Y1, Y9 \
	VFMADD213PS  one, Y0, Y8 \
	VFMADD213PS  one, Y1, Y9 \
	VFMADD213PS  one, Y0, Y8 \
	VFMADD213PS  one, Y1, Y9 \
	VPSRLD       $1, Y4, Y0 \
	VPSRLD       $1, Y5, Y1 \
	VPSUBD       Y0, Y4, Y4 \
	VPSUBD       Y1, Y5, Y5 \
	VPSLLD       $23, Y0, Y0 \
	VPSLLD       $23, Y1, Y1 \
	VPSLLD       $23, Y4, Y4 \
	VPSLLD       $23, Y5, Y5 \
	VMULPS       Y0, Y8, Y8 \
	VMULPS       Y1, Y9, Y9 \
	VMULPS       Y4, Y8, Y8 \
	VMULPS       Y5, Y9, Y9

// Y8 = exp of Y0.
#define EXP1 \
	VMAXPS       Y0, Y12, Y0 \
	VMOVAPS      Y0, Y4 \
	VFMADD213PS  Y14, Y13, Y4 \
	VSUBPS       Y14, Y4, Y8 \
	VFNMADD231PS expc<>+128(SB), Y8, Y0 \
	VFNMADD231PS expc<>+160(SB), Y8, Y0 \
	VMOVUPS      expc<>+192(SB), Y8 \
	VFMADD213PS  expc<>+224(SB), Y0, Y8 \
	VFMADD213PS  expc<>+256(SB), Y0, Y8 \
	VFMADD213PS  expc<>+288(SB), Y0, Y8 \
	VFMADD213PS  expc<>+320(SB), Y0, Y8 \
	VFMADD213PS  Y15, Y0, Y8 \
	VFMADD213PS  Y15, Y0, Y8 \
	VPSRLD       $1, Y4, Y0 \
	VPSUBD       Y0, Y4, Y4 \
	VPSLLD       $23, Y0, Y0 \
	VPSLLD       $23, Y4, Y4 \
	VMULPS       Y0, Y8, Y8 \
	VMULPS       Y4, Y8, Y8
