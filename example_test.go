package lanes_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"lanes/layers"
	"lanes/loss"
	"lanes/mnist"
	"lanes/sgd"
)

func Example() {
	images, rng := mnist.Synthetic(1500, 1), rand.New(rand.NewPCG(1, 0))
	net := layers.NewSequential(
		layers.NewDense("hidden", 784, 32, layers.He, rng), layers.NewReLU(),
		layers.NewDense("out", 32, 10, layers.Glorot, rng))
	train, test := images.Split(500)
	result, err := sgd.Fit(context.Background(), net, &loss.SoftmaxCrossEntropy{},
		mnist.NewBatches(train, mnist.BatchOptions{Size: 20, Seed: 1}),
		sgd.Options{Optimizer: &sgd.SGD{LR: 0.05, Momentum: 0.9}, Epochs: 3,
			Holdout: mnist.NewBatches(test, mnist.BatchOptions{Size: 500, Sequential: true})})
	fmt.Println(result.Steps, "steps; at least 3 in 4 digits right:", result.Holdout.Accuracy() >= 0.75, err)
	// Output: 150 steps; at least 3 in 4 digits right: true <nil>
}
