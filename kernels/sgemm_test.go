package kernels

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"
)

// same reports whether two results are the same bits, any NaN being like any other.
func same(x, y float32) bool {
	return math.Float32bits(x) == math.Float32bits(y) || x != x && y != y
}

// diff returns the first index at which got and want are not the same, or −1.
func diff(got, want []float32) int {
	for i := range want {
		if !same(got[i], want[i]) {
			return i
		}
	}
	return -1
}

func random(rng *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return x
}

// exact reports whether a set keeps the same-bits promise in Sgemm on this build.
func exact(kn *kernel) bool { return kn.name != "generic" || Fused() }

// An sgemmCase is one call of Sgemm.
type sgemmCase struct {
	ta, tb      Transpose
	m, n, k     int
	pad         int // of the leading dimensions; −1, −2: to a multiple of 256, of 2048 above the width
	alpha, beta float32
}

func (c sgemmCase) String() string {
	return fmt.Sprintf("ta=%v/tb=%v/m=%d/n=%d/k=%d/pad=%d/alpha=%v/beta=%v", c.ta, c.tb, c.m, c.n, c.k, c.pad, c.alpha, c.beta)
}

// lds returns the leading dimensions.
func (c sgemmCase) lds() (lda, ldb, ldc int) {
	lda, ldb, ldc = c.k, c.n, c.n
	if c.ta {
		lda = c.m
	}
	if c.tb {
		ldb = c.k
	}
	if c.pad < 0 {
		d := []int{256, 2048}[-c.pad-1]
		return roundUp(lda+1, d), roundUp(ldb+1, d), roundUp(ldc+1, d)
	}
	return lda + c.pad, ldb + c.pad, ldc + c.pad
}

// run fills the operands from fill and returns C as each set and as the definition, which is
// slow and asked once, compute it, padding included.
func (c sgemmCase) run(kns []*kernel, fill func(n int) []float32) (got [][]float32, want []float32) {
	lda, ldb, ldc := c.lds()
	rows, deep := c.m, c.k // of A and B as stored
	if c.ta {
		rows = c.k
	}
	if c.tb {
		deep = c.n
	}
	a, b := fill(lda*rows), fill(ldb*deep)
	want = fill(ldc * max(c.m, 1))
	if c.beta == 0 { // must not be read
		for i := range want {
			want[i] = float32(math.NaN())
		}
	}
	for _, kn := range kns {
		x := append([]float32(nil), want...)
		if kn == active.Load() { // then the shortest way as well
			Sgemm(c.ta, c.tb, c.m, c.n, c.k, c.alpha, a, lda, b, ldb, c.beta, x, ldc)
		} else {
			kn.sgemm(Exact, nil, c.ta, c.tb, c.m, c.n, c.k, c.alpha, a, lda, b, ldb, c.beta, x, ldc)
		}
		got = append(got, x)
	}
	reference.sgemm(Exact, nil, c.ta, c.tb, c.m, c.n, c.k, c.alpha, a, lda, b, ldb, c.beta, want, ldc)
	return got, want
}

// check fails the test unless each set gives the reference's bits, or, for a build
// of generic that cannot fuse, comes within the bound of sums whose products are
// rounded too: 2·(k+4)·2⁻²⁴·Σ|a||b|, the operands here being below 6.
func (c sgemmCase) check(t *testing.T, rng *rand.Rand, kns ...*kernel) {
	t.Helper()
	got, want := c.run(kns, func(n int) []float32 { return random(rng, n) })
	for s, kn := range kns {
		bound := 0.0
		if !exact(kn) {
			bound = 2 * float64(c.k+4) * 0x1p-24 * float64(c.k*36+6)
		}
		for i, x := range got[s] {
			if !same(x, want[i]) && !(math.Abs(float64(x)-float64(want[i])) <= bound) {
				t.Fatalf("%s: %v: element %d is %v (%#x), want %v (%#x)", kn.name, c, i, x, math.Float32bits(x), want[i], math.Float32bits(want[i]))
			}
		}
	}
}

// sizes returns what is worth trying around a tile of d.
func sizes(d int) []int { return []int{0, 1, 2, d - 1, d, d + 1, 2*d + 3} }

