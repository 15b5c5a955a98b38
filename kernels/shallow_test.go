package kernels

import (
	"math/rand/v2"
	"testing"
)

// TestSgemmShallow takes a few products an element, all transposes, at the edges of what
// is computed at a time.
func TestSgemmShallow(t *testing.T) {
	for _, kn := range tested() {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(35, 36))
			for v := range 48 {
				c := sgemmCase{Transpose(v&1 != 0), Transpose(v&2 != 0), []int{4, kn.mr + 1, 35}[v%3],
					[]int{max(kn.nr, 4), 100, shallowCols, shallowCols + 17}[v/3%4], 2 + rng.IntN(maxShallow), 3 * rng.IntN(2), 1, float32(v >> 2 & 1)}
				c.check(t, rng, kn)
			}
		})
	}
}
