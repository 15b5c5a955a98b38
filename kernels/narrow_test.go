//go:build unix

package kernels

import (
	"math/rand/v2"
	"testing"
)

// TestColumnsGuard does for columns what TestTilesGuard does for tiles.
func TestColumnsGuard(t *testing.T) {
	const maxM, maxK, pad = 24, 4*KBlock + 40, 3
	for _, kn := range available {
		if kn.columns == nil {
			continue
		}
		t.Run("kernel="+kn.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(37, 38))
			for _, atEnd := range []bool{true, false} {
				a, b := guarded(t, maxM*(maxK+pad), atEnd), guarded(t, maxK*(maxNarrow+pad), atEnd)
				c := guarded(t, maxM*(maxNarrow+pad), atEnd)
				for v := range 600 {
					k := 1 + v%40
					if v >= 400 {
						k = KBlock*(v/50-7) - 10 + rng.IntN(32)
					}
					g := leafOperands{m: 8 * (1 + v%3), n: maxNarrow, k: k, pad: v % 2 * pad, acc: v%5 < 2}
					g.draw(rng, a, b, c, atEnd)
					g.b = cut(b, k*maxNarrow, atEnd)
					y := cut(c, g.m*maxNarrow, atEnd)
					draw(rng, y)
					want := append([]float32(nil), y...)
					kn.columns(g.m, k, 1+v/5%2, &g.a[0], g.rsa, &g.b[0], &y[0], g.acc)
					for p := 0; p < k; p += KBlock {
						refTile(g.m, maxNarrow, min(KBlock, k-p), &g.a[p], g.rsa, 1, &g.b[p*maxNarrow], maxNarrow, &want[0], maxNarrow, g.acc || p > 0)
					}
					if i := diff(y, want); i >= 0 {
						t.Fatalf("%dx%d, %d, lda=%d acc=%v: element %d is %v, want %v", g.m, k, 1+v/5%2, g.rsa, g.acc, i, y[i], want[i])
					}
				}
			}
		})
	}
}

// TestSgemmNarrow takes C of one to four columns, rows of A longer than is taken at a time.
func TestSgemmNarrow(t *testing.T) {
	for _, kn := range tested() {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(39, 40))
			m := 2*max(kn.nr, 4) + 5
			for v := range 24 {
				k := []int{2 * KBlock, 3*KBlock + 7, 5 * KBlock, 2*KBlock - 1}[v/2%4]
				sgemmCase{false, v%2 != 0, m + rng.IntN(9), 2 + v%3, k, []int{0, 3, -2}[rng.IntN(3)], 1, float32(v % 2)}.check(t, rng, kn)
			}
			sgemmCase{false, false, 3*narrowRows + 9, 3, narrowDepth + 300, 1, 1, 0}.check(t, rng, kn)
			sgemmCase{false, true, 3*narrowRows + 9, 4, narrowDepth + 1, 0, 1, 1}.check(t, rng, kn)
			if kn.columns != nil {
				sgemmCase{false, false, 2060, 1, narrowMin/2060 + 1, 0, 1, 1}.check(t, rng, kn)
			}
		})
	}
}
