package kernels

import (
	"math/rand/v2"
	"testing"
)

// TestSgemmSwap takes tall C of long k at the edges of what is computed at a time, A stored by
// columns, B both ways.
func TestSgemmSwap(t *testing.T) {
	for _, kn := range available {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(37, 38))
			for v, n := range []int{25, 33, swapMax, swapMax + 1} {
				for _, m := range []int{4 * n, swapCols + 17} {
					c := sgemmCase{true, v&1 != 0, max(m, 4*n), n, swapMin + 3*v, 3 * (v & 1), 1, float32(m & 1)}
					c.check(t, kn, rng)
				}
			}
		})
	}
}

// TestSgemmGroups takes panels of A copied together: fewer than a group, more, and of
// heights that differ, by as many rows of A as are copied at a time and others.
func TestSgemmGroups(t *testing.T) {
	for _, kn := range available {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(39, 40))
			for v, m := range []int{max(kn.mr, 2) + 1, 2*kn.mr + 1, groupA*kn.mr + 1, 2*groupA*kn.mr + 5} {
				for _, k := range []int{groupRows, groupRows + 1, KBlock + groupRows + 3} {
					c := sgemmCase{true, v&1 != 0, m, 300, k, 3 * (v & 1), 1 + float32(k&1), float32(v >> 1)}
					c.check(t, kn, rng)
				}
			}
		})
	}
}

// TestSgemmAlias takes small products in rows of 4 KB, which are copied from 9 rows on.
func TestSgemmAlias(t *testing.T) {
	for _, kn := range available {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(41, 42))
			for v := range 20 {
				n := []int{8, 9, 16, 24, 31}[v%5]
				c := sgemmCase{Transpose(v&1 != 0), false, n, n, n, 1024 - n, 1, float32(v >> 1 & 1)}
				c.check(t, kn, rng)
				c.ta, c.m = false, 100
				c.check(t, kn, rng)
			}
		})
	}
}
