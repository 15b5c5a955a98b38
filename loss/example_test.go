package loss_test

import (
	"fmt"

	"lanes/loss"
	"lanes/tensor"
)

func Example() {
	logits := tensor.FromSlice([]float32{
		0, 0, 0, 0, // no opinion: log 4
		9, 0, 0, 0, // nearly sure, and right
	}, 2, 4)
	ce := loss.SoftmaxCrossEntropy{Reduction: loss.Sum}
	fmt.Printf("loss %.4f\n", ce.Forward(logits, []uint8{2, 0}))
	fmt.Printf("gradient of the first row %.2f\n", ce.Backward().Data[:4])
	// Output:
	// loss 1.3867
	// gradient of the first row [0.25 0.25 -0.75 0.25]
}