func TestSgemm(t *testing.T) {
	for _, kn := range tested() {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(1, 2))
			for _, m := range sizes(min(max(kn.mr, 4), 16)) {
				for _, n := range sizes(max(kn.nr, 4)) {
					for _, k := range []int{0, 1, 2, 5, 16, 33} {
						for v := range 4 { // all combinations at the sizes that have them in turn
							c := sgemmCase{Transpose(v&1 != 0), Transpose(v&2 != 0), m, n, k, 3 * rng.IntN(2), 1, 0}
							c.check(t, rng, kn)
							c.pad = 3 * rng.IntN(2)
							c.alpha = []float32{0, 1, -0.5}[rng.IntN(3)]
							c.beta = []float32{0, 1, -0.5}[rng.IntN(3)]
							c.check(t, rng, kn)
						}
					}
				}
			}
		})
	}
}

// TestSgemmScalars takes every transpose, padding, alpha and beta in turn.
func TestSgemmScalars(t *testing.T) {
	kns, rng := tested(), rand.New(rand.NewPCG(17, 18))
	for _, mnk := range [][3]int{{7, 19, 5}, {15, 33, 20}, {40, 40, 40}} {
		for v := range 4 {
			for _, pad := range []int{0, 3} {
				for _, alpha := range []float32{0, 1, -0.5} {
					for _, beta := range []float32{0, 1, -0.5} {
						sgemmCase{Transpose(v&1 != 0), Transpose(v&2 != 0), mnk[0], mnk[1], mnk[2], pad, alpha, beta}.check(t, rng, kns...)
					}
				}
			}
		}
	}
}

// TestSgemmThin: few columns of C, which is computed as its transpose.
func TestSgemmThin(t *testing.T) {
	for _, kn := range tested() {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(19, 20))
			nr := max(kn.nr, 4)
			for _, m := range []int{2 * nr, 2*nr + 1, 5 * nr} {
				for _, n := range []int{1, 10, 12, 13, 24} {
					for _, k := range []int{100, 257} {
						for v := range 4 {
							c := sgemmCase{Transpose(v&1 != 0), false, m, n, k, 3 * (v / 2), 1, []float32{0, 1, -0.5}[(n+v)%3]}
							c.check(t, rng, kn)
						}
					}
				}
			}
		})
	}
}

// TestSgemmFew: few rows of C, or a single column.
func TestSgemmFew(t *testing.T) {
	t.Parallel()
	kns, rng := tested(), rand.New(rand.NewPCG(21, 22))
	for _, m := range []int{2, 3, 4} { // of a B larger than the caches near the core
		sgemmCase{false, false, m, 1100, 1910, 0, 1, 1}.check(t, rng, kns...)
	}
	for _, m := range []int{1, 3, 4} {
		for _, n := range []int{7, 8, 100, 519, fewCols + 1} {
			for v, k := range []int{10, KBlock + 9, 2*KBlock - 1, 2*KBlock + 1, 5*KBlock + 3} {
				if n > fewCols && v > 0 {
					break
				}
				ta, tb := Transpose((v+m)&1 != 0), Transpose(n%2 == 0)
				c := sgemmCase{ta, tb, m, n, k, 3 * rng.IntN(2), []float32{1, -0.5}[rng.IntN(2)], []float32{0, 1, -0.5}[rng.IntN(3)]}
				c.check(t, rng, kns...)
				c.alpha, c.m, c.n = 1, n, m
				c.check(t, rng, kns...)
			}
		}
	}
}

// TestSgemmCollisions: rows a multiple of 1 KB apart, with gaps, which share the sets
// of the caches, for few rows or columns, any k, scalars and number of workers.
func TestSgemmCollisions(t *testing.T) {
	defer SetWorkers(0)
	kns, rng := tested(), rand.New(rand.NewPCG(25, 26))
	for i := range 80 {
		m, n, k := 1+rng.IntN(5), 1+rng.IntN(70), KBlock*rng.IntN(6)+1+rng.IntN(KBlock)
		switch rng.IntN(8) {
		case 0, 1:
			m, n = n, m
		case 2:
			n += 480
		}
		SetWorkers(1 + rng.IntN(5))
		sgemmCase{i&1 != 0, i&2 != 0, m, n, k, rng.IntN(2) - 1,
			[]float32{1, 1, -0.5}[rng.IntN(3)], []float32{0, 1, -0.5}[rng.IntN(3)]}.check(t, rng, kns...)
	}
}

