package contender

import (
	"time"

	"lanes/bench/peers/internal/dl"
)

// callCost measures what a call of a C function costs here: in a batch, where a
// loop in machine code lays out the arguments as a C caller would, and the entry
// into C from Go and back, once a batch. Neither is subtracted from any figure:
// the first a C program pays as well, the second is spread over a batch of 100 µs.
func callCost() (batch, entry float64) {
	null, err := dl.C("labs") // does next to nothing
	if err != nil {
		return 0, 0
	}
	c := dl.NewCall(null, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, float32(1), float32(0))
	best := func(n, times int) float64 {
		least := time.Duration(1 << 62)
		for range times {
			start := time.Now()
			c.Do(n)
			least = min(least, time.Since(start))
		}
		return float64(least.Nanoseconds())
	}
	const many = 10000
	batch = best(many, 5) / many
	return batch, max(0, best(1, 1000)-batch)
}
