package kernels

import (
	"fmt"
	"math"
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
	pad         int // of the leading dimensions
	alpha, beta float32
}

func (c sgemmCase) String() string {
	return fmt.Sprintf("ta=%v/tb=%v/m=%d/n=%d/k=%d/pad=%d/alpha=%v/beta=%v", c.ta, c.tb, c.m, c.n, c.k, c.pad, c.alpha, c.beta)
}

// lds returns the leading dimensions.
func (c sgemmCase) lds() (lda, ldb, ldc int) {
	lda, ldb = c.k, c.n
	if c.ta {
		lda = c.m
	}
	if c.tb {
		ldb = c.k
	}
	return lda + c.pad, ldb + c.pad, c.n + c.pad
}

// run fills the operands from fill and returns C as set kn and as the
// definition compute it, padding included.
func (c sgemmCase) run(kn *kernel, fill func(n int) []float32) (got, want []float32) {
	lda, ldb, ldc := c.lds()
	a, b := fill(lda*max(c.m, c.k)), fill(ldb*max(c.n, c.k))
	want = fill(ldc * max(c.m, 1))
	if c.beta == 0 { // must not be read
		for i := range want {
			want[i] = float32(math.NaN())
		}
	}
	got = append([]float32(nil), want...)
	kn.sgemm(c.ta, c.tb, c.m, c.n, c.k, c.alpha, a, lda, b, ldb, c.beta, got, ldc)
	reference.sgemm(c.ta, c.tb, c.m, c.n, c.k, c.alpha, a, lda, b, ldb, c.beta, want, ldc)
	return got, want
}

// check fails the test unless kn gives the reference's bits, or, for a build
// of generic that cannot fuse, stays within twice the reference's bound.
func (c sgemmCase) check(t *testing.T, kn *kernel, rng *rand.Rand) {
	t.Helper()
	got, want := c.run(kn, func(n int) []float32 { return random(rng, n) })
	if exact(kn) {
		if i := diff(got, want); i >= 0 {
			t.Fatalf("%v: element %d is %v (%#x), want %v (%#x)", c, i, got[i], math.Float32bits(got[i]), want[i], math.Float32bits(want[i]))
		}
		return
	}
	for i := range want {
		if d := math.Abs(float64(got[i]) - float64(want[i])); d > 1e-4*float64(c.k+1) {
			t.Fatalf("%v: element %d is %v, want %v", c, i, got[i], want[i])
		}
	}
}

// sizes returns what is worth trying around a tile of d.
func sizes(d int) []int { return []int{0, 1, 2, d - 1, d, d + 1, 2*d + 3} }

func TestSgemm(t *testing.T) {
	for _, kn := range available {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(1, 2))
			alphas, betas := []float32{0, 1, -0.5}, []float32{0, 1, -0.5}
			count := 0
			for _, m := range sizes(max(kn.mr, 4)) {
				for _, n := range sizes(max(kn.nr, 4)) {
					for _, k := range []int{0, 1, 2, 5, 16, 33} {
						for v := range 4 {
							count++
							c := sgemmCase{Transpose(v&1 != 0), Transpose(v&2 != 0), m, n, k, count % 2 * 3,
								alphas[count%3], betas[count/3%3]}
							c.check(t, kn, rng)
						}
					}
				}
			}
		})
	}
}

// TestSgemmBlocks crosses the edges of the cache blocks one at a time.
func TestSgemmBlocks(t *testing.T) {
	for _, kn := range available {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			t.Parallel()
			if kn.name == "reference" {
				t.Skip("has no blocks")
			}
			rng := rand.New(rand.NewPCG(3, 4))
			for v := range 4 {
				ta, tb := Transpose(v&1 != 0), Transpose(v&2 != 0)
				for _, k := range []int{KBlock - 1, KBlock, KBlock + 1, 2*KBlock + 3} {
					for _, mn := range [][2]int{{1, 1}, {5, 10}, {10, 5}, {61, 70}} {
						sgemmCase{ta, tb, mn[0], mn[1], k, 3, 1, 1}.check(t, kn, rng)
						sgemmCase{ta, tb, mn[0], mn[1], k, 0, -0.5, 0}.check(t, kn, rng)
					}
				}
				for _, n := range []int{kn.nc - 1, kn.nc, kn.nc + 1} {
					sgemmCase{ta, tb, 49, n, 131, 3, 1, 0}.check(t, kn, rng)
				}
				sgemmCase{ta, tb, 301, 35, 70, 1, 1, 1}.check(t, kn, rng)
			}
		})
	}
}

// TestSgemmSpecial fills the operands with zeros of both signs, denormals,
// infinities and NaN among ordinary numbers.
func TestSgemmSpecial(t *testing.T) {
	odd := []float32{0, float32(math.Copysign(0, -1)), math.SmallestNonzeroFloat32, -0x1p-130, math.MaxFloat32,
		float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN()), 0x1p-80, -0x1p100}
	for _, kn := range available {
		if !exact(kn) {
			continue
		}
		t.Run("kernel="+kn.name, func(t *testing.T) {
			for rare := 2; rare < 500; rare *= 3 {
				rng := rand.New(rand.NewPCG(5, uint64(rare)))
				fill := func(n int) []float32 {
					x := random(rng, n)
					for i := range x {
						if rng.IntN(rare) == 0 {
							x[i] = odd[rng.IntN(len(odd))]
						}
					}
					return x
				}
				for v := range 16 {
					c := sgemmCase{Transpose(v&1 != 0), Transpose(v&2 != 0), 17 + v, 34, 259, 0, []float32{1, -0.5}[v>>2&1], float32(v >> 3)}
					got, want := c.run(kn, fill)
					if i := diff(got, want); i >= 0 {
						t.Fatalf("%v: element %d is %v, want %v", c, i, got[i], want[i])
					}
				}
			}
		})
	}
}

