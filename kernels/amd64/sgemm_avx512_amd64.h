// What the tiles of Sgemm have in common. Registers: see SgemmTiles14x32AVX512.

#define ROW(addr, x, lo, hi) \
	VBROADCASTSS addr, x \
	VFMADD231PS  Z0, x, lo \
	VFMADD231PS  Z1, x, hi

// The first rows of a step; what STEP has beside them is the same for all heights.
#define ROWS_8 \
	ROW((SI), Z2, Z4, Z5) \
	ROW((SI)(AX*1), Z3, Z6, Z7) \
	ROW((SI)(AX*2), Z2, Z8, Z9) \
	ROW((SI)(BX*1), Z3, Z10, Z11) \
	ROW((SI)(AX*4), Z2, Z12, Z13) \
	ADDQ DX, SI \
	ROW((R9), Z3, Z14, Z15) \
	ROW((R9)(AX*1), Z2, Z16, Z17) \
	ROW((R9)(AX*2), Z3, Z18, Z19)

#define ROWS_9 \
	ROWS_8 \
	ROW((R9)(BX*1), Z2, Z20, Z21)

#define ROWS_10 \
	ROWS_9 \
	ROW((R9)(AX*4), Z3, Z22, Z23)

#define ROWS_11 \
	ROWS_10 \
	ROW((R10), Z2, Z24, Z25)

#define ROWS_12 \
	ROWS_11 \
	ROW((R10)(AX*1), Z3, Z26, Z27)

#define ROWS_13 \
	ROWS_12 \
	ROW((R10)(AX*2), Z2, Z28, Z29)

#define ROWS_14 \
	ROWS_13 \
	ROW((R10)(BX*1), Z3, Z30, Z31)

#define ADVANCE \
	ADDQ DX, R9 \
	ADDQ DX, R10 \
	ADDQ R8, DI

#define STEP \
	VMOVUPS (DI), Z0 \
	VMOVUPS 64(DI), Z1 \
	ROWS_14 \
	ADVANCE

#define PREFETCH_C \
	PREFETCHT0 128(R12) \
	PREFETCHT0 192(R12) \
	ADDQ       R13, R12

#define ADD_C(lo, hi) \
	VADDPS (DI), lo, lo \
	VADDPS 64(DI), hi, K2, hi \
	ADDQ   R13, DI \
	DECQ   R12 \
	JZ     store

#define ADD_ZERO(lo, hi) \
	VADDPS Z0, lo, lo \
	VADDPS Z0, hi, hi

#define ZERO(lo, hi) \
	VPXORD lo, lo, lo \
	VPXORD hi, hi, hi

#define ALL_ROWS(do) \
	do(Z4, Z5) \
	do(Z6, Z7) \
	do(Z8, Z9) \
	do(Z10, Z11) \
	do(Z12, Z13) \
	do(Z14, Z15) \
	do(Z16, Z17) \
	do(Z18, Z19) \
	do(Z20, Z21) \
	do(Z22, Z23) \
	do(Z24, Z25) \
	do(Z26, Z27) \
	do(Z28, Z29) \
	do(Z30, Z31)

#define STORE(lo, hi) \
	VMOVUPS lo, (SI) \
	VMOVUPS hi, K2, 64(SI) \
	ADDQ    R13, SI \
	DECQ    R11 \
	JZ      stored

// The row of a finished tile at R12 is stored, and the first step of the next tile done.
#define STORE_BEGIN(addr, lo, hi) \
	VMOVUPS      lo, (R12) \
	VMOVUPS      hi, 64(R12) \
	ADDQ         R13, R12 \
	VBROADCASTSS addr, lo \
	VBROADCASTSS addr, hi \
	VFMADD213PS  Z2, Z0, lo \
	VFMADD213PS  Z2, Z1, hi

// Row i of a tile, counted from 1, of R11 rows, and then of the next.
#define NEXT_ROW(addr, i, lo, hi) \
	VADDPS Z2, lo, lo \
	VADDPS Z2, hi, hi \
	STORE_BEGIN(addr, lo, hi) \
	CMPQ   R11, $i \
	JEQ    begun

#define NEXT_ROW_ADD(addr, i, lo, hi) \
	VADDPS (R12), lo, lo \
	VADDPS 64(R12), hi, hi \
	STORE_BEGIN(addr, lo, hi) \
	CMPQ   R11, $i \
	JEQ    begun

#define NEXT_ROWS(do) \
	do((SI), 1, Z4, Z5) \
	do((SI)(AX*1), 2, Z6, Z7) \
	do((SI)(AX*2), 3, Z8, Z9) \
	do((SI)(BX*1), 4, Z10, Z11) \
	do((SI)(AX*4), 5, Z12, Z13) \
	do((R9), 6, Z14, Z15) \
	do((R9)(AX*1), 7, Z16, Z17) \
	do((R9)(AX*2), 8, Z18, Z19) \
	do((R9)(BX*1), 9, Z20, Z21) \
	do((R9)(AX*4), 10, Z22, Z23) \
	do((R10), 11, Z24, Z25) \
	do((R10)(AX*1), 12, Z26, Z27) \
	do((R10)(AX*2), 13, Z28, Z29) \
	do((R10)(BX*1), 14, Z30, Z31)
