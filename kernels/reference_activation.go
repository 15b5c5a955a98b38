package kernels

import "math"

func abs32(x float32) float32 { return math.Float32frombits(math.Float32bits(x) &^ (1 << 31)) }

func sigmoid32(x float32) float32 {
	z := exp32(-abs32(x))
	if x < 0 {
		return z / (1 + z)
	}
	return 1 / (1 + z)
}

// tanhMax is where tanh is 1 to float32, and beyond.
const tanhMax = 10

func tanh32(x float32) float32 {
	y := -abs32(x)
	if y < -tanhMax {
		y = -tanhMax
	}
	y += y
	t := fma(y, log2e, roundMagic)
	n := t - roundMagic
	r := fma(-n, ln2Hi, y)
	r = fma(-n, ln2Lo, r)
	p := float32(expC6)
	p = fma(p, r, expC5)
	p = fma(p, r, expC4)
	p = fma(p, r, expC3)
	p = fma(p, r, expC2)
	s := fma(p*r, r, r) // e^r − 1
	w := float32(1)
	if x == x {
		w = pow2(int32(n))
	}
	m := fma(w, s, w-1)
	return float32(math.Copysign(float64(m/(-2-m)), float64(x)))
}

func refSigmoid(dst, src *float32, n int) {
	d, s := slice(dst, n), slice(src, n)
	for i, x := range s {
		d[i] = sigmoid32(x)
	}
}

func refTanh(dst, src *float32, n int) {
	d, s := slice(dst, n), slice(src, n)
	for i, x := range s {
		d[i] = tanh32(x)
	}
}

func refSigmoidGrad(dx, dy, y *float32, n int) {
	d, g, s := slice(dx, n), slice(dy, n), slice(y, n)
	for i, v := range s {
		d[i] = g[i] * fma(-v, v, v)
	}
}

func refTanhGrad(dx, dy, y *float32, n int) {
	d, g, s := slice(dx, n), slice(dy, n), slice(y, n)
	for i, v := range s {
		d[i] = g[i] * fma(-v, v, 1)
	}
}
