// Package bench holds what the engine is measured against and with: the loops
// that one writes first, the models of the training benchmarks, the list of all
// benchmarks, and interleaved timing. bench/suite runs the list for go test,
// bench/record for lanes bench, whose files bench/compare puts side by side;
// bench/report prints figures of the README and bench/peers/steps compares
// training steps with NumPy and PyTorch.
//
// The loops here are a baseline, not a reference: kernels/reference.go defines
// what is right.
package bench

import "math"

// A MatMul computes C = A·B, A m×k, B k×n, C m×n, all row-major without gaps.
type MatMul func(m, n, k int, a, b, c []float32)

// IJK is the product by its definition: a dot product for each element, which
// walks down the columns of B.
func IJK(m, n, k int, a, b, c []float32) {
	for i := range m {
		for j := range n {
			s := float32(0)
			for l := range k {
				s += a[i*k+l] * b[l*n+j]
			}
			c[i*n+j] = s
		}
	}
}

// IKJ is the same product with the inner loops exchanged, so that B and C are
// read along their rows: the best that three plain loops do.
func IKJ(m, n, k int, a, b, c []float32) {
	for i := range m {
		ci := c[i*n : (i+1)*n]
		clear(ci)
		for l, x := range a[i*k : (i+1)*k] {
			for j, y := range b[l*n : (l+1)*n] {
				ci[j] += x * y
			}
		}
	}
}

// A Naive is one of the two loops under the name it has in benchmarks.
type Naive struct {
	Name   string
	MatMul MatMul
}

// Naives returns both loops.
func Naives() []Naive {
	return []Naive{{"naive-ijk", IJK}, {"naive-ikj", IKJ}}
}

// Softmax is the softmax of each row through math.Exp; dst may be src.
func Softmax(dst, src []float32, rows, cols int) {
	for i := range rows {
		x, y := src[i*cols:(i+1)*cols], dst[i*cols:(i+1)*cols]
		top := x[0]
		for _, v := range x {
			top = max(top, v)
		}
		sum := float32(0)
		for j, v := range x {
			y[j] = float32(math.Exp(float64(v - top)))
			sum += y[j]
		}
		for j := range y {
			y[j] /= sum
		}
	}
}

// transpose sets dst, n×m, to the transpose of src, m×n.
func transpose(dst, src []float32, m, n int) {
	for i := range m {
		for j := range n {
			dst[j*m+i] = src[i*n+j]
		}
	}
}
