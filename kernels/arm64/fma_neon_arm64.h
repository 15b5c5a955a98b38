// Multiply-add by one element of A, which Go's assembler lacks, for the files that
// include this one. Row i of the tile is in V(8+3i), V(9+3i), V(10+3i); row l of B
// in V0, V1, V2. The words come from asm2plan9s: see generate.sh.

// FMA_ij: row i, columns 4j to 4j+3 += A(i,l)·B(l, same), A(i,l) alone in V(3 + i mod 5).
#define FMA_00 \
	WORD $0x4f831008 // fmla v8.4s, v0.4s, v3.s[0]
#define FMA_01 \
	WORD $0x4f831029 // fmla v9.4s, v1.4s, v3.s[0]
#define FMA_02 \
	WORD $0x4f83104a // fmla v10.4s, v2.4s, v3.s[0]
#define FMA_10 \
	WORD $0x4f84100b // fmla v11.4s, v0.4s, v4.s[0]
#define FMA_11 \
	WORD $0x4f84102c // fmla v12.4s, v1.4s, v4.s[0]
#define FMA_12 \
	WORD $0x4f84104d // fmla v13.4s, v2.4s, v4.s[0]
#define FMA_20 \
	WORD $0x4f85100e // fmla v14.4s, v0.4s, v5.s[0]
#define FMA_21 \
	WORD $0x4f85102f // fmla v15.4s, v1.4s, v5.s[0]
#define FMA_22 \
	WORD $0x4f851050 // fmla v16.4s, v2.4s, v5.s[0]
#define FMA_30 \
	WORD $0x4f861011 // fmla v17.4s, v0.4s, v6.s[0]
#define FMA_31 \
	WORD $0x4f861032 // fmla v18.4s, v1.4s, v6.s[0]
#define FMA_32 \
	WORD $0x4f861053 // fmla v19.4s, v2.4s, v6.s[0]
#define FMA_40 \
	WORD $0x4f871014 // fmla v20.4s, v0.4s, v7.s[0]
#define FMA_41 \
	WORD $0x4f871035 // fmla v21.4s, v1.4s, v7.s[0]
#define FMA_42 \
	WORD $0x4f871056 // fmla v22.4s, v2.4s, v7.s[0]
#define FMA_50 \
	WORD $0x4f831017 // fmla v23.4s, v0.4s, v3.s[0]
#define FMA_51 \
	WORD $0x4f831038 // fmla v24.4s, v1.4s, v3.s[0]
#define FMA_52 \
	WORD $0x4f831059 // fmla v25.4s, v2.4s, v3.s[0]
#define FMA_60 \
	WORD $0x4f84101a // fmla v26.4s, v0.4s, v4.s[0]
#define FMA_61 \
	WORD $0x4f84103b // fmla v27.4s, v1.4s, v4.s[0]
#define FMA_62 \
	WORD $0x4f84105c // fmla v28.4s, v2.4s, v4.s[0]
#define FMA_70 \
	WORD $0x4f85101d // fmla v29.4s, v0.4s, v5.s[0]
#define FMA_71 \
	WORD $0x4f85103e // fmla v30.4s, v1.4s, v5.s[0]
#define FMA_72 \
	WORD $0x4f85105f // fmla v31.4s, v2.4s, v5.s[0]

// FMA_COLUMN_ij: the same, A(0..3,l) in V3 and A(4..7,l) in V4.
#define FMA_COLUMN_00 \
	WORD $0x4f831008 // fmla v8.4s, v0.4s, v3.s[0]
#define FMA_COLUMN_01 \
	WORD $0x4f831029 // fmla v9.4s, v1.4s, v3.s[0]
#define FMA_COLUMN_02 \
	WORD $0x4f83104a // fmla v10.4s, v2.4s, v3.s[0]
#define FMA_COLUMN_10 \
	WORD $0x4fa3100b // fmla v11.4s, v0.4s, v3.s[1]
#define FMA_COLUMN_11 \
	WORD $0x4fa3102c // fmla v12.4s, v1.4s, v3.s[1]
#define FMA_COLUMN_12 \
	WORD $0x4fa3104d // fmla v13.4s, v2.4s, v3.s[1]
#define FMA_COLUMN_20 \
	WORD $0x4f83180e // fmla v14.4s, v0.4s, v3.s[2]
#define FMA_COLUMN_21 \
	WORD $0x4f83182f // fmla v15.4s, v1.4s, v3.s[2]
#define FMA_COLUMN_22 \
	WORD $0x4f831850 // fmla v16.4s, v2.4s, v3.s[2]
#define FMA_COLUMN_30 \
	WORD $0x4fa31811 // fmla v17.4s, v0.4s, v3.s[3]
#define FMA_COLUMN_31 \
	WORD $0x4fa31832 // fmla v18.4s, v1.4s, v3.s[3]
#define FMA_COLUMN_32 \
	WORD $0x4fa31853 // fmla v19.4s, v2.4s, v3.s[3]
#define FMA_COLUMN_40 \
	WORD $0x4f841014 // fmla v20.4s, v0.4s, v4.s[0]
#define FMA_COLUMN_41 \
	WORD $0x4f841035 // fmla v21.4s, v1.4s, v4.s[0]
#define FMA_COLUMN_42 \
	WORD $0x4f841056 // fmla v22.4s, v2.4s, v4.s[0]
#define FMA_COLUMN_50 \
	WORD $0x4fa41017 // fmla v23.4s, v0.4s, v4.s[1]
#define FMA_COLUMN_51 \
	WORD $0x4fa41038 // fmla v24.4s, v1.4s, v4.s[1]
#define FMA_COLUMN_52 \
	WORD $0x4fa41059 // fmla v25.4s, v2.4s, v4.s[1]
#define FMA_COLUMN_60 \
	WORD $0x4f84181a // fmla v26.4s, v0.4s, v4.s[2]
#define FMA_COLUMN_61 \
	WORD $0x4f84183b // fmla v27.4s, v1.4s, v4.s[2]
#define FMA_COLUMN_62 \
	WORD $0x4f84185c // fmla v28.4s, v2.4s, v4.s[2]
#define FMA_COLUMN_70 \
	WORD $0x4fa4181d // fmla v29.4s, v0.4s, v4.s[3]
#define FMA_COLUMN_71 \
	WORD $0x4fa4183e // fmla v30.4s, v1.4s, v4.s[3]
#define FMA_COLUMN_72 \
	WORD $0x4fa4185f // fmla v31.4s, v2.4s, v4.s[3]
