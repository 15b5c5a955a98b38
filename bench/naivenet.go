package bench

import (
	"math"

	"lanes/tensor"
)

// A NaiveNet trains the network of NewNet with plain loops and one of the
// products of this package: what one writes without a library. It uses nothing
// of the engine but the weights it starts from.
type NaiveNet struct {
	mul     MatMul
	layers  []naiveLayer
	scratch []float32 // a transposed operand
}

// naiveLayer is y = x·w + b, with a ReLU unless it is the last.
type naiveLayer struct {
	in, out   int
	w, b      []float32
	dw, db    []float32
	x, y, dy  []float32 // batch × in; batch × out; batch × out
	rectified bool
}

// NewNaiveNet returns a network for batches of one size that starts from a copy
// of the parameters, a weight [in, out] and a bias [out] for each layer.
func NewNaiveNet(mul MatMul, params []*tensor.Param, batch int) *NaiveNet {
	net := &NaiveNet{mul: mul}
	for i := 0; i < len(params); i += 2 {
		w, b := params[i].Value, params[i+1].Value
		l := naiveLayer{
			in: w.Rows(), out: w.Cols(), rectified: i+2 < len(params),
			w: append([]float32(nil), w.Data...), b: append([]float32(nil), b.Data...),
			dw: make([]float32, w.Len()), db: make([]float32, b.Len()),
			y: make([]float32, batch*w.Cols()), dy: make([]float32, batch*w.Cols()),
		}
		net.layers = append(net.layers, l)
		net.scratch = make([]float32, max(len(net.scratch), w.Len(), batch*w.Rows()))
	}
	return net
}

// Step does one step of gradient descent on the mean softmax cross-entropy of a
// batch and returns that loss as it was before. x is batch × in.
func (net *NaiveNet) Step(x []float32, labels []uint8, lr float32) float32 {
	rows := len(labels)
	for i := range net.layers {
		l := &net.layers[i]
		l.x = x
		l.forward(net.mul, rows)
		x = l.y
	}
	last := &net.layers[len(net.layers)-1]
	loss := crossEntropy(last.dy, last.y, labels, last.out)
	for i := len(net.layers) - 1; i >= 0; i-- {
		l := &net.layers[i]
		transpose(net.scratch, l.x, rows, l.in)
		net.mul(l.in, l.out, rows, net.scratch, l.dy, l.dw)
		l.sumRows(rows)
		if i > 0 {
			transpose(net.scratch, l.w, l.in, l.out)
			below := &net.layers[i-1]
			net.mul(rows, l.in, l.out, l.dy, net.scratch, below.dy)
			for j, y := range below.y {
				if y <= 0 {
					below.dy[j] = 0
				}
			}
		}
	}
	for i := range net.layers {
		l := &net.layers[i]
		descend(l.w, l.dw, lr)
		descend(l.b, l.db, lr)
	}
	return loss
}

func (l *naiveLayer) forward(mul MatMul, rows int) {
	mul(rows, l.out, l.in, l.x, l.w, l.y)
	for i := range rows {
		y := l.y[i*l.out : (i+1)*l.out]
		for j := range y {
			y[j] += l.b[j]
			if l.rectified && y[j] < 0 {
				y[j] = 0
			}
		}
	}
}

func (l *naiveLayer) sumRows(rows int) {
	clear(l.db)
	for i := range rows {
		for j, v := range l.dy[i*l.out : (i+1)*l.out] {
			l.db[j] += v
		}
	}
}

// crossEntropy returns the mean loss of the rows and sets d to its gradient.
func crossEntropy(d, logits []float32, labels []uint8, cols int) float32 {
	Softmax(d, logits, len(labels), cols)
	sum := 0.0
	for i, label := range labels {
		row := d[i*cols : (i+1)*cols]
		sum -= math.Log(float64(row[label]))
		row[label]--
		for j := range row {
			row[j] /= float32(len(labels))
		}
	}
	return float32(sum / float64(len(labels)))
}

func descend(w, g []float32, lr float32) {
	for i := range w {
		w[i] -= lr * g[i]
	}
}
