package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lanes/bench"
	"lanes/kernels"
)

// A result is one figure.
type result struct {
	Event   string  `json:"event"` // sgemm or op
	What    string  `json:"what"`  // the shape or the operation
	Kernel  string  `json:"kernel"`
	Micros  float64 `json:"micros"`            // a call, the median
	GFLOPS  float64 `json:"gflops,omitempty"`  // sgemm only
	Percent float64 `json:"percent,omitempty"` // of the FMA peak of the kernel; kernel sets only
}

type meter struct {
	rounds  int
	stretch time.Duration
	peak    map[string]float64 // GFLOP/s
	results []result
}

// sets returns the usable sets, best last, without the reference, which is a
// definition and not meant to be fast.
func sets() (names []string) {
	for _, name := range kernels.Names() {
		if name != "reference" {
			names = append([]string{name}, names...)
		}
	}
	return names
}

// use switches to a set that Names has listed.
func use(set string) func() {
	return func() {
		if err := kernels.Use(set); err != nil {
			panic(err)
		}
	}
}

func (m *meter) peaks() {
	m.peak = make(map[string]float64)
	for range m.rounds {
		for _, set := range sets() {
			use(set)()
			m.peak[set] = max(m.peak[set], kernels.FMAPeak(m.stretch/4))
		}
	}
}

// shown are the products of the usual table; squares replace them on request.
var shown = []string{
	"m=8/n=8/k=8", "m=32/n=32/k=32", "m=128/n=128/k=128", "m=512/n=512/k=512", "m=1024/n=1024/k=1024",
	"m=100/n=10/k=784", "m=784/n=10/k=100", "m=100/n=128/k=784", "m=784/n=128/k=100",
}

// products measures C = A·B.
func (m *meter) products(squares bool) {
	for _, c := range bench.Cases() {
		var rows, cols, depth int
		if n, _ := fmt.Sscanf(c.Params, "m=%d/n=%d/k=%d", &rows, &cols, &depth); n != 3 {
			continue
		}
		if squares && (rows != cols || rows != depth) || !squares && !slices.Contains(shown, c.Params) {
			continue
		}
		for _, r := range m.race("sgemm", fmt.Sprintf("%d × %d × %d", rows, cols, depth), &c, nil) {
			r.GFLOPS = c.Flops / r.Micros * 1e-3
			if p := m.peak[r.Kernel]; p > 0 {
				r.Percent = 100 * r.GFLOPS / p
			}
			m.results = append(m.results, r)
		}
	}
}

// operations measures softmax, training steps and predictions. Of the plain
// loops only the faster one is here, under one name.
func (m *meter) operations() {
	for _, c := range bench.Cases() {
		var what string
		switch c.Name {
		case "Softmax":
			var rows, cols int
			if n, _ := fmt.Sscanf(c.Params, "rows=%d/cols=%d", &rows, &cols); n != 2 || rows == 1 {
				continue
			}
			what = fmt.Sprintf("softmax of %d rows of %d", rows, cols)
		case "Step", "Predict":
			model, batch, _ := strings.Cut(strings.TrimPrefix(c.Params, "model="), "/batch=")
			if c.Name == "Step" && batch != "100" {
				continue
			}
			what = "training step, " + model + ", batch 100"
			if c.Name == "Predict" {
				what = "prediction, " + model + ", images: " + batch
			}
		default:
			continue
		}
		m.results = append(m.results, m.race("op", what, &c, renamed)...)
	}
}

// renamed gives the faster of the plain loops its name in the second table and
// leaves the other one out.
func renamed(name string) string {
	if name == "naive-ijk" {
		return ""
	}
	return plain
}

// race measures the contenders for one row; rename, unless it is nil, names the
// plain loops, "" for none.
func (m *meter) race(event, what string, c *bench.Case, rename func(string) string) (rs []result) {
	subject := c.Prepare()
	var cs []bench.Contender
	for _, p := range subject.Plain {
		if rename != nil {
			p.Name = rename(p.Name)
		}
		if p.Name != "" {
			cs = append(cs, p)
		}
	}
	for _, set := range sets() {
		cs = append(cs, bench.Contender{Name: set, Ready: use(set), Run: subject.Engine(set)})
	}
	for i, s := range bench.Race(m.rounds, m.stretch, cs) {
		rs = append(rs, result{Event: event, What: what, Kernel: cs[i].Name, Micros: s * 1e6})
	}
	return rs
}
