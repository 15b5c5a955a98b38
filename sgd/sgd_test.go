package sgd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"lanes/tensor"
)

// eps is the unit roundoff of float32.
const eps = 1.0 / (1 << 24)

func panics(t *testing.T, want string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if got := recover(); got != want {
			t.Errorf("panic %v, want %q", got, want)
		}
	}()
	f()
}

// TestStep follows PyTorch's rule, written out in float64, for a number of
// steps. Each step of the float32 rule rounds four times, and momentum lets an
// error live for 1/(1−0.9) = 10 steps.
func TestStep(t *testing.T) {
	for _, c := range []SGD{
		{LR: 0.1},
		{LR: 0.1, WeightDecay: 0.01},
		{LR: 0.1, Momentum: 0.9},
		{LR: 0.1, Momentum: 0.9, WeightDecay: 0.01},
		{LR: 0.1, Momentum: 0.9, Nesterov: true},
		{LR: 0.1, Momentum: 0.9, WeightDecay: 0.01, Nesterov: true},
	} {
		t.Run(fmt.Sprintf("momentum=%v/decay=%v/nesterov=%v", c.Momentum, c.WeightDecay, c.Nesterov), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 0))
			params := []*tensor.Param{tensor.NewParam("a", 3, 11), tensor.NewParam("none", 0), tensor.NewParam("b", 5)}
			var w, v []float64
			for _, p := range params {
				for i := range p.Value.Data {
					p.Value.Data[i] = rng.Float32() - 0.5
					w, v = append(w, float64(p.Value.Data[i])), append(v, 0)
				}
			}
			lr, mu, wd := float64(c.LR), float64(c.Momentum), float64(c.WeightDecay)
			const steps = 20
			for range steps {
				j := 0
				for _, p := range params {
					for i := range p.Grad.Data {
						p.Grad.Data[i] = rng.Float32() - 0.5
						g := float64(p.Grad.Data[i]) + wd*w[j]
						v[j] = mu*v[j] + g
						switch {
						case mu == 0:
						case c.Nesterov:
							g += mu * v[j]
						default:
							g = v[j]
						}
						w[j] -= lr * g
						j++
					}
				}
				c.Step(params)
			}
			j := 0
			for _, p := range params {
				for i, got := range p.Value.Data {
					if math.Abs(float64(got)-w[j]) > steps*4*10*eps {
						t.Fatalf("%s[%d] = %v, want %v", p.Name, i, got, w[j])
					}
					j++
				}
			}
		})
	}
}

func TestStepPanics(t *testing.T) {
	p := tensor.NewParam("w", 2, 3)
	s := SGD{LR: 1, Momentum: 0.5}
	s.Step([]*tensor.Param{p})
	panics(t, "sgd: Step with 2 parameters after 1", func() { s.Step([]*tensor.Param{p, p}) })
	panics(t, "sgd: w is [7], its velocity has 6 elements", func() { s.Step([]*tensor.Param{tensor.NewParam("w", 7)}) })
	p.Grad = tensor.New(3, 2)
	panics(t, "sgd: w is [2 3], its gradient [3 2]", func() { s.Step([]*tensor.Param{p}) })
}

func TestCheck(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, c := range []struct {
		SGD
		want string
	}{
		{SGD{LR: 0.1}, ""},
		{SGD{LR: 0.1, Momentum: 0.9, Nesterov: true, WeightDecay: 1e-4}, ""},
		{SGD{LR: -1}, "sgd: learning rate -1, want a finite number of at least 0"},
		{SGD{LR: nan}, "sgd: learning rate NaN, want a finite number of at least 0"},
		{SGD{LR: inf}, "sgd: learning rate +Inf, want a finite number of at least 0"},
		{SGD{Momentum: 1}, "sgd: momentum 1, want at least 0 and less than 1"},
		{SGD{Momentum: nan}, "sgd: momentum NaN, want at least 0 and less than 1"},
		{SGD{WeightDecay: -0.5}, "sgd: weight decay -0.5, want a finite number of at least 0"},
		{SGD{Nesterov: true}, "sgd: Nesterov needs a momentum, have 0"},
	} {
		got := ""
		if err := c.Check(); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%+v: %q, want %q", c.SGD, got, c.want)
		}
	}
}
