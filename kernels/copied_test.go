package kernels

import (
	"math/rand/v2"
	"testing"
)

// TestSgemmSwap takes tall C of long k at the edges of what is computed at a time, A stored by
// columns, B both ways.
func TestSgemmSwap(t *testing.T) {
	defer SetWorkers(0)
	SetWorkers(1) // more would have fewer rows than are computed at a time
	kns, rng := tested(), rand.New(rand.NewPCG(37, 38))
	for v, s := range [][2]int{{100, 25}, {swapCols + 17, 25}, {132, 33}, {4 * swapMax, swapMax}, {4*swapMax + 4, swapMax + 1}} {
		if v > 2 && testing.Short() {
			break
		}
		c := sgemmCase{true, v&1 != 0, s[0], s[1], swapMin + 3*v, 3 * (v & 1), 1, float32(v >> 1 & 1)}
		c.check(t, rng, kns...)
	}
}

// TestSgemmGroups takes panels of A copied together: fewer than a group, more, and of
// heights that differ, by as many rows of A as are copied at a time and others.
func TestSgemmGroups(t *testing.T) {
	for _, kn := range tested() {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(39, 40))
			for v, m := range []int{max(kn.mr, 2) + 1, 2*kn.mr + 1, groupA*kn.mr + 1, 2*groupA*kn.mr + 5} {
				for _, k := range []int{groupRows + 1, groupRows, KBlock + groupRows + 3} {
					if k > groupRows+1 && m > 100 {
						continue
					}
					c := sgemmCase{true, v&1 != 0, m, 260, k, 3 * (v & 1), 1 + float32(k&1), float32(v >> 1)}
					c.check(t, rng, kn)
				}
			}
		})
	}
}

// TestSgemmAlias takes small products in rows of 4 KB, which are copied from 9 rows on.
func TestSgemmAlias(t *testing.T) {
	t.Parallel()
	kns, rng := tested(), rand.New(rand.NewPCG(41, 42))
	for v := range 20 {
		n := []int{8, 9, 16, 24, 31}[v%5]
		c := sgemmCase{Transpose(v&1 != 0), false, n, n, n, 1024 - n, 1, float32(v >> 1 & 1)}
		c.check(t, rng, kns...)
		c.m, c.k, c.pad = 2*n, 9+v%3, -2
		c.check(t, rng, kns...)
		c.ta, c.m, c.k, c.pad = false, 100, n, 1024-n
		c.check(t, rng, kns...)
	}
}

// TestSgemmCopiedShared cuts the columns of a C that is computed as its transpose, and the rows
// of one whose B is transposed as a whole.
func TestSgemmCopiedShared(t *testing.T) {
	defer SetWorkers(0)
	SetWorkers(8)
	kns, rng := tested(), rand.New(rand.NewPCG(43, 44))
	for v := range 2 {
		sgemmCase{true, v != 0, 256, 64, swapMin + v, 3 * v, 1, float32(v)}.check(t, rng, kns...)
		sgemmCase{v != 0, true, 900, 700, 10 + v, 3 * v, 1, float32(v)}.check(t, rng, kns...)
	}
}
