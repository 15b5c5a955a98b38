package kernels

import (
	"math/rand/v2"
	"runtime/debug"
	"testing"

	"lanes/internal/racing"
)

// TestAllocs: no exported routine allocates once the pools are warm.
func TestAllocs(t *testing.T) {
	if racing.Enabled() {
		t.Skip("the race detector empties pools")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // so does a collection
	defer active.Store(active.Load())
	rng := rand.New(rand.NewPCG(1, 2))
	const n = piece + 100
	x, y, z, u, b := random(rng, n), random(rng, n), random(rng, n), make([]float32, n), random(rng, 100)
	raw, labels, best := make([]uint8, n), make([]uint8, 100), make([]int, 100)
	long := make([]uint8, 1)
	nothing := func(int) {}
	for _, kn := range available {
		active.Store(kn)
		for name, f := range map[string]func(){
			"Sgemm small":         func() { Sgemm(NoTrans, NoTrans, 10, 10, 10, 1, x, 10, y, 10, 0, z, 10) },
			"Sgemm":               func() { Sgemm(Trans, Trans, 65, 40, 70, 2, x, 65, y, 70, 1, z, 40) },
			"Sgemm swapped":       func() { Sgemm(Trans, NoTrans, 100, 25, 512, 1, x, 100, y, 25, 0, z, 25) },
			"Sgemm copied":        func() { Sgemm(NoTrans, NoTrans, 9, 9, 9, 1, x, 1024, y, 1024, 0, z, 9) },
			"Sgemm shallow":       func() { Sgemm(NoTrans, Trans, 9, 100, 10, 1, x, 10, y, 10, 0, z, 100) },
			"Share":               func() { Share(3, coldMin, nothing) },
			"Softmax":             func() { Softmax(z, x, 100, 10) },
			"Softmax wide":        func() { Softmax(z, x, 100, 100) },
			"Softmax long":        func() { Softmax(z, x, 1, n) },
			"LogSoftmax":          func() { LogSoftmax(z, x, 100, 10) },
			"LogSoftmax long":     func() { LogSoftmax(z, x, 1, n) },
			"SoftmaxCrossEntropy": func() { SoftmaxCrossEntropy(z, b, x, labels, 100, 10, 0.01) },
			"losses alone":        func() { SoftmaxCrossEntropy(nil, b, x, labels, 100, 10, 0.01) },
			"losses of long rows": func() { SoftmaxCrossEntropy(nil, b, x, long, 1, n, 0.01) },
			"Exp":                 func() { Exp(z, x) },
			"Log":                 func() { Log(z, x) },
			"Sigmoid":             func() { Sigmoid(z, x) },
			"SigmoidGrad":         func() { SigmoidGrad(z, x, y) },
			"Tanh":                func() { Tanh(z, x) },
			"TanhGrad":            func() { TanhGrad(z, x, y) },
			"AddBias":             func() { AddBias(x, y, 100, 10) },
			"AddBiasReLU":         func() { AddBiasReLU(x, y, 100, 10) },
			"ReLU":                func() { ReLU(z, x) },
			"ReLUGrad":            func() { ReLUGrad(z, x, y) },
			"ReLUGradSumRows":     func() { ReLUGradSumRows(z, b, x, y, 100, 100) },
			"SumRows":             func() { SumRows(z, x, 100, 10) },
			"SumRows large":       func() { SumRows(b, x, n/100, 100) },
			"Sum":                 func() { Sum(x) },
			"Dot":                 func() { Dot(x, y) },
			"Nrm2":                func() { Nrm2(x) },
			"Axpy":                func() { Axpy(0.5, x, y) },
			"Scal":                func() { Scal(0.5, x) },
			"BytesToFloat":        func() { BytesToFloat(x, raw, 0.1) },
			"SGDStep":             func() { SGDStep(x, y, z, 0.1, 0.9, 0.1, true) },
			"AdamStep":            func() { AdamStep(x, y, z, u, AdamRates{LR: 0.1, Beta1: 0.9, Beta2: 0.9, Root: 1, Epsilon: 1, Keep: 1}) },
			"ArgMax":              func() { ArgMax(best, x, 100, 10) },
		} {
			if allocs := testing.AllocsPerRun(2, f); allocs != 0 {
				t.Errorf("kernel=%s: %s: %v allocations", kn.name, name, allocs)
			}
		}
	}
}
