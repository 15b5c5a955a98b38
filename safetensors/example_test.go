package safetensors_test

import (
	"bytes"
	"fmt"

	"lanes/safetensors"
	"lanes/tensor"
)

func Example() {
	w := tensor.NewParam("layer1.weight", 2, 3)
	w.Value.Data[4] = 0.25

	var file bytes.Buffer
	err := safetensors.Write(&file, safetensors.FromParams([]*tensor.Param{w}), map[string]string{"epochs": "5"})
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err := safetensors.Read(&file)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range f.Tensors {
		fmt.Println(t.Name, t.Tensor.Shape, t.Tensor.Data, f.Metadata)
	}
	fmt.Println(f.Load([]*tensor.Param{tensor.NewParam("layer1.weight", 2, 4)}))
	// Output:
	// layer1.weight [2 3] [0 0 0 0 0.25 0] map[epochs:5]
	// safetensors: layer1.weight is [2 3], want [2 4]
}
