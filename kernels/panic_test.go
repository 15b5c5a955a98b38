package kernels

import (
	"math"
	"strings"
	"testing"
)

// TestPanics: a wrong size is a bug of the caller, named with its routine.
func TestPanics(t *testing.T) {
	x, two, labels, best := make([]float32, 6), make([]float32, 2), make([]uint8, 6), make([]int, 1)
	for _, c := range []struct {
		name string
		call func()
	}{
		{"Exp", func() { Exp(x, two) }},
		{"Log", func() { Log(x, two) }},
		{"Sigmoid", func() { Sigmoid(x, two) }},
		{"SigmoidGrad", func() { SigmoidGrad(x, two, x) }},
		{"SigmoidGrad", func() { SigmoidGrad(x, x, two) }},
		{"Tanh", func() { Tanh(x, two) }},
		{"TanhGrad", func() { TanhGrad(x, two, x) }},
		{"TanhGrad", func() { TanhGrad(x, x, two) }},
		{"AddBias", func() { AddBias(x, x, 4, 2) }},
		{"AddBias", func() { AddBias(x, two, 2, 3) }},
		{"AddBias", func() { AddBias(x, two, -2, 1) }},
		{"AddBias", func() { AddBias(x, two, -1, -1) }},
		{"AddBias", func() { AddBias(x, x, math.MaxInt/2, 4) }},
		{"AddBiasReLU", func() { AddBiasReLU(x, two, 2, 3) }},
		{"ReLU", func() { ReLU(x, two) }},
		{"ReLUGrad", func() { ReLUGrad(x, two, x) }},
		{"ReLUGrad", func() { ReLUGrad(x, x, two) }},
		{"SumRows", func() { SumRows(two, x, 2, 3) }},
		{"SumRows", func() { SumRows(x, x, 3, 3) }},
		{"Dot", func() { Dot(x, two) }},
		{"Axpy", func() { Axpy(1, x, two) }},
		{"BytesToFloat", func() { BytesToFloat(two, labels, 1) }},
		{"SGDStep", func() { SGDStep(x, two, nil, 1, 0, 0, false) }},
		{"SGDStep", func() { SGDStep(x, x, two, 1, 0, 0, false) }},
		{"AdamStep", func() { AdamStep(x, two, x, x, AdamRates{}) }},
		{"AdamStep", func() { AdamStep(x, x, two, x, AdamRates{}) }},
		{"AdamStep", func() { AdamStep(x, x, x, two, AdamRates{}) }},
		{"ArgMax", func() { ArgMax(best, x, 2, 3) }},
		{"ArgMax", func() { ArgMax(best, x, 1, 7) }},
		{"ArgMax", func() { ArgMax(best, x, 1, 0) }},
		{"Softmax", func() { Softmax(two, x, 2, 3) }},
		{"Softmax", func() { Softmax(x, two, 2, 3) }},
		{"Softmax", func() { Softmax(x, x, -1, 3) }},
		{"LogSoftmax", func() { LogSoftmax(two, x, 2, 3) }},
		{"LogSoftmax", func() { LogSoftmax(x, x, 1, -3) }},
		{"SoftmaxCrossEntropy", func() { SoftmaxCrossEntropy(two, x, x, labels, 2, 3, 1) }},
		{"SoftmaxCrossEntropy", func() { SoftmaxCrossEntropy(x, two[:1], x, labels, 2, 3, 1) }},
		{"SoftmaxCrossEntropy", func() { SoftmaxCrossEntropy(x, two, x, labels[:1], 2, 3, 1) }},
		{"SoftmaxCrossEntropy", func() { SoftmaxCrossEntropy(x, two, two, labels, 2, 3, 1) }},
		{"SoftmaxCrossEntropy", func() { SoftmaxCrossEntropy(x, two, x, []uint8{0, 3}, 2, 3, 1) }},
		{"SoftmaxCrossEntropy", func() { SoftmaxCrossEntropy(x, two, x, labels, 2, 0, 1) }},
	} {
		func() {
			defer func() {
				if msg, _ := recover().(string); !strings.HasPrefix(msg, "kernels: "+c.name+": ") {
					t.Errorf("%s: panic %q", c.name, msg)
				}
			}()
			c.call()
			t.Errorf("%s did not panic", c.name)
		}()
	}
}

func TestReLUGradSumRowsPanics(t *testing.T) {
	for short := range 4 {
		operands := [4][]float32{make([]float32, 6), make([]float32, 6), make([]float32, 6), make([]float32, 6)}
		operands[short] = make([]float32, 2)
		func() {
			defer func() {
				if recover() != "kernels: ReLUGradSumRows: negative size or short slice" {
					t.Errorf("operand %d too short, and no panic that says so", short)
				}
			}()
			ReLUGradSumRows(operands[0], operands[1], operands[2], operands[3], 2, 3)
		}()
	}
}

// TestEmpty: nothing to do is no error, and nobody takes the address of element 0.
func TestEmpty(t *testing.T) {
	Exp(nil, nil)
	Log(nil, nil)
	Tanh(nil, nil)
	TanhGrad(nil, nil, nil)
	Sigmoid(nil, nil)
	SigmoidGrad(nil, nil, nil)
	AddBias(nil, nil, 0, 0)
	AddBiasReLU(nil, make([]float32, 3), 0, 3)
	ReLU(nil, nil)
	ReLUGrad(nil, nil, nil)
	Axpy(1, nil, nil)
	Scal(1, nil)
	BytesToFloat(nil, nil, 1)
	SGDStep(nil, nil, nil, 1, 0, 0, false)
	AdamStep(nil, nil, nil, nil, AdamRates{})
	ArgMax(nil, nil, 0, 0)
	Softmax(nil, nil, 0, 10)
	Softmax(nil, nil, 10, 0)
	LogSoftmax(nil, nil, 10, 0)
	SoftmaxCrossEntropy(nil, nil, nil, nil, 0, 10, 1)
	if Sum(nil) != 0 || Dot(nil, nil) != 0 || Nrm2(nil) != 0 {
		t.Error("the sum of nothing is not 0")
	}
	sums := []float32{1, 2}
	SumRows(sums, nil, 0, 2)
	ReLUGradSumRows(nil, nil, nil, nil, 3, 0)
	if sums[0] != 0 || sums[1] != 0 {
		t.Errorf("the sums of no rows are %v", sums)
	}
}