// TestReferenceBound holds the definition to a float64 triple loop by the bound
// of the package contract.
func TestReferenceBound(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	const m, n = 5, 7
	for _, k := range []int{1, 2, 63, 255, 256, 257, 1000, 2048} {
		a, b, c := random(rng, m*k), random(rng, k*n), make([]float32, m*n)
		reference.sgemm(NoTrans, NoTrans, m, n, k, 1, a, k, b, n, 0, c, n)
		for i := range m {
			for j := range n {
				var sum, abs float64
				for l := range k {
					p := float64(a[i*k+l]) * float64(b[l*n+j])
					sum, abs = sum+p, abs+math.Abs(p)
				}
				bound := float64(min(k, KBlock)+(k+KBlock-1)/KBlock+2) * 0x1p-24 * abs
				if d := math.Abs(float64(c[i*n+j]) - sum); d > bound {
					t.Errorf("k=%d: C[%d,%d] is %g off, bound %g", k, i, j, d, bound)
				}
			}
		}
	}
}

// TestSgemmIdentity: A·I = A exactly, and one NaN in A reaches its whole row of C.
func TestSgemmIdentity(t *testing.T) {
	const n = 77
	rng := rand.New(rand.NewPCG(9, 10))
	a, eye := random(rng, n*n), make([]float32, n*n)
	for i := range n {
		eye[i*n+i] = 1
	}
	for _, kn := range available {
		c := make([]float32, n*n)
		kn.sgemm(NoTrans, NoTrans, n, n, n, 1, a, n, eye, n, 0, c, n)
		if i := diff(c, a); i >= 0 {
			t.Errorf("%s: A·I differs from A at %d", kn.name, i)
		}
		nan := append([]float32(nil), a...)
		nan[3*n+5] = float32(math.NaN())
		kn.sgemm(NoTrans, NoTrans, n, n, n, 1, nan, n, eye, n, 0, c, n)
		for j := range n {
			if c[3*n+j] == c[3*n+j] {
				t.Fatalf("%s: a NaN in A does not reach C[3,%d]", kn.name, j)
			}
		}
	}
}

func TestSgemmPanics(t *testing.T) {
	x := make([]float32, 100)
	for _, c := range []struct {
		name          string
		m, n, k       int
		lda, ldb, ldc int
		a, b, c       int
		ta, tb        Transpose
	}{
		{"negative m", -1, 2, 3, 3, 2, 2, 100, 100, 100, false, false},
		{"negative n", 1, -2, 3, 3, 2, 2, 100, 100, 100, false, false},
		{"negative k", 1, 2, -3, 3, 2, 2, 100, 100, 100, false, false},
		{"lda", 2, 2, 3, 2, 2, 2, 100, 100, 100, false, false},
		{"lda transposed", 2, 2, 3, 1, 2, 2, 100, 100, 100, true, false},
		{"ldb", 2, 2, 3, 3, 1, 2, 100, 100, 100, false, false},
		{"ldb transposed", 2, 2, 3, 3, 2, 2, 100, 100, 100, false, true},
		{"ldc", 2, 2, 3, 3, 2, 1, 100, 100, 100, false, false},
		{"short a", 2, 2, 3, 3, 2, 2, 5, 100, 100, false, false},
		{"short b", 2, 2, 3, 3, 2, 2, 100, 5, 100, false, false},
		{"short c", 2, 2, 3, 3, 2, 2, 100, 100, 3, false, false},
		{"sizes that wrap around", 1 << 32, 2, 3, 1 << 32, 2, 1 << 32, 100, 100, 100, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			defer func() {
				if _, ok := recover().(string); !ok {
					t.Error("no panic with a constant message")
				}
			}()
			Sgemm(c.ta, c.tb, c.m, c.n, c.k, 1, x[:c.a], c.lda, x[:c.b], c.ldb, 0, x[:c.c], c.ldc)
		})
	}
	Sgemm(NoTrans, NoTrans, 0, 5, 5, 1, nil, 5, nil, 5, 0, nil, 5)
	Sgemm(NoTrans, NoTrans, 2, 2, 0, 1, nil, 0, nil, 2, 0, x, 2)
	Sgemm(NoTrans, NoTrans, 2, 2, 3, 0, x, 3, x, 2, 1, x, 2)
}

func FuzzSgemm(f *testing.F) {
	f.Add(uint8(3), uint8(4), uint16(5), uint8(0), uint64(1))
	f.Add(uint8(14), uint8(33), uint16(257), uint8(0xff), uint64(2))
	f.Add(uint8(100), uint8(10), uint16(784), uint8(3), uint64(3))
	f.Fuzz(func(t *testing.T, m, n uint8, k uint16, flags uint8, seed uint64) {
		rng := rand.New(rand.NewPCG(seed, 0))
		c := sgemmCase{Transpose(flags&1 != 0), Transpose(flags&2 != 0), int(m), int(n), int(k) % 1024, int(flags >> 2 & 3),
			[]float32{1, 0, -0.5, 3}[flags>>4&3], []float32{0, 1, -0.5, 2}[flags>>6]}
		for _, kn := range available {
			c.check(t, kn, rng)
		}
	})
}
