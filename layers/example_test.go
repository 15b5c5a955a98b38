package layers_test

import (
	"fmt"
	"math/rand/v2"

	"lanes/layers"
	"lanes/tensor"
)

// A network for digits, and its output for a batch of two blank images.
func Example() {
	rng := rand.New(rand.NewPCG(1, 0))
	net := layers.NewSequential(
		layers.NewDense("hidden", 784, 128, layers.He, rng),
		layers.NewReLU(),
		layers.NewDense("out", 128, 10, layers.Glorot, rng),
	)
	y := net.Forward(tensor.New(2, 784))
	fmt.Println(y.Shape)
	for _, p := range net.Params() {
		fmt.Println(p.Name, p.Value.Shape)
	}
	// Output:
	// [2 10]
	// hidden.weight [784 128]
	// hidden.bias [128]
	// out.weight [128 10]
	// out.bias [10]
}
