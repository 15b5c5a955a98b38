package kernels

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
)

// warmTeam has products from warmMin on shared out, as if helpers were looking for work all
// the time, until the function it returns is called.
func warmTeam() (restore func()) {
	crew.warm.Add(1)
	return func() { crew.warm.Add(-1) }
}

// TestWorkers: any number of workers gives the same bits.
func TestWorkers(t *testing.T) {
	defer SetWorkers(0)
	rng := rand.New(rand.NewPCG(11, 12))
	for _, c := range []sgemmCase{
		{false, false, 130, 110, 300, 0, 1, 0}, {true, false, 284, 150, 100, 1, 1, 1}, {false, true, 130, 284, 130, 0, 0.3, 0.5},
		{true, true, 43, 200, 520, 2, 1, 0}, {false, false, 1500, 10, 300, 0, 1, 0}, {true, false, 25, 32, 5300, 0, 1, 1}, {true, false, 25, 32, 5300, 0, 1, 0},
		{false, false, 40, 129, 1000, 0, 1, 0}, {true, true, 120, 133, 300, 3, -0.5, 0.5}, {true, false, 2, 3, 800000, 0, 1, 1},
	} {
		lda, ldb, ldc := c.lds()
		a, b, c0 := random(rng, lda*max(c.m, c.k)), random(rng, ldb*max(c.n, c.k)), random(rng, c.m*ldc)
		want := append([]float32(nil), c0...)
		reference.sgemm(Exact, nil, c.ta, c.tb, c.m, c.n, c.k, c.alpha, a, lda, b, ldb, c.beta, want, ldc)
		for _, kn := range exactSets() {
			if kn == &reference {
				continue
			}
			for _, w := range []int{1, 2, 7} {
				SetWorkers(w)
				got := append([]float32(nil), c0...)
				kn.sgemm(Exact, nil, c.ta, c.tb, c.m, c.n, c.k, c.alpha, a, lda, b, ldb, c.beta, got, ldc)
				if i := diff(got, want); i >= 0 {
					t.Fatalf("%s, %d workers, %v: element %d is %v, want %v", kn.name, w, c, i, got[i], want[i])
				}
			}
		}
	}
}

// TestCut: pieces of C cover it once and none is empty, whatever the number of workers.
func TestCut(t *testing.T) {
	for _, kn := range available {
		for w := 2; w <= 9 && kn.name != "reference"; w++ {
			for m := 1; m < 700; m += 1 + m/40 {
				for _, n := range []int{1, 10, 33, 500} {
					for _, k := range []int{8, 16, 100, 300} {
						g := gemm{m: m, n: n, k: k, alpha: 1, a: view{rs: k, cs: 1}, b: view{rs: n, cs: 1}}
						g.thin = kn.isThin(&g)
						j := job{kn: kn, g: g}
						j.cut(w)
						area := 0
						for p := range j.pieces {
							h, width := min(j.h, m-p/j.across*j.h), min(j.w, n-p%j.across*j.w)
							if h <= 0 || width <= 0 {
								t.Fatalf("%s, %d workers, %d×%d×%d: piece %d of %d is %d×%d", kn.name, w, m, n, k, p, j.pieces, h, width)
							}
							area += h * width
						}
						if area != m*n {
							t.Fatalf("%s, %d workers, %d×%d×%d: pieces of %d elements", kn.name, w, m, n, k, area)
						}
					}
				}
			}
		}
	}
}

func TestSetWorkers(t *testing.T) {
	defer SetWorkers(0)
	for _, c := range [][2]int{{1, 1}, {3, 3}, {1 << 30, maxWorkers}, {0, min(runtime.GOMAXPROCS(0), maxWorkers)}} {
		SetWorkers(c[0])
		if w := Workers(); w != c[1] {
			t.Errorf("SetWorkers(%d): Workers() = %d, want %d", c[0], w, c[1])
		}
	}
	defer func() {
		if recover() != "kernels: SetWorkers: n < 0" {
			t.Error("SetWorkers(-1) does not panic")
		}
	}()
	SetWorkers(-1)
}

// TestSharedNegativeZero: sums that underflow to −0 leave a C of −0 alone, also
// when the blocks of k are shared out.
func TestSharedNegativeZero(t *testing.T) {
	defer SetWorkers(0)
	const m, n, k = 30, 30, 5000
	a, b := make([]float32, m*k), make([]float32, k*n)
	for i := range a {
		a[i] = -1e-30
	}
	for i := range b {
		b[i] = 1e-30
	}
	for _, kn := range exactSets() {
		for _, w := range []int{1, 2, 7} {
			SetWorkers(w)
			c := make([]float32, m*n)
			for i := range c {
				c[i] = negativeZero
			}
			kn.sgemm(Exact, nil, NoTrans, NoTrans, m, n, k, 1, a, k, b, n, 1, c, n)
			if i := slices.IndexFunc(c, func(v float32) bool { return !same(v, negativeZero) }); i >= 0 {
				t.Fatalf("%s, %d workers: element %d is %v, want -0", kn.name, w, i, c[i])
			}
		}
	}
}

// TestConcurrent: many calls at once, more than there are workers, each on its
// own C, all finish with the right bits.
func TestConcurrent(t *testing.T) {
	defer warmTeam()()
	rng := rand.New(rand.NewPCG(15, 16))
	const m, n, k = 40, 40, 300
	a, b, want := random(rng, m*k), random(rng, k*n), make([]float32, m*n)
	reference.sgemm(Exact, nil, NoTrans, NoTrans, m, n, k, 1, a, k, b, n, 0, want, n)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			got := make([]float32, m*n)
			for range 20 {
				clear(got)
				available[0].sgemm(Exact, nil, NoTrans, NoTrans, m, n, k, 1, a, k, b, n, 0, got, n)
				if i := diff(got, want); i >= 0 && exact(available[0]) {
					t.Errorf("element %d is %v, want %v", i, got[i], want[i])
					return
				}
			}
		})
	}
	wg.Wait()
}
