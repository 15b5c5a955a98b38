package kernels

import (
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"sync"
	"testing"

	"lanes/internal/racing"
)

// TestPackB: a prepared B gives the bits of SgemmAt at every precision, with every unit and
// set, for many goroutines at once, and follows changes of b and of the set.
func TestPackB(t *testing.T) {
	defer active.Store(active.Load())
	rng := rand.New(rand.NewPCG(51, 52))
	for _, kn := range append(withUnits(), tested()...) {
		active.Store(kn)
		for p := Exact; p <= BF16; p++ {
			for v := range 4 {
				if testing.Short() && v != int(p) {
					continue
				}
				c := sgemmCase{v&1 != 0, v&2 != 0, 5, 70, 40, 3, 1, 0}
				if unitModels[kn.name] != nil { // others are slow, or keep nothing of B
					c.m, c.n, c.k = 40, 1100, 530
				}
				if v == 3 {
					c.alpha, c.beta = 0.5, 2
				}
				lda, ldb, ldc := c.lds()
				a, b, c0 := c.operands(func(n int) []float32 { return random(rng, n) })
				packed := PackB(p, c.tb, c.k, c.n, b, ldb)
				want := c.runAt(kn, p, a, b, c0)
				check := func() {
					t.Helper()
					got := slices.Clone(c0)
					SgemmPacked(c.ta, c.m, c.alpha, a, lda, packed, c.beta, got, ldc)
					if i := diff(got, want); i >= 0 {
						t.Errorf("%s %v %v: element %d is %v, want %v", kn.name, c, p, i, got[i], want[i])
					}
				}
				check()
				copy(b, random(rng, len(b)))
				b[len(b)/2] = 1e38
				packed.Pack(p, c.tb, c.k, c.n, b, ldb)
				want = c.runAt(kn, p, a, b, c0)
				check()
				var all sync.WaitGroup
				for range brief(4, 1) {
					all.Go(check)
				}
				all.Wait()
				active.Store(&generic)
				want = c.runAt(&generic, p, a, b, c0)
				check()
				active.Store(kn)
			}
		}
	}
}

// TestPackBBlocks: a B too large to be packed at once is computed in blocks of columns, of
// the same bits as one that was packed before, which is not.
func TestPackBBlocks(t *testing.T) {
	u := active.Load().terms
	if u == nil {
		t.Skip("the set has no unit")
	}
	m, n, k, rng := u.mr+1, blockB/u.depth+2*pieceCols+3, u.depth, rand.New(rand.NewPCG(53, 54))
	a, b, got, want := random(rng, m*k), random(rng, k*n), make([]float32, m*n), make([]float32, m*n)
	if !u.worth(m, n, k, 1, false) {
		t.Fatalf("%s leaves %d×%d×%d to the exact method", u.name, m, n, k)
	}
	b[len(b)-2] = 1e38 // the last piece takes the exact method
	SgemmAt(BF16, NoTrans, NoTrans, m, n, k, 1, a, k, b, n, 0, want, n)
	SgemmPacked(NoTrans, m, 1, a, k, PackB(BF16, NoTrans, k, n, b, n), 0, got, n)
	if i := diff(got, want); i >= 0 {
		t.Errorf("element %d is %v, want %v", i, got[i], want[i])
	}
}

// TestPackBEmpty: sizes of zero are as good as others.
func TestPackBEmpty(t *testing.T) {
	for _, d := range [][2]int{{0, 3}, {3, 0}, {0, 0}} {
		b := PackB(BF16, NoTrans, d[0], d[1], nil, d[1])
		c := slices.Repeat([]float32{7}, 3*max(1, d[1]))
		SgemmPacked(NoTrans, 3, 1, make([]float32, 9), 3, b, 0, c, max(1, d[1]))
		for i, v := range c[:3*d[1]] {
			if v != 0 {
				t.Errorf("%v: element %d is %v, want 0", d, i, v)
			}
		}
	}
}

func TestPackBPanics(t *testing.T) {
	x := make([]float32, 6)
	for want, f := range map[string]func(){
		"kernels: PackB: negative size": func() { PackB(F32, NoTrans, -1, 2, x, 2) },
		"kernels: PackB: ldb too small": func() { PackB(F32, NoTrans, 2, 3, x, 2) },
		"kernels: PackB: b too short":   func() { PackB(F32, Trans, 2, 4, x, 2) },
		"kernels: unknown precision":    func() { PackB(BF16+1, NoTrans, 2, 3, x, 3) },
		"kernels: Sgemm: lda too small": func() { SgemmPacked(NoTrans, 2, 1, x, 1, PackB(F32, NoTrans, 2, 3, x, 3), 0, x, 3) },
		"kernels: Sgemm: c too short":   func() { SgemmPacked(NoTrans, 3, 1, x, 2, PackB(F32, NoTrans, 2, 3, x, 3), 0, x, 3) },
		"kernels: unknown precision ":   func() { SgemmAt(-1, NoTrans, NoTrans, 1, 1, 1, 1, x, 1, x, 1, 0, x, 1) },
		"kernels: Sgemm: negative size": func() { SgemmAt(F32, NoTrans, NoTrans, -1, 1, 1, 1, x, 1, x, 1, 0, x, 1) },
	} {
		func() {
			defer func() {
				if msg, _ := recover().(string); msg+" " != want && msg != want {
					t.Errorf("panic is %q, want %q", msg, want)
				}
			}()
			f()
		}()
	}
}

// TestTermsAllocs: no product and no packing allocates once the pools are warm.
func TestTermsAllocs(t *testing.T) {
	if racing.Enabled() {
		t.Skip("the race detector empties pools")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // so does a collection
	defer active.Store(active.Load())
	const m, n, k = 65, 70, 130
	rng := rand.New(rand.NewPCG(1, 2))
	x, y, z, tiny := random(rng, m*k), random(rng, k*n), random(rng, m*n), slices.Repeat([]float32{1e-40}, k*n)
	for _, kn := range withUnits() {
		active.Store(kn)
		packed := PackB(BF16, NoTrans, k, n, y, n)
		for name, f := range map[string]func(){
			"SgemmAt":       func() { SgemmAt(BF16, Trans, Trans, m, n, k, 2, x, m, y, k, 1, z, n) },
			"SgemmAt exact": func() { SgemmAt(BF16, NoTrans, NoTrans, m, n, k, 1, x, k, tiny, n, 0, z, n) },
			"SgemmPacked":   func() { SgemmPacked(NoTrans, m, 1, x, k, packed, 0, z, n) },
			"Pack":          func() { packed.Pack(BF16, NoTrans, k, n, y, n) },
		} {
			if allocs := testing.AllocsPerRun(2, f); allocs != 0 {
				t.Errorf("%s: %s: %v allocations", kn.name, name, allocs)
			}
		}
	}
}
