package mnist

import (
	"fmt"
	"math"

	"lanes/kernels"
	"lanes/tensor"
)

// BatchOptions says how [Batches] cuts a data set.
type BatchOptions struct {
	Size       int    // images a batch; at least 1
	Seed       uint64 // of the shuffling; unused if Sequential
	Sequential bool   // every epoch in the order of the data set, as for evaluation
	DropLast   bool   // leave out a last batch of fewer than Size images
}

// Batches hands out a data set in batches, epoch after epoch. It is not safe
// for concurrent use; several Batches may share one Dataset.
type Batches struct {
	data  *Dataset
	opt   BatchOptions
	order []uint32 // nil if sequential
	epoch uint64
	next  int // position of the next image in the epoch
}

// NewBatches returns the batches of d, beginning with the first epoch. The
// order of an epoch is a permutation that depends on the seed, the number of
// the epoch and d.Len() alone, on every platform.
//
// It panics if opt.Size is below 1 or if d is inconsistent. d is not copied.
func NewBatches(d *Dataset, opt BatchOptions) *Batches {
	if opt.Size < 1 {
		panic(fmt.Sprintf("mnist: batches of %d images", opt.Size))
	}
	if len(d.Images) != d.Len()*d.Rows*d.Cols || uint64(d.Len()) > math.MaxUint32 {
		panic(fmt.Sprintf("mnist: %d pixels for %d images of %d×%d", len(d.Images), d.Len(), d.Rows, d.Cols))
	}
	b := &Batches{data: d, opt: opt}
	if !opt.Sequential {
		b.order = make([]uint32, d.Len())
		shuffle(b.order, opt.Seed, b.epoch)
	}
	return b
}

// Len returns the number of images that an epoch hands out: all of them, or
// with DropLast the largest multiple of Size, which may be 0.
func (b *Batches) Len() int {
	if b.opt.DropLast {
		return b.data.Len() / b.opt.Size * b.opt.Size
	}
	return b.data.Len()
}

// Next resizes x to [n, Rows*Cols], fills it with the next n images, pixels
// scaled from 0 … 255 to 0 … 1, and returns their labels in labels[:n], which
// is allocated anew only if its capacity is below n. n is Size, or less in the
// last batch of an epoch.
//
// At the end of an epoch the result is empty and x is left alone; the call
// after it begins the next epoch, newly shuffled. Nothing is allocated once x
// and labels have their size.
func (b *Batches) Next(x *tensor.Tensor, labels []uint8) []uint8 {
	n := min(b.opt.Size, b.Len()-b.next)
	if n <= 0 {
		b.rewind()
		return labels[:0]
	}
	if cap(labels) < n {
		labels = make([]uint8, n)
	}
	labels = labels[:n]
	size := b.data.Rows * b.data.Cols
	x.Resize(n, size)
	if b.order == nil {
		copy(labels, b.data.Labels[b.next:])
		kernels.BytesToFloat(x.Data[:n*size], b.data.Images[b.next*size:(b.next+n)*size], 1.0/255)
	} else {
		order := b.order[b.next : b.next+n]
		for i, k := range order {
			labels[i] = b.data.Labels[k]
		}
		next := b.order[b.next+n : min(b.next+2*n, len(b.order))]
		kernels.GatherBytes(x.Data[:n*size], b.data.Images, order, next, size, 1.0/255)
	}
	b.next += n
	return labels
}

// rewind begins the next epoch.
func (b *Batches) rewind() {
	b.next = 0
	b.epoch++
	if b.order != nil {
		shuffle(b.order, b.opt.Seed, b.epoch)
	}
}

// OneHot resizes dst to [len(labels), classes] and fills it: row i is 1 at
// column labels[i] and 0 elsewhere. It panics if a label is not below classes.
func OneHot(dst *tensor.Tensor, labels []uint8, classes int) {
	dst.Resize(len(labels), classes)
	clear(dst.Data)
	for i, l := range labels {
		if int(l) >= classes {
			panic(fmt.Sprintf("mnist: label %d at index %d of %d classes", l, i, classes))
		}
		dst.Data[i*classes+int(l)] = 1
	}
}
