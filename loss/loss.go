// Package loss holds the functions that training makes small: softmax
// cross-entropy on logits, and the mean squared error.
//
// Forward returns the loss of a batch as one number and forms the gradient with
// respect to its first argument in the same pass; Backward hands that gradient
// out. The number is summed in float64, in the order of the elements, so it does
// not depend on the kernel set or the number of workers. Buffers are kept: once
// the largest batch has been seen, no call allocates. A loss value is for one
// goroutine at a time.
package loss

import "fmt"

// Reduction says how the losses of a batch become one number; the gradient
// follows. It is the same for a mean as for a sum with a learning rate smaller
// by the number of terms.
type Reduction int

// The reductions. Mean is the zero value.
const (
	Mean Reduction = iota
	Sum
)

// String returns mean or sum.
func (r Reduction) String() string {
	switch r {
	case Mean:
		return "mean"
	case Sum:
		return "sum"
	}
	return fmt.Sprintf("Reduction(%d)", int(r))
}

// ReductionByName returns the reduction called mean or sum; any other name is an
// error.
func ReductionByName(name string) (Reduction, error) {
	switch name {
	case "mean":
		return Mean, nil
	case "sum":
		return Sum, nil
	}
	return 0, fmt.Errorf("loss: reduction %q, want mean or sum", name)
}

// divisor returns what a sum over n terms is divided by.
func (r Reduction) divisor(n int) float64 {
	switch r {
	case Mean:
		return float64(n)
	case Sum:
		return 1
	}
	panic("loss: unknown " + r.String())
}
