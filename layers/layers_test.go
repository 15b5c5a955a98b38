package layers

import (
	"math"
	"slices"
	"strings"
	"testing"

	"lanes/tensor"
)

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

func TestDenseForward(t *testing.T) {
	d := NewDense("d", 2, 3, Zeros, nil)
	copy(d.weight.Value.Data, []float32{1, 2, 3, 4, 5, 6})
	copy(d.bias.Value.Data, []float32{10, 20, 30})
	y := d.Forward(tensor.FromSlice([]float32{1, 1, 2, 0}, 2, 2))
	if want := []float32{15, 27, 39, 12, 24, 36}; !slices.Equal(y.Data, want) {
		t.Errorf("y = %v, want %v", y.Data, want)
	}
	names := []string{d.Params()[0].Name, d.Params()[1].Name}
	if want := []string{"d.weight", "d.bias"}; !slices.Equal(names, want) {
		t.Errorf("parameters %v, want %v", names, want)
	}
}

func TestDenseReadsImages(t *testing.T) {
	rng := newRand(1)
	d := NewDense("d", 12, 5, Glorot, rng)
	images := random(rng, 4, 3, 2, 2)
	flat := slices.Clone(d.Forward(tensor.FromSlice(images.Data, 4, 12)).Data)
	if y := d.Forward(images); !slices.Equal(y.Data, flat) || !slices.Equal(y.Shape, []int{4, 5}) {
		t.Error("images give another result than the same rows flattened")
	}
	if dx := d.Backward(random(rng, 4, 5)); !dx.SameShape(images) {
		t.Errorf("dx is %v, want %v", dx.Shape, images.Shape)
	}
}

func TestLayerPanics(t *testing.T) {
	d, r := NewDense("d", 2, 3, Zeros, nil), NewReLU()
	panics(t, "layers: Dense.Backward before Forward", func() { d.Backward(tensor.New(1, 3)) })
	panics(t, "layers: ReLU.Backward before Forward", func() { r.Backward(tensor.New(1, 3)) })
	panics(t, "tensor: MatMul [4 5]·[2 3]", func() { d.Forward(tensor.New(4, 5)) })
	d.Forward(tensor.New(4, 2))
	r.Forward(tensor.New(4, 2))
	panics(t, "layers: Dense.Backward of [4 2], want [4 3]", func() { d.Backward(tensor.New(4, 2)) })
	panics(t, "layers: ReLU.Backward of [2 4], want [4 2]", func() { r.Backward(tensor.New(2, 4)) })
}

func TestReLUSpecial(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	r := NewReLU()
	y := r.Forward(tensor.FromSlice([]float32{-1, 0, 2, inf, -inf, nan}, 6)).Data
	if !slices.Equal(y[:5], []float32{0, 0, 2, inf, 0}) || y[5] == y[5] {
		t.Errorf("y = %v", y)
	}
	dx := r.Backward(tensor.FromSlice([]float32{1, 2, 3, 4, 5, 6}, 6)).Data
	if !slices.Equal(dx[:5], []float32{0, 0, 3, 4, 0}) {
		t.Errorf("dx = %v", dx)
	}
}

// opaque hides that a layer is a Dense, so that Sequential cannot fuse it.
type opaque struct{ Layer }

// TestFusion: a Dense and the ReLU after it run as one with the bits of two.
func TestFusion(t *testing.T) {
	build := func(fused bool) *Sequential {
		rng := newRand(5)
		a, b := NewDense("a", 9, 37, He, rng), NewDense("b", 37, 6, Normal, rng)
		a.bias.Value.Data[3] = float32(math.NaN())
		a.bias.Value.Data[4] = float32(math.Copysign(0, -1))
		if fused {
			return NewSequential(a, NewReLU(), b, NewReLU())
		}
		return NewSequential(opaque{a}, NewReLU(), opaque{b}, NewReLU())
	}
	one, two := build(true), build(false)
	if d, _ := one.fused(0); d == nil {
		t.Fatal("Dense and ReLU are not fused")
	}
	if d, _ := two.fused(0); d != nil {
		t.Fatal("the comparison is fused")
	}
	one.InputGrad, two.InputGrad = true, true
	rng := newRand(6)
	for _, batch := range []int{1, 8, 70, 3} {
		x, dy := random(rng, batch, 9), random(rng, batch, 6)
		same(t, "y", one.Forward(x).Data, two.Forward(x).Data)
		same(t, "dx", one.Backward(dy).Data, two.Backward(dy).Data)
		for i, p := range one.Params() {
			same(t, p.Name, p.Grad.Data, two.Params()[i].Grad.Data)
		}
	}
}

// same compares bit for bit, any NaN being equal to any other.
func same(t *testing.T, what string, a, b []float32) {
	t.Helper()
	for i := range a {
		if math.Float32bits(a[i]) != math.Float32bits(b[i]) && (a[i] == a[i] || b[i] == b[i]) {
			t.Fatalf("%s[%d]: %v and %v", what, i, a[i], b[i])
		}
	}
}

// counting counts the calls of Backward of a layer without parameters.
type counting struct {
	ReLU
	calls int
}

func (c *counting) Backward(dy *tensor.Tensor) *tensor.Tensor {
	c.calls++
	return c.ReLU.Backward(dy)
}

func TestSequentialInputGrad(t *testing.T) {
	rng := newRand(7)
	x, dy := random(rng, 4, 5), random(rng, 4, 3)
	front := new(counting)
	first, last := NewDense("first", 5, 6, He, rng), NewDense("last", 6, 3, He, rng)
	s := NewSequential(front, NewSequential(NewSequential(first), NewReLU()), NewSequential(last))
	s.Forward(x)
	if dx := s.Backward(dy); dx != nil || front.calls != 0 || first.dx.Shape != nil {
		t.Errorf("the input's gradient was computed: dx %v, %d calls, dx of the first Dense %v", dx, front.calls, first.dx.Shape)
	}
	short := slices.Clone(first.weight.Grad.Data)
	s.InputGrad = true
	if dx := s.Backward(dy); dx == nil || !dx.SameShape(x) || front.calls != 1 {
		t.Errorf("with InputGrad: dx %v, %d calls", dx, front.calls)
	}
	if !slices.Equal(short, first.weight.Grad.Data) {
		t.Error("InputGrad changes the gradient of a parameter")
	}
	var names []string
	for _, p := range s.Params() {
		names = append(names, p.Name)
	}
	if got := strings.Join(names, " "); got != "first.weight first.bias last.weight last.bias" {
		t.Errorf("parameters %s", got)
	}
}

func TestSequentialEmpty(t *testing.T) {
	s, x := NewSequential(), tensor.New(2, 3)
	if s.Forward(x) != x || s.Backward(x) != nil || len(s.Params()) != 0 {
		t.Error("an empty chain does something")
	}
}
