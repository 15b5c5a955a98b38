package sgd

import "lanes/tensor"

// linear is a model of one weight matrix [2, 2] with y = x·W, small enough to
// follow by hand; calls counts what Fit does.
type linear struct {
	w        *tensor.Param
	params   []*tensor.Param
	y        tensor.Tensor
	x        *tensor.Tensor
	forward  int
	backward int
}

func newLinear() *linear {
	m := &linear{w: tensor.NewParam("w", 2, 2)}
	m.params = []*tensor.Param{m.w}
	return m
}

func (m *linear) Forward(x *tensor.Tensor) *tensor.Tensor {
	m.forward++
	m.x = x
	m.y.Resize(x.Rows(), 2)
	tensor.MatMul(&m.y, x, m.w.Value, false, false)
	return &m.y
}

func (m *linear) Backward(dy *tensor.Tensor) *tensor.Tensor {
	m.backward++
	tensor.MatMul(m.w.Grad, m.x, dy, true, false)
	return nil
}

func (m *linear) Params() []*tensor.Param { return m.params }

// hinge is a loss whose figures are easy: a row's loss is 1 − y[label], and its
// gradient −1 there. at, if set, replaces the loss of a step.
type hinge struct {
	dy     tensor.Tensor
	losses []float32
	calls  int
	at     map[int]float32
}

func (l *hinge) Forward(y *tensor.Tensor, labels []uint8) float32 {
	l.calls++
	l.dy.Resize(y.Shape...)
	clear(l.dy.Data)
	var sum float32
	for i, v := range l.Losses(y, labels) {
		sum += v
		l.dy.Data[2*i+int(labels[i])] = -1
	}
	if v, ok := l.at[l.calls]; ok {
		return v
	}
	return sum / float32(len(labels))
}

func (l *hinge) Backward() *tensor.Tensor { return &l.dy }

func (l *hinge) Losses(y *tensor.Tensor, labels []uint8) []float32 {
	l.losses = l.losses[:0]
	for i, label := range labels {
		l.losses = append(l.losses, 1-y.Data[2*i+int(label)])
	}
	return l.losses
}

// samples is a source of n samples in batches of size: sample i is (1, i) and its
// label i mod 2.
type samples struct {
	n, size, next int
	served        int
}

func (s *samples) Len() int { return s.n }

func (s *samples) Next(x *tensor.Tensor, labels []uint8) []uint8 {
	k := min(s.size, s.n-s.next)
	x.Resize(k, 2)
	labels = labels[:0]
	for i := s.next; i < s.next+k; i++ {
		copy(x.Data[2*(i-s.next):], []float32{1, float32(i)})
		labels = append(labels, uint8(i%2))
	}
	s.next += k
	if s.served++; k == 0 {
		s.next = 0
	}
	return labels
}
