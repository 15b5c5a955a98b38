// What tiles of 16 and 24 columns have in common. Registers: see SgemmTiles14x16AVX512.

// The rows of a step, of which do takes an element of A and two accumulators.
#define ROWS_8(do) \
	do((SI), Z4, Y18) \
	do((SI)(AX*1), Z5, Y19) \
	do((SI)(AX*2), Z6, Y20) \
	do((SI)(BX*1), Z7, Y21) \
	do((SI)(AX*4), Z8, Y22) \
	do((R9), Z9, Y23) \
	do((R9)(AX*1), Z10, Y24) \
	do((R9)(AX*2), Z11, Y25)

#define ROWS_9(do) \
	ROWS_8(do) \
	do((R9)(BX*1), Z12, Y26)

#define ROWS_10(do) \
	ROWS_9(do) \
	do((R9)(AX*4), Z13, Y27)

#define ROWS_11(do) \
	ROWS_10(do) \
	do((R10), Z14, Y28)

#define ROWS_12(do) \
	ROWS_11(do) \
	do((R10)(AX*1), Z15, Y29)

#define ROWS_13(do) \
	ROWS_12(do) \
	do((R10)(AX*2), Z16, Y30)

#define ROWS_14(do) \
	ROWS_13(do) \
	do((R10)(BX*1), Z17, Y31)

// The rows of a tile, counted from 1, of which there are at least 8.
#define ALL_ROWS(do) \
	do((SI), 1, Z4, Y18) \
	do((SI)(AX*1), 2, Z5, Y19) \
	do((SI)(AX*2), 3, Z6, Y20) \
	do((SI)(BX*1), 4, Z7, Y21) \
	do((SI)(AX*4), 5, Z8, Y22) \
	do((R9), 6, Z9, Y23) \
	do((R9)(AX*1), 7, Z10, Y24) \
	do((R9)(AX*2), 8, Z11, Y25) \
	do((R9)(BX*1), 9, Z12, Y26) \
	do((R9)(AX*4), 10, Z13, Y27) \
	do((R10), 11, Z14, Y28) \
	do((R10)(AX*1), 12, Z15, Y29) \
	do((R10)(AX*2), 13, Z16, Y30) \
	do((R10)(BX*1), 14, Z17, Y31)

#define ADVANCE \
	ADDQ DX, SI \
	ADDQ DX, R9 \
	ADDQ DX, R10 \
	ADDQ R8, DI

// Where A, B and C of a tile begin.
#define POINTERS \
	MOVQ a+24(FP), SI \
	FIVE_ROWS(SI, R9) \
	FIVE_ROWS(R9, R10) \
	MOVQ b+48(FP), DI \
	MOVQ c+72(FP), R12

// To the loop for as many rows as there are; it falls through for 8.
#define TO_HEIGHT \
	CMPQ R11, $14 \
	JEQ  loop14 \
	CMPQ R11, $13 \
	JEQ  loop13 \
	CMPQ R11, $12 \
	JEQ  loop12 \
	CMPQ R11, $11 \
	JEQ  loop11 \
	CMPQ R11, $10 \
	JEQ  loop10 \
	CMPQ R11, $9 \
	JEQ  loop9

#define HEIGHTS(height) \
	height(ROWS_8, loop8, next8) \
	height(ROWS_9, loop9, next9) \
	height(ROWS_10, loop10, next10) \
	height(ROWS_11, loop11, next11) \
	height(ROWS_12, loop12, next12) \
	height(ROWS_13, loop13, next13) \
	height(ROWS_14, loop14, next14)

// The lowest CX bits of a mask.
#define MASK(k) \
	MOVQ  $1, R9 \
	SHLQ  CX, R9 \
	DECQ  R9 \
	KMOVW R9, k

// How far on the next 16 columns of B are: from the left half of a panel, the right one is
// 64 bytes on, and from there the next panel is step after where the left began.
#define NEXT_HALF(to) \
	MOVQ    step+64(FP), to \
	LEAQ    -64(to*4), to \
	MOVQ    $64, R9 \
	TESTB   $2, acc+88(FP) \
	CMOVQEQ R9, to
