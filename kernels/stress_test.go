package kernels

import (
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestStress has 64 goroutines multiply at all precisions at once, while they are
// preempted, garbage is collected and a profile is taken: signals come while tiles and
// vectors are live, and not one result may differ. With LANES_LONG=1 it takes 20 s.
func TestStress(t *testing.T) {
	const goroutines, m, n, k = 64, 61, 70, 130
	defer active.Store(active.Load())
	length := 200 * time.Millisecond
	if os.Getenv("LANES_LONG") != "" {
		length = 20 * time.Second
	}
	if err := pprof.StartCPUProfile(io.Discard); err != nil {
		t.Log("without a profile:", err)
	}
	defer pprof.StopCPUProfile()
	kn := *available[0]
	if kn.terms != nil {
		u := *kn.terms
		u.worth = always
		kn.terms = &u
	}
	active.Store(&kn)
	rng := rand.New(rand.NewPCG(61, 62))
	a, b, c0 := random(rng, m*k), random(rng, k*n), random(rng, m*n)
	var want [BF16 + 1][]float32
	multiply := func(p Precision) []float32 {
		c := append([]float32(nil), c0...)
		SgemmAt(p, NoTrans, Trans, m, n, k, 1, a, k, b, k, 1, c, n)
		return c
	}
	for p := range want {
		want[p] = multiply(Precision(p))
	}
	var all sync.WaitGroup
	var calls, wrong atomic.Int64
	end := time.Now().Add(length)
	for g := range goroutines {
		all.Go(func() {
			for p := g; time.Now().Before(end); p++ {
				calls.Add(1)
				if diff(multiply(Precision(p%len(want))), want[p%len(want)]) >= 0 {
					wrong.Add(1)
				}
			}
		})
	}
	for time.Now().Before(end) {
		runtime.GC()
	}
	all.Wait()
	t.Logf("%d products in %v, %d wrong", calls.Load(), length, wrong.Load())
	if wrong.Load() > 0 {
		t.Fail()
	}
}
