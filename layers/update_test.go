package layers_test

import (
	"math/rand/v2"
	"testing"

	"lanes/kernels"
	"lanes/layers"
	"lanes/loss"
	"lanes/sgd"
	"lanes/tensor"
)

// plain hides BackwardUpdate, so that the gradients are formed whole and then used.
type plain struct{ net *layers.Sequential }

func (p plain) Forward(x *tensor.Tensor) *tensor.Tensor   { return p.net.Forward(x) }
func (p plain) Backward(dy *tensor.Tensor) *tensor.Tensor { return p.net.Backward(dy) }
func (p plain) Params() []*tensor.Param                   { return p.net.Params() }

// own is a layer from elsewhere, with parameters.
type own struct{ layers.Layer }

// TestBackwardUpdate: parameters that are updated on the way back are those that are
// updated at the end, bit for bit, for any number of workers, for pieces of a gradient
// and for one too large to be cut, with layers in layers and with layers from elsewhere.
func TestBackwardUpdate(t *testing.T) {
	defer kernels.SetWorkers(0)
	build := func() *layers.Sequential {
		rng := rand.New(rand.NewPCG(3, 0))
		return layers.NewSequential(layers.NewReLU(),
			layers.NewSequential(layers.NewDense("a", 90, 520, layers.He, rng), layers.NewReLU()),
			own{layers.NewDense("b", 520, 33, layers.He, rng)}, layers.NewReLU(),
			layers.NewDense("c", 33, 7, layers.Glorot, rng))
	}
	for _, workers := range []int{1, 3} {
		kernels.SetWorkers(workers)
		for _, opt := range []func() sgd.Optimizer{
			func() sgd.Optimizer { return &sgd.SGD{LR: 0.1} },
			func() sgd.Optimizer { return &sgd.SGD{LR: 0.1, Momentum: 0.9, Nesterov: true, WeightDecay: 1e-3} },
			func() sgd.Optimizer { return sgd.NewAdam(0.01) },
		} {
			one, two := build(), build()
			a := sgd.NewStepper(one, new(loss.SoftmaxCrossEntropy), opt())
			b := sgd.NewStepper(plain{two}, new(loss.SoftmaxCrossEntropy), opt())
			for _, n := range []int{1, 40, 130, 3} {
				x, labels := batch(n, 90, 7)
				if la, lb := a.Step(x, labels), b.Step(x, labels); la != lb {
					t.Fatalf("%T, batch %d: loss %v, want %v", opt(), n, la, lb)
				}
				for i, p := range one.Params() {
					for j, v := range p.Value.Data {
						if want := two.Params()[i].Value.Data[j]; v != want {
							t.Fatalf("%T, %d workers, batch %d: %s[%d] is %v, want %v", opt(), workers, n, p.Name, j, v, want)
						}
					}
				}
			}
		}
	}
}
