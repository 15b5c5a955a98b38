package layers

import "lanes/kernels"

// A floor is the precision of a layer's products: its own, or that of the process.
type floor struct {
	own       bool
	precision kernels.Precision
}

func (f floor) now() kernels.Precision {
	if f.own {
		return f.precision
	}
	return kernels.CurrentPrecision()
}

// rounder is a Layer that has products, and so a precision.
type rounder interface {
	SetPrecision(p kernels.Precision)
}

// SetPrecision sets the floor for the products of this layer, forward and backward,
// whatever kernels.SetPrecision says, so that two networks in one program can differ.
func (d *Dense) SetPrecision(p kernels.Precision) { d.floor = floor{true, p} }

// SetPrecision sets the floor for the products of every layer: see Dense.SetPrecision.
func (s *Sequential) SetPrecision(p kernels.Precision) {
	for _, l := range s.layers {
		if r, ok := l.(rounder); ok {
			r.SetPrecision(p)
		}
	}
}

// Pack prepares the weights as they are now for products at a floor, for Forward calls from
// now on: where kernels.PackB keeps terms of them, large batches need not split them anew
// each time. After the weights have changed, Pack must be called again.
func (s *Session) Pack(p kernels.Precision) {
	for i := range s.stages {
		if g := &s.stages[i]; g.dense != nil {
			w := g.dense.weight.Value
			g.packed = kernels.PackB(p, kernels.NoTrans, w.Rows(), w.Cols(), w.Data, max(1, w.Cols()))
		}
	}
}
