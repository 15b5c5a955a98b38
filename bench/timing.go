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

// A Timing is what Rounds has measured of one contender: the seconds of a call,
// one figure for each round, in a stretch of so many calls.
type Timing struct {
	Calls   int
	Seconds []float64
}

// Rounds measures the contenders in turns, so that whatever slows the machine
// meets all of them: a stretch of calls of about d for each, round after round.
// Before each round it calls between, unless that is nil, with the number of the
// round; an error of it ends the measurement and is returned.
func Rounds(rounds int, d time.Duration, cs []Contender, between func(round int) error) ([]Timing, error) {
	timings := make([]Timing, len(cs))
	for i, c := range cs {
		calls := 1
		for c.stretch(calls)*float64(calls) < d.Seconds()/2 {
			calls *= 2
		}
		timings[i].Calls = calls
	}
	for round := range rounds {
		if between != nil {
			if err := between(round); err != nil {
				return nil, err
			}
		}
		for i, c := range cs {
			t := &timings[i]
			t.Seconds = append(t.Seconds, c.stretch(t.Calls))
		}
	}
	return timings, nil
}

// Race is Rounds without anything between: it returns the median seconds of one
// call for each contender, in their order.
func Race(rounds int, d time.Duration, cs []Contender) []float64 {
	timings, _ := Rounds(rounds, d, cs, nil) // only between could fail
	medians := make([]float64, len(cs))
	for i, t := range timings {
		medians[i] = Median(t.Seconds)
	}
	return medians
}

// parts is how many pieces a stretch is measured in. When the system gives the
// core to something else for a while, one of them meets it and not their median.
const parts = 8

// stretch times n calls in a row, a power of two, and returns the seconds of one:
// the median of the pieces.
func (c *Contender) stretch(n int) float64 {
	if c.Ready != nil {
		c.Ready()
	}
	var seconds [parts]float64
	pieces := min(n, parts)
	for i := range pieces {
		start := time.Now()
		for range n / pieces {
			c.Run()
		}
		seconds[i] = time.Since(start).Seconds() / float64(n/pieces)
	}
	return Median(seconds[:pieces])
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
