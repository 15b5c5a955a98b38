package kernels

import "sync"

// GatherBytes makes a batch of rows of bytes, as images are kept: dst[i·cols+j] =
// src[rows[i]·cols+j]·scale for i < len(rows). The rows of a shuffled data set lie
// anywhere in memory; those of next, which may be nil, are asked for on the way, so
// that the call that needs them need not wait. It panics if cols is not positive,
// dst does not have len(rows)·cols elements, or a row is not in src.
func GatherBytes(dst []float32, src []uint8, rows, next []uint32, cols int, scale float32) {
	if cols <= 0 || len(dst)/cols != len(rows) || len(dst)%cols != 0 {
		panic("kernels: GatherBytes: sizes differ")
	}
	for _, r := range rows {
		if uint64(r) >= uint64(len(src)/cols) {
			panic("kernels: GatherBytes: row out of range")
		}
	}
	g := gathers.Get().(*gather)
	g.kn, g.dst, g.src, g.rows, g.next, g.cols, g.scale = active.Load(), dst, src, rows, next, cols, scale
	w := Workers()
	if n := (len(rows) + gatherRows - 1) / gatherRows; n > 1 && crew.enter(len(dst)*gatherCost, w) {
		crew.run(g, n, w)
		crew.leave()
	} else {
		g.run(0, len(rows))
	}
	*g = gather{} // do not keep the operands alive
	gathers.Put(g)
}

// A gather is a call of GatherBytes. It is shared out, although it does little more than
// wait for memory, so that each worker has its rows in its own caches.
type gather struct {
	kn         *kernel
	dst        []float32
	src        []uint8
	rows, next []uint32
	cols       int
	scale      float32
}

const (
	gatherRows = 13 // of a piece: 40 KB of images of MNIST
	gatherCost = 10 // products that take as long as an element
)

var gathers = sync.Pool{New: func() any { return new(gather) }}

func (g *gather) piece(i int) { g.run(i*gatherRows, min((i+1)*gatherRows, len(g.rows))) }

func (g *gather) run(from, to int) {
	for i := from; i < to; i++ {
		if i < len(g.next) && uint64(g.next[i]) < uint64(len(g.src)/g.cols) {
			g.kn.prefetch(&g.src[int(g.next[i])*g.cols], g.cols, 1, 0)
		}
		r := int(g.rows[i])
		g.kn.bytesToFloat(g.dst[i*g.cols:(i+1)*g.cols], g.src[r*g.cols:(r+1)*g.cols], g.scale)
	}
}
