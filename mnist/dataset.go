package mnist

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
)

// A Dataset holds labelled images of one size.
type Dataset struct {
	Name       string  // "mnist", "fashion-mnist" or "synthetic"
	Images     []uint8 // Len() images of Rows*Cols pixels, row after row; 0 is background
	Labels     []uint8 // one an image, each below Classes
	Rows, Cols int     // size of an image in pixels
	Classes    int     // number of classes
}

// NewDataset returns a data set of [Classes] classes over the given slices,
// which it keeps. It is an error if a size is below 1, if the numbers of
// images and labels differ, or if a label is not a class.
func NewDataset(name string, images, labels []uint8, rows, cols int) (*Dataset, error) {
	if rows < 1 || cols < 1 || rows > maxSide || cols > maxSide || len(images)%(rows*cols) != 0 {
		return nil, fmt.Errorf("mnist: data set %s: %d pixels are no whole images of %d×%d", name, len(images), rows, cols)
	}
	if n := len(images) / (rows * cols); n != len(labels) {
		return nil, fmt.Errorf("mnist: data set %s: %d images but %d labels", name, n, len(labels))
	}
	if err := checkLabels(labels, Classes); err != nil {
		return nil, fmt.Errorf("mnist: data set %s: %w", name, err)
	}
	return &Dataset{Name: name, Images: images, Labels: labels, Rows: rows, Cols: cols, Classes: Classes}, nil
}

// Len returns the number of images.
func (d *Dataset) Len() int { return len(d.Labels) }

// Image returns the pixels of image i, not a copy. It panics if there is none.
func (d *Dataset) Image(i int) []uint8 {
	size := d.Rows * d.Cols
	return d.Images[i*size : (i+1)*size : (i+1)*size]
}

// Split cuts off the last n images as a hold-out set. Both parts share memory
// with d. It panics if n is negative or above Len.
func (d *Dataset) Split(n int) (rest, held *Dataset) {
	if n < 0 || n > d.Len() {
		panic(fmt.Sprintf("mnist: hold-out of %d from %d images", n, d.Len()))
	}
	return d.slice(0, d.Len()-n), d.slice(d.Len()-n, d.Len())
}

// slice returns images from up to to, sharing memory with d.
func (d *Dataset) slice(from, to int) *Dataset {
	s := *d
	size := d.Rows * d.Cols
	s.Images = d.Images[from*size : to*size : to*size]
	s.Labels = d.Labels[from:to:to]
	return &s
}

// shuffle fills order with a permutation of 0 … len(order)−1 that depends on
// seed and stream alone. The bounded draw is written out because the standard
// library may change how it draws one. Multiplying a 64-bit draw favours some
// positions by less than len·2⁻⁶⁴.
func shuffle(order []uint32, seed, stream uint64) {
	var rng rand.PCG
	rng.Seed(seed, stream)
	for i := range order {
		order[i] = uint32(i)
	}
	for i := len(order) - 1; i > 0; i-- {
		j, _ := bits.Mul64(rng.Uint64(), uint64(i+1))
		order[i], order[j] = order[j], order[i]
	}
}
