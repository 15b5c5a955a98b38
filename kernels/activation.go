package kernels

// Sigmoid sets dst[i] = 1/(1+e^−src[i]), within 2.41 ulp, measured over all inputs: ½ at 0,
// 1 at +Inf, 0 at −Inf, NaN for NaN, and results below the normal range are right. dst
// may be src, and must not overlap it in part. It panics if the lengths differ.
//
// Method: with z = Exp(−|x|), which is at most 1, z/(1+z) below zero and 1/(1+z) above.
func Sigmoid(dst, src []float32) {
	if len(dst) != len(src) {
		panic("kernels: Sigmoid: lengths differ")
	}
	for kn := active.Load(); len(src) > 0; {
		n := min(piece, len(src))
		kn.sigmoid(&dst[0], &src[0], n)
		pauseAfter(n)
		dst, src = dst[n:], src[n:]
	}
}

// SigmoidGrad sets dx[i] = dy[i]·(y[i]−y[i]²), the difference rounded once; y is the
// output of Sigmoid. dx may be dy, and must not overlap y, nor dy in part. It panics if
// the lengths differ.
func SigmoidGrad(dx, dy, y []float32) {
	if len(dx) != len(dy) || len(dx) != len(y) {
		panic("kernels: SigmoidGrad: lengths differ")
	}
	for kn := active.Load(); len(dx) > 0; {
		n := min(piece, len(dx))
		kn.sigmoidGrad(&dx[0], &dy[0], &y[0], n)
		pauseAfter(n)
		dx, dy, y = dx[n:], dy[n:], y[n:]
	}
}

// Tanh sets dst[i] = tanh(src[i]), within 2.50 ulp, measured over all inputs: a zero, a
// denormal and NaN stay, ±1 at ±Inf. dst may be src, and must not overlap it in part.
// It panics if the lengths differ.
//
// Method: with m = e^−2|x| − 1, from the reduction and the polynomial of Exp but without
// its 1, so that nothing is lost near 0, m/(−2−m) and the sign of x.
func Tanh(dst, src []float32) {
	if len(dst) != len(src) {
		panic("kernels: Tanh: lengths differ")
	}
	for kn := active.Load(); len(src) > 0; {
		n := min(piece, len(src))
		kn.tanh(&dst[0], &src[0], n)
		pauseAfter(n)
		dst, src = dst[n:], src[n:]
	}
}

// TanhGrad sets dx[i] = dy[i]·(1−y[i]²), the difference rounded once; y is the output
// of Tanh. dx may be dy, and must not overlap y, nor dy in part. It panics if the
// lengths differ.
func TanhGrad(dx, dy, y []float32) {
	if len(dx) != len(dy) || len(dx) != len(y) {
		panic("kernels: TanhGrad: lengths differ")
	}
	for kn := active.Load(); len(dx) > 0; {
		n := min(piece, len(dx))
		kn.tanhGrad(&dx[0], &dy[0], &y[0], n)
		pauseAfter(n)
		dx, dy, y = dx[n:], dy[n:], y[n:]
	}
}
