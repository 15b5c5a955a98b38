package kernels

import (
	"math/rand/v2"
	"testing"
)

// TestSgemmStrides: rows a multiple of 8 KB apart, with gaps, for which A and B are copied to
// panels and few rows or columns computed in other ways.
func TestSgemmStrides(t *testing.T) {
	for _, kn := range tested() {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(45, 46))
			mr, nr := min(max(kn.mr, 4), 16), max(kn.nr, 4)
			for v := range 60 {
				m, n := []int{1, 2, 4, 5, 2*mr + 1, 3*mr + 5}[v%6], []int{2*nr + 9, 3 * nr, nr + 1, 4*nr + 5}[rng.IntN(4)]
				k := []int{40, KBlock, KBlock + 9, 2*KBlock + 1, 3*KBlock + 9}[rng.IntN(5)]
				sgemmCase{v%5 == 0, v%4 >= 2, m, n, k, -2, []float32{1, 1, -0.5}[rng.IntN(3)], []float32{0, 1, -0.5}[rng.IntN(3)]}.check(t, rng, kn)
			}
		})
	}
}

// TestSgemmStreams: of C of few rows and columns whose operands, of long k, stream past, in
// place and copied.
func TestSgemmStreams(t *testing.T) {
	defer SetWorkers(0)
	SetWorkers(1)
	kns, rng := tested(), rand.New(rand.NewPCG(49, 50))
	for v := range 4 {
		ta, tb := Transpose(v&1 != 0), Transpose(v&2 != 0)
		sgemmCase{ta, tb, 61, 37, 1100, v % 3, 1, 0}.check(t, rng, kns...)
		sgemmCase{ta, tb, 26, 73, 2600, 0, 1, 1}.check(t, rng, kns...)
	}
	sgemmCase{true, false, streamC, 20, 3 * KBlock, 0, -0.5, 1}.check(t, rng, kns...)
	sgemmCase{true, false, streamC + 1, 32, 2*KBlock + 3, 1, 1, 0}.check(t, rng, kns...)
	for _, kn := range kns {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			if kn.stream == nil {
				t.Skip("no tiles that ask for the next block")
			}
			calls, counted := 0, *kn
			counted.stream = func(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool) {
				calls++
				kn.stream(m, n, k, a, rsa, csa, b, ldb, step, c, ldc, acc)
			}
			for ta := range 2 {
				calls = 0
				sgemmCase{ta > 0, false, 25, 32, 11*KBlock + 3, 1, 1, 0}.check(t, rng, &counted)
				if calls != 10*2 {
					t.Errorf("%d rows of tiles asked for the next block, want 20", calls)
				}
			}
			sgemmCase{true, false, streamC + 1, 32, 2*KBlock + 3, 1, 1, 0}.check(t, rng, &counted)
			if calls != 10*2 {
				t.Error("a tall C was taken for a small one")
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
	for _, kn := range tested() {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(47, 48))
			mr := max(kn.mr, 6)
			sgemmCase{false, false, 10*mr + 9, 300, 20, 1, 1, 0}.check(t, rng, kn)
			sgemmCase{true, false, 10*mr + 1, 257, KBlock + 5, 0, -0.5, 1}.check(t, rng, kn)
			if mr > 16 {
				return // generic, which asks for nothing, has tiles too high for that
			}
			m, n := min(10*mr, 5*mr+20), 261
			sgemmCase{false, false, m, n, max(manyB/n, small/m) + 5, 0, 1, 1}.check(t, rng, kn)
		})
	}
}
