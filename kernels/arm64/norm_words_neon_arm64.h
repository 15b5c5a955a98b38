// Conversions of SquaresNEON, which Go's assembler lacks. The words come from
// asm2plan9s: see generate.sh.

// LOW_i: V(20+i) = the lower two of V(16+i), as float64. HIGH_i: the upper two, in V(24+i).
#define LOW_0 \
	WORD $0x0e617a14 // fcvtl v20.2d, v16.2s
#define LOW_1 \
	WORD $0x0e617a35 // fcvtl v21.2d, v17.2s
#define LOW_2 \
	WORD $0x0e617a56 // fcvtl v22.2d, v18.2s
#define LOW_3 \
	WORD $0x0e617a77 // fcvtl v23.2d, v19.2s
#define HIGH_0 \
	WORD $0x4e617a18 // fcvtl2 v24.2d, v16.4s
#define HIGH_1 \
	WORD $0x4e617a39 // fcvtl2 v25.2d, v17.4s
#define HIGH_2 \
	WORD $0x4e617a5a // fcvtl2 v26.2d, v18.4s
#define HIGH_3 \
	WORD $0x4e617a7b // fcvtl2 v27.2d, v19.4s
