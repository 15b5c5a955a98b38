// How the tiles of Sgemm begin. Registers: see SgemmTiles14x32AVX512.

// Strides in bytes.
#define STRIDES \
	SHLQ $2, AX \
	SHLQ $2, DX \
	SHLQ $2, R8 \
	SHLQ $2, R13 \
	LEAQ (AX)(AX*2), BX

// The row of A five after another.
#define FIVE_ROWS(from, to) \
	LEAQ (from)(AX*4), to \
	ADDQ AX, to
