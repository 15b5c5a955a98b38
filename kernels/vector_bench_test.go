package kernels

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// best calls f in batches of about 20 µs and reports the fastest: what else runs on
// the machine only adds. f works on n elements and moves so many bytes for each.
func best(b *testing.B, n, bytes int, f func()) {
	batch, least := 1, math.Inf(1)
	for b.Loop() {
		start := time.Now()
		for range batch {
			f()
		}
		t := float64(time.Since(start).Nanoseconds())
		least = min(least, t/float64(batch))
		if t < 10000 {
			batch *= 2
		}
	}
	b.ReportMetric(least, "ns/op")
	b.ReportMetric(float64(n)/least, "elem/ns")
	b.ReportMetric(float64(n*bytes)/least, "GB/s")
}

// sets runs f for every set but the slow reference.
func sets(b *testing.B, name string, f func(b *testing.B, kn *kernel)) {
	for _, kn := range available {
		if kn.name != "reference" && kn.name != "generic" {
			b.Run(fmt.Sprintf(name, kn.name), func(b *testing.B) { f(b, kn) })
		}
	}
}

func BenchmarkExp(b *testing.B) {
	x := random(rand.New(rand.NewPCG(1, 2)), 4096)
	y := make([]float32, len(x))
	for _, n := range []int{10, 100, 1000, 4096} {
		sets(b, "kernel=%s"+fmt.Sprintf("/n=%d", n), func(b *testing.B, kn *kernel) {
			best(b, n, 8, func() { kn.exp(&y[0], &x[0], n) })
		})
	}
}

var softmaxShapes = [][2]int{{1, 10}, {100, 10}, {1000, 10}, {100, 16}, {100, 26}, {100, 100}, {128, 1000}, {1024, 4096}}

// BenchmarkSoftmax also copies the same rows.
func BenchmarkSoftmax(b *testing.B) {
	for _, s := range softmaxShapes {
		x := random(rand.New(rand.NewPCG(1, 2)), s[0]*s[1])
		y := make([]float32, len(x))
		sets(b, "kernel=%s"+fmt.Sprintf("/rows=%d/cols=%d", s[0], s[1]), func(b *testing.B, kn *kernel) {
			best(b, len(x), 8, func() { kn.softmax(y, x, s[0], s[1]) })
		})
		b.Run(fmt.Sprintf("kernel=copy/rows=%d/cols=%d", s[0], s[1]), func(b *testing.B) {
			best(b, len(x), 8, func() { copy(y, x) })
		})
	}
}

func BenchmarkSoftmaxCrossEntropy(b *testing.B) {
	for _, s := range softmaxShapes {
		x := random(rand.New(rand.NewPCG(1, 2)), s[0]*s[1])
		y, losses, labels := make([]float32, len(x)), make([]float32, s[0]), make([]uint8, s[0])
		for i := range labels {
			labels[i] = uint8(i % min(s[1], 256))
		}
		sets(b, "kernel=%s"+fmt.Sprintf("/rows=%d/cols=%d", s[0], s[1]), func(b *testing.B, kn *kernel) {
			old := active.Swap(kn)
			best(b, len(x), 8, func() { SoftmaxCrossEntropy(y, losses, x, labels, s[0], s[1], 0.01) })
			active.Store(old)
		})
	}
}

// BenchmarkVector runs the exported routines in the first and second cache and in memory.
func BenchmarkVector(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	const most = 1 << 24
	x, y, z := random(rng, most), random(rng, most), make([]float32, most)
	u, v := make([]float32, most), make([]float32, most)
	raw := make([]uint8, most)
	for _, op := range []struct {
		name  string
		bytes int
		call  func(n int)
	}{
		{"axpy", 12, func(n int) { Axpy(1e-9, x[:n], y[:n]) }},
		{"scal", 8, func(n int) { Scal(1, x[:n]) }},
		{"sum", 4, func(n int) { Sum(x[:n]) }},
		{"nrm2", 4, func(n int) { Nrm2(x[:n]) }},
		{"dot", 8, func(n int) { Dot(x[:n], y[:n]) }},
		{"relu", 8, func(n int) { ReLU(z[:n], x[:n]) }},
		{"reluGrad", 12, func(n int) { ReLUGrad(z[:n], y[:n], x[:n]) }},
		{"bytes", 5, func(n int) { BytesToFloat(z[:n], raw[:n], 1./255) }},
		{"log", 8, func(n int) { Log(z[:n], y[:n]) }},
		{"sigmoid", 8, func(n int) { Sigmoid(z[:n], y[:n]) }},
		{"sigmoidGrad", 12, func(n int) { SigmoidGrad(z[:n], y[:n], x[:n]) }},
		{"tanh", 8, func(n int) { Tanh(z[:n], y[:n]) }},
		{"tanhGrad", 12, func(n int) { TanhGrad(z[:n], y[:n], x[:n]) }},
		{"sgd", 12, func(n int) { SGDStep(z[:n], x[:n], nil, 1e-9, 0, 0, false) }},
		{"adam", 28, func(n int) { AdamStep(z[:n], x[:n], u[:n], v[:n], AdamRates{1e-9, 0.9, 0.999, 1, 1e-8, 0, 1}) }},
		{"copy", 8, func(n int) { copy(z[:n], x[:n]) }},
		{"addBias", 8, func(n int) { AddBias(z[:n/10*10], x[:10], n/10, 10) }},
		{"addBias128", 8, func(n int) { AddBias(z[:n/128*128], x[:128], n/128, 128) }},
		{"sumRows", 4, func(n int) { SumRows(z[:10], x[:n], n/10, 10) }},
		{"sumRows128", 4, func(n int) { SumRows(z[:128], x[:n], n/128, 128) }},
	} {
		for _, n := range []int{1000, 4096, 1 << 16, most} {
			sets(b, "op="+op.name+"/kernel=%s"+fmt.Sprintf("/n=%d", n), func(b *testing.B, kn *kernel) {
				old := active.Swap(kn)
				best(b, n, op.bytes, func() { op.call(n) })
				active.Store(old)
			})
		}
	}
}

// BenchmarkReLUGradSumRows beside the two passes.
func BenchmarkReLUGradSumRows(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, s := range [][2]int{{32, 128}, {100, 128}, {100, 500}, {100, 512}, {256, 512}, {1024, 128}} {
		n, cols := s[0]*s[1], s[1]
		dy, y, dx, sums := random(rng, n), random(rng, n), make([]float32, n), make([]float32, cols)
		for name, call := range map[string]func(){
			"one": func() { ReLUGradSumRows(dx, sums, dy, y, s[0], cols) },
			"two": func() { ReLUGrad(dx, dy, y); SumRows(sums, dx, s[0], cols) },
		} {
			sets(b, "kernel=%s"+fmt.Sprintf("/rows=%d/cols=%d/passes=%s", s[0], cols, name), func(b *testing.B, kn *kernel) {
				defer active.Store(active.Swap(kn))
				best(b, n, 12, call)
			})
		}
	}
}

func BenchmarkTranspose(b *testing.B) {
	x := random(rand.New(rand.NewPCG(1, 2)), 1<<16)
	y := make([]float32, len(x))
	for _, s := range [][2]int{{32, 256}, {256, 256}} {
		sets(b, "kernel=%s"+fmt.Sprintf("/rows=%d/cols=%d", s[0], s[1]), func(b *testing.B, kn *kernel) {
			best(b, s[0]*s[1], 8, func() { kn.transpose(&y[0], &x[0], s[0], s[1], s[0], s[1]) })
		})
	}
}
