package sgd

import (
	"fmt"
	"math"

	"lanes/kernels"
	"lanes/tensor"
)

// Adam is stochastic gradient descent with steps scaled by moments of the gradient:
// with weight w, gradient g and moments m and v, first 0, at step t from 1 on
//
//	m ← Beta1·m + (1−Beta1)·g
//	v ← Beta2·v + (1−Beta2)·g²
//	w ← w − LR·m̂/(√v̂ + Epsilon)      m̂ = m/(1−Beta1ᵗ), v̂ = v/(1−Beta2ᵗ)
//
// WeightDecay comes first: g ← g + WeightDecay·w, or, Decoupled, w ← w − LR·WeightDecay·w
// apart from the moments, which is AdamW. Fields may change between steps.
//
// Source: Kingma and Ba, Adam: A Method for Stochastic Optimization, ICLR 2015,
// arXiv:1412.6980, algorithm 1; decoupled: Loshchilov and Hutter, Decoupled Weight
// Decay Regularization, ICLR 2019, arXiv:1711.05101, in the form of torch.optim.AdamW.
type Adam struct {
	LR, Beta1, Beta2, Epsilon float32
	WeightDecay               float32
	Decoupled                 bool

	power1, power2 float64         // Beta1ᵗ and Beta2ᵗ
	m, v           [][]float32     // one slice a parameter, from the first step
	params         []*tensor.Param // of the step that has begun
	rates          kernels.AdamRates
}

// NewAdam returns Adam with the constants of its authors: 0.9, 0.999 and 1e-8.
func NewAdam(lr float32) *Adam {
	return &Adam{LR: lr, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}
}

// Step updates every Value from its Grad; gradients are left as they are. The first
// step allocates the moments, later ones nothing. Step must always be given the same
// parameters in the same order.
//
// It panics if a gradient has another shape than its value, or if the parameters
// are not those of the moments.
func (a *Adam) Step(params []*tensor.Param) {
	a.Begin(params)
	updateAll(a, params)
}

// Begin is the part of Step before the first Update. It panics if the parameters are
// not those of the moments.
func (a *Adam) Begin(params []*tensor.Param) {
	a.params = params
	if a.m == nil {
		a.power1, a.power2 = 1, 1
		a.m, a.v = make([][]float32, len(params)), make([][]float32, len(params))
		for i, p := range params {
			a.m[i], a.v[i] = make([]float32, p.Value.Len()), make([]float32, p.Value.Len())
		}
	}
	if len(a.m) != len(params) {
		panic(fmt.Sprintf("sgd: Step with %d parameters after %d", len(params), len(a.m)))
	}
	for i, p := range params {
		if len(a.m[i]) != p.Value.Len() {
			panic(fmt.Sprintf("sgd: %s is %v, its moments have %d elements", p.Name, p.Value.Shape, len(a.m[i])))
		}
	}
	a.rates = a.advance()
}

// Update updates elements from … of parameter i by their gradient.
func (a *Adam) Update(i, from int, grad []float32) {
	to := from + len(grad)
	kernels.AdamStep(a.params[i].Value.Data[from:to], grad, a.m[i][from:to], a.v[i][from:to], a.rates)
}

// advance returns the rates of the next step. Each operation is rounded to float64
// by itself, so that the bits are the same on every architecture.
func (a *Adam) advance() kernels.AdamRates {
	a.power1 = float64(a.power1 * float64(a.Beta1))
	a.power2 = float64(a.power2 * float64(a.Beta2))
	r := kernels.AdamRates{
		LR: float32(float64(a.LR) / (1 - a.power1)), Beta1: a.Beta1, Beta2: a.Beta2,
		Root: float32(1 / math.Sqrt(1-a.power2)), Epsilon: a.Epsilon, Keep: 1,
	}
	if a.Decoupled {
		r.Keep = float32(1 - float64(float64(a.LR)*float64(a.WeightDecay)))
	} else {
		r.Decay = a.WeightDecay
	}
	return r
}

// Rate returns LR.
func (a *Adam) Rate() float32 { return a.LR }

// SetRate sets LR.
func (a *Adam) SetRate(lr float32) { a.LR = lr }

// Check returns an error that names the first field without meaning: LR and
// WeightDecay are finite and not negative, Beta1 and Beta2 are in [0, 1), and
// Epsilon is finite and above 0.
func (a *Adam) Check() error {
	switch {
	case !atLeastZero(a.LR):
		return fmt.Errorf("sgd: learning rate %v, want a finite number of at least 0", a.LR)
	case !(a.Beta1 >= 0 && a.Beta1 < 1):
		return fmt.Errorf("sgd: beta1 %v, want at least 0 and less than 1", a.Beta1)
	case !(a.Beta2 >= 0 && a.Beta2 < 1):
		return fmt.Errorf("sgd: beta2 %v, want at least 0 and less than 1", a.Beta2)
	case !(a.Epsilon > 0 && a.Epsilon <= math.MaxFloat32):
		return fmt.Errorf("sgd: epsilon %v, want a finite number above 0", a.Epsilon)
	case !atLeastZero(a.WeightDecay):
		return fmt.Errorf("sgd: weight decay %v, want a finite number of at least 0", a.WeightDecay)
	}
	return nil
}
