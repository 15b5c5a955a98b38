// Package suite is the list of bench.Cases as Go benchmarks: the test files at
// the root and in bench run them under their names.
//
// All run on one goroutine, so that kernel sets and plain loops are measured by
// the same core, training and prediction also on all, and restore the chosen set afterwards. Inputs are seeded. Names
// are key=value, so that `benchstat -col /kernel` puts the sets side by side.
package suite

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"lanes/bench"
	"lanes/kernels"
)

// Names lists the benchmarks: the peak, then the routines of the list.
func Names() []string {
	names := []string{"Peak"}
	for _, c := range bench.Cases() {
		if names[len(names)-1] != c.Name {
			names = append(names, c.Name)
		}
	}
	return names
}

// Run runs the benchmarks of one of the Names: all sizes with the plain loops
// and every usable set.
func Run(b *testing.B, name string) {
	if name == "Peak" {
		peaks(b)
		return
	}
	for _, c := range bench.Cases() {
		if c.Name == name {
			compete(b, &c)
		}
	}
}

// compete measures a case. The plain loops are compared with the peak of the
// best set.
func compete(b *testing.B, c *bench.Case) {
	subject := c.Prepare()
	run := func(contender string, workers int, call func()) {
		_, title, _ := strings.Cut(c.Title(contender), "/")
		if c.Samples > 0 {
			title += fmt.Sprintf("/workers=%d", workers)
		}
		kernels.SetWorkers(workers)
		defer kernels.SetWorkers(1)
		b.Run(title, func(b *testing.B) {
			b.ReportAllocs()
			call() // buffers grow here
			before := peak()
			for b.Loop() {
				call()
			}
			report(b, c, before, workers)
		})
	}
	for _, plain := range subject.Plain {
		if c.Runs(plain.Name) {
			run(plain.Name, 1, plain.Run)
		}
	}
	eachSet(b, func(set string) {
		if c.Runs(set) {
			run(set, 1, subject.Engine(set))
			if n := runtime.GOMAXPROCS(0); n > 1 && c.Samples > 0 {
				run(set, n, subject.Engine(set))
			}
		}
	})
}

// report gives the rates of a case and, with operations to count, what part that is
// of the peak of the active set, measured before and after, times the workers.
func report(b *testing.B, c *bench.Case, before float64, workers int) {
	seconds := b.Elapsed().Seconds() / float64(b.N)
	for _, r := range c.Rates(seconds) {
		if r.Unit == "MB/s" { // as benchfmt writes it; people read GB/s
			r = bench.Rate{Value: r.Value * 1e-3, Unit: "GB/s"}
		}
		b.ReportMetric(r.Value, r.Unit)
		if r.Unit == "GFLOP/s" {
			b.ReportMetric(100*r.Value/(max(before, peak())*float64(workers)), "%peak")
		}
	}
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
}

func use(b *testing.B, set string) {
	if err := kernels.Use(set); err != nil {
		b.Fatal(err)
	}
}

func peak() float64 { return kernels.FMAPeak(2 * time.Millisecond) }

// peaks is the rate of fused multiply-adds on registers, which no product can
// exceed on one core.
func peaks(b *testing.B) {
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
