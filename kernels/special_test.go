package kernels

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestSgemmSpecial fills the operands with zeros of both signs, denormals,
// infinities and NaN among ordinary numbers.
func TestSgemmSpecial(t *testing.T) {
	odd := []float32{0, float32(math.Copysign(0, -1)), math.SmallestNonzeroFloat32, -0x1p-130, math.MaxFloat32,
		float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN()), 0x1p-80, -0x1p100}
	defer SetWorkers(0)
	kns := exactSets()
	for rare := 2; rare < 500; rare *= 3 {
		if testing.Short() && rare != 18 {
			continue
		}
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
			SetWorkers([]int{1, 2, 7}[v%3])
			c := sgemmCase{Transpose(v&1 != 0), Transpose(v&2 != 0), 17 + v, 34, 259, 0, []float32{1, -0.5}[v>>2&1], float32(v >> 3)}
			if v >= 12 && rare == 18 && !testing.Short() { // few columns, and blocks of k shared out
				c.m, c.n, c.k = 65, 10, 6500
			}
			got, want := c.run(kns, fill)
			for s, kn := range kns {
				if i := diff(got[s], want); i >= 0 {
					t.Fatalf("%s: %v: element %d is %v, want %v", kn.name, c, i, got[s][i], want[i])
				}
			}
		}
	}
}

// TestReferenceBound holds the definition to a float64 triple loop by the bound
// of the package contract.
func TestReferenceBound(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	const m, n = 5, 7
	for _, k := range []int{1, 2, 63, 255, 256, 257, 1000, 2048} {
		a, b, c := random(rng, m*k), random(rng, k*n), make([]float32, m*n)
		reference.sgemm(Exact, nil, NoTrans, NoTrans, m, n, k, 1, a, k, b, n, 0, c, n)
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
	for _, kn := range tested() {
		c := make([]float32, n*n)
		kn.sgemm(Exact, nil, NoTrans, NoTrans, n, n, n, 1, a, n, eye, n, 0, c, n)
		if i := diff(c, a); i >= 0 {
			t.Errorf("%s: A·I differs from A at %d", kn.name, i)
		}
		nan := append([]float32(nil), a...)
		nan[3*n+5] = float32(math.NaN())
		kn.sgemm(Exact, nil, NoTrans, NoTrans, n, n, n, 1, nan, n, eye, n, 0, c, n)
		for j := range n {
			if c[3*n+j] == c[3*n+j] {
				t.Fatalf("%s: a NaN in A does not reach C[3,%d]", kn.name, j)
			}
		}
	}
}
