package bench

import (
	"math"
	"math/rand/v2"
	"testing"

	"lanes/kernels"
	"lanes/loss"
	"lanes/sgd"
)

// TestNaives: a baseline that computes something else would measure nothing.
func TestNaives(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 0))
	for _, s := range [][3]int{{1, 1, 1}, {3, 5, 7}, {16, 16, 16}, {10, 33, 300}} {
		m, n, k := s[0], s[1], s[2]
		a, b := Random(rng, m*k), Random(rng, k*n)
		for _, naive := range Naives() {
			c := Random(rng, m*n)
			naive.MatMul(m, n, k, a, b, c)
			for i := range m {
				for j := range n {
					exact, size := 0.0, 0.0
					for l := range k {
						p := float64(a[i*k+l]) * float64(b[l*n+j])
						exact += p
						size += math.Abs(p)
					}
					if diff := math.Abs(float64(c[i*n+j]) - exact); diff > float64(k+1)*0x1p-24*size {
						t.Fatalf("%s %v: C(%d,%d) is off by %g", naive.Name, s, i, j, diff)
					}
				}
			}
		}
	}
}

func TestNaiveSoftmax(t *testing.T) {
	const rows, cols = 7, 33
	x := Random(rand.New(rand.NewPCG(1, 0)), rows*cols)
	got, want := make([]float32, len(x)), make([]float32, len(x))
	Softmax(got, x, rows, cols)
	kernels.Softmax(want, x, rows, cols)
	for i := range got {
		if math.Abs(float64(got[i]-want[i])) > 1e-6 {
			t.Fatalf("element %d: %v, want %v", i, got[i], want[i])
		}
	}
}

// TestNaiveNet: the plain loops and the engine train alike.
func TestNaiveNet(t *testing.T) {
	for _, sizes := range [][]int{{20, 5}, {20, 16, 5}, {12, 9, 8, 3}} {
		rng := rand.New(rand.NewPCG(1, 0))
		batch := RandomBatch(rng, 10, sizes[0], sizes[len(sizes)-1])
		for _, naive := range Naives() {
			net := NewNet(1, sizes...)
			plain := NewNaiveNet(naive.MatMul, net.Params(), len(batch.Labels))
			ce, opt := new(loss.SoftmaxCrossEntropy), &sgd.SGD{LR: 0.1}
			for step := range 30 {
				want := ce.Forward(net.Forward(batch.X), batch.Labels)
				net.Backward(ce.Backward())
				opt.Step(net.Params())
				got := plain.Step(batch.X.Data, batch.Labels, 0.1)
				if math.Abs(float64(got-want)) > 1e-5 {
					t.Fatalf("%s %v: step %d: loss %v, want %v", naive.Name, sizes, step, got, want)
				}
			}
		}
	}
}
