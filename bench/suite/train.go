package suite

import (
	"context"
	"fmt"
	"testing"

	"lanes/bench"
	"lanes/layers"
	"lanes/loss"
	"lanes/mnist"
	"lanes/sgd"
	"lanes/tensor"
)

const (
	batch = 100
	rate  = 0.01
)

// Step is one step of training on a batch that is there already: forward, loss,
// backward, update. The plain loops do the same without the engine.
func Step(b *testing.B) {
	for _, sizes := range bench.Models() {
		data := bench.RandomBatch(source(), batch, sizes[0], sizes[len(sizes)-1])
		run := func(name string, step func()) {
			b.Run(fmt.Sprintf("model=%s/batch=%d/kernel=%s", bench.ModelName(sizes), batch, name), func(b *testing.B) {
				b.ReportAllocs()
				step() // buffers grow here
				for b.Loop() {
					step()
				}
				samples(b, batch)
			})
		}
		for _, naive := range bench.Naives() {
			net := bench.NewNaiveNet(naive.MatMul, bench.NewNet(1, sizes...).Params(), batch)
			run(naive.Name, func() { net.Step(data.X.Data, data.Labels, rate) })
		}
		eachSet(b, func(set string) {
			net, ce, opt := bench.NewNet(1, sizes...), new(loss.SoftmaxCrossEntropy), &sgd.SGD{LR: rate}
			run(set, func() {
				ce.Forward(net.Forward(data.X), data.Labels)
				net.Backward(ce.Backward())
				opt.Step(net.Params())
			})
		})
	}
}

// Fit is the training loop with everything it does: images from bytes, shuffled
// batches, steps. An iteration is an epoch of 2,000 synthetic digits.
func Fit(b *testing.B) {
	digits := mnist.Synthetic(2000, 1)
	for _, sizes := range bench.Models() {
		eachSet(b, func(set string) {
			b.Run(fmt.Sprintf("model=%s/batch=%d/kernel=%s", bench.ModelName(sizes), batch, set), func(b *testing.B) {
				net := bench.NewNet(1, sizes...)
				batches := mnist.NewBatches(digits, mnist.BatchOptions{Size: batch, Seed: 1})
				options := sgd.Options{Optimizer: &sgd.SGD{LR: rate}, Epochs: 1}
				for b.Loop() {
					if _, err := sgd.Fit(context.Background(), net, new(loss.SoftmaxCrossEntropy), batches, options); err != nil {
						b.Fatal(err)
					}
				}
				samples(b, digits.Len())
			})
		})
	}
}

// Predict is the forward pass of one image, the weights in the cache.
func Predict(b *testing.B) {
	for _, sizes := range bench.Models() {
		image := bench.RandomBatch(source(), 1, sizes[0], sizes[len(sizes)-1]).X
		eachSet(b, func(set string) {
			b.Run(fmt.Sprintf("model=%s/batch=1/kernel=%s", bench.ModelName(sizes), set), func(b *testing.B) {
				predict(b, bench.NewNet(1, sizes...), image)
			})
		})
	}
}

func predict(b *testing.B, net *layers.Sequential, image *tensor.Tensor) {
	b.ReportAllocs()
	net.Forward(image)
	for b.Loop() {
		net.Forward(image)
	}
	samples(b, 1)
}

// samples reports how many samples a second went through, n an iteration.
func samples(b *testing.B, n int) {
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "samples/s")
}
