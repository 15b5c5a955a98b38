package kernels

import "time"

// FMAPeak measures how fast the active set can multiply and add: it runs
// independent fused multiply-adds on registers for about d on the calling
// goroutine and returns the best rate seen over stretches of some 20 µs, in
// GFLOP/s. No product can be faster on one core.
func FMAPeak(d time.Duration) float64 {
	kn := active.Load()
	const rounds = 2000
	best := 0.0
	for start := time.Now(); ; {
		t := time.Now()
		kn.fmaLoop(rounds)
		s := time.Since(t).Seconds()
		if s > 0 {
			best = max(best, float64(rounds*kn.roundFlops)/s*1e-9)
		}
		if time.Since(start) >= d {
			return best
		}
	}
}
