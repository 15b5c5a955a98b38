// Package suite is the benchmarks of the engine, once: the test files at the
// root and in bench run them under their names.
//
// All run on one goroutine, so that kernel sets and plain loops are measured by
// the same core, and restore the chosen set afterwards. Inputs are seeded. Names
// are key=value, so that `benchstat -col /kernel` puts the sets side by side.
package suite

import (
	"math/rand/v2"
	"testing"
	"time"

	"lanes/kernels"
)

// All lists the benchmarks under the names they have below the root's.
var All = []struct {
	Name string
	Run  func(*testing.B)
}{
	{"peak", Peak},
	{"sgemm", Sgemm},
	{"softmax", Softmax},
	{"step", Step},
	{"fit", Fit},
	{"predict", Predict},
}

// eachSet runs f once for every usable kernel set, on one worker.
func eachSet(b *testing.B, f func(set string)) {
	active := kernels.Active()
	kernels.SetWorkers(1)
	defer func() {
		kernels.SetWorkers(0)
		use(b, active)
	}()
	for _, set := range kernels.Names() {
		use(b, set)
		f(set)
	}
	use(b, active)
}

func use(b *testing.B, set string) {
	if err := kernels.Use(set); err != nil {
		b.Fatal(err)
	}
}

func source() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

// gflops reports the rate of flops floating-point operations an iteration, and
// what part it is of the peak of the active set, measured before and after.
func gflops(b *testing.B, flops int, before float64) {
	rate := float64(flops) * float64(b.N) / float64(b.Elapsed().Nanoseconds())
	b.ReportMetric(rate, "GFLOP/s")
	b.ReportMetric(100*rate/max(before, peak()), "%peak")
}

func peak() float64 { return kernels.FMAPeak(2 * time.Millisecond) }

// Peak is the rate of fused multiply-adds on registers, which no product can
// exceed on one core.
func Peak(b *testing.B) {
	eachSet(b, func(set string) {
		b.Run("kernel="+set, func(b *testing.B) {
			best := 0.0
			for b.Loop() {
				best = max(best, peak())
			}
			b.ReportMetric(best, "GFLOP/s")
		})
	})
}
