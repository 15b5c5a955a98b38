package sgd_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"lanes/layers"
	"lanes/loss"
	"lanes/sgd"
	"lanes/tensor"
)

// points hands out, in one batch an epoch, points of the unit square whose label
// is 1 above the diagonal and 0 below.
type points struct {
	x      []float32
	labels []uint8
	done   bool
}

func newPoints(n int, rng *rand.Rand) *points {
	p := &points{labels: make([]uint8, n)}
	for i := range p.labels {
		a, b := rng.Float32(), rng.Float32()
		p.x = append(p.x, a, b)
		if b > a {
			p.labels[i] = 1
		}
	}
	return p
}

func (p *points) Len() int { return len(p.labels) }

func (p *points) Next(x *tensor.Tensor, labels []uint8) []uint8 {
	if p.done = !p.done; !p.done {
		return labels[:0]
	}
	x.Resize(len(p.labels), 2)
	copy(x.Data, p.x)
	return append(labels[:0], p.labels...)
}

func Example() {
	rng := rand.New(rand.NewPCG(1, 0))
	net := layers.NewSequential(layers.NewDense("line", 2, 2, layers.Glorot, rng))
	result, err := sgd.Fit(context.Background(), net, new(loss.SoftmaxCrossEntropy), newPoints(200, rng), sgd.Options{
		Optimizer: &sgd.SGD{LR: 1, Momentum: 0.9},
		Steps:     300,
		Holdout:   newPoints(1000, rng),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Steps, "steps, more than 98 % correct:", result.Holdout.Accuracy() > 0.98)
	// Output: 300 steps, more than 98 % correct: true
}
