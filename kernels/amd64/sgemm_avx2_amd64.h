// What the tiles of Sgemm have in common. Registers: see SgemmTiles6x16AVX2.

#define ROW(addr, x, lo, hi) \
	VBROADCASTSS addr, x \
	VFMADD231PS  Y0, x, lo \
	VFMADD231PS  Y1, x, hi

#define STEP \
	VMOVUPS (DI), Y0 \
	VMOVUPS 32(DI), Y1 \
	ROW((SI), Y2, Y4, Y5) \
	ROW((SI)(AX*1), Y3, Y6, Y7) \
	ROW((SI)(AX*2), Y2, Y8, Y9) \
	ROW((SI)(BX*1), Y3, Y10, Y11) \
	ROW((SI)(AX*4), Y2, Y12, Y13) \
	ROW((R9), Y3, Y14, Y15) \
	ADDQ    DX, SI \
	ADDQ    DX, R9 \
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
