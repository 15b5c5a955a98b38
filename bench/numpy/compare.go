package main

import (
	"fmt"
	"math"
	"slices"
	"time"

	"lanes/bench"
	"lanes/kernels"
)

const (
	checked   = 20   // steps whose losses are compared
	tolerance = 1e-5 // relative to the loss
)

// A result is the comparison of one mode with one number of threads.
type result struct {
	Event      string  `json:"event"` // numpy
	Mode       mode    `json:"mode"`
	Threads    int     `json:"threads"`
	Data       string  `json:"data"`
	Kernel     string  `json:"kernel"`
	NumPy      string  `json:"numpy"`
	Python     string  `json:"python"`
	BLAS       string  `json:"blas"`
	Rounds     int     `json:"rounds"`
	Steps      int     `json:"steps"`
	Lanes      float64 `json:"lanes_steps_per_s"`
	NumPySteps float64 `json:"numpy_steps_per_s"`
	Ratio      float64 `json:"ratio"` // of the medians
	LowRatio   float64 `json:"ratio_low"`
	HighRatio  float64 `json:"ratio_high"`
	Difference float64 `json:"loss_difference"` // the largest in the steps compared, relative
}

// compare lets both sides train in turns, with so many threads each.
func compare(o options, t *task, threads int) (rs []result, err error) {
	kernels.SetWorkers(threads)
	defer kernels.SetWorkers(0)
	c, err := start(o.python, t, threads)
	if err != nil {
		return nil, err
	}
	defer c.stop()
	for _, m := range []mode{stepMode, loopMode} {
		r := result{
			Event: "numpy", Mode: m, Threads: threads, Data: t.digits.Name,
			Kernel: kernels.Active(), NumPy: c.about.NumPy, Python: c.about.Python, BLAS: c.about.BLAS,
			Rounds: o.rounds, Steps: min(o.steps, len(t.order)/batchSize),
		}
		if r.Difference, err = check(t, c, m); err != nil {
			return nil, err
		}
		if err = r.measure(t, c); err != nil {
			return nil, err
		}
		rs = append(rs, r)
	}
	return rs, nil
}

// measure fills in the rates.
func (r *result) measure(t *task, c *child) error {
	var lanes, numpy, ratios []float64
	for i := range r.Rounds + 1 {
		theirs, err := c.train(r.Mode, r.Steps)
		if err != nil {
			return err
		}
		// OpenBLAS's threads spin for some ten milliseconds after their work.
		time.Sleep(100 * time.Millisecond)
		ours, err := t.train(r.Mode, r.Steps)
		if err != nil {
			return err
		}
		if i == 0 {
			continue // the warm-up
		}
		lanes = append(lanes, float64(r.Steps)/ours.Seconds)
		numpy = append(numpy, float64(r.Steps)/theirs.Seconds)
		ratios = append(ratios, theirs.Seconds/ours.Seconds)
	}
	r.Lanes, r.NumPySteps = bench.Median(lanes), bench.Median(numpy)
	r.Ratio, r.LowRatio, r.HighRatio = r.Lanes/r.NumPySteps, slices.Min(ratios), slices.Max(ratios)
	return nil
}

// check trains the first steps on both sides and compares the losses.
func check(t *task, c *child, m mode) (worst float64, err error) {
	ours, err := t.train(m, checked)
	if err != nil {
		return 0, err
	}
	theirs, err := c.train(m, checked)
	if err != nil {
		return 0, err
	}
	for i, want := range ours.Losses {
		diff := math.Abs(theirs.Losses[i]-want) / max(1, math.Abs(want))
		if !(diff <= tolerance) {
			return 0, fmt.Errorf("%s %d: loss %v here, %v in NumPy", m, i+1, want, theirs.Losses[i])
		}
		worst = max(worst, diff)
	}
	return worst, nil
}
