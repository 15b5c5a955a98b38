package main

import (
	"fmt"
	"slices"
	"time"

	"lanes/kernels"
)

// measured is what this machine makes of a set. Cycles are those in which its FMA
// peak is the model's, so that its clock need not be known.
type measured struct {
	SgemmPct float64 `json:"sgemm_percent"` // one tile through Sgemm, of the FMA peak
	Exp      float64 `json:"exp_elements"`  // elements a cycle, from the first cache
}

// measure fills in what this machine does, in the rows of the model it is.
func measure(rows []*row, here string) error {
	found := false
	for _, r := range rows {
		if r.CPU != here || !slices.Contains(kernels.Names(), r.Set) {
			continue
		}
		found = true
		if err := kernels.Use(r.Set); err != nil {
			return err
		}
		kernels.SetWorkers(1)
		r.Measured = measureSet(kernels.Info(r.Set), r.Peak)
	}
	if !found {
		return fmt.Errorf("no kernel set of a %q can be used here", here)
	}
	return nil
}

func measureSet(info kernels.SetInfo, peakFlops float64) *measured {
	m, n, k := info.TileRows, info.TileCols, info.KBlock
	a, b, c := make([]float32, m*k), make([]float32, k*n), make([]float32, m*n)
	x, y := make([]float32, 4096), make([]float32, 4096)
	for i := range x {
		x[i] = float32(i%32) / 16
	}
	peak := kernels.FMAPeak(50*time.Millisecond) * 1e9
	sgemm := rate(func() { kernels.Sgemm(false, false, m, n, k, 1, a, k, b, n, 0, c, n) })
	exp := rate(func() { kernels.Exp(y, x) })
	return &measured{
		SgemmPct: 100 * sgemm * float64(2*m*n*k) / peak,
		Exp:      exp * float64(len(x)) * peakFlops / peak,
	}
}

// rate returns how often a second f can run: the best of some stretches.
func rate(f func()) (best float64) {
	const calls = 200
	for range 200 {
		start := time.Now()
		for range calls {
			f()
		}
		best = max(best, calls/time.Since(start).Seconds())
	}
	return best
}