// TestSgemmBlocks crosses the edges of the cache blocks one at a time.
func TestSgemmBlocks(t *testing.T) {
	for _, kn := range tested() {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			t.Parallel()
			if kn.name == "reference" {
				t.Skip("has no blocks")
			}
			if testing.Short() && kn.name != available[0].name {
				t.Skip("the driver is the same for all")
			}
			rng := rand.New(rand.NewPCG(3, 4))
			for v := range 4 {
				ta, tb := Transpose(v&1 != 0), Transpose(v&2 != 0)
				for _, k := range []int{KBlock - 1, KBlock, KBlock + 1, 2*KBlock + 3} {
					for _, mn := range [][2]int{{1, 1}, {5, 10}, {10, 5}, {61, 70}} {
						sgemmCase{ta, tb, mn[0], mn[1], k, 3, 1, 1}.check(t, rng, kn)
						sgemmCase{ta, tb, mn[0], mn[1], k, 0, -0.5, 0}.check(t, rng, kn)
					}
				}
				for _, n := range []int{kn.nc - 1, kn.nc, kn.nc + 1} {
					sgemmCase{ta, tb, 49, n, 131, 3, 1, 0}.check(t, rng, kn)
				}
				sgemmCase{ta, tb, 301, 35, 70, 1, 1, 1}.check(t, rng, kn)
				sgemmCase{ta, tb, 5*kn.mr + 3, 520, 2*KBlock + 3, 0, 1, 0}.check(t, rng, kn) // B in place, and large
				sgemmCase{ta, tb, 2, piece + 9, 1, 3, 1, float32(v % 2)}.check(t, rng, kn)
			}
		})
	}
}

func TestSgemmPanics(t *testing.T) {
	x := make([]float32, 100)
	const far = 1 << (bits.UintSize - 2) // four times it wraps around to nothing
	for _, c := range []struct {
		name          string
		m, n, k       int
		lda, ldb, ldc int
		a, b, c       int
		ta, tb        Transpose
		want          string
	}{
		{"negative m", -1, 2, 3, 3, 2, 2, 100, 100, 100, false, false, "negative size"},
		{"negative n", 1, -2, 3, 3, 2, 2, 100, 100, 100, false, false, "negative size"},
		{"negative k", 1, 2, -3, 3, 2, 2, 100, 100, 100, false, false, "negative size"},
		{"lda", 2, 2, 3, 2, 2, 2, 100, 100, 100, false, false, "lda too small"},
		{"lda transposed", 2, 2, 3, 1, 2, 2, 100, 100, 100, true, false, "lda too small"},
		{"ldb", 2, 2, 3, 3, 1, 2, 100, 100, 100, false, false, "ldb too small"},
		{"ldb transposed", 2, 2, 3, 3, 2, 2, 100, 100, 100, false, true, "ldb too small"},
		{"ldc", 2, 2, 3, 3, 2, 1, 100, 100, 100, false, false, "ldc too small"},
		{"short a", 2, 2, 3, 3, 2, 2, 5, 100, 100, false, false, "a too short"},
		{"short b", 2, 2, 3, 3, 2, 2, 100, 5, 100, false, false, "b too short"},
		{"short c", 2, 2, 3, 3, 2, 2, 100, 100, 3, false, false, "c too short"},
		{"lda that wraps around", 5, 2, 3, far, 2, 2, 100, 100, 100, false, false, "a too short"},
		{"ldb that wraps around", 2, 2, 5, 5, far, 2, 100, 100, 100, false, false, "b too short"},
		{"ldc that wraps around", 5, 2, 3, 3, 2, far, 100, 100, 100, false, false, "c too short"},
		{"sizes that wrap around", 1 << (bits.UintSize / 2), 2, 3, 1 << (bits.UintSize / 2), 2, 1 << (bits.UintSize / 2), 100, 100, 100, false, false, "c too short"},
	} {
		t.Run(c.name, func(t *testing.T) {
			defer func() {
				if msg := recover(); msg != "kernels: Sgemm: "+c.want {
					t.Errorf("panic %v, want %q", msg, c.want)
				}
			}()
			Sgemm(c.ta, c.tb, c.m, c.n, c.k, 1, x[:c.a], c.lda, x[:c.b], c.ldb, 0, x[:c.c], c.ldc)
		})
	}
	Sgemm(NoTrans, NoTrans, 0, 5, 5, 1, nil, 5, nil, 5, 0, nil, 5)
	Sgemm(NoTrans, NoTrans, 2, 2, 0, 1, nil, 0, nil, 2, 0, x, 2)
	Sgemm(NoTrans, NoTrans, 2, 2, 3, 0, x, 3, x, 2, 1, x, 2)
}
