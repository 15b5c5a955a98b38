//go:build unix

package kernels

import (
	"math/rand/v2"
	"testing"
)

// TestTurnedGuard does for turned what TestTilesGuard does for tiles, in the calls that are
// made of it for few columns and for too many for one, of a matrix near and far.
func TestTurnedGuard(t *testing.T) {
	const maxM, maxK, pad = 40, 24, 3
	for _, kn := range available {
		if kn.maxTurned == 0 {
			continue
		}
		t.Run("kernel="+kn.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(41, 42))
			for _, atEnd := range []bool{true, false} {
				maxN := 2 * kn.maxTurned
				a, b := guarded(t, maxM*(maxK+pad), atEnd), guarded(t, maxK*(maxN+pad), atEnd)
				c, rowsC := guarded(t, maxN*(maxM+pad), atEnd), guarded(t, maxM*(maxN+pad), atEnd)
				for v := range 5 * 6 * maxN * 4 {
					g := leafOperands{m: 8 * (1 + v%5), n: 1 + v/5%maxN, k: 4 * (1 + v/5/maxN%6), pad: v % 2 * pad, acc: v%3 == 0}
					g.draw(rng, a, b, rowsC, atEnd)
					ldy := g.m + g.pad
					y := cut(c, (g.n-1)*ldy+g.m, atEnd)
					draw(rng, y)
					want, rows := append([]float32(nil), y...), make([]float32, g.m*g.n)
					refTranspose(&rows[0], &y[0], g.n, g.m, g.n, ldy)
					kn.turnedCalls(narrowMin+v/2%2, g.m, g.n, g.k, &g.a[0], g.rsa, &g.b[0], g.ldb, &y[0], ldy, g.acc)
					refTile(g.m, g.n, g.k, &g.a[0], g.rsa, 1, &g.b[0], g.ldb, &rows[0], g.n, g.acc)
					refTranspose(&want[0], &rows[0], g.m, g.n, ldy, g.n)
					if i := diff(y, want); i >= 0 {
						t.Fatalf("%dx%dx%d lda=%d ldx=%d ldy=%d acc=%v: element %d is %v, want %v",
							g.m, g.n, g.k, g.rsa, g.ldb, ldy, g.acc, i, y[i], want[i])
					}
				}
			}
		})
	}
}

// TestSgemmTurned takes few columns or few rows, at the edges of what is computed at a time.
func TestSgemmTurned(t *testing.T) {
	t.Parallel()
	kns, rng := tested(), rand.New(rand.NewPCG(43, 44))
	for v := range 76 {
		n, k := 2+v%19, 4*(8+rng.IntN(80))
		many := []int{8, 16, 23, 36, turnedRows - 1, turnedRows + 20, turnedCols + 13}[v%7]
		alpha, beta := []float32{1, 1, 1, -0.5}[v%4], []float32{0, 1, -0.5}[v%3]
		sgemmCase{false, v%5 == 0, many, n, k, 3 * rng.IntN(2), alpha, beta}.check(t, rng, kns...)
		sgemmCase{v%5 == 0, true, n, many, k, 3 * rng.IntN(2), alpha, beta}.check(t, rng, kns...)
	}
	sgemmCase{false, false, 40, 10, 1024, 0, 1, 0}.check(t, rng, kns...)
}
