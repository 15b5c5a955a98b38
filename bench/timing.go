package bench

import (
	"math"
	"slices"
	"time"
)

// A Contender is one of several ways to do the same. Ready is called before each
// stretch of calls of Run and is not timed; nil does nothing.
type Contender struct {
	Name  string
	Ready func()
	Run   func()
}

// Race measures the contenders in turns, so that whatever slows the machine
// meets all of them: a stretch of calls of about d for each, round after round.
// It returns the median seconds of one call for each, in their order.
func Race(rounds int, d time.Duration, cs []Contender) []float64 {
	calls := make([]int, len(cs))
	times := make([][]float64, len(cs))
	for i, c := range cs {
		for calls[i] = 1; ; calls[i] *= 2 {
			if t := c.stretch(calls[i]); t >= d/2 {
				break
			}
		}
	}
	for range rounds {
		for i, c := range cs {
			t := c.stretch(calls[i])
			times[i] = append(times[i], t.Seconds()/float64(calls[i]))
		}
	}
	medians := make([]float64, len(cs))
	for i := range cs {
		medians[i] = Median(times[i])
	}
	return medians
}

// stretch times n calls in a row.
func (c *Contender) stretch(n int) time.Duration {
	if c.Ready != nil {
		c.Ready()
	}
	start := time.Now()
	for range n {
		c.Run()
	}
	return time.Since(start)
}

// Median returns the middle of the values, the mean of the middle two if they
// are even in number, and NaN for none.
func Median(x []float64) float64 {
	x = slices.Sorted(slices.Values(x))
	n := len(x)
	if n == 0 {
		return math.NaN()
	}
	return (x[(n-1)/2] + x[n/2]) / 2
}
