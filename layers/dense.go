package layers

import (
	"fmt"
	"math/rand/v2"

	"lanes/kernels"
	"lanes/tensor"
)

// Dense is the fully connected layer y = x·W + b, x [batch, in] → y [batch, out],
// with W [in, out] and b [out]. An input of higher rank is read as a matrix of
// Rows by Cols.
//
// Forward keeps x (not a copy) for Backward. Backward sets dW = xᵀ·dy and
// db = the sum of dy over the batch, and returns dx = dy·Wᵀ.
type Dense struct {
	weight, bias *tensor.Param
	params       []*tensor.Param
	x            *tensor.Tensor // input of the last Forward
	y, dx        tensor.Tensor
	share        sharedUpdate
	floor        floor
}

// NewDense returns a Dense layer with weights from the initialiser and a bias of
// zeros. Its parameters are called name+".weight" and name+".bias". It panics if
// in or out is negative.
func NewDense(name string, in, out int, weight Initializer, rng *rand.Rand) *Dense {
	d := &Dense{
		weight: tensor.NewParam(name+".weight", in, out),
		bias:   tensor.NewParam(name+".bias", out),
	}
	d.params = []*tensor.Param{d.weight, d.bias}
	weight(d.weight.Value.Data, in, out, rng)
	d.share.piece = d.updateRows
	return d
}

// Forward returns x·W + b. It panics if a row of x does not have in elements.
func (d *Dense) Forward(x *tensor.Tensor) *tensor.Tensor {
	d.x = x
	d.product(&d.y, x)
	kernels.AddBias(d.y.Data, d.bias.Value.Data, d.y.Rows(), d.y.Cols())
	return &d.y
}

// forwardReLU returns max(x·W + b, 0): Forward and a ReLU after it in one pass
// over y, with the same bits. A pass of its own costs 1 % at most: done
// by Sgemm on each row of tiles as it is completed, steps of batch 100 on one core
// of a Zen 4 took 376 µs instead of 375 (784-128-10) and 3040 instead of 3073
// (784-512-512-10), predictions of 100 images 182.8 instead of 182.6 and 1231 instead of 1229.
func (d *Dense) forwardReLU(x *tensor.Tensor) *tensor.Tensor {
	d.x = x
	d.product(&d.y, x)
	kernels.AddBiasReLU(d.y.Data, d.bias.Value.Data, d.y.Rows(), d.y.Cols())
	return &d.y
}

// product sets y to x·W.
func (d *Dense) product(y, x *tensor.Tensor) {
	y.Resize(x.Rows(), d.bias.Value.Len())
	tensor.MatMulAt(d.floor.now(), y, x, d.weight.Value, kernels.NoTrans, kernels.NoTrans)
}

// Backward sets the gradients of W and b and returns that of x. It panics if dy
// does not have the shape of the last output.
func (d *Dense) Backward(dy *tensor.Tensor) *tensor.Tensor {
	return d.backwardReLU(nil, dy, true, 0, nil)
}

// backwardReLU is backward of a backwarder through r and then d, or d alone if r is nil.
func (d *Dense) backwardReLU(r *ReLU, dy *tensor.Tensor, inputGrad bool, base int, update updateFunc) (dx *tensor.Tensor) {
	if r != nil {
		r.check(dy)
	}
	d.check(dy)
	sums, rows, cols := d.bias.Grad.Data, dy.Rows(), dy.Cols()
	if r != nil {
		r.dx.Resize(dy.Shape...)
		kernels.ReLUGradSumRows(r.dx.Data, sums, dy.Data, r.out.Data, rows, cols)
		dy = &r.dx
	} else {
		kernels.SumRows(sums, dy.Data, rows, cols)
	}
	if inputGrad {
		dx = d.inputGrad(dy) // by the weights before an update
	}
	if update == nil {
		tensor.MatMulAt(d.floor.now(), d.weight.Grad, d.x, dy, kernels.Trans, kernels.NoTrans)
	} else {
		update(base+1, 0, sums)
		d.update(dy, base, update)
	}
	return dx
}

// check panics unless dy fits to the last Forward.
func (d *Dense) check(dy *tensor.Tensor) {
	if d.x == nil {
		panic("layers: Dense.Backward before Forward")
	}
	if !dy.SameShape(&d.y) {
		panic(fmt.Sprintf("layers: Dense.Backward of %v, want %v", dy.Shape, d.y.Shape))
	}
}

func (d *Dense) inputGrad(dy *tensor.Tensor) *tensor.Tensor {
	d.dx.Resize(d.x.Shape...)
	tensor.MatMulAt(d.floor.now(), &d.dx, dy, d.weight.Value, kernels.NoTrans, kernels.Trans)
	return &d.dx
}

// Params returns the weight and the bias.
func (d *Dense) Params() []*tensor.Param { return d.params }
