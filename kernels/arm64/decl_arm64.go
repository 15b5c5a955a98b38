//go:build !purego

package arm64

//go:generate sh generate.sh fma_neon_arm64.h

// Sgemm8x12NEON computes an m×n tile of C, m ≤ 8, n ≤ 12.
//
//go:noescape
func Sgemm8x12NEON(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool)

// sgemm8x8NEON is where Sgemm8x12NEON goes on for n ≤ 8.
//
//go:noescape
func sgemm8x8NEON(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool)

// FMALoopNEON runs n ≥ 1 rounds of 192 flops on registers.
//
//go:noescape
func FMALoopNEON(n int)
