//go:build !purego

package amd64

// SgemmTiles14x32AVX512 computes m ≤ 14 rows of C in tiles of 32 columns. Needs AVX512F.
//
//go:noescape
func SgemmTiles14x32AVX512(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool)

// SgemmTiles14x16AVX512 does the same in tiles of 16 columns. Needs AVX512F and VL.
//
//go:noescape
func SgemmTiles14x16AVX512(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool)

// SgemmStream14x16AVX512 does the same with a B in place, and asks for the next k rows of
// it and, if rsa = 1, columns of A. Needs AVX512F and VL.
//
//go:noescape
func SgemmStream14x16AVX512(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool)

// sgemm14x24AVX512 is where that goes on for the last 17 to 24 columns.
//
//go:noescape
func sgemm14x24AVX512(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool)

// sgemm14x16AVX512 is where SgemmTiles14x32AVX512 goes on for n ≤ 24.
//
//go:noescape
func sgemm14x16AVX512(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool)

// SgemmPack14x32AVX512 computes 14 rows of C, n a multiple of 32, and copies B to
// panels at dst. Needs AVX512F.
//
//go:noescape
func SgemmPack14x32AVX512(n, k int, a *float32, rsa, csa int, b *float32, ldb int, dst *float32, step int, c *float32, ldc int, acc bool)

// SgemmRowAVX512 computes one row of C, with n elements of scratch at s, rounded up to
// 16. Needs AVX512F and BMI2.
//
//go:noescape
func SgemmRowAVX512(n, k int, a *float32, csa int, b *float32, ldb int, c *float32, acc bool, s *float32)

// SgemmRowAVX2 does the same, n a multiple of 8. Needs AVX2 and FMA3.
//
//go:noescape
func SgemmRowAVX2(n, k int, a *float32, csa int, b *float32, ldb int, c *float32, acc bool, s *float32)

// SgemmRowsAVX2 computes 2 to 4 rows of C, n a multiple of 16, with 4·n elements of
// scratch at s. Needs AVX2 and FMA3.
//
//go:noescape
func SgemmRowsAVX2(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool, s *float32)

// SgemmRowsAVX512 computes 2 to 4 rows of C, with 4·n elements of scratch at s, n rounded up
// to 16. Needs AVX512F and BMI2.
//
//go:noescape
func SgemmRowsAVX512(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool, s *float32)

// SgemmTiles6x16AVX2 computes m ≤ 6 rows of C in tiles of 16 columns. Needs AVX2 and FMA3.
//
//go:noescape
func SgemmTiles6x16AVX2(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool)

// sgemm6x8AVX2 is where SgemmTiles6x16AVX2 goes on for n ≤ 8.
//
//go:noescape
func sgemm6x8AVX2(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool)

// SgemmPack6x16AVX2 computes 6 rows of C, n a multiple of 16, and copies B to panels at
// dst. Needs AVX2 and FMA3.
//
//go:noescape
func SgemmPack6x16AVX2(n, k int, a *float32, rsa, csa int, b *float32, ldb int, dst *float32, step int, c *float32, ldc int, acc bool)

// Sgemm6x16AVX512 computes a whole product C = A·B. Needs AVX512F and VL, and BMI2.
//
//go:noescape
func Sgemm6x16AVX512(m, n, k int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int)

// Sgemm4x8AVX2 computes a whole product C = A·B. Needs AVX2 and FMA3.
//
//go:noescape
func Sgemm4x8AVX2(m, n, k int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int)

// SgemmTurnedAVX512 computes C = A·X, or C += A·X, stored by columns, n ≤ 10, m a multiple
// of 16, k of 4. Needs AVX512F.
//
//go:noescape
func SgemmTurnedAVX512(m, n, k int, a *float32, lda int, x *float32, ldx int, y *float32, ldy int, acc bool)

// SgemmTurnedAVX2 does the same, m a multiple of 8. Needs AVX2 and FMA3.
//
//go:noescape
func SgemmTurnedAVX2(m, n, k int, a *float32, lda int, x *float32, ldx int, y *float32, ldy int, acc bool)

// SgemmColumnsAVX2 computes C = A·X, or C += A·X, of 4 columns, m a multiple of 8, over
// blocks of k, one or two at a time. Needs AVX2 and FMA3.
//
//go:noescape
func SgemmColumnsAVX2(m, k, blocks int, a *float32, lda int, x, y *float32, acc bool)

// SgemvAVX2 computes y = A·x, or y += A·x, m ≥ 8 rows. Needs AVX2 and FMA3.
//
//go:noescape
func SgemvAVX2(m, k, blocks int, a *float32, lda int, x, y *float32, acc bool)

// sgemvBlocksAVX2 is where SgemvAVX2 goes on for several blocks.
//
//go:noescape
func sgemvBlocksAVX2(m, k, blocks int, a *float32, lda int, x, y *float32, acc bool)

// SgemmChainsAVX2 computes one row of C, n ≤ 16, over 2 to 4 blocks of k at the same
// time. Needs AVX2 and FMA3.
//
//go:noescape
func SgemmChainsAVX2(n, blocks int, a, b *float32, ldb int, c *float32, acc bool)

// SgerAVX2 computes A = x·yᵀ, or A += x·yᵀ. Needs AVX2 and FMA3.
//
//go:noescape
func SgerAVX2(m, n int, x *float32, incx int, y, a *float32, lda int, acc bool)

// SgerAVX512 is SgerAVX2 for n ≤ 32. Needs AVX512F and BMI2.
//
//go:noescape
func SgerAVX512(m, n int, x *float32, incx int, y, a *float32, lda int, acc bool)

// FMALoopAVX512 runs n ≥ 1 rounds of 768 flops on registers. Needs AVX512F.
//
//go:noescape
func FMALoopAVX512(n int)

// FMALoopAVX2 runs n ≥ 1 rounds of 192 flops on registers. Needs FMA3.
//
//go:noescape
func FMALoopAVX2(n int)

// Prefetch asks for rows ≥ 1 pieces of n ≥ 1 bytes from p on, ld bytes apart, to be
// brought into the second cache.
//
//go:noescape
func Prefetch(p *uint8, n, rows, ld int)
