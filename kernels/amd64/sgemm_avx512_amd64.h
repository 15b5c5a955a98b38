// What the tiles of Sgemm have in common. Registers: see SgemmTiles14x32AVX512.

#define ROW(addr, x, lo, hi) \
	VBROADCASTSS addr, x \
	VFMADD231PS  Z0, x, lo \
	VFMADD231PS  Z1, x, hi

#define STEP \
	VMOVUPS (DI), Z0 \
	VMOVUPS 64(DI), Z1 \
	ROW((SI), Z2, Z4, Z5) \
	ROW((SI)(AX*1), Z3, Z6, Z7) \
	ROW((SI)(AX*2), Z2, Z8, Z9) \
	ROW((SI)(BX*1), Z3, Z10, Z11) \
	ROW((SI)(AX*4), Z2, Z12, Z13) \
	ADDQ    DX, SI \
	ROW((R9), Z3, Z14, Z15) \
	ROW((R9)(AX*1), Z2, Z16, Z17) \
	ROW((R9)(AX*2), Z3, Z18, Z19) \
	ROW((R9)(BX*1), Z2, Z20, Z21) \
	ROW((R9)(AX*4), Z3, Z22, Z23) \
	ADDQ    DX, R9 \
	ADDQ    R8, DI \
	ROW((R10), Z2, Z24, Z25) \
	ROW((R10)(AX*1), Z3, Z26, Z27) \
	ROW((R10)(AX*2), Z2, Z28, Z29) \
	ROW((R10)(BX*1), Z3, Z30, Z31) \
	ADDQ    DX, R10

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
