package loss

import (
	"fmt"

	"lanes/kernels"
	"lanes/tensor"
)

// SoftmaxCrossEntropy is −log softmax(logits)[label], for logits [batch, classes]
// and one label a row. It works on logits, so no probability is formed that
// could round to zero: a finite row has a finite loss.
//
// Mean divides the sum over the batch by the number of rows, Sum does not.
type SoftmaxCrossEntropy struct {
	Reduction Reduction

	losses  []float32
	dlogits tensor.Tensor
	scratch tensor.Tensor // the gradient that Losses does not want
}

// Forward returns the loss of the batch, in nats, and forms its gradient. A row
// with a NaN or +Inf makes it NaN.
//
// It panics if there are no rows, if labels has another length, or if a label
// names no column.
func (l *SoftmaxCrossEntropy) Forward(logits *tensor.Tensor, labels []uint8) float32 {
	l.dlogits.Resize(logits.Shape...)
	div := l.Reduction.divisor(logits.Rows())
	l.run(l.dlogits.Data, logits, labels, float32(1/div))
	var sum float64
	for _, v := range l.losses {
		sum += float64(v)
	}
	return float32(sum / div)
}

// Backward returns the gradient of the last Forward with respect to its logits:
// (softmax − one-hot), divided by the number of rows for Mean. It is valid until
// the next Forward.
func (l *SoftmaxCrossEntropy) Backward() *tensor.Tensor {
	if l.dlogits.Shape == nil {
		panic("loss: SoftmaxCrossEntropy.Backward before Forward")
	}
	return &l.dlogits
}

// Losses returns the loss of each row, whatever the reduction, and leaves the
// gradient of the last Forward alone: evaluation needs nothing else. The slice
// is valid until the next call. It panics like Forward.
func (l *SoftmaxCrossEntropy) Losses(logits *tensor.Tensor, labels []uint8) []float32 {
	l.scratch.Resize(logits.Shape...)
	l.run(l.scratch.Data, logits, labels, 1)
	return l.losses
}

func (l *SoftmaxCrossEntropy) run(dlogits []float32, logits *tensor.Tensor, labels []uint8, scale float32) {
	rows, cols := logits.Rows(), logits.Cols()
	if rows == 0 || len(labels) != rows {
		panic(fmt.Sprintf("loss: SoftmaxCrossEntropy of logits %v with %d labels", logits.Shape, len(labels)))
	}
	for i, label := range labels {
		if int(label) >= cols {
			panic(fmt.Sprintf("loss: label %d in row %d of logits %v", label, i, logits.Shape))
		}
	}
	if cap(l.losses) < rows {
		l.losses = make([]float32, rows)
	}
	l.losses = l.losses[:rows]
	kernels.SoftmaxCrossEntropy(dlogits, l.losses, logits.Data, labels, rows, cols, scale)
}
