package kernels

import (
	"math/rand/v2"
	"testing"
)

// TestSgemmFlat: few rows of C by a B that is stored transposed, all numbers of them
// that are computed as the transpose of C and those beside.
func TestSgemmFlat(t *testing.T) {
	t.Parallel()
	kns, rng := tested(), rand.New(rand.NewPCG(27, 28))
	for _, m := range []int{6, 7, 8, 9, 15, 16, 17, 31, 32, 33} {
		for _, n := range []int{63, 64, 70, 98, 101} {
			for _, k := range []int{flatMin - 1, flatMin, KBlock + (m+n)%2*77} {
				sgemmCase{n%2 == 0, true, m, n, k, 3 * rng.IntN(2), []float32{1, -0.5}[rng.IntN(2)], []float32{0, 1, -0.5}[rng.IntN(3)]}.check(t, rng, kns...)
			}
		}
	}
	sgemmCase{false, true, 32, flatSize/32 + 75, flatMin, 3, 1, 1}.check(t, rng, kns...)
}
