package layers_test

import (
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"sync"
	"testing"

	"lanes/internal/racing"
	"lanes/layers"
	"lanes/tensor"
)

func sessionNet() *layers.Sequential {
	rng := rand.New(rand.NewPCG(5, 0))
	return layers.NewSequential(layers.NewReLU(),
		layers.NewSequential(layers.NewDense("a", 90, 70, layers.He, rng), layers.NewReLU(), layers.NewReLU()),
		layers.NewDense("b", 70, 40, layers.He, rng), layers.NewTanh(),
		layers.NewDense("c", 40, 7, layers.Glorot, rng), layers.NewSigmoid(), layers.NewReLU())
}

// TestSession: sessions of one network, at the same time, give the bits of the network,
// for any batch.
func TestSession(t *testing.T) {
	net := sessionNet()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			one, session := sessionNet(), net.NewSession()
			for _, n := range []int{1, 60, 3, 0} {
				x, _ := batch(n, 90, 7)
				if y, want := session.Forward(x), one.Forward(x); !slices.Equal(y.Data, want.Data) || !y.SameShape(want) {
					t.Errorf("batch %d: another result", n)
				}
			}
		})
	}
	wg.Wait()
}

func TestSessionPanics(t *testing.T) {
	defer func() {
		if got, want := recover(), "tensor: MatMul [2 89]·[90 70]"; got != want {
			t.Errorf("panic %v, want %q", got, want)
		}
		defer func() {
			if got, want := recover(), "layers: NewSession of a network with layers_test.own"; got != want {
				t.Errorf("panic %v, want %q", got, want)
			}
		}()
		layers.NewSequential(own{sessionNet()}).NewSession()
	}()
	sessionNet().NewSession().Forward(tensor.New(2, 89))
}

func TestSessionAllocs(t *testing.T) {
	if racing.Enabled() {
		t.Skip("the race detector empties pools")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // so does a collection
	session := mlp(784, 128, 10).NewSession()
	one, _ := batch(1, 784, 10)
	many, _ := batch(100, 784, 10)
	session.Forward(many)
	if n := testing.AllocsPerRun(3, func() { session.Forward(one); session.Forward(many) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
