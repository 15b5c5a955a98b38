package tensor_test

import (
	"fmt"

	"lanes/kernels"
	"lanes/tensor"
)

func Example() {
	x := tensor.FromSlice([]float32{
		1, 2, 3,
		4, 5, 6,
	}, 2, 3)
	w := tensor.FromSlice([]float32{
		1, 0,
		0, 1,
		1, 1,
	}, 3, 2)
	y := tensor.New(2, 2)
	tensor.MatMul(y, x, w, kernels.NoTrans, kernels.NoTrans)
	fmt.Println(y.Shape, y.Data)
	// Output: [2 2] [4 5 10 11]
}
