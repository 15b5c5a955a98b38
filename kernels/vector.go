package kernels

// Exp sets dst[i] = e^src[i], within 1 ulp for every input: exp(±0) = 1,
// exp(+Inf) = +Inf, exp(−Inf) = 0, NaN stays NaN, and results below the normal
// range are rounded once. dst may be src. It panics if the lengths differ.
//
// Method: reduction by multiples of ln 2 and a polynomial of degree 6; Muller,
// Elementary Functions, 3rd ed., chapter 11.
func Exp(dst, src []float32) {
	if len(dst) != len(src) {
		panic("kernels: Exp: lengths differ")
	}
	if kn := active.Load(); len(src) > 0 {
		kn.exp(&dst[0], &src[0], len(src))
	}
}

// Log sets dst[i] to the natural logarithm of src[i], within 1 ulp: log(1) = 0,
// log(±0) = −Inf, log(+Inf) = +Inf, NaN for NaN and for what is below zero.
// dst may be src. It panics if the lengths differ.
func Log(dst, src []float32) {
	if len(dst) != len(src) {
		panic("kernels: Log: lengths differ")
	}
	if kn := active.Load(); len(src) > 0 {
		kn.log(&dst[0], &src[0], len(src))
	}
}

// AddBias adds bias, of cols elements, to each of the rows of x, rows×cols.
// It panics if a slice is too short.
func AddBias(x, bias []float32, rows, cols int) {
	checkRows("kernels: AddBias: negative size or short slice", rows, cols, len(x), cols, len(bias))
	if kn := active.Load(); rows*cols > 0 {
		kn.addBias(&x[0], &bias[0], rows, cols)
	}
}

// AddBiasReLU is AddBias followed by ReLU, in one pass.
func AddBiasReLU(x, bias []float32, rows, cols int) {
	checkRows("kernels: AddBiasReLU: negative size or short slice", rows, cols, len(x), cols, len(bias))
	if kn := active.Load(); rows*cols > 0 {
		kn.addBiasReLU(&x[0], &bias[0], rows, cols)
	}
}

// ReLU sets dst[i] = src[i], or +0 where that is below zero; NaN stays NaN.
// dst may be src. It panics if the lengths differ.
func ReLU(dst, src []float32) {
	if len(dst) != len(src) {
		panic("kernels: ReLU: lengths differ")
	}
	if kn := active.Load(); len(src) > 0 {
		kn.relu(&dst[0], &src[0], len(src))
	}
}

// ReLUGrad sets dx[i] = dy[i] where y[i] > 0, else +0; y is the output of ReLU
// or its input. dx may be dy. It panics if the lengths differ.
func ReLUGrad(dx, dy, y []float32) {
	if len(dx) != len(dy) || len(dx) != len(y) {
		panic("kernels: ReLUGrad: lengths differ")
	}
	if kn := active.Load(); len(dx) > 0 {
		kn.reluGrad(&dx[0], &dy[0], &y[0], len(dx))
	}
}

// SumRows sets dst[j] to the sum over i of src[i,j]; src is rows×cols. In each
// column 16 lanes add rows l, l+16, … and are then halved down to one. dst
// must not overlap src. It panics if a slice is too short.
func SumRows(dst, src []float32, rows, cols int) {
	checkRows("kernels: SumRows: negative size or short slice", rows, cols, len(src), cols, len(dst))
	switch kn := active.Load(); {
	case cols == 0:
	case rows == 0:
		clear(dst[:cols])
	default:
		kn.sumRows(&dst[0], &src[0], rows, cols)
	}
}

// Sum returns the sum of x: 64 lanes add elements l, l+64, … and are then
// halved down to one. The sum of nothing is 0.
func Sum(x []float32) float32 {
	if len(x) == 0 {
		return 0
	}
	return active.Load().sum(&x[0], len(x))
}

// Dot returns the inner product of x and y by fused multiply-adds in 64 lanes,
// as Sum does. It panics if the lengths differ.
func Dot(x, y []float32) float32 {
	if len(x) != len(y) {
		panic("kernels: Dot: lengths differ")
	}
	if len(x) == 0 {
		return 0
	}
	return active.Load().dot(&x[0], &y[0], len(x))
}

// Axpy sets y[i] = alpha·x[i] + y[i], rounded once. y may be x. It panics if the
// lengths differ.
func Axpy(alpha float32, x, y []float32) {
	if len(x) != len(y) {
		panic("kernels: Axpy: lengths differ")
	}
	if kn := active.Load(); len(x) > 0 {
		kn.axpy(alpha, &x[0], &y[0], len(x))
	}
}

// Scal sets x[i] = alpha·x[i].
func Scal(alpha float32, x []float32) {
	if kn := active.Load(); len(x) > 0 {
		kn.scal(alpha, &x[0], len(x))
	}
}

// BytesToFloat sets dst[i] = src[i]·scale. It panics if the lengths differ.
func BytesToFloat(dst []float32, src []uint8, scale float32) {
	if len(dst) != len(src) {
		panic("kernels: BytesToFloat: lengths differ")
	}
	if kn := active.Load(); len(src) > 0 {
		kn.bytes(&dst[0], &src[0], len(src), scale)
	}
}

// SGDStep updates weights w from the gradient g by PyTorch's rule, in one pass:
//
//	d = g + weightDecay·w
//	v = momentum·v + d, and d = d + momentum·v with nesterov, else d = v
//	w = w − lr·d
//
// each line one fused multiply-add. With v == nil there is no momentum and the
// second line is left out. The slices must not overlap. It panics if the lengths differ.
//
// Source: Sutskever et al., ICML 2013, section 2, in the form of torch.optim.SGD.
func SGDStep(w, g, v []float32, lr, momentum, weightDecay float32, nesterov bool) {
	if len(w) != len(g) || v != nil && len(w) != len(v) {
		panic("kernels: SGDStep: lengths differ")
	}
	if len(w) == 0 {
		return
	}
	var vp *float32
	if v != nil {
		vp = &v[0]
	}
	active.Load().sgd(&w[0], &g[0], vp, len(w), lr, momentum, weightDecay, nesterov)
}

// ArgMax sets dst[i] to the column of the largest element in row i of src,
// rows×cols; the first of equals, and NaN counts as largest. It panics if cols
// is 0 and rows is not, or a slice is too short.
func ArgMax(dst []int, src []float32, rows, cols int) {
	checkRows("kernels: ArgMax: negative size or short slice", rows, cols, len(src), rows, len(dst))
	if rows > 0 && cols == 0 {
		panic("kernels: ArgMax: no columns")
	}
	for i := range rows {
		row, best := src[i*cols:(i+1)*cols], 0
		for j, v := range row {
			if v > row[best] || v != v && row[best] == row[best] {
				best = j
			}
		}
		dst[i] = best
	}
}

// checkRows panics with msg unless a matrix of rows×cols fits into have
// elements and a vector of want into vec.
func checkRows(msg string, rows, cols, have, want, vec int) {
	if rows < 0 || cols < 0 || have < rows*cols || vec < want {
		panic(msg)
	}
}
