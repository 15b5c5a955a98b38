package main

import (
	"fmt"
	"math"
	"os"
	"slices"
	"time"

	"lanes/bench"
	"lanes/mnist"
)

const (
	checked   = 20   // steps whose losses are compared
	tolerance = 1e-5 // relative to the loss, or to the logit
)

// A record is one contender at one task.
type record struct {
	Event      string  `json:"event"` // steps
	Threads    int     `json:"threads"`
	Contender  string  `json:"contender"`
	Version    string  `json:"version"`
	BLAS       string  `json:"blas,omitzero"`
	Mode       mode    `json:"mode"`
	Model      string  `json:"model"`
	Batch      int     `json:"batch"`
	Micros     float64 `json:"us"` // the median
	Low        float64 `json:"us_low"`
	High       float64 `json:"us_high"`
	Peak       float64 `json:"peak_fraction"`   // of one core's FMA peak times the threads
	Ratio      float64 `json:"ratio"`           // to lanes
	Difference float64 `json:"loss_difference"` // the largest in what was compared, relative
	column     column
}

// A comparison is the contenders that are there, with so many threads each.
type comparison struct {
	o       *options
	threads int
	seats   []*contender // lanes first
}

// open starts all children. What cannot start, but lanes, is left out, and said.
func open(o *options, dir string, d *mnist.Dataset, threads int) (*comparison, error) {
	c := &comparison{o: o, threads: threads}
	first := opening{Threads: threads, Dir: dir, Features: d.Rows * d.Cols, Classes: d.Classes, Rate: rate}
	for _, seat := range contenders(threads) {
		if !o.contenders.MatchString(seat.name) && seat.engine != "" {
			continue
		}
		err := seat.open(o, first)
		switch {
		case err == nil:
			c.seats = append(c.seats, seat)
		case seat.engine == "":
			return nil, err
		default:
			fmt.Fprintf(os.Stderr, "steps: without %s: %v\n", seat.name, err)
		}
	}
	if !slices.ContainsFunc(c.seats, func(s *contender) bool { return o.contenders.MatchString(s.name) }) {
		c.end()
		return nil, fmt.Errorf("no contender of -contenders %s is there", o.contenders)
	}
	return c, nil
}

func (c *comparison) end() {
	for _, seat := range c.seats {
		seat.p.End()
	}
}

// A trial is one task, by all contenders.
type trial struct {
	task
	rows    []record
	steps   []int       // in a turn of each
	samples [][]float64 // microseconds of a step, of each in each round
}

// prepare has all contenders do the same, checks that they do, and finds how often
// each repeats it in about o.time.
func (c *comparison) prepare(t task) (*trial, error) {
	want, err := c.seats[0].run(t, 0, checked)
	if err != nil {
		return nil, err
	}
	tr := &trial{task: t, samples: make([][]float64, len(c.seats))}
	for _, seat := range c.seats {
		got, err := seat.run(t, 0, checked)
		if err != nil {
			return nil, err
		}
		r := record{Event: "steps", Threads: c.threads, Contender: seat.name, Version: seat.about.Version,
			BLAS: seat.about.BLAS, Mode: t.Mode, Model: bench.ModelName(t.Sizes), Batch: t.Batch, column: seat.column}
		if r.Difference, err = compare(want.Values, got.Values); err != nil {
			return nil, fmt.Errorf("%s, %s %s batch %d: %w", seat.name, t.Mode, r.Model, t.Batch, err)
		}
		if got, err = seat.run(t, 3, checked); err != nil { // warm
			return nil, err
		}
		tr.rows = append(tr.rows, r)
		tr.steps = append(tr.steps, max(3, int(c.o.time.Seconds()/(got.Seconds/checked))))
	}
	return tr, nil
}

// measure lets the contenders take turns, at one task after the other, round after
// round: what slows the machine for some seconds meets one round of a task. Before
// a turn the contender works untimed for as long, and threads for settle.
func (c *comparison) measure(trials []*trial) error {
	for round := range c.o.rounds {
		for _, tr := range trials {
			for i, seat := range c.seats {
				if c.threads == 1 {
					if err := seat.p.Pin(round); err != nil {
						return err
					}
				}
				a, err := seat.run(tr.task, c.warm(tr.steps[i]), tr.steps[i])
				if err != nil {
					return err
				}
				if c.threads > 1 { // a virtual machine that uses all its processors for long may be given less
					time.Sleep(time.Duration(a.Seconds * float64(time.Second)))
				}
				tr.samples[i] = append(tr.samples[i], a.Seconds/float64(tr.steps[i])*1e6)
			}
		}
	}
	peak := c.seats[0].about.Peak * float64(c.threads)
	for _, tr := range trials {
		for i := range tr.rows {
			r, x := &tr.rows[i], tr.samples[i]
			r.Micros, r.Low, r.High = bench.Median(x), slices.Min(x), slices.Max(x)
			r.Peak = tr.flops() / r.Micros * 1e-3 / peak
			r.Ratio = r.Micros / tr.rows[0].Micros
		}
	}
	return nil
}

// settle is how long threads may take that have just woken to get a processor each.
const settle = 30 * time.Millisecond

// warm is how many steps to do before so many that are timed.
func (c *comparison) warm(steps int) int {
	if c.threads > 1 {
		return int(float64(steps) * max(1, settle.Seconds()/c.o.time.Seconds()))
	}
	return steps
}

// compare returns the largest difference.
func compare(want, got []float64) (worst float64, err error) {
	if len(got) != len(want) {
		return 0, fmt.Errorf("%d values, lanes has %d", len(got), len(want))
	}
	for i, w := range want {
		diff := math.Abs(got[i]-w) / max(1, math.Abs(w))
		if !(diff <= tolerance) {
			return 0, fmt.Errorf("value %d is %v, from lanes %v", i+1, got[i], w)
		}
		worst = max(worst, diff)
	}
	return worst, nil
}
