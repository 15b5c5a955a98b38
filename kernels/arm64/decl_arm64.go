//go:build !purego

package arm64

//go:generate sh generate.sh activation_words_neon_arm64.h adam_words_neon_arm64.h exp_words_neon_arm64.h float_neon_arm64.h fma_neon_arm64.h gemv_words_neon_arm64.h log_words_neon_arm64.h norm_words_neon_arm64.h sum_neon_arm64.h

// Sgemm8x12NEON computes an m×n tile of C, m ≤ 8, n ≤ 12.
//
//go:noescape
func Sgemm8x12NEON(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool)

// sgemm8x8NEON is where Sgemm8x12NEON goes on for n ≤ 8.
//
//go:noescape
func sgemm8x8NEON(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool)

// SgemvNEON computes y = A·x, or y += A·x, for m ≥ 8 rows of A.
//
//go:noescape
func SgemvNEON(m, k, blocks int, a *float32, lda int, x, y *float32, acc bool)

// SgemmRowNEON computes one row of C: of n ≥ 16 columns, or, for 2 to 4 blocks of
// k = 256 at the same time, of 8 ≤ n ≤ 16.
//
//go:noescape
func SgemmRowNEON(n, k, blocks int, a *float32, csa int, b *float32, ldb int, c *float32, acc bool)

// The routines on vectors and rows; package kernels says what each computes.

//go:noescape
func ExpNEON(dst, src *float32, n int)

//go:noescape
func MaxRowsNEON(maxs, x *float32, rows, cols int)

//go:noescape
func ExpRowsNEON(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)

// MaxRowsThinNEON and ExpRowsThinNEON are where those go on for up to 16 columns.
//
//go:noescape
func MaxRowsThinNEON(maxs, x *float32, rows, cols int)

//go:noescape
func ExpRowsThinNEON(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)

//go:noescape
func CopyRowsNEON(dst, src *float32, rows, cols, ldd, lds int)

//go:noescape
func TransposeNEON(dst, src *float32, rows, cols, ldd, lds int)

//go:noescape
func LogNEON(dst, src *float32, n int)

//go:noescape
func SigmoidNEON(dst, src *float32, n int)

//go:noescape
func SigmoidGradNEON(dx, dy, y *float32, n int)

//go:noescape
func TanhNEON(dst, src *float32, n int)

//go:noescape
func TanhGradNEON(dx, dy, y *float32, n int)

//go:noescape
func ScaleRowsNEON(x, sums *float32, rows, cols int, scale float32)

//go:noescape
func ShiftRowsNEON(dst, src, maxs, logs *float32, rows, cols int)

//go:noescape
func AddBiasNEON(x, bias *float32, rows, cols int)

//go:noescape
func AddBiasReLUNEON(x, bias *float32, rows, cols int)

//go:noescape
func ReLUNEON(dst, src *float32, n int)

//go:noescape
func ReLUGradNEON(dx, dy, y *float32, n int)

//go:noescape
func ReLUSumRowsNEON(dx, sums, dy, y *float32, rows, cols int, lanes *float32)

//go:noescape
func SumRowsNEON(dst, src *float32, rows, cols, ld int, lanes *float32)

//go:noescape
func SumNEON(x *float32, n int, lanes *float32) float32

//go:noescape
func DotNEON(x, y *float32, n int, lanes *float32) float32

//go:noescape
func SquaresNEON(x *float32, n int, lanes *float64)

//go:noescape
func AxpyNEON(alpha float32, x, y *float32, n int)

//go:noescape
func ScalNEON(alpha float32, x *float32, n int)

//go:noescape
func BytesNEON(dst *float32, src *uint8, n int, scale float32)

//go:noescape
func SGDNEON(w, grad, v *float32, n int, lr, momentum, decay float32, nesterov bool)

//go:noescape
func AdamNEON(w, grad, m, v *float32, n int, lr, beta1, gain1, beta2, gain2, root, eps, decay, keep float32)

// SgerNEON computes A = x·yᵀ, or A += x·yᵀ.
//
//go:noescape
func SgerNEON(m, n int, x *float32, incx int, y, a *float32, lda int, acc bool)

// FMALoopNEON runs n ≥ 1 rounds of 192 flops on registers.
//
//go:noescape
func FMALoopNEON(n int)

// Prefetch asks for rows ≥ 1 pieces of n ≥ 1 bytes from p on, ld bytes apart, to be
// brought into the first cache.
//
//go:noescape
func Prefetch(p *uint8, n, rows, ld int)
