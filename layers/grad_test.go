package layers

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"lanes/kernels"
	"lanes/tensor"
)

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

func random(rng *rand.Rand, shape ...int) *tensor.Tensor {
	t := tensor.New(shape...)
	for i := range t.Data {
		t.Data[i] = 2*rng.Float32() - 1
	}
	return t
}

// eps is the unit roundoff of float32.
const eps = 1.0 / (1 << 24)

// checkGradients holds Backward of l at x to central differences of the scalar
// L = Σ r·y with random r, summed in float64, for every element of x and of the
// parameters.
//
// L is piecewise linear in each element, so the step can be as large as h = 1
// and there is no truncation, only rounding: an element of y is off by at most
// ops·eps·scale, ops being its number of roundings and scale a bound on the sum
// of its terms' magnitudes; so a quotient is off by at most that times Σ|r|/h,
// and the analytic gradient by no more.
func checkGradients(t *testing.T, l Layer, x *tensor.Tensor, ops, scale float64) {
	t.Helper()
	const h = 1.0
	y := l.Forward(x)
	r := random(newRand(99), y.Shape...)
	var sumR float64
	for _, v := range r.Data {
		sumR += math.Abs(float64(v))
	}
	for _, p := range l.Params() {
		for i := range p.Grad.Data {
			p.Grad.Data[i] = 1e9 // must be overwritten
		}
	}
	value := func() float64 {
		var sum float64
		for i, v := range l.Forward(x).Data {
			sum += float64(v) * float64(r.Data[i])
		}
		return sum
	}
	tolerance := 2 * ops * eps * scale * sumR / h
	check := func(name string, data, grad []float32) {
		for i, old := range data {
			data[i] = old + h
			up, high := value(), float64(data[i])
			data[i] = old - h
			down, low := value(), float64(data[i])
			data[i] = old
			want := (up - down) / (high - low)
			if got := float64(grad[i]); !(math.Abs(got-want) <= tolerance) {
				t.Fatalf("%s[%d]: gradient %v, differences give %v ± %.1e", name, i, got, want, tolerance)
			}
		}
	}
	dx := l.Backward(r)
	if !dx.SameShape(x) {
		t.Fatalf("dx is %v, x %v", dx.Shape, x.Shape)
	}
	grad := append([]float32(nil), dx.Data...)
	for _, p := range l.Params() {
		check(p.Name, p.Value.Data, append([]float32(nil), p.Grad.Data...))
	}
	check("x", x.Data, grad)
}

func TestDenseGradients(t *testing.T) {
	for _, c := range []struct{ batch, in, out int }{{1, 1, 1}, {1, 7, 3}, {5, 3, 10}, {4, 17, 33}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			rng := newRand(1)
			d := NewDense("d", c.in, c.out, Glorot, rng)
			copy(d.bias.Value.Data, random(rng, c.out).Data)
			limit := math.Sqrt(6 / float64(c.in+c.out))
			checkGradients(t, d, random(rng, c.batch, c.in), float64(c.in+2), float64(c.in)*limit+4)
		})
	}
}

func TestReLUGradients(t *testing.T) {
	x := random(newRand(2), 6, 2, 5)
	for i, v := range x.Data { // differences need both sides of an element on one side of the kink
		x.Data[i] = v + float32(math.Copysign(1.5, float64(v)))
	}
	checkGradients(t, NewReLU(), x, 1, 4)
}

func TestSequentialGradients(t *testing.T) {
	rng := newRand(3)
	hidden, out := NewDense("hidden", 6, 8, Glorot, rng), NewDense("out", 8, 4, Glorot, rng)
	for i := range hidden.bias.Value.Data { // ±8: no difference of 1 reaches the kink
		hidden.bias.Value.Data[i] = float32(8 - 16*(i%2))
	}
	s := NewSequential(hidden, NewReLU(), out)
	s.InputGrad = true
	checkGradients(t, s, random(rng, 5, 6), 24, 90)
}

func TestGradientsEverySet(t *testing.T) {
	defer kernels.Use(kernels.Active())
	for _, name := range kernels.Names() {
		t.Run("kernel="+name, func(t *testing.T) {
			if err := kernels.Use(name); err != nil {
				t.Fatal(err)
			}
			rng := newRand(4)
			checkGradients(t, NewDense("d", 20, 10, Glorot, rng), random(rng, 7, 20), 22, 20*math.Sqrt(6.0/30)+4)
		})
	}
}
