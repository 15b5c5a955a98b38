// What the tiles of Sgemm have in common. Registers: see SgemmTiles6x16AVX2.

#define ROW(addr, x, lo, hi) \
	VBROADCASTSS addr, x \
	VFMADD231PS  Y0, x, lo \
	VFMADD231PS  Y1, x, hi

// The first rows of a step.
#define ROWS_4 \
	VMOVUPS (DI), Y0 \
	VMOVUPS 32(DI), Y1 \
	ROW((SI), Y2, Y4, Y5) \
	ROW((SI)(AX*1), Y3, Y6, Y7) \
	ROW((SI)(AX*2), Y2, Y8, Y9) \
	ROW((SI)(BX*1), Y3, Y10, Y11)

#define ROWS_5 \
	ROWS_4 \
	ROW((SI)(AX*4), Y2, Y12, Y13)

#define STEP \
	ROWS_5 \
	ROW((SI)(R9*1), Y3, Y14, Y15) \
	ADDQ    DX, SI \
	ADDQ    R8, DI

#define ADD_C(lo, hi) \
	VADDPS (DI), lo, lo \
	VADDPS 32(DI), hi, hi \
	ADDQ   R13, DI \
	DECQ   CX \
	JZ     store

#define ADD_ZERO(lo, hi) \
	VADDPS Y0, lo, lo \
	VADDPS Y0, hi, hi

#define STORE(lo, hi) \
	VMOVUPS lo, (R12) \
	VMOVUPS hi, 32(R12) \
	ADDQ    R13, R12 \
	DECQ    R11 \
	JZ      stored

#define ZERO(lo, hi) \
	VXORPS lo, lo, lo \
	VXORPS hi, hi, hi

#define ALL_ROWS(do) \
	do(Y4, Y5) \
	do(Y6, Y7) \
	do(Y8, Y9) \
	do(Y10, Y11) \
	do(Y12, Y13) \
	do(Y14, Y15)

// Row i of a tile, counted from 1, of R11 rows: it is stored, and the first step of the next
// tile done.
#define STORE_NEXT(lo, hi) \
	VMOVUPS lo, (R12) \
	VMOVUPS hi, 32(R12) \
	PREFETCHT0 64(R12) \
	ADDQ    R13, R12

// Where C is S, to which zero is added, a product may begin a chain by itself.
#define ZERO_NEXT(addr, i, lo, hi) \
	VADDPS Y3, lo, lo \
	VADDPS Y3, hi, hi \
	STORE_NEXT(lo, hi) \
	VBROADCASTSS addr, Y2 \
	VMULPS Y0, Y2, lo \
	VMULPS Y1, Y2, hi \
	CMPQ   R11, $i \
	JEQ    begun

#define ADD_NEXT(addr, i, lo, hi) \
	VADDPS (R12), lo, lo \
	VADDPS 32(R12), hi, hi \
	STORE_NEXT(lo, hi) \
	VXORPS lo, lo, lo \
	VXORPS hi, hi, hi \
	ROW(addr, Y2, lo, hi) \
	CMPQ   R11, $i \
	JEQ    begun

#define NEXT_ROWS(do) \
	do((SI), 1, Y4, Y5) \
	do((SI)(AX*1), 2, Y6, Y7) \
	do((SI)(AX*2), 3, Y8, Y9) \
	do((SI)(BX*1), 4, Y10, Y11) \
	do((SI)(AX*4), 5, Y12, Y13) \
	do((SI)(R9*1), 6, Y14, Y15)
