package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"lanes/bench"
	"lanes/kernels"
	"lanes/loss"
	"lanes/sgd"
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

// products measures C = A·B.
func (m *meter) products(squares bool) {
	shapes := [][3]int{
		{8, 8, 8}, {32, 32, 32}, {128, 128, 128}, {512, 512, 512}, {1024, 1024, 1024},
		{100, 10, 784}, {784, 10, 100}, {100, 128, 784}, {784, 128, 100},
	}
	if squares {
		shapes = nil
		for _, n := range []int{8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024} {
			shapes = append(shapes, [3]int{n, n, n})
		}
	}
	for _, s := range shapes {
		n := s[0] * s[1] * s[2]
		what := fmt.Sprintf("%d × %d × %d", s[0], s[1], s[2])
		for _, r := range m.race("sgemm", what, productsOf(s[0], s[1], s[2])) {
			r.GFLOPS = 2 * float64(n) / r.Micros * 1e-3
			if p := m.peak[r.Kernel]; p > 0 {
				r.Percent = 100 * r.GFLOPS / p
			}
			m.results = append(m.results, r)
		}
	}
}

func productsOf(m, n, k int) (cs []bench.Contender) {
	rng := rand.New(rand.NewPCG(1, 2))
	a, b, c := bench.Random(rng, m*k), bench.Random(rng, k*n), make([]float32, m*n)
	for _, naive := range bench.Naives() {
		cs = append(cs, bench.Contender{Name: naive.Name, Run: func() { naive.MatMul(m, n, k, a, b, c) }})
	}
	for _, set := range sets() {
		cs = append(cs, bench.Contender{Name: set, Ready: use(set), Run: func() {
			kernels.Sgemm(kernels.NoTrans, kernels.NoTrans, m, n, k, 1, a, k, b, n, 0, c, n)
		}})
	}
	return cs
}

// operations measures softmax, training steps and predictions.
func (m *meter) operations() {
	for _, s := range [][2]int{{100, 10}, {64, 1000}} {
		rows, cols := s[0], s[1]
		x, y := bench.Random(rand.New(rand.NewPCG(1, 2)), rows*cols), make([]float32, rows*cols)
		cs := []bench.Contender{{Name: plain, Run: func() { bench.Softmax(y, x, rows, cols) }}}
		for _, set := range sets() {
			cs = append(cs, bench.Contender{Name: set, Ready: use(set), Run: func() { kernels.Softmax(y, x, rows, cols) }})
		}
		m.results = append(m.results, m.race("op", fmt.Sprintf("softmax of %d rows of %d", rows, cols), cs)...)
	}
	for _, sizes := range bench.Models() {
		m.results = append(m.results, m.race("op", "training step, "+bench.ModelName(sizes)+", batch 100", stepsOf(sizes))...)
	}
	for _, sizes := range bench.Models() {
		net := bench.NewNet(1, sizes...)
		image := bench.RandomBatch(rand.New(rand.NewPCG(1, 2)), 1, sizes[0], 10).X
		var cs []bench.Contender
		for _, set := range sets() {
			cs = append(cs, bench.Contender{Name: set, Ready: use(set), Run: func() { net.Forward(image) }})
		}
		m.results = append(m.results, m.race("op", "prediction, "+bench.ModelName(sizes)+", one image", cs)...)
	}
}

func stepsOf(sizes []int) []bench.Contender {
	const rows, rate = 100, 0.01
	data := bench.RandomBatch(rand.New(rand.NewPCG(1, 2)), rows, sizes[0], 10)
	loops := bench.NewNaiveNet(bench.IKJ, bench.NewNet(1, sizes...).Params(), rows)
	cs := []bench.Contender{{Name: plain, Run: func() { loops.Step(data.X.Data, data.Labels, rate) }}}
	for _, set := range sets() {
		net, ce, opt := bench.NewNet(1, sizes...), new(loss.SoftmaxCrossEntropy), &sgd.SGD{LR: rate}
		cs = append(cs, bench.Contender{Name: set, Ready: use(set), Run: func() {
			ce.Forward(net.Forward(data.X), data.Labels)
			net.Backward(ce.Backward())
			opt.Step(net.Params())
		}})
	}
	return cs
}

// race measures the contenders for one row.
func (m *meter) race(event, what string, cs []bench.Contender) (rs []result) {
	for i, s := range bench.Race(m.rounds, m.stretch, cs) {
		rs = append(rs, result{Event: event, What: what, Kernel: cs[i].Name, Micros: s * 1e6})
	}
	return rs
}
