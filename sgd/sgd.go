// Package sgd trains: stochastic gradient descent with momentum, Nesterov's
// momentum and weight decay, Adam, learning-rate schedules, and the training loop Fit.
//
// The package knows parameters (tensor.Param) and nothing of layers, losses or
// data sets: Fit takes what it needs as small interfaces.
package sgd

import (
	"fmt"
	"math"

	"lanes/kernels"
	"lanes/tensor"
)

// SGD is stochastic gradient descent, by the rule of PyTorch's torch.optim.SGD
// without dampening: with weight w, gradient g and velocity v, first 0,
//
//	g ← g + WeightDecay·w
//	v ← Momentum·v + g
//	w ← w − LR·v              or, with Nesterov, w ← w − LR·(g + Momentum·v)
//
// With Momentum 0 there is no velocity and w ← w − LR·g. Fields may change
// between steps. The zero value of everything but LR is plain gradient descent.
//
// Source of this form of Nesterov's momentum: Sutskever, Martens, Dahl and
// Hinton, On the importance of initialization and momentum in deep learning,
// ICML 2013.
type SGD struct {
	LR          float32
	Momentum    float32
	WeightDecay float32
	Nesterov    bool

	params   []*tensor.Param // of the step that has begun
	velocity [][]float32     // one slice a parameter, from the first step with momentum
}

// Step updates every Value from its Grad; gradients are left as they are. The
// first step with momentum allocates the velocities, later ones nothing. Step
// must always be given the same parameters in the same order.
//
// It panics if a gradient has another shape than its value, or if the
// parameters are not those of the velocities.
func (s *SGD) Step(params []*tensor.Param) {
	s.Begin(params)
	updateAll(s, params)
}

// Begin is the part of Step before the first Update. It panics if the parameters are
// not those of the velocities.
func (s *SGD) Begin(params []*tensor.Param) {
	s.params = params
	if s.Momentum != 0 && s.velocity == nil {
		s.velocity = make([][]float32, len(params))
		for i, p := range params {
			s.velocity[i] = make([]float32, p.Value.Len())
		}
	}
	if s.Momentum != 0 && len(s.velocity) != len(params) {
		panic(fmt.Sprintf("sgd: Step with %d parameters after %d", len(params), len(s.velocity)))
	}
	for i, p := range params {
		if s.Momentum != 0 && len(s.velocity[i]) != p.Value.Len() {
			panic(fmt.Sprintf("sgd: %s is %v, its velocity has %d elements", p.Name, p.Value.Shape, len(s.velocity[i])))
		}
	}
}

// Update updates elements from … of parameter i by their gradient.
func (s *SGD) Update(i, from int, grad []float32) {
	w := s.params[i].Value.Data[from : from+len(grad)]
	var v []float32
	if s.Momentum != 0 {
		v = s.velocity[i][from : from+len(grad)]
	}
	kernels.SGDStep(w, grad, v, s.LR, s.Momentum, s.WeightDecay, s.Nesterov && v != nil)
}

// Rate returns LR.
func (s *SGD) Rate() float32 { return s.LR }

// SetRate sets LR.
func (s *SGD) SetRate(lr float32) { s.LR = lr }

// Check returns an error that names the first field without meaning: LR and
// WeightDecay are finite and not negative, Momentum is in [0, 1), and Nesterov
// needs a momentum.
func (s *SGD) Check() error {
	switch {
	case !atLeastZero(s.LR):
		return fmt.Errorf("sgd: learning rate %v, want a finite number of at least 0", s.LR)
	case !(s.Momentum >= 0 && s.Momentum < 1):
		return fmt.Errorf("sgd: momentum %v, want at least 0 and less than 1", s.Momentum)
	case !atLeastZero(s.WeightDecay):
		return fmt.Errorf("sgd: weight decay %v, want a finite number of at least 0", s.WeightDecay)
	case s.Nesterov && s.Momentum == 0:
		return fmt.Errorf("sgd: Nesterov needs a momentum, have 0")
	}
	return nil
}

func atLeastZero(x float32) bool { return x >= 0 && x <= math.MaxFloat32 }
