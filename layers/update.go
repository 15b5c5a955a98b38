package layers

import (
	"sync"

	"lanes/kernels"
	"lanes/tensor"
)

// A sharedUpdate is the update of a weight in pieces: what they have in common.
type sharedUpdate struct {
	dy     *tensor.Tensor
	base   int // number of the weight
	update updateFunc
	rows   int             // of a piece
	whole  bool            // the gradient is in Grad already
	packed kernels.PackedB // dy, for the pieces of the gradient
	piece  func(i int)     // Dense.updateRows, made once, for it is allocated
}

const (
	// fusedMax is the size of dy, in elements, up to which the gradient of a weight is
	// formed piece by piece: Sgemm would pack a larger one anew for each of them.
	fusedMax = 1 << 16

	// A piece is a multiple of pieceRows, in rows of whole tiles, and of about
	// pieceSize elements, which the first cache holds.
	pieceRows = 14

	// looseRows is the least below precision Exact, where products of few rows do not
	// pay for a faster method: two panels of it.
	looseRows = 64

	pieceSize = 1 << 13

	// updateCost is how many products take as long as the update of an element.
	updateCost = 8
)

// blocks holds pieces of gradients, one for each goroutine.
var blocks = sync.Pool{New: func() any { return new([]float32) }}

// update has the weight, parameter number base, updated by its gradient.
func (d *Dense) update(dy *tensor.Tensor, base int, update updateFunc) {
	in, out := d.weight.Value.Rows(), d.weight.Value.Cols()
	if in*out == 0 {
		return
	}
	s := &d.share
	s.dy, s.base, s.update = dy, base, update
	s.rows = max(1, pieceSize/out/pieceRows) * pieceRows
	if d.floor.now() != kernels.Exact {
		s.rows = max(s.rows, looseRows)
	}
	cost := in * out * updateCost
	if s.whole = dy.Len() > fusedMax; s.whole {
		tensor.MatMulAt(d.floor.now(), d.weight.Grad, d.x, dy, kernels.Trans, kernels.NoTrans)
	} else {
		cost += in * dy.Len()
		s.packed.Pack(d.floor.now(), kernels.NoTrans, dy.Rows(), out, dy.Data, out) // once for all pieces
	}
	kernels.Share((in+s.rows-1)/s.rows, cost, s.piece)
	s.dy, s.update = nil, nil
}

// updateRows updates the rows of W of piece i.
func (d *Dense) updateRows(i int) {
	s := &d.share
	in, out := d.weight.Value.Rows(), d.weight.Value.Cols()
	from, to := i*s.rows, min((i+1)*s.rows, in)
	if s.whole {
		s.update(s.base, from*out, d.weight.Grad.Data[from*out:to*out])
		return
	}
	block := blocks.Get().(*[]float32)
	if n := (to - from) * out; cap(*block) < n {
		*block = make([]float32, n)
	}
	grad := (*block)[:(to-from)*out]
	kernels.SgemmPacked(kernels.Trans, to-from, 1, d.x.Data[min(from, d.x.Len()):], in, &s.packed, 0, grad, out)
	s.update(s.base, from*out, grad)
	blocks.Put(block)
}
