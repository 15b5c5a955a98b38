//go:build !purego

package amd64

//go:generate sh generate.sh dot_words_amd64.h split_words_amd64.h tile_words_amd64.h

// SplitRowsAVX512BF16 splits rows of src into terms of bfloat16; limits are two numbers.
// Needs AVX512F, AVX512BW, AVX512_BF16 and BMI2.
//
//go:noescape
func SplitRowsAVX512BF16(dst *uint16, src *float32, rows, cols, ldd, lds, terms, stride int, limits *uint32)

// SplitPairsAVX512BF16 splits src into terms of bfloat16, pairs of rows interleaved; limits
// are two numbers. Needs AVX512F, AVX512BW, AVX512_BF16 and BMI2.
//
//go:noescape
func SplitPairsAVX512BF16(dst *uint16, src *float32, rows, cols, width, lds, terms, stride int, limits *uint32)

// SplitRowsAVX512 is SplitRowsAVX512BF16 without AVX512_BF16.
//
//go:noescape
func SplitRowsAVX512(dst *uint16, src *float32, rows, cols, ldd, lds, terms, stride int, limits *uint32)

// SplitPairsAVX512 is SplitPairsAVX512BF16 without AVX512_BF16.
//
//go:noescape
func SplitPairsAVX512(dst *uint16, src *float32, rows, cols, width, lds, terms, stride int, limits *uint32)

// DotStripAVX512 computes m ≤ 14 rows of C from packed numbers of bfloat16. Needs AVX512F,
// AVX512_BF16 and BMI2.
//
//go:noescape
func DotStripAVX512(m, n, k, terms int, a, b *uint16, c *float32, ldc int, acc bool, s, ask *float32, step int)

// DotFewAVX512 is DotStripAVX512 for m ≤ 2 and n a multiple of 128. Needs AVX512F and
// AVX512_BF16.
//
//go:noescape
func DotFewAVX512(m, n, k int, a, b *uint16, c *float32, ldc int, acc bool)

// TileStripAMX computes m ≤ 32 rows of C from packed terms of bfloat16. Needs AMX_BF16
// with the permission of the system, AVX512F and BMI2.
//
//go:noescape
func TileStripAMX(m, n, k, terms int, a, b *uint16, c *float32, ldc int, acc bool, s, ask *float32, step int)
