package sgd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"lanes/tensor"
)

// trace is one weight under Adam in float64, and how far the float32 values may be
// from it: a running error analysis of the kernel, line by line, to first order.
type trace struct{ w, m, v, dw, dm, dv float64 }

// step is algorithm 1 of the paper, with both kinds of weight decay.
func (x *trace) step(a *Adam, g float64, t int) {
	lr, b1, b2, wd := float64(a.LR), float64(a.Beta1), float64(a.Beta2), float64(a.WeightDecay)
	keep, dd := 1.0, 0.0
	if a.Decoupled {
		keep -= lr * wd
	} else {
		g += wd * x.w
		dd = wd*x.dw + eps*math.Abs(g)
	}
	x.m = b1*x.m + (1-b1)*g
	x.dm = b1*x.dm + (1-b1)*(dd+eps*math.Abs(g)) + eps*math.Abs(x.m)
	x.v = b2*x.v + (1-b2)*g*g
	x.dv = b2*x.dv + (1-b2)*(2*math.Abs(g)*dd+2*eps*g*g) + eps*x.v
	root := 1 / math.Sqrt(1-math.Pow(b2, float64(t)))
	s := root * math.Sqrt(x.v)
	q := s + float64(a.Epsilon)
	dq := s*x.dv/x.v + 2*eps*s + eps*q // |√(v+dv) − √v| ≤ √v·dv/v; the root and Root rounded; the fma
	ratio := x.m / q
	rate := lr / (1 - math.Pow(b1, float64(t)))
	dr := x.dm/q + math.Abs(ratio)*(dq/q+2*eps) // the division and LR rounded
	x.w = keep*x.w - rate*ratio
	x.dw = keep*x.dw + rate*dr + 2*eps*math.Abs(keep*x.w) + eps*math.Abs(x.w) // Keep and its product, the fma
}

// TestAdam holds the optimiser to the paper's formula in float64 by that analysis.
func TestAdam(t *testing.T) {
	for _, c := range []Adam{
		{LR: 0.01, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8},
		{LR: 0.01, Beta1: 0, Beta2: 0.5, Epsilon: 0.1},
		{LR: 0.01, Beta1: 0.9, Beta2: 0.99, Epsilon: 1e-8, WeightDecay: 0.1},
		{LR: 0.1, Beta1: 0.9, Beta2: 0.99, Epsilon: 1e-8, WeightDecay: 0.5, Decoupled: true},
	} {
		t.Run(fmt.Sprintf("beta1=%v/decay=%v/decoupled=%v", c.Beta1, c.WeightDecay, c.Decoupled), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 0))
			params := []*tensor.Param{tensor.NewParam("a", 3, 111), tensor.NewParam("none", 0), tensor.NewParam("b", 5)}
			var want []trace
			for _, p := range params {
				for i := range p.Value.Data {
					p.Value.Data[i] = rng.Float32() - 0.5
					want = append(want, trace{w: float64(p.Value.Data[i])})
				}
			}
			for step := 1; step <= 50; step++ {
				j := 0
				for _, p := range params {
					for i := range p.Grad.Data {
						p.Grad.Data[i] = rng.Float32() - 0.5
						want[j].step(&c, float64(p.Grad.Data[i]), step)
						j++
					}
				}
				c.Step(params)
				j = 0
				for _, p := range params {
					for i, got := range p.Value.Data {
						// A hundredth more is more than all terms of second order.
						if d := math.Abs(float64(got) - want[j].w); !(d <= 1.01*want[j].dw) {
							t.Fatalf("step %d: %s[%d] = %v, want %v within %v", step, p.Name, i, got, want[j].w, want[j].dw)
						}
						j++
					}
				}
			}
		})
	}
}

// TestAdamConverges: a badly scaled quadratic, ½Σ 10^i·(w−i)², goes to its minimum.
func TestAdamConverges(t *testing.T) {
	p := tensor.NewParam("w", 6)
	var o Optimizer = NewAdam(0)
	for step := range 2000 {
		scale := float32(1)
		for i, w := range p.Value.Data {
			p.Grad.Data[i] = scale * (w - float32(i))
			scale *= 10
		}
		o.SetRate(Cosine(0.05, 0, 2000)(step))
		o.Step([]*tensor.Param{p})
	}
	for i, w := range p.Value.Data {
		if math.Abs(float64(w)-float64(i)) > 1e-3 {
			t.Errorf("w[%d] = %v after 2000 steps, want %d", i, w, i)
		}
	}
	if o.Rate() > 1e-6 {
		t.Errorf("Rate is %v at the end of Cosine", o.Rate())
	}
}

func TestAdamPanics(t *testing.T) {
	p := tensor.NewParam("w", 2, 3)
	a := NewAdam(1)
	a.Step([]*tensor.Param{p})
	panics(t, "sgd: Step with 2 parameters after 1", func() { a.Step([]*tensor.Param{p, p}) })
	panics(t, "sgd: w is [7], its moments have 6 elements", func() { a.Step([]*tensor.Param{tensor.NewParam("w", 7)}) })
	p.Grad = tensor.New(3, 2)
	panics(t, "sgd: w is [2 3], its gradient [3 2]", func() { a.Step([]*tensor.Param{p}) })
}

func TestAdamCheck(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, c := range []struct {
		Adam
		want string
	}{
		{*NewAdam(0.1), ""},
		{Adam{Epsilon: 1, WeightDecay: 0.1, Decoupled: true}, ""},
		{*NewAdam(-1), "sgd: learning rate -1, want a finite number of at least 0"},
		{Adam{Beta1: 1}, "sgd: beta1 1, want at least 0 and less than 1"},
		{Adam{Beta2: nan}, "sgd: beta2 NaN, want at least 0 and less than 1"},
		{Adam{LR: 1}, "sgd: epsilon 0, want a finite number above 0"},
		{Adam{Epsilon: inf}, "sgd: epsilon +Inf, want a finite number above 0"},
		{Adam{Epsilon: 1, WeightDecay: -0.5}, "sgd: weight decay -0.5, want a finite number of at least 0"},
	} {
		got := ""
		if err := c.Check(); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%+v: %q, want %q", c.Adam, got, c.want)
		}
	}
}
