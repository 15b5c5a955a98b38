package layers

import "lanes/tensor"

// Sequential runs layers one after the other. A Dense directly before a ReLU is
// run together with it, forward and back, in one pass over the output and with the same
// bits; the output of that Dense alone is then never formed.
//
// Backward ends at the first layer that has parameters and leaves out the
// gradient of that layer's input: a network is trained without it.
type Sequential struct {
	// InputGrad makes Backward go through to the input and return its gradient.
	InputGrad bool

	layers []Layer
	params []*tensor.Param
	first  int // index of the first layer with parameters
}

// NewSequential returns the chain of the layers. No layer may appear twice.
func NewSequential(ls ...Layer) *Sequential {
	s := &Sequential{layers: ls, first: len(ls)}
	for i, l := range ls {
		ps := l.Params()
		if len(ps) > 0 {
			s.first = min(s.first, i)
		}
		s.params = append(s.params, ps...)
	}
	return s
}

// Forward returns the output of the last layer for x.
func (s *Sequential) Forward(x *tensor.Tensor) *tensor.Tensor {
	for i := 0; i < len(s.layers); i++ {
		if d, r := s.fused(i); d != nil {
			x = d.forwardReLU(x)
			r.out = x // all that its Backward needs
			i++
			continue
		}
		x = s.layers[i].Forward(x)
	}
	return x
}

// fused returns layers i and i+1 if they are a Dense and a ReLU, else nils.
func (s *Sequential) fused(i int) (*Dense, *ReLU) {
	if i+1 == len(s.layers) {
		return nil, nil
	}
	d, isDense := s.layers[i].(*Dense)
	r, isReLU := s.layers[i+1].(*ReLU)
	if !isDense || !isReLU {
		return nil, nil
	}
	return d, r
}

// Backward sets the gradients of all parameters. It returns nil, or the gradient
// of the input if InputGrad is set.
func (s *Sequential) Backward(dy *tensor.Tensor) *tensor.Tensor {
	return s.backward(dy, s.InputGrad, 0, nil)
}

// BackwardUpdate is Backward for training alone: it calls update with the gradient
// of every element of every parameter, in pieces, for elements from … of parameter i of
// Params, and in between may do other pieces at the same time. update may change the
// parameter. Below precision Exact a gradient in pieces may differ from Backward's, though
// not with the number of workers. Grad of the parameters is without meaning afterwards.
func (s *Sequential) BackwardUpdate(dy *tensor.Tensor, update func(i, from int, grad []float32)) {
	s.backward(dy, false, 0, update)
}

func (s *Sequential) backward(dy *tensor.Tensor, inputGrad bool, base int, update updateFunc) *tensor.Tensor {
	last := s.first
	if inputGrad {
		last = 0
	}
	base += len(s.params)
	for i := len(s.layers) - 1; i >= last; i-- {
		l, relu := s.layers[i], (*ReLU)(nil)
		if i > 0 {
			if d, r := s.fused(i - 1); d != nil {
				l, relu, i = d, r, i-1
			}
		}
		below, ps := inputGrad || i > s.first, l.Params()
		base -= len(ps)
		switch l := l.(type) {
		case *Dense:
			dy = l.backwardReLU(relu, dy, below, base, update)
		case backwarder:
			dy = l.backward(dy, below, base, update)
		default:
			dy = l.Backward(dy)
			for j, p := range ps {
				if update != nil {
					update(base+j, 0, p.Grad.Data)
				}
			}
		}
	}
	if !inputGrad {
		return nil
	}
	return dy
}

// Params returns the parameters of all layers, in their order.
func (s *Sequential) Params() []*tensor.Param { return s.params }
