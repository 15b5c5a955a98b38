package kernels

import "unsafe"

// piece is how many elements a leaf is given at most: Go cannot preempt assembly,
// and this many take a few microseconds. A multiple of 64, the lanes of Sum.
const piece = 1 << 16

// Exp sets dst[i] = e^src[i], within 0.91 ulp, measured over all inputs: exp(±0) = 1,
// exp(+Inf) = +Inf, exp(−Inf) = 0, NaN stays NaN, and results below the normal
// range are rounded once. dst may be src, and must not overlap it in part. It panics
// if the lengths differ.
//
// Method: reduction by multiples of ln 2 and a polynomial of degree 6; Muller,
// Elementary Functions, 3rd ed., chapter 11.
func Exp(dst, src []float32) {
	if len(dst) != len(src) {
		panic("kernels: Exp: lengths differ")
	}
	for kn := active.Load(); len(src) > 0; {
		n := min(piece, len(src))
		kn.exp(&dst[0], &src[0], n)
		pauseAfter(n)
		dst, src = dst[n:], src[n:]
	}
}

// Log sets dst[i] to the natural logarithm of src[i], within 0.86 ulp, measured over
// all inputs: log(1) = 0, log(±0) = −Inf, log(+Inf) = +Inf, NaN for NaN and for what
// is below zero. dst may be src, and must not overlap it in part. It panics if the
// lengths differ.
func Log(dst, src []float32) {
	if len(dst) != len(src) {
		panic("kernels: Log: lengths differ")
	}
	for kn := active.Load(); len(src) > 0; {
		n := min(piece, len(src))
		kn.log(&dst[0], &src[0], n)
		pauseAfter(n)
		dst, src = dst[n:], src[n:]
	}
}

// ReLU sets dst[i] = src[i], or +0 where that is below zero; NaN stays NaN.
// dst may be src, and must not overlap it in part. It panics if the lengths differ.
func ReLU(dst, src []float32) {
	if len(dst) != len(src) {
		panic("kernels: ReLU: lengths differ")
	}
	kn := active.Load()
	if len(dst) >= streamSize && &dst[0] != &src[0] {
		n := kn.reluStream(dst, src)
		dst, src = dst[n:], src[n:]
	}
	for ; len(src) > piece; dst, src = dst[piece:], src[piece:] {
		kn.relu(&dst[0], &src[0], piece)
		pause()
	}
	if len(src) > 0 { // of its own: short vectors pay for every instruction here
		kn.relu(&dst[0], &src[0], len(src))
	}
}

// reluStream sets all of dst but less than a cache line, past the caches, and returns
// how many elements that is.
func (kn *kernel) reluStream(dst, src []float32) (done int) {
	const line = 64
	if done = int(-uintptr(unsafe.Pointer(&dst[0]))%line) / 4; done > 0 {
		kn.relu(&dst[0], &src[0], done)
	}
	for end := len(dst) - (len(dst)-done)%(line/4); done < end; {
		n := min(piece, end-done)
		kn.reluPast(&dst[done], &src[done], n)
		pauseAfter(n)
		done += n
	}
	return done
}

// ReLUGrad sets dx[i] = dy[i] where y[i] > 0, else +0; y is the output of ReLU
// or its input. dx may be dy, and must not overlap y, nor dy in part. It panics if
// the lengths differ.
func ReLUGrad(dx, dy, y []float32) {
	if len(dx) != len(dy) || len(dx) != len(y) {
		panic("kernels: ReLUGrad: lengths differ")
	}
	for kn := active.Load(); len(dx) > 0; {
		n := min(piece, len(dx))
		kn.reluGrad(&dx[0], &dy[0], &y[0], n)
		pauseAfter(n)
		dx, dy, y = dx[n:], dy[n:], y[n:]
	}
}

// Axpy sets y[i] = alpha·x[i] + y[i], rounded once. y may be x, and must not overlap
// it in part. It panics if the lengths differ.
func Axpy(alpha float32, x, y []float32) {
	if len(x) != len(y) {
		panic("kernels: Axpy: lengths differ")
	}
	kn := active.Load()
	for ; len(x) > piece; x, y = x[piece:], y[piece:] {
		kn.axpy(alpha, &x[0], &y[0], piece)
		pause()
	}
	if len(x) > 0 {
		kn.axpy(alpha, &x[0], &y[0], len(x))
	}
}

// Scal sets x[i] = alpha·x[i], in place.
func Scal(alpha float32, x []float32) {
	kn := active.Load()
	for ; len(x) > piece; x = x[piece:] {
		kn.scal(alpha, &x[0], piece)
		pause()
	}
	if len(x) > 0 {
		kn.scal(alpha, &x[0], len(x))
	}
}

// BytesToFloat sets dst[i] = src[i]·scale. dst and src must not share memory. It
// panics if the lengths differ.
func BytesToFloat(dst []float32, src []uint8, scale float32) {
	if len(dst) != len(src) {
		panic("kernels: BytesToFloat: lengths differ")
	}
	active.Load().bytesToFloat(dst, src, scale)
}

func (kn *kernel) bytesToFloat(dst []float32, src []uint8, scale float32) {
	for len(src) > 0 {
		n := min(piece, len(src))
		kn.bytes(&dst[0], &src[0], n, scale)
		pauseAfter(n)
		dst, src = dst[n:], src[n:]
	}
}

// SGDStep updates weights w from the gradient g by PyTorch's rule, in one pass:
//
//	d = g + weightDecay·w
//	v = momentum·v + d, and d = d + momentum·v with nesterov, else d = v
//	w = w − lr·d
//
// each line one fused multiply-add. With v == nil there is no momentum and the
// second line is left out. The slices must not overlap: none may be another. It
// panics if the lengths differ.
//
// Source: Sutskever et al., ICML 2013, section 2, in the form of torch.optim.SGD.
func SGDStep(w, g, v []float32, lr, momentum, weightDecay float32, nesterov bool) {
	if len(w) != len(g) || v != nil && len(w) != len(v) {
		panic("kernels: SGDStep: lengths differ")
	}
	for kn := active.Load(); len(w) > 0; {
		n := min(piece, len(w))
		var vp *float32
		if v != nil {
			vp, v = &v[0], v[n:]
		}
		kn.sgd(&w[0], &g[0], vp, n, lr, momentum, weightDecay, nesterov)
		pauseAfter(n)
		w, g = w[n:], g[n:]
	}
}
