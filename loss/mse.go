package loss

import (
	"fmt"

	"lanes/tensor"
)

// MSE is the squared error Σ (pred − target)² over all elements: Mean divides it
// by the number of elements (not of rows), Sum does not. Both are what PyTorch's
// MSELoss computes under the same name.
type MSE struct {
	Reduction Reduction

	dpred tensor.Tensor
}

// Forward returns the loss of pred against a target of the same shape and forms
// its gradient. It panics if the shapes differ or there are no elements.
func (l *MSE) Forward(pred, target *tensor.Tensor) float32 {
	if !pred.SameShape(target) || pred.Len() == 0 {
		panic(fmt.Sprintf("loss: MSE of %v and %v", pred.Shape, target.Shape))
	}
	l.dpred.Resize(pred.Shape...)
	div := l.Reduction.divisor(pred.Len())
	scale := float32(2 / div)
	var sum float64
	for i, p := range pred.Data {
		d := p - target.Data[i]
		sum += float64(d) * float64(d) // exact product: fusing it with the sum changes nothing
		l.dpred.Data[i] = d * scale
	}
	return float32(sum / div)
}

// Backward returns the gradient of the last Forward with respect to pred:
// 2·(pred − target), divided by the number of elements for Mean. It is valid
// until the next Forward.
func (l *MSE) Backward() *tensor.Tensor {
	if l.dpred.Shape == nil {
		panic("loss: MSE.Backward before Forward")
	}
	return &l.dpred
}
