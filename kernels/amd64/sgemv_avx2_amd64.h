// A block of 8 rows × 4 columns turned into vectors of columns, for gemv.

// x(l) to x(l+3) in all lanes, off bytes after DI.
#define LOAD_X(off) \
	VBROADCASTSS off(DI), Y12 \
	VBROADCASTSS (off+4)(DI), Y13 \
	VBROADCASTSS (off+8)(DI), Y14 \
	VBROADCASTSS (off+12)(DI), Y15

// Four columns, off bytes into the rows at p, which are R8 bytes apart; BX, DX and
// R13 are 3, 5 and 7 times that. Uses Y0–Y7.
#define BLOCK(p, off, sum) \
	VMOVUPS     off(p), X0 \
	VMOVUPS     off(p)(R8*1), X1 \
	VMOVUPS     off(p)(R8*2), X2 \
	VMOVUPS     off(p)(BX*1), X3 \
	VINSERTF128 $1, off(p)(R8*4), Y0, Y0 \
	VINSERTF128 $1, off(p)(DX*1), Y1, Y1 \
	VINSERTF128 $1, off(p)(BX*2), Y2, Y2 \
	VINSERTF128 $1, off(p)(R13*1), Y3, Y3 \
	VUNPCKLPS   Y1, Y0, Y4 \
	VUNPCKHPS   Y1, Y0, Y5 \
	VUNPCKLPS   Y3, Y2, Y6 \
	VUNPCKHPS   Y3, Y2, Y7 \
	VUNPCKLPD   Y6, Y4, Y0 \
	VUNPCKHPD   Y6, Y4, Y1 \
	VUNPCKLPD   Y7, Y5, Y2 \
	VUNPCKHPD   Y7, Y5, Y3 \
	VFMADD231PS Y0, Y12, sum \
	VFMADD231PS Y1, Y13, sum \
	VFMADD231PS Y2, Y14, sum \
	VFMADD231PS Y3, Y15, sum

// The last rows, AX of them and fewer than 8, are done with the ones before them, to
// make 8, which are not stored again: SI and y go back, a mask is for the new ones.
#define LAST_ROWS \
	MOVQ  $8, R9 \
	SUBQ  AX, R9 \
	MOVQ  R9, R10 \
	SHLQ  $2, R10 \
	SUBQ  R10, y+48(FP) \
	IMULQ R8, R9 \
	SUBQ  R9, SI

#define LAST_LANES(x, mask) \
	MOVL         $7, R9 \
	SUBL         AX, R9 \
	VMOVD        R9, x \
	VPBROADCASTD x, mask \
	VMOVDQU      iota<>(SB), Y6 \
	VPCMPGTD     mask, Y6, mask
