package bench

import (
	"context"
	"fmt"

	"lanes/loss"
	"lanes/mnist"
	"lanes/sgd"
)

const (
	batchSize = 100
	rate      = 0.01
	digits    = 2000 // images of an epoch of Fit
	maxStep   = 1e9  // operations of a step: 10 ms
)

func trainCases() (cases []Case) {
	for _, sizes := range Models() {
		for _, batch := range []int{1, 8, 32, 100, 256, 1024} {
			if c := step(sizes, batch); c.Flops <= maxStep {
				cases = append(cases, c)
			}
		}
	}
	for _, sizes := range Models() {
		cases = append(cases, fit(sizes))
	}
	for _, sizes := range Models() {
		cases = append(cases, predict(sizes, 1), predict(sizes, 100))
	}
	return cases
}

// weights returns the number of weights of a network, and of those of its first
// layer.
func weights(sizes []int) (all, first int) {
	for i := 1; i < len(sizes); i++ {
		all += sizes[i-1] * sizes[i]
	}
	return all, sizes[0] * sizes[1]
}

// modelCase counts the products alone: forward, and when training the gradient
// of the weights and that of the inputs, which the first layer has no use for.
// The weights are read forward; training reads them again, writes their gradient
// and then reads both and writes the weights.
func modelCase(name string, sizes []int, batch, samples int, training bool) Case {
	all, first := weights(sizes)
	flops, words := 2*all, all
	if training {
		flops, words = 6*all-2*first, 6*all-first
	}
	calls := samples / batch
	return Case{
		Name: name, Params: fmt.Sprintf("model=%s/batch=%d", ModelName(sizes), batch), Samples: samples,
		Flops: float64(flops) * float64(samples), Bytes: 4 * float64(words*calls+sizes[0]*samples),
	}
}

// step is one step of training on a batch that is there already: forward, loss,
// backward, update. The plain loops do the same without the engine.
func step(sizes []int, batch int) Case {
	c := modelCase("Step", sizes, batch, batch, true)
	c.Prepare = func() (s Subject) {
		data := RandomBatch(source(), batch, sizes[0], sizes[len(sizes)-1])
		for _, naive := range Naives() {
			net := NewNaiveNet(naive.MatMul, NewNet(1, sizes...).Params(), batch)
			s.Plain = append(s.Plain, Contender{Name: naive.Name, Run: func() { net.Step(data.X.Data, data.Labels, rate) }})
		}
		s.Engine = func(string) func() {
			stepper := sgd.NewStepper(NewNet(1, sizes...), new(loss.SoftmaxCrossEntropy), &sgd.SGD{LR: rate})
			return func() { stepper.Step(data.X, data.Labels) }
		}
		return s
	}
	return c
}

// fit is the training loop with everything it does: images from bytes, shuffled
// batches, steps. A call is an epoch of synthetic digits.
func fit(sizes []int) Case {
	c := modelCase("Fit", sizes, batchSize, digits, true)
	c.Prepare = func() Subject {
		images := mnist.Synthetic(digits, 1)
		return Subject{Engine: func(string) func() {
			net := NewNet(1, sizes...)
			batches := mnist.NewBatches(images, mnist.BatchOptions{Size: batchSize, Seed: 1})
			options := sgd.Options{Optimizer: &sgd.SGD{LR: rate}, Epochs: 1}
			return func() {
				if _, err := sgd.Fit(context.Background(), net, new(loss.SoftmaxCrossEntropy), batches, options); err != nil {
					panic(err) // the digits are always the same: if it works once, it does always
				}
			}
		}}
	}
	return c
}

// predict is the forward pass in a session, the weights in the cache.
func predict(sizes []int, batch int) Case {
	c := modelCase("Predict", sizes, batch, batch, false)
	c.Prepare = func() Subject {
		images := RandomBatch(source(), batch, sizes[0], sizes[len(sizes)-1]).X
		return Subject{Engine: func(string) func() {
			session := NewNet(1, sizes...).NewSession()
			return func() { session.Forward(images) }
		}}
	}
	return c
}
