package kernels

import "math"

// refAdam updates w, m and v from g; gain1 and gain2 are 1−beta1 and 1−beta2. The root
// of a float32, rounded to float64 and then to float32, is that rounded once: float64
// has more than twice the digits.
func refAdam(w, g, m, v *float32, n int, lr, beta1, gain1, beta2, gain2, root, eps, decay, keep float32) {
	ws, gs, ms, vs := slice(w, n), slice(g, n), slice(m, n), slice(v, n)
	for i, x := range ws {
		d := fma(decay, x, gs[i])
		ms[i] = fma(beta1, ms[i], gain1*d)
		vs[i] = fma(beta2, vs[i], gain2*d*d)
		q := fma(float32(math.Sqrt(float64(vs[i]))), root, eps)
		ws[i] = fma(-lr, ms[i]/q, keep*x)
	}
}
