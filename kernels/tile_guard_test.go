//go:build unix

package kernels

import (
	"math/rand/v2"
	"testing"
)

// TestTileGuard runs the tile of every set on operands flush against
// inaccessible pages, at their ends and at their starts, for every height and
// width of tile, and compares it with the definition.
func TestTileGuard(t *testing.T) {
	const maxK, pad = 37, 3
	for _, kn := range available {
		if !exact(kn) {
			continue
		}
		t.Run("kernel="+kn.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(13, 14))
			for _, atEnd := range []bool{true, false} {
				a := guarded(t, (kn.mr+pad)*(maxK+pad), atEnd)
				b := guarded(t, maxK*(kn.nr+pad), atEnd)
				c := guarded(t, kn.mr*(kn.nr+pad), atEnd)
				cut := func(s []float32, n int) []float32 {
					if atEnd {
						s = s[len(s)-n:]
					} else {
						s = s[:n]
					}
					for i := range s {
						s[i] = float32(rng.NormFloat64())
					}
					return s
				}
				for m := 1; m <= kn.mr; m++ {
					for n := 1; n <= kn.nr; n++ {
						for v := range 8 {
							k := []int{1, 2, 3, 5, 8, 16, 33, maxK}[(m+n+v)%8]
							lda, ldb, ldc := k+v%2*pad, n+v/2%2*pad, n+v%2*pad
							rsa, csa := lda, 1
							if v&4 != 0 {
								lda = m + v%2*pad
								rsa, csa = 1, lda
							}
							x := cut(a, (m-1)*rsa+(k-1)*csa+1)
							y, got := cut(b, (k-1)*ldb+n), cut(c, (m-1)*ldc+n)
							want := append([]float32(nil), got...)
							acc := v%3 != 0
							kn.tile(m, n, k, &x[0], rsa, csa, &y[0], ldb, &got[0], ldc, acc)
							refTile(m, n, k, &x[0], rsa, csa, &y[0], ldb, &want[0], ldc, acc)
							if i := diff(got, want); i >= 0 {
								t.Fatalf("m=%d n=%d k=%d rsa=%d csa=%d ldb=%d ldc=%d acc=%v: element %d is %v, want %v",
									m, n, k, rsa, csa, ldb, ldc, acc, i, got[i], want[i])
							}
						}
					}
				}
			}
		})
	}
}
