package kernels

import (
	"math/rand/v2"
	"testing"
)

// TestSgemmStrides: rows a multiple of 8 KB apart, with gaps, for which A and B are copied to
// panels and few rows or columns computed in other ways.
func TestSgemmStrides(t *testing.T) {
	for _, kn := range available {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(45, 46))
			mr, nr := min(max(kn.mr, 4), 16), max(kn.nr, 4)
			for v := range 60 {
				m, n := []int{1, 2, 4, 5, 2*mr + 1, 3*mr + 5}[v%6], []int{2*nr + 9, 3 * nr, nr + 1, 4*nr + 5}[rng.IntN(4)]
				k := []int{40, KBlock, KBlock + 9, 2*KBlock + 1, 3*KBlock + 9}[rng.IntN(5)]
				sgemmCase{v%5 == 0, v%4 >= 2, m, n, k, -2, []float32{1, 1, -0.5}[rng.IntN(3)], []float32{0, 1, -0.5}[rng.IntN(3)]}.check(t, kn, rng)
			}
		})
	}
}

// TestSgemmManyRows: of a B stored by rows, copied because many rows of tiles use it; and
// of one too large for the second cache that is asked for ahead instead, by one worker, as
// a piece of C would be too small.
func TestSgemmManyRows(t *testing.T) {
	defer SetWorkers(0)
	SetWorkers(1)
	for _, kn := range available {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(47, 48))
			mr := max(kn.mr, 6)
			sgemmCase{false, false, 10*mr + 9, 300, 20, 1, 1, 0}.check(t, kn, rng)
			sgemmCase{true, false, 10*mr + 1, 257, KBlock + 5, 0, -0.5, 1}.check(t, kn, rng)
			m, n := min(10*mr, 5*mr+20), 261
			sgemmCase{false, false, m, n, max(manyB/n, small/m) + 5, 0, 1, 1}.check(t, kn, rng)
		})
	}
}
