//go:build unix

package kernels

import (
	"math/rand/v2"
	"testing"
)

// TestSgemmGuard takes whole products, of all shapes that have a way of their own, of operands
// exactly as long as they must be, flush against inaccessible pages.
func TestSgemmGuard(t *testing.T) {
	const most = 1 << 18
	kns, rng := exactSets(), rand.New(rand.NewPCG(49, 50))
	for _, atEnd := range []bool{true, false} {
		a, b, c := guarded(t, most, atEnd), guarded(t, most, atEnd), guarded(t, most, atEnd)
		for v := range 180 {
			g := sgemmCase{v%2 != 0, v/2%2 != 0, 1 + rng.IntN(22), 8 + rng.IntN(150), 1 + rng.IntN(100), []int{0, 3, -1}[v%3],
				[]float32{1, 1, -0.5}[rng.IntN(3)], []float32{0, 1, -0.5}[rng.IntN(3)]}
			switch v / 4 % 5 {
			case 0:
				g.k *= 4
			case 1:
				g.m, g.n = g.n, g.m
			case 2:
				g.m, g.n, g.k = g.n, g.m, 4*g.k
			case 3:
				g.m, g.n, g.k = 64+rng.IntN(20), 1+rng.IntN(4), 2*KBlock+g.k
			case 4:
				g.m += 50
			}
			lda, ldb, ldc := g.lds()
			x, y, z := cut(a, span(g.ta, g.m, g.k, lda), atEnd), cut(b, span(g.tb, g.k, g.n, ldb), atEnd), cut(c, span(false, g.m, g.n, ldc), atEnd)
			for _, s := range [][]float32{x, y, z} {
				draw(rng, s)
			}
			drawn, want := append([]float32(nil), z...), append([]float32(nil), z...)
			reference.sgemm(Exact, nil, g.ta, g.tb, g.m, g.n, g.k, g.alpha, x, lda, y, ldb, g.beta, want, ldc)
			for _, kn := range kns {
				copy(z, drawn)
				kn.sgemm(Exact, nil, g.ta, g.tb, g.m, g.n, g.k, g.alpha, x, lda, y, ldb, g.beta, z, ldc)
				if i := diff(z, want); i >= 0 {
					t.Fatalf("%s: %v: element %d is %v, want %v", kn.name, g, i, z[i], want[i])
				}
			}
		}
	}
}

// span is how many elements X takes, op(X) being rows×cols.
func span(t Transpose, rows, cols, ld int) int {
	if t {
		rows, cols = cols, rows
	}
	return (rows-1)*ld + cols
}
