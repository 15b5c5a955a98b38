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
// It panics if p is not one of the constants.
func (d *Dense) SetPrecision(p kernels.Precision) {
	if p < kernels.Exact || p > kernels.BF16 {
		panic("layers: SetPrecision: unknown precision")
	}
	d.floor = floor{true, p}
}

// SetPrecision sets the floor for the products of every layer that has this method: see
// Dense.SetPrecision.
func (s *Sequential) SetPrecision(p kernels.Precision) {
	for _, l := range s.layers {
		if r, ok := l.(rounder); ok {
			r.SetPrecision(p)
		}
	}
}

// Pack prepares the weights as they are now for products at a floor, for Forward calls from
// now on: where kernels.PackB keeps terms of them they need not be split anew each time. An
// image alone may then take a method that it does not take otherwise. After the weights
// have changed, Pack must be called again: until then some products use the old ones.
func (s *Session) Pack(p kernels.Precision) {
	for i := range s.stages {
		if g := &s.stages[i]; g.dense != nil {
			if g.packed == nil {
				g.packed = new(kernels.PackedB)
			}
			w := g.dense.weight.Value
			g.packed.Pack(p, kernels.NoTrans, w.Rows(), w.Cols(), w.Data, max(1, w.Cols()))
		}
	}
}
