package kernels

// AdamRates are the numbers of one AdamStep. At step t, counted from 1, of Adam with
// step size α: LR = α/(1−β₁ᵗ) and Root = 1/√(1−β₂ᵗ), which take the bias out of m and v.
type AdamRates struct {
	LR, Beta1, Beta2 float32
	Root, Epsilon    float32
	Decay            float32 // λ of a penalty ½λw² in the loss; 0: none
	Keep             float32 // what is left of a weight by decay apart from the gradient; 1: all
}

// AdamStep updates weights w, and the moments m and v, from the gradient g, in one
// pass over memory:
//
//	d = g + Decay·w
//	m = Beta1·m + (1−Beta1)·d
//	v = Beta2·v + ((1−Beta2)·d)·d
//	w = Keep·w − LR·(m/(√v·Root + Epsilon))
//
// each sum one fused multiply-add, each other operation rounded. The slices must not
// overlap: none may be another. It panics if the lengths differ.
//
// Source: Kingma and Ba, Adam, ICLR 2015, arXiv:1412.6980, algorithm 1; Keep is that
// of Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019, arXiv:1711.05101.
func AdamStep(w, g, m, v []float32, r AdamRates) {
	if len(w) != len(g) || len(w) != len(m) || len(w) != len(v) {
		panic("kernels: AdamStep: lengths differ")
	}
	gain1, gain2 := 1-r.Beta1, 1-r.Beta2
	for kn := active.Load(); len(w) > 0; {
		n := min(adamPiece, len(w))
		kn.adam(&w[0], &g[0], &m[0], &v[0], n, r.LR, r.Beta1, gain1, r.Beta2, gain2, r.Root, r.Epsilon, r.Decay, r.Keep)
		pauseAfter(n * (piece / adamPiece))
		w, g, m, v = w[n:], g[n:], m[n:], v[n:]
	}
}

// adamPiece is piece for a leaf that divides and takes roots: some 10 µs.
const adamPiece = piece / 4
