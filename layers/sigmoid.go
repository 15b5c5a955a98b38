package layers

import (
	"fmt"

	"lanes/kernels"
	"lanes/tensor"
)

// Sigmoid is y = 1/(1 + e⁻ˣ), element by element, for any shape.
//
// Forward keeps its output for Backward, which returns dx = dy·(y − y²). It has no
// parameters.
type Sigmoid struct {
	forward bool
	y, dx   tensor.Tensor
}

// NewSigmoid returns a Sigmoid layer.
func NewSigmoid() *Sigmoid { return new(Sigmoid) }

// Forward returns 1/(1 + e⁻ˣ).
func (l *Sigmoid) Forward(x *tensor.Tensor) *tensor.Tensor {
	l.forward = true
	l.y.Resize(x.Shape...)
	kernels.Sigmoid(l.y.Data, x.Data)
	return &l.y
}

// Backward returns the gradient of the input. It panics if dy does not have the
// shape of the last output.
func (l *Sigmoid) Backward(dy *tensor.Tensor) *tensor.Tensor {
	if !l.forward {
		panic("layers: Sigmoid.Backward before Forward")
	}
	if !dy.SameShape(&l.y) {
		panic(fmt.Sprintf("layers: Sigmoid.Backward of %v, want %v", dy.Shape, l.y.Shape))
	}
	l.dx.Resize(dy.Shape...)
	kernels.SigmoidGrad(l.dx.Data, dy.Data, l.y.Data)
	return &l.dx
}

// Params returns nil.
func (l *Sigmoid) Params() []*tensor.Param { return nil }
