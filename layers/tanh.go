package layers

import (
	"fmt"

	"lanes/kernels"
	"lanes/tensor"
)

// Tanh is y = tanh(x), element by element, for any shape.
//
// Forward keeps its output for Backward, which returns dx = dy·(1 − y²). It has no
// parameters.
type Tanh struct {
	forward bool
	y, dx   tensor.Tensor
}

// NewTanh returns a Tanh layer.
func NewTanh() *Tanh { return new(Tanh) }

// Forward returns tanh(x).
func (l *Tanh) Forward(x *tensor.Tensor) *tensor.Tensor {
	l.forward = true
	l.y.Resize(x.Shape...)
	kernels.Tanh(l.y.Data, x.Data)
	return &l.y
}

// Backward returns the gradient of the input. It panics if dy does not have the
// shape of the last output.
func (l *Tanh) Backward(dy *tensor.Tensor) *tensor.Tensor {
	if !l.forward {
		panic("layers: Tanh.Backward before Forward")
	}
	if !dy.SameShape(&l.y) {
		panic(fmt.Sprintf("layers: Tanh.Backward of %v, want %v", dy.Shape, l.y.Shape))
	}
	l.dx.Resize(dy.Shape...)
	kernels.TanhGrad(l.dx.Data, dy.Data, l.y.Data)
	return &l.dx
}

// Params returns nil.
func (l *Tanh) Params() []*tensor.Param { return nil }
