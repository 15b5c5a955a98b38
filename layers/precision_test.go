package layers_test

import (
	"math"
	"slices"
	"testing"

	"lanes/kernels"
	"lanes/loss"
	"lanes/sgd"
)

// TestSetPrecision: a network's own precision goes before that of the process, forward
// and backward, and equals it where both are the same.
func TestSetPrecision(t *testing.T) {
	defer kernels.SetPrecision(kernels.CurrentPrecision())
	x, labels := batch(120, 90, 7)
	weights := func(process kernels.Precision, own ...kernels.Precision) (all []float32) {
		kernels.SetPrecision(process)
		net := sessionNet()
		for _, p := range own {
			net.SetPrecision(p)
		}
		step := sgd.NewStepper(net, new(loss.SoftmaxCrossEntropy), &sgd.SGD{LR: 0.1})
		for range 3 {
			step.Step(x, labels)
		}
		for _, p := range net.Params() {
			all = append(all, p.Value.Data...)
		}
		return all
	}
	exact := weights(kernels.Exact)
	for p := kernels.Exact; p <= kernels.BF16; p++ {
		all := weights(p)
		if !slices.Equal(weights(kernels.Exact, p), all) {
			t.Errorf("%v: the network's own gives other weights than the process's", p)
		}
		if !slices.Equal(weights(p, kernels.Exact), exact) {
			t.Errorf("exact weights depend on the process's %v", p)
		}
		if runs, why := kernels.Method(p); slices.Equal(all, exact) != (runs == kernels.Active()) {
			t.Errorf("%v runs on %s (%s), but has the exact weights: %v", p, runs, why, slices.Equal(all, exact))
		}
	}
}

// TestSessionPack: packed weights give the bits of the network at that precision for a
// batch, and about its results for an image, where only they make the faster method pay;
// they follow the network when they are packed again.
func TestSessionPack(t *testing.T) {
	net := sessionNet()
	session := net.NewSession()
	for p := kernels.Exact; p <= kernels.BF16; p++ {
		net.SetPrecision(p)
		for range 2 {
			net.Params()[0].Value.Data[3]++
			session.Pack(p)
			for _, n := range []int{1, 130, 0} {
				x, _ := batch(n, 90, 7)
				y, want := session.Forward(x), net.Forward(x)
				if !y.SameShape(want) || n != 1 && !slices.Equal(y.Data, want.Data) {
					t.Errorf("%v, batch %d: another result", p, n)
				}
				for i, v := range y.Data {
					if d := math.Abs(float64(v - want.Data[i])); d > 0.02 {
						t.Errorf("%v, batch %d: %v, want %v", p, n, v, want.Data[i])
					}
				}
			}
		}
	}
	defer func() {
		if got, want := recover(), "layers: Session.Forward of [2 89], want rows of 90"; got != want {
			t.Errorf("panic %v, want %q", got, want)
		}
	}()
	x, _ := batch(2, 89, 7)
	session.Forward(x)
}
