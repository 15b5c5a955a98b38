package kernels

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// BenchmarkTile is the leaf alone, operands in the first cache.
func BenchmarkTile(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, kn := range available {
		for _, k := range []int{16, 64, KBlock} {
			b.Run(fmt.Sprintf("kernel=%s/k=%d", kn.name, k), func(b *testing.B) {
				x, y, z := random(rng, kn.mr*k), random(rng, k*kn.nr), random(rng, kn.mr*kn.nr)
				for b.Loop() {
					kn.tiles(kn.mr, kn.nr, k, &x[0], k, 1, &y[0], kn.nr, 0, &z[0], kn.nr, true)
				}
				gflops(b, kn, 2*kn.mr*kn.nr*k)
			})
		}
	}
}

// gflops reports the rate of n flops an iteration, and its part of the peak.
func gflops(b *testing.B, kn *kernel, n int) {
	rate := float64(n) * float64(b.N) / float64(b.Elapsed().Nanoseconds())
	b.ReportMetric(rate, "GFLOP/s")
	old := active.Swap(kn)
	b.ReportMetric(100*rate/FMAPeak(2*time.Millisecond), "%peak")
	active.Store(old)
}

// BenchmarkSgemm is the driver, one worker.
func BenchmarkSgemm(b *testing.B) {
	SetWorkers(1)
	defer SetWorkers(0)
	rng := rand.New(rand.NewPCG(1, 2))
	for _, kn := range available {
		if kn.name == "reference" {
			continue
		}
		for _, s := range [][3]int{{4, 4, 4}, {8, 8, 8}, {16, 16, 16}, {32, 32, 32}, {64, 64, 64}, {100, 100, 100}, {128, 128, 128}, {192, 192, 192}, {256, 256, 256}, {384, 384, 384}, {512, 512, 512}, {1024, 1024, 1024}, {2048, 2048, 2048}, {100, 10, 784}, {100, 128, 784}, {100, 512, 784}} {
			b.Run(fmt.Sprintf("kernel=%s/m=%d/n=%d/k=%d", kn.name, s[0], s[1], s[2]), func(b *testing.B) {
				m, n, k := s[0], s[1], s[2]
				if kn.name == "generic" && m*n*k > 1<<27 {
					b.Skip("slow")
				}
				x, y, z := random(rng, m*k), random(rng, k*n), random(rng, m*n)
				for b.Loop() {
					kn.sgemm(Exact, nil, NoTrans, NoTrans, m, n, k, 1, x, k, y, n, 0, z, n)
				}
				gflops(b, kn, 2*m*n*k)
			})
		}
	}
}
