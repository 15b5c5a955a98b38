package bench

import (
	"fmt"

	"lanes/kernels"
)

// Operations an element. Exp by its definition: nine fused multiply-adds; the
// rest, a subtraction and the power of two, is done by other units than theirs
// or not at all. Softmax: exp, and the maximum, a subtraction, the sum, the scale.
const (
	expFlops     = 18
	softmaxFlops = expFlops + 4
)

func rowCases() (cases []Case) {
	for _, s := range [][2]int{{100, 10}, {64, 1000}, {1, 100000}} {
		cases = append(cases, softmax(s[0], s[1]))
	}
	for _, s := range [][2]int{{100, 10}, {64, 1000}} {
		cases = append(cases, crossEntropyOf(s[0], s[1]))
	}
	for _, s := range [][2]int{{100, 10}, {64, 1000}} {
		cases = append(cases, logSoftmax(s[0], s[1]))
	}
	return cases
}

// elementwise is a case that reads and writes so many bytes an element.
func elementwise(name, params string, n, flops, bytes int, prepare func() Subject) Case {
	return Case{Name: name, Params: params, Flops: float64(n * flops), Bytes: float64(n * bytes),
		Elements: float64(n), Prepare: prepare}
}

// only is a Subject without plain loops, whose call is the same for every set.
func only(f func()) Subject { return Subject{Engine: func(string) func() { return f }} }

// softmax is the softmax of each row.
func softmax(rows, cols int) Case {
	n := rows * cols
	return elementwise("Softmax", fmt.Sprintf("rows=%d/cols=%d", rows, cols), n, softmaxFlops, 8, func() Subject {
		x, y := Random(source(), n), make([]float32, n)
		s := only(func() { kernels.Softmax(y, x, rows, cols) })
		s.Plain = []Contender{{Name: "naive", Run: func() { Softmax(y, x, rows, cols) }}}
		return s
	})
}

// crossEntropyOf is losses and gradient of each row.
func crossEntropyOf(rows, cols int) Case {
	n := rows * cols
	return elementwise("SoftmaxCrossEntropy", fmt.Sprintf("rows=%d/cols=%d", rows, cols), n, softmaxFlops, 8, func() Subject {
		x, y, losses, labels := Random(source(), n), make([]float32, n), make([]float32, rows), make([]uint8, rows)
		for i := range labels {
			labels[i] = uint8(i % min(cols, 256))
		}
		return only(func() { kernels.SoftmaxCrossEntropy(y, losses, x, labels, rows, cols, 1/float32(rows)) })
	})
}

// logSoftmax is the logarithm of the softmax of each row.
func logSoftmax(rows, cols int) Case {
	n := rows * cols
	return elementwise("LogSoftmax", fmt.Sprintf("rows=%d/cols=%d", rows, cols), n, softmaxFlops, 8, func() Subject {
		x, y := Random(source(), n), make([]float32, n)
		return only(func() { kernels.LogSoftmax(y, x, rows, cols) })
	})
}

// vectorCases are routines on vectors that fit in the first cache, and on some
// that fit in the last one or in none.
func vectorCases() (cases []Case) {
	for _, n := range []int{100, 4096, 1 << 20} {
		cases = append(cases, vector("Exp", n, expFlops, 8, func(x, y, _ []float32) { kernels.Exp(y, x) }))
	}
	cases = append(cases,
		vector("Sigmoid", 4096, expFlops+2, 8, func(x, y, _ []float32) { kernels.Sigmoid(y, x) }),
		vector("SigmoidGrad", 4096, 3, 12, func(x, y, z []float32) { kernels.SigmoidGrad(z, x, y) }),
		vector("Tanh", 4096, expFlops+2, 8, func(x, y, _ []float32) { kernels.Tanh(y, x) }),
		vector("TanhGrad", 4096, 3, 12, func(x, y, z []float32) { kernels.TanhGrad(z, x, y) }))
	for _, v := range []struct {
		name         string
		flops, bytes int
		call         func(x, y, z []float32)
	}{
		{"Sum", 1, 4, func(x, _, _ []float32) { kernels.Sum(x) }},
		{"Dot", 2, 8, func(x, y, _ []float32) { kernels.Dot(x, y) }},
		{"Nrm2", 2, 4, func(x, _, _ []float32) { kernels.Nrm2(x) }},
		{"Axpy", 2, 12, func(x, y, _ []float32) { kernels.Axpy(1e-6, x, y) }},
		{"ReLUGrad", 1, 12, func(x, y, z []float32) { kernels.ReLUGrad(z, x, y) }},
		{"SGDStep", 4, 20, func(x, y, z []float32) { kernels.SGDStep(x, y, z, 1e-6, 0.5, 0, false) }},
	} {
		for _, n := range []int{1024, 1 << 22} {
			cases = append(cases, vector(v.name, n, v.flops, v.bytes, v.call))
		}
	}
	for _, n := range []int{1024, 1 << 22} {
		cases = append(cases, adamStep(n))
	}
	return cases
}

// vector is a routine on up to three vectors of n.
func vector(name string, n, flops, bytes int, call func(x, y, z []float32)) Case {
	return elementwise(name, fmt.Sprintf("n=%d", n), n, flops, bytes, func() Subject {
		rng := source()
		x, y, z := Random(rng, n), Random(rng, n), make([]float32, n)
		return only(func() { call(x, y, z) })
	})
}

// adamStep counts three operations for m, four for v and six, a root among them, for w.
func adamStep(n int) Case {
	return elementwise("AdamStep", fmt.Sprintf("n=%d", n), n, 13, 28, func() Subject {
		rng := source()
		w, g, m, v := Random(rng, n), Random(rng, n), make([]float32, n), make([]float32, n)
		rates := kernels.AdamRates{LR: 1e-6, Beta1: 0.9, Beta2: 0.999, Root: 1, Epsilon: 1e-8, Keep: 1}
		return only(func() { kernels.AdamStep(w, g, m, v, rates) })
	})
}
