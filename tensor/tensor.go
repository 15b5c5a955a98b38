// Package tensor holds the one data type that the training packages share: a
// dense block of float32 with a shape, and the pair of a parameter and its
// gradient.
//
// A Tensor is row-major and contiguous; the last index moves fastest. There are
// no strides and no views: two tensors share memory only when the caller built
// them over the same slice with FromSlice. Where a matrix is wanted, a tensor of
// any rank is read as one of Rows by Cols, so a batch of images [100 28 28] is a
// matrix of 100 by 784.
//
// Wrong shapes are mistakes of the caller: they panic, and the message names
// the shapes.
package tensor

import (
	"fmt"
	"math"
	"slices"
)

// Tensor is a row-major block of float32. The product of Shape is always
// len(Data); an empty Shape is a scalar with one element.
type Tensor struct {
	Shape []int
	Data  []float32
}

// New returns a tensor of zeros. It panics if a dimension is negative or the
// number of elements does not fit in an int.
func New(shape ...int) *Tensor {
	return &Tensor{Shape: slices.Clone(shape), Data: make([]float32, size(shape))}
}

// FromSlice returns a tensor over data, which is not copied: writing to one
// writes to the other. It panics if the shape does not have len(data) elements.
func FromSlice(data []float32, shape ...int) *Tensor {
	if size(shape) != len(data) {
		panic(fmt.Sprintf("tensor: FromSlice of %d elements as %v", len(data), slices.Clone(shape)))
	}
	return &Tensor{Shape: slices.Clone(shape), Data: data}
}

// Resize gives t a new shape. It keeps the memory it has and allocates only when
// that is too small, so a buffer that has seen the largest batch never allocates
// again. The contents are undefined afterwards. It panics like New.
func (t *Tensor) Resize(shape ...int) {
	n := size(shape)
	if cap(t.Data) < n {
		t.Data = make([]float32, n)
	}
	t.Data = t.Data[:n]
	t.Shape = append(t.Shape[:0], shape...)
}

// Len returns the number of elements.
func (t *Tensor) Len() int { return len(t.Data) }

// Rows returns the first dimension, the batch size of a batch; 1 for a scalar.
func (t *Tensor) Rows() int {
	if len(t.Shape) == 0 {
		return 1
	}
	return t.Shape[0]
}

// Cols returns the product of all dimensions but the first, the number of
// features of one row; 1 if there are no others.
func (t *Tensor) Cols() int {
	n := 1
	for i := 1; i < len(t.Shape); i++ {
		n *= t.Shape[i]
	}
	return n
}

// SameShape reports whether t and u have the same dimensions.
func (t *Tensor) SameShape(u *Tensor) bool { return slices.Equal(t.Shape, u.Shape) }

// size returns the number of elements of a shape. The copy in the message keeps
// the caller's shape off the heap.
func size(shape []int) int {
	n := 1
	for _, d := range shape {
		if d < 0 || d > 0 && n > math.MaxInt/d {
			panic(fmt.Sprintf("tensor: shape %v", slices.Clone(shape)))
		}
		n *= d
	}
	return n
}
