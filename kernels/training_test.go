package kernels_test

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"lanes/kernels"
	"lanes/layers"
	"lanes/loss"
	"lanes/mnist"
	"lanes/sgd"
)

// TestTraining: at every precision, by the arithmetic of AMX, the recipe mlp of cmd/lanes
// comes to the accuracy of the exact method. With LANES_LONG=1 that is MNIST, the whole
// recipe and five seeds, which takes half an hour; else an epoch of drawn digits by a
// smaller network.
func TestTraining(t *testing.T) {
	if testing.Short() {
		t.Skip("minutes of work where there is no assembly")
	}
	seeds, epochs, allowed, hidden := 1, 1, 0.03, [2]int{64, 32}
	train, test := mnist.Synthetic(1000, 1), mnist.Synthetic(500, 2)
	if os.Getenv("LANES_LONG") != "" {
		data, err := mnist.Load(t.Context(), mnist.LoadOptions{Offline: true})
		if err != nil {
			t.Fatal(err)
		}
		train, test = data.Train, data.Test
		seeds, epochs, allowed, hidden = 5, 8, 0.0015, [2]int{256, 128}
	}
	var exact float64
	for p := kernels.Exact; p <= kernels.BF16; p++ {
		mean := 0.0
		for seed := range seeds {
			mean += accuracyAt(t, p, hidden, train, test, epochs, uint64(seed+1)) / float64(seeds)
		}
		t.Logf("%v: accuracy %.4f over %d seeds", p, mean, seeds)
		if p == kernels.Exact {
			exact = mean
		} else if math.Abs(mean-exact) > allowed {
			t.Errorf("%v: accuracy %.4f, exact %.4f", p, mean, exact)
		}
	}
}

// accuracyAt trains a network with these hidden layers as the recipe does and returns its accuracy.
func accuracyAt(t *testing.T, p kernels.Precision, hidden [2]int, train, test *mnist.Dataset, epochs int, seed uint64) float64 {
	t.Helper()
	if p != kernels.Exact {
		defer kernels.EmulateTiles()()
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	net := layers.NewSequential(
		layers.NewDense("a", 784, hidden[0], layers.He, rng), layers.NewReLU(),
		layers.NewDense("b", hidden[0], hidden[1], layers.He, rng), layers.NewReLU(),
		layers.NewDense("c", hidden[1], 10, layers.He, rng))
	net.SetPrecision(p)
	batches := mnist.NewBatches(train, mnist.BatchOptions{Size: 100, Seed: seed})
	o := sgd.Options{
		Optimizer: &sgd.SGD{Momentum: 0.9, Nesterov: true, WeightDecay: 2e-4},
		Schedule:  sgd.OneCycle(0.2, epochs*train.Len()/100), Epochs: epochs,
	}
	criterion := new(loss.SoftmaxCrossEntropy)
	if _, err := sgd.Fit(t.Context(), net, criterion, batches, o); err != nil {
		t.Fatal(err)
	}
	e, err := sgd.Evaluate(t.Context(), net, criterion, mnist.NewBatches(test, mnist.BatchOptions{Size: 500}))
	if err != nil {
		t.Fatal(err)
	}
	return e.Accuracy()
}
