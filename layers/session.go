package layers

import (
	"fmt"

	"lanes/kernels"
	"lanes/tensor"
)

// A Session runs a network forward, for inference: it keeps nothing for a Backward and
// changes nothing of the network, so that many goroutines can use one network at once,
// each in a Session of its own, while its parameters stay as they are.
//
// It owns the tensors it returns, valid until its next Forward. It keeps its buffers:
// once the largest batch has been seen, no call allocates. It is for one goroutine at a
// time.
type Session struct {
	stages []stage
}

// A stage is a layer, or a Dense and the ReLU after it.
type stage struct {
	dense *Dense                   // nil: each is alone
	relu  bool                     // after dense
	each  func(dst, src []float32) // of a layer without parameters, element by element
	y     tensor.Tensor

	packed *kernels.PackedB // the weights of dense, or nil
}

// stager is a layer that knows its stages.
type stager interface {
	stages(s *Session)
}

// NewSession returns a session for one goroutine. It panics for a network with layers
// that are not of this package.
func (s *Sequential) NewSession() *Session {
	session := new(Session)
	s.stages(session)
	return session
}

func (s *Sequential) stages(session *Session) {
	for _, l := range s.layers {
		st, ok := l.(stager)
		if !ok {
			panic(fmt.Sprintf("layers: NewSession of a network with %T", l))
		}
		st.stages(session)
	}
}

func (d *Dense) stages(s *Session) { s.stages = append(s.stages, stage{dense: d}) }

func (r *ReLU) stages(s *Session) {
	if n := len(s.stages); n > 0 && s.stages[n-1].dense != nil && !s.stages[n-1].relu {
		s.stages[n-1].relu = true
		return
	}
	s.stages = append(s.stages, stage{each: kernels.ReLU})
}

func (l *Sigmoid) stages(s *Session) { s.stages = append(s.stages, stage{each: kernels.Sigmoid}) }

func (l *Tanh) stages(s *Session) { s.stages = append(s.stages, stage{each: kernels.Tanh}) }

// Forward returns the output of the network for x [batch, …], with the bits of
// Sequential.Forward, unless Pack was called. It panics if a row of x has the wrong number of elements.
func (s *Session) Forward(x *tensor.Tensor) *tensor.Tensor {
	for i := range s.stages {
		g := &s.stages[i]
		switch {
		case g.dense == nil:
			g.y.Resize(x.Shape...)
			g.each(g.y.Data, x.Data)
		case g.relu:
			g.product(x)
			kernels.AddBiasReLU(g.y.Data, g.dense.bias.Value.Data, g.y.Rows(), g.y.Cols())
		default:
			g.product(x)
			kernels.AddBias(g.y.Data, g.dense.bias.Value.Data, g.y.Rows(), g.y.Cols())
		}
		x = &g.y
	}
	return x
}

// product sets y to x·W.
func (g *stage) product(x *tensor.Tensor) {
	if g.packed == nil {
		g.dense.product(&g.y, x)
		return
	}
	in, out := g.dense.weight.Value.Rows(), g.dense.weight.Value.Cols()
	if x.Cols() != in {
		panic(fmt.Sprintf("layers: Session.Forward of %v, want rows of %d", x.Shape, in))
	}
	g.y.Resize(x.Rows(), out)
	kernels.SgemmPacked(kernels.NoTrans, x.Rows(), 1, x.Data, max(1, in), g.packed, 0, g.y.Data, max(1, out))
}
