package sgd

import (
	"context"

	"lanes/kernels"
	"lanes/tensor"
)

// Evaluation is how a model does on a data set.
type Evaluation struct {
	Samples int
	Correct int     // samples whose largest logit is that of their label
	Loss    float64 // mean over the samples, whatever the reduction of the loss
}

// Accuracy returns the fraction of correct samples, 0 if there are none.
func (e Evaluation) Accuracy() float64 {
	if e.Samples == 0 {
		return 0
	}
	return float64(e.Correct) / float64(e.Samples)
}

// Evaluate runs model over data, which must be at the beginning of an epoch, to
// the end of that epoch. Losses are added in float64 in the order of the
// samples, so the batch size does not matter. When ctx ends, it stops before the
// next batch and returns what it has, over the samples so far, with ctx.Err().
func Evaluate(ctx context.Context, model Predictor, loss Loss, data Batches) (Evaluation, error) {
	return new(evaluator).run(ctx, model, loss, data)
}

// evaluator keeps the buffers of Evaluate.
type evaluator struct {
	x      tensor.Tensor
	labels []uint8
	arg    []int
}

func (v *evaluator) run(ctx context.Context, model Predictor, loss Loss, data Batches) (e Evaluation, err error) {
	var sum float64
	for err = ctx.Err(); err == nil; err = ctx.Err() {
		v.labels = data.Next(&v.x, v.labels)
		if len(v.labels) == 0 {
			break
		}
		logits := model.Forward(&v.x)
		for _, l := range loss.Losses(logits, v.labels) {
			sum += float64(l)
		}
		var correct int
		v.arg, correct = countCorrect(v.arg, logits, v.labels)
		e.Correct += correct
		e.Samples += len(v.labels)
	}
	if e.Samples > 0 {
		e.Loss = sum / float64(e.Samples)
	}
	return e, err
}

// countCorrect returns how many rows of logits are largest at their label, and
// arg, the buffer it works in, grown if need be.
func countCorrect(arg []int, logits *tensor.Tensor, labels []uint8) ([]int, int) {
	if cap(arg) < len(labels) {
		arg = make([]int, len(labels))
	}
	arg = arg[:len(labels)]
	kernels.ArgMax(arg, logits.Data, logits.Rows(), logits.Cols())
	correct := 0
	for i, label := range labels {
		if arg[i] == int(label) {
			correct++
		}
	}
	return arg, correct
}
