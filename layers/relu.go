package layers

import (
	"fmt"

	"lanes/kernels"
	"lanes/tensor"
)

// ReLU is y = max(x, 0), element by element, for any shape. A NaN stays NaN.
//
// Forward keeps its output for Backward, which returns dx = dy where y > 0 and
// 0 elsewhere: the derivative at 0 is taken as 0. It has no parameters.
type ReLU struct {
	out   *tensor.Tensor // output of the last Forward: y, or the buffer of a fused Dense
	y, dx tensor.Tensor
}

// NewReLU returns a ReLU layer.
func NewReLU() *ReLU { return new(ReLU) }

// Forward returns max(x, 0).
func (r *ReLU) Forward(x *tensor.Tensor) *tensor.Tensor {
	r.y.Resize(x.Shape...)
	kernels.ReLU(r.y.Data, x.Data)
	r.out = &r.y
	return r.out
}

// Backward returns the gradient of the input. It panics if dy does not have the
// shape of the last output.
func (r *ReLU) Backward(dy *tensor.Tensor) *tensor.Tensor {
	r.check(dy)
	r.dx.Resize(dy.Shape...)
	kernels.ReLUGrad(r.dx.Data, dy.Data, r.out.Data)
	return &r.dx
}

// check panics unless dy fits to the last Forward.
func (r *ReLU) check(dy *tensor.Tensor) {
	if r.out == nil {
		panic("layers: ReLU.Backward before Forward")
	}
	if !dy.SameShape(r.out) {
		panic(fmt.Sprintf("layers: ReLU.Backward of %v, want %v", dy.Shape, r.out.Shape))
	}
}

// Params returns nil.
func (r *ReLU) Params() []*tensor.Param { return nil }
