package kernels

import "math"

// exp(r) ≈ 1 + r + r²·q(r) on |r| ≤ ln2/2, relative error below 2⁻²⁸. The
// coefficients of q come from a Remez iteration with weight r²/exp(r), rounded
// to float32. Reduction and reconstruction: Muller, Elementary Functions, ch. 11.
const (
	expMax = 89   // exp is +Inf from here on
	expMin = -104 // exp rounds to 0 from here down
	log2e  = 1.4426950216293335
	ln2Hi  = 0.693115234375 // 12 bits: n·ln2Hi is exact
	ln2Lo  = 3.194618329871446e-05
	expC2  = 0.4999999403953552
	expC3  = 0.1666652113199234
	expC4  = 0.04166838899254799
	expC5  = 0.008368715643882751
	expC6  = 0.0013814603444188833
	// Adding roundMagic = 1.5·2²³ rounds to the nearest integer, ties to even.
	roundMagic = 12582912
)

func exp32(x float32) float32 {
	if x > expMax {
		x = expMax
	}
	if x < expMin {
		x = expMin
	}
	t := fma(x, log2e, roundMagic)
	n := t - roundMagic
	r := fma(-n, ln2Hi, x)
	r = fma(-n, ln2Lo, r)
	p := float32(expC6)
	p = fma(p, r, expC5)
	p = fma(p, r, expC4)
	p = fma(p, r, expC3)
	p = fma(p, r, expC2)
	p = fma(p, r, 1)
	p = fma(p, r, 1)
	// p·2ⁿ in two steps: the first is exact, the second rounds once. A NaN
	// has no n; p is NaN then and any scale keeps it.
	i := int32(math.Float32bits(t)) - int32(math.Float32bits(roundMagic))
	if x != x {
		i = 0
	}
	h := i >> 1
	return p * pow2(h) * pow2(i-h)
}

// pow2 returns 2ⁿ for −126 ≤ n ≤ 127.
func pow2(n int32) float32 { return math.Float32frombits(uint32(n+127) << 23) }

func refExp(dst, src *float32, n int) {
	d, s := slice(dst, n), slice(src, n)
	for i, x := range s {
		d[i] = exp32(x)
	}
}

// log(1+f) ≈ f − f²/2 + f³·p(f) on [√½−1, √2−1], relative error below 2⁻³⁰;
// coefficients from a Remez iteration, rounded to float32.
var logC = [9]float32{
	0.3333331346511841, -0.25000008940696716, 0.2000211924314499,
	-0.1666799634695053, 0.14219552278518677, -0.1240558847784996,
	0.11888159811496735, -0.11675654351711273, 0.06746648997068405,
}

const sqrtHalfBits = 0x3f3504f3 // √½, the lower end of the reduced range

func log32(x float32) float32 {
	switch {
	case x == 0:
		return float32(math.Inf(-1))
	case x < 0 || x != x:
		return float32(math.NaN())
	case x > math.MaxFloat32:
		return x
	}
	e := int32(0)
	if x < 0x1p-126 {
		x *= 0x1p23
		e = -23
	}
	i := (int32(math.Float32bits(x)) - sqrtHalfBits) >> 23
	f := math.Float32frombits(math.Float32bits(x)-uint32(i)<<23) - 1
	n := float32(e + i)
	p := logC[8]
	for c := 7; c >= 0; c-- {
		p = fma(p, f, logC[c])
	}
	q := fma(p, f, -0.5)
	f2 := f * f
	y := fma(n, ln2Lo, f2*q)
	return fma(n, ln2Hi, f+y)
}

func refLog(dst, src *float32, n int) {
	d, s := slice(dst, n), slice(src, n)
	for i, x := range s {
		d[i] = log32(x)
	}
}

// refMaxRows leaves NaN out; −Inf if nothing is left.
func refMaxRows(maxs, x *float32, rows, cols int) {
	for i := range rows {
		m := float32(math.Inf(-1))
		for _, v := range slice(at(x, i*cols), cols) {
			if v > m {
				m = v
			}
		}
		*at(maxs, i) = m
	}
}

// refExpRows sets dst = exp(x − max of the row) and sums to the sum of that, in 16
// lanes: lane l adds elements l, l+16, …; then lanes are halved. With lanes they
// start and end there, else they start from zero.
func refExpRows(dst, src, maxs, sums *float32, rows, cols int, lanes *float32) {
	d, s := slice(dst, rows*cols), slice(src, rows*cols)
	for i, m := range slice(maxs, rows) {
		lane := new([16]float32)
		if lanes != nil {
			lane = (*[16]float32)(slice(lanes, 16))
		}
		for j := range cols {
			e := exp32(s[i*cols+j] - m)
			d[i*cols+j] = e
			lane[j%16] += e
		}
		*at(sums, i) = halve(*lane)
	}
}

// refScaleRows sets x[i,j] = (x[i,j]·(1/sums[i]))·scale.
func refScaleRows(x, sums *float32, rows, cols int, scale float32) {
	d := slice(x, rows*cols)
	for i, s := range slice(sums, rows) {
		inv := 1 / s
		for j := range cols {
			d[i*cols+j] = d[i*cols+j] * inv * scale
		}
	}
}

// refShiftRows sets dst[i,j] = (src[i,j] − maxs[i]) − logs[i].
func refShiftRows(dst, src, maxs, logs *float32, rows, cols int) {
	d, s := slice(dst, rows*cols), slice(src, rows*cols)
	for i, m := range slice(maxs, rows) {
		for j := range cols {
			d[i*cols+j] = s[i*cols+j] - m - *at(logs, i)
		}
	}
}

// refChainRows is the three of them by rows, but for the first maximum and the last scale.
func refChainRows(dst, src, maxs, sums *float32, rows, cols int, scale float32) {
	for i := range rows {
		refExpRows(at(dst, i*cols), at(src, i*cols), at(maxs, i), at(sums, i), 1, cols, nil)
		if i+1 < rows {
			refMaxRows(at(maxs, i+1), at(src, (i+1)*cols), 1, cols)
			refScaleRows(at(dst, i*cols), at(sums, i), 1, cols, scale)
		}
	}
}

// refChainPast is refChainRows with one row of exponentials, and a row before and after.
func refChainPast(dst, exps, src, maxs, sums *float32, rows, cols int, before, after bool) {
	for i := range rows {
		if i > 0 || before {
			refScaleRows(exps, at(sums, i-1), 1, cols, 1)
			copy(slice(at(dst, (i-1)*cols), cols), slice(exps, cols))
		}
		refExpRows(exps, at(src, i*cols), at(maxs, i), at(sums, i), 1, cols, nil)
		if i+1 < rows || after {
			refMaxRows(at(maxs, i+1), at(src, (i+1)*cols), 1, cols)
		}
	}
}
