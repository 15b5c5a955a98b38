package layers_test

import (
	"math"
	"math/rand/v2"
	"runtime/debug"
	"testing"

	"lanes/internal/racing"
	"lanes/kernels"
	"lanes/layers"
	"lanes/loss"
	"lanes/sgd"
	"lanes/tensor"
)

func mlp(in, hidden, classes int) *layers.Sequential {
	rng := rand.New(rand.NewPCG(1, 0))
	return layers.NewSequential(
		layers.NewDense("hidden", in, hidden, layers.He, rng),
		layers.NewReLU(),
		layers.NewDense("out", hidden, classes, layers.Glorot, rng),
	)
}

func batch(n, in, classes int) (*tensor.Tensor, []uint8) {
	rng := rand.New(rand.NewPCG(2, 0))
	x, labels := tensor.New(n, in), make([]uint8, n)
	for i := range x.Data {
		x.Data[i] = rng.Float32()
	}
	for i := range labels {
		labels[i] = uint8(rng.IntN(classes))
	}
	return x, labels
}

// TestOverfit: a network that learns can learn one small batch by heart, and the
// weights it ends with are the same bits in every kernel set and for any number
// of workers.
func TestOverfit(t *testing.T) {
	defer kernels.Use(kernels.Active())
	defer kernels.SetWorkers(0)
	var first []float32
	for _, name := range kernels.Names() {
		for _, workers := range []int{1, 3} {
			if name == "generic" && !kernels.Fused() {
				continue // its bits differ where Go cannot fuse: see kernels.Fused
			}
			if err := kernels.Use(name); err != nil {
				t.Fatal(err)
			}
			kernels.SetWorkers(workers)
			net, ce := mlp(20, 32, 5), new(loss.SoftmaxCrossEntropy)
			opt := &sgd.SGD{LR: 0.1, Momentum: 0.9, Nesterov: true, WeightDecay: 1e-5}
			x, labels := batch(16, 20, 5)
			var l float32
			for range 200 {
				l = ce.Forward(net.Forward(x), labels)
				net.Backward(ce.Backward())
				opt.Step(net.Params())
			}
			if !(l < 0.01) {
				t.Errorf("kernel %s: the loss is still %v", name, l)
			}
			var weights []float32
			for _, p := range net.Params() {
				weights = append(weights, p.Value.Data...)
			}
			if first == nil {
				first = weights
			}
			for i := range weights {
				if math.Float32bits(weights[i]) != math.Float32bits(first[i]) {
					t.Fatalf("kernel %s, %d workers: weight %d is %v, want %v", name, workers, i, weights[i], first[i])
				}
			}
		}
	}
}

// TestStepAllocs: a whole step allocates nothing once warm, with the batch it
// was warmed up with and with a smaller one.
func TestStepAllocs(t *testing.T) {
	if racing.Enabled() {
		t.Skip("the race detector empties pools")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // so does a collection
	defer kernels.SetWorkers(0)
	kernels.SetWorkers(1) // a helper has buffers of its own from when it is first needed
	for _, opt := range []sgd.Optimizer{
		&sgd.SGD{LR: 0.01},
		&sgd.SGD{LR: 0.01, Momentum: 0.9, Nesterov: true, WeightDecay: 1e-4},
		sgd.NewAdam(0.001),
	} {
		step := sgd.NewStepper(mlp(300, 64, 10), new(loss.SoftmaxCrossEntropy), opt).Step
		x, labels := batch(100, 300, 10)
		small, few := batch(37, 300, 10)
		step(x, labels)
		if n := testing.AllocsPerRun(2, func() { step(x, labels) }); n != 0 {
			t.Errorf("%T: %v allocations a step", opt, n)
		}
		if n := testing.AllocsPerRun(2, func() { step(small, few); step(x, labels) }); n != 0 {
			t.Errorf("%T: %v allocations with batches of two sizes", opt, n)
		}
	}
}
