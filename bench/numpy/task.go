package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"lanes/kernels"
	"lanes/layers"
	"lanes/loss"
	"lanes/mnist"
	"lanes/sgd"
	"lanes/tensor"
)

const (
	classes   = 10
	batchSize = 100
	rate      = 0.01
	seed      = 1
)

// A mode is what is repeated.
type mode string

const (
	stepMode mode = "step" // forward, loss, backward and update, on a batch that is there
	loopMode mode = "loop" // the same, and the next batch drawn from the shuffled images
)

// A task is what both sides work on.
type task struct {
	digits   *mnist.Dataset
	features int
	order    []uint32  // of the first epoch
	images   []float32 // the digits as NumPy keeps them: samples × features, 0 to 1
	weights  []float32 // features × classes, from N(0, 1)
}

// newTask loads MNIST from LANES_MNIST or the cache; if it is in neither, it
// draws digits.
func newTask() (*task, error) {
	data, err := mnist.Load(context.Background(), mnist.LoadOptions{
		Offline: true, AllowSynthetic: true, Seed: seed, TrainSize: 12000, TestSize: 1,
	})
	if err != nil {
		return nil, err
	}
	t := &task{digits: data.Train, features: data.Train.Rows * data.Train.Cols}
	t.order = epochOrder(t.digits.Len())
	t.images = make([]float32, len(t.digits.Images))
	kernels.BytesToFloat(t.images, t.digits.Images, 1.0/255)
	t.weights = make([]float32, t.features*classes)
	layers.Normal(t.weights, t.features, classes, rand.New(rand.NewPCG(seed, 0)))
	return t, nil
}

// batchOptions are the same for the digits and for what epochOrder reads.
var batchOptions = mnist.BatchOptions{Size: batchSize, Seed: seed, DropLast: true}

// epochOrder returns the order in which mnist.Batches hands out n images. It
// depends on their number and the seed alone, so images of four pixels that
// spell their own index show it.
func epochOrder(n int) (order []uint32) {
	d := &mnist.Dataset{Images: make([]uint8, 4*n), Labels: make([]uint8, n), Rows: 2, Cols: 2, Classes: 1}
	for i := range n {
		for b := range 4 {
			d.Images[4*i+b] = uint8(i >> (8 * b))
		}
	}
	x := new(tensor.Tensor)
	batches := mnist.NewBatches(d, batchOptions)
	for labels := batches.Next(x, nil); len(labels) > 0; labels = batches.Next(x, labels) {
		for i := 0; i < x.Len(); i += 4 {
			k := uint32(0)
			for b := range 4 {
				k |= uint32(x.Data[i+b]*255+0.5) << (8 * b)
			}
			order = append(order, k)
		}
	}
	return order
}

// train is the engine's side: so many steps from the first weights.
func (t *task) train(m mode, steps int) (a answer, err error) {
	dense := layers.NewDense("softmax", t.features, classes, layers.Zeros, nil)
	copy(dense.Params()[0].Value.Data, t.weights)
	net, ce, opt := layers.NewSequential(dense), new(loss.SoftmaxCrossEntropy), &sgd.SGD{LR: rate}
	batches := mnist.NewBatches(t.digits, batchOptions)
	x := new(tensor.Tensor)
	labels := batches.Next(x, nil)
	if len(labels) == 0 {
		return a, fmt.Errorf("%s has %d images, want a batch of %d", t.digits.Name, t.digits.Len(), batchSize)
	}

	a.Losses = make([]float64, steps)
	start := time.Now()
	for i := range a.Losses {
		if m == loopMode && i > 0 {
			labels = batches.Next(x, labels)
		}
		a.Losses[i] = float64(ce.Forward(net.Forward(x), labels))
		net.Backward(ce.Backward())
		opt.Step(net.Params())
	}
	a.Seconds = time.Since(start).Seconds()
	return a, nil
}
