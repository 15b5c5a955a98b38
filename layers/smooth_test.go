package layers

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"lanes/tensor"
)

// smooth are the layers that are a function of each element, their definition, the
// most that its third derivative can be, and the promise of the kernel in ulp.
var smooth = []struct {
	name        string
	layer       func() Layer
	f           func(float64) float64
	third, ulps float64
}{
	{"Tanh", func() Layer { return NewTanh() }, math.Tanh, 2, 2.5},
	{"Sigmoid", func() Layer { return NewSigmoid() }, func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }, 0.125, 2.41},
}

// TestSmooth holds Forward to the definition, and Backward to central differences of
// it in float64, with h as step: off by h²/6 times the third derivative. The gradient
// itself comes from an output that is off by ulps of 1 at most, of which the slope, 1−y²
// or y−y², is off by twice as many, and from two roundings.
func TestSmooth(t *testing.T) {
	const h = 1.0 / 1024
	for _, c := range smooth {
		l, x := c.layer(), random(newRand(2), 6, 2, 50)
		for i := range x.Data {
			x.Data[i] *= 6
		}
		y, dy := l.Forward(x), random(newRand(3), 6, 2, 50)
		dx := l.Backward(dy)
		if !dx.SameShape(x) || l.Params() != nil {
			t.Fatalf("%s: dx is %v, x %v", c.name, dx.Shape, x.Shape)
		}
		for i, v := range x.Data {
			v := float64(v)
			if d := math.Abs(float64(y.Data[i]) - c.f(v)); d > c.ulps*2*eps {
				t.Errorf("%s(%v) is %v, off by %v", c.name, v, y.Data[i], d)
			}
			want := float64(dy.Data[i]) * (c.f(v+h) - c.f(v-h)) / (2 * h)
			bound := h*h/6*c.third + (2*c.ulps*2+2)*eps
			if d := math.Abs(float64(dx.Data[i]) - want); !(d <= bound) {
				t.Errorf("%s: gradient at %v is %v, differences give %v ± %v", c.name, v, dx.Data[i], want, bound)
			}
		}
		if n := testing.AllocsPerRun(5, func() { l.Forward(x); l.Backward(dy) }); n != 0 {
			t.Errorf("%s: %v allocations", c.name, n)
		}
		panics(t, "layers: "+c.name+".Backward before Forward", func() { c.layer().Backward(dy) })
		panics(t, "layers: "+c.name+".Backward of [2 4], want [6 2 50]", func() { l.Backward(tensor.New(2, 4)) })
	}
}

func TestActivationByName(t *testing.T) {
	for name, want := range map[string]Layer{"relu": NewReLU(), "tanh": NewTanh(), "sigmoid": NewSigmoid()} {
		if l, err := ActivationByName(name); err != nil || reflect.TypeOf(l) != reflect.TypeOf(want) {
			t.Errorf("%s: %T, %v", name, l, err)
		}
	}
	if _, err := ActivationByName("step"); err == nil || !strings.Contains(err.Error(), "want relu, tanh or sigmoid") {
		t.Errorf("step: %v", err)
	}
}
