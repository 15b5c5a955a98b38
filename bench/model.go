package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"lanes/layers"
	"lanes/tensor"
)

// Models returns the sizes of the networks of the training benchmarks: softmax
// regression on MNIST's images, one hidden layer, and two.
func Models() [][]int { return [][]int{{784, 10}, {784, 128, 10}, {784, 512, 512, 10}} }

// ModelName returns the name of a network by its sizes, such as 784-128-10.
func ModelName(sizes []int) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(sizes), "[]"), " ", "-")
}

// NewNet returns dense layers of the given sizes, inputs first, with a ReLU
// between any two.
func NewNet(seed uint64, sizes ...int) *layers.Sequential {
	rng := rand.New(rand.NewPCG(seed, 0))
	var ls []layers.Layer
	for i := 1; i < len(sizes); i++ {
		if i > 1 {
			ls = append(ls, layers.NewReLU())
		}
		ls = append(ls, layers.NewDense(fmt.Sprintf("dense%d", i), sizes[i-1], sizes[i], layers.Glorot, rng))
	}
	return layers.NewSequential(ls...)
}

// Random returns n values from [-1, 1).
func Random(rng *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = 2*rng.Float32() - 1
	}
	return x
}

// A Batch is labelled samples.
type Batch struct {
	X      *tensor.Tensor
	Labels []uint8
}

// RandomBatch returns samples like images: features in [0, 1), four in five of
// them 0, as in MNIST, and labels below classes. What they show does not matter
// to the time of a step.
func RandomBatch(rng *rand.Rand, rows, features, classes int) Batch {
	b := Batch{tensor.New(rows, features), make([]uint8, rows)}
	for i := range b.X.Data {
		if rng.IntN(5) == 0 {
			b.X.Data[i] = rng.Float32()
		}
	}
	for i := range b.Labels {
		b.Labels[i] = uint8(rng.IntN(classes))
	}
	return b
}
