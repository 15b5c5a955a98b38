package bench_test

import (
	"slices"
	"testing"

	"lanes/bench"
	"lanes/bench/suite"
)

func BenchmarkPeak(b *testing.B)                { suite.Run(b, "Peak") }
func BenchmarkSgemm(b *testing.B)               { suite.Run(b, "Sgemm") }
func BenchmarkSoftmax(b *testing.B)             { suite.Run(b, "Softmax") }
func BenchmarkSoftmaxCrossEntropy(b *testing.B) { suite.Run(b, "SoftmaxCrossEntropy") }
func BenchmarkLogSoftmax(b *testing.B)          { suite.Run(b, "LogSoftmax") }
func BenchmarkExp(b *testing.B)                 { suite.Run(b, "Exp") }
func BenchmarkSigmoid(b *testing.B)             { suite.Run(b, "Sigmoid") }
func BenchmarkSigmoidGrad(b *testing.B)         { suite.Run(b, "SigmoidGrad") }
func BenchmarkTanh(b *testing.B)                { suite.Run(b, "Tanh") }
func BenchmarkTanhGrad(b *testing.B)            { suite.Run(b, "TanhGrad") }
func BenchmarkSum(b *testing.B)                 { suite.Run(b, "Sum") }
func BenchmarkDot(b *testing.B)                 { suite.Run(b, "Dot") }
func BenchmarkNrm2(b *testing.B)                { suite.Run(b, "Nrm2") }
func BenchmarkAxpy(b *testing.B)                { suite.Run(b, "Axpy") }
func BenchmarkReLUGrad(b *testing.B)            { suite.Run(b, "ReLUGrad") }
func BenchmarkSGDStep(b *testing.B)             { suite.Run(b, "SGDStep") }
func BenchmarkAdamStep(b *testing.B)            { suite.Run(b, "AdamStep") }
func BenchmarkStep(b *testing.B)                { suite.Run(b, "Step") }
func BenchmarkFit(b *testing.B)                 { suite.Run(b, "Fit") }
func BenchmarkPredict(b *testing.B)             { suite.Run(b, "Predict") }

// TestSuite: a routine of the list that has no benchmark above would be missed.
func TestSuite(t *testing.T) {
	want := []string{"Peak", "Sgemm", "Softmax", "SoftmaxCrossEntropy", "LogSoftmax", "Exp",
		"Sigmoid", "SigmoidGrad", "Tanh", "TanhGrad", "Sum", "Dot", "Nrm2", "Axpy", "ReLUGrad",
		"SGDStep", "AdamStep", "Step", "Fit", "Predict"}
	if got := suite.Names(); !slices.Equal(got, want) {
		t.Errorf("the list has %v, the benchmarks here are %v", got, want)
	}
}

// TestCases: titles differ, and every case counts what it does.
func TestCases(t *testing.T) {
	titles := make(map[string]bool)
	for _, c := range bench.Cases() {
		title := c.Title("avx2")
		if titles[title] {
			t.Errorf("%s is there twice", title)
		}
		titles[title] = true
		if c.Flops <= 0 || c.Bytes <= 0 {
			t.Errorf("%s: %v operations, %v bytes", title, c.Flops, c.Bytes)
		}
	}
}
