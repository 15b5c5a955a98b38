//go:build unix

package kernels

import (
	"math/rand/v2"
	"testing"
)

// TestShallowGuard does for shallow what TestTilesGuard does for tiles.
func TestShallowGuard(t *testing.T) {
	const maxM, maxN, pad = 9, 50, 3
	for _, kn := range available {
		if kn.maxShallow == 0 {
			continue
		}
		t.Run("kernel="+kn.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(33, 34))
			for _, atEnd := range []bool{true, false} {
				a, b := guarded(t, maxM*(kn.maxShallow+pad), atEnd), guarded(t, kn.maxShallow*(maxN+pad), atEnd)
				c := guarded(t, maxM*(maxN+pad), atEnd)
				for v := range maxM * maxN * kn.maxShallow {
					g := leafOperands{m: 1 + v%maxM, n: 1 + v/maxM%maxN, k: 1 + v/maxM/maxN, pad: v % 2 * pad, acc: v%3 == 0}
					g.draw(rng, a, b, c, atEnd)
					want := append([]float32(nil), g.c...)
					kn.shallow(g.m, g.n, g.k, &g.a[0], g.rsa, &g.b[0], g.ldb, &g.c[0], g.ldc, g.acc)
					refTile(g.m, g.n, g.k, &g.a[0], g.rsa, 1, &g.b[0], g.ldb, &want[0], g.ldc, g.acc)
					if i := diff(g.c, want); i >= 0 {
						t.Fatalf("%dx%dx%d lda=%d ldb=%d ldc=%d acc=%v: element %d is %v, want %v",
							g.m, g.n, g.k, g.rsa, g.ldb, g.ldc, g.acc, i, g.c[i], want[i])
					}
				}
			}
		})
	}
}

// TestSgemmShallow takes a few products an element, all transposes, at the edges of what
// is computed at a time.
func TestSgemmShallow(t *testing.T) {
	for _, kn := range available {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(35, 36))
			for v := range 48 {
				c := sgemmCase{Transpose(v&1 != 0), Transpose(v&2 != 0), []int{4, shallowRows, 2*shallowRows + 3}[v%3],
					[]int{max(kn.nr, 4), 100, shallowCols, shallowCols + 17}[v/3%4], 2 + rng.IntN(16), 3 * rng.IntN(2), 1, float32(v >> 2 & 1)}
				c.check(t, kn, rng)
			}
		})
	}
}
