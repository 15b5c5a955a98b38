package sgd

import (
	"fmt"

	"lanes/tensor"
)

// Optimizer changes parameters by their gradients. SGD and Adam are Optimizers.
//
// Step is Begin and then Update of every element of every parameter. Updates of
// distinct elements may be done in any order and at the same time.
type Optimizer interface {
	Step(params []*tensor.Param)
	Begin(params []*tensor.Param)
	Update(i, from int, grad []float32) // elements from … of parameter i

	Rate() float32      // the learning rate
	SetRate(lr float32) // for the steps from now on
	Check() error       // names a setting without meaning
}

// updateAll updates every parameter from its Grad.
func updateAll(o Optimizer, params []*tensor.Param) {
	for i, p := range params {
		if !p.Value.SameShape(p.Grad) {
			panic(fmt.Sprintf("sgd: %s is %v, its gradient %v", p.Name, p.Value.Shape, p.Grad.Shape))
		}
		o.Update(i, 0, p.Grad.Data)
	}
}

// An updater is a Model that hands gradients over as soon as it has them, piece by
// piece, while they are in the caches, and forms no more of them than that.
type updater interface {
	BackwardUpdate(dlogits *tensor.Tensor, update func(i, from int, grad []float32))
}

// A Stepper trains a model step by step, as Fit does. A model with BackwardUpdate, as
// layers.Sequential has it, updates its parameters on the way back: the Grad of a
// parameter is then without meaning after a step.
type Stepper struct {
	model  Model
	loss   Loss
	opt    Optimizer
	params []*tensor.Param
	fused  updater                           // nil: the model has no such method
	update func(i, from int, grad []float32) // of opt: made once, for it is allocated
	logits *tensor.Tensor
}

// NewStepper returns a Stepper. The three are used by nothing else while a step runs.
func NewStepper(model Model, loss Loss, opt Optimizer) *Stepper {
	s := &Stepper{model: model, loss: loss, opt: opt, params: model.Params(), update: opt.Update}
	s.fused, _ = model.(updater)
	return s
}

// Step trains on one batch and returns its loss before that.
func (s *Stepper) Step(x *tensor.Tensor, labels []uint8) float32 {
	l := s.forward(x, labels)
	s.backward()
	return l
}

// forward is the first half of a step, which changes no parameter.
func (s *Stepper) forward(x *tensor.Tensor, labels []uint8) float32 {
	s.logits = s.model.Forward(x)
	return s.loss.Forward(s.logits, labels)
}

func (s *Stepper) backward() {
	dlogits := s.loss.Backward()
	if s.fused == nil {
		s.model.Backward(dlogits)
		s.opt.Step(s.params)
		return
	}
	s.opt.Begin(s.params)
	s.fused.BackwardUpdate(dlogits, s.update)
}
