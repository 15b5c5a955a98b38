package kernels

import "math"

// This file is the definition of every routine: plain Go, one operation at a
// time, each rounded to float32, and a correctly rounded fused multiply-add.
// Every other set must give these bits. Speed does not matter here.

// reference is the set made of the definitions below.
var reference = kernel{
	name: "reference",
	mr:   1, nr: 1, nc: 1,
	tile:        refTile,
	fmaLoop:     mulAddLoop,
	roundFlops:  16,
	copyRows:    refCopyRows,
	transpose:   refTranspose,
	exp:         refExp,
	log:         refLog,
	expRows:     refExpRows,
	scaleRows:   refScaleRows,
	addBias:     refAddBias,
	addBiasReLU: refAddBiasReLU,
	relu:        refReLU,
	reluGrad:    refReLUGrad,
	sumRows:     refSumRows,
	sum:         refSum,
	dot:         refDot,
	axpy:        refAxpy,
	scal:        refScal,
	bytes:       refBytes,
	sgd:         refSGD,
}

// fma returns x·y + z rounded once to float32.
//
// The product of two float32 is exact in float64. Its sum with z is rounded to
// float64, and rounding that again to float32 goes wrong only when the first
// result lies halfway between two float32 or is below the normal range; then
// the sum is formed again with rounding to odd, which makes the second rounding
// safe (Boldo and Melquiond, IEEE Trans. Comput. 57(4), 2008).
func fma(x, y, z float32) float32 {
	s := float64(x)*float64(y) + float64(z)
	b := math.Float64bits(s)
	if b&(1<<29-1) == 1<<28 || b&(1<<63-1) < 0x381<<52 {
		return fmaOdd(x, y, z)
	}
	return float32(s)
}

// fmaOdd is fma by rounding to odd, right for every input.
func fmaOdd(x, y, z float32) float32 {
	p, c := float64(x)*float64(y), float64(z)
	s := p + c
	t := s - p // TwoSum: s + e = p + c exactly
	e := (p - (s - t)) + (c - t)
	if b := math.Float64bits(s); (e > 0 || e < 0) && b&1 == 0 {
		if (e > 0) == (s > 0) {
			s = math.Float64frombits(b + 1)
		} else {
			s = math.Float64frombits(b - 1)
		}
	}
	return float32(s)
}

// refGemm adds alpha·A·B to C, which the caller has multiplied by beta:
// for each block of KBlock columns of A, one chain of fma from zero, then one addition to C.
func refGemm(g *gemm) {
	for i := range g.m {
		for j := range g.n {
			c := &g.c[i*g.ldc+j]
			if g.clear {
				*c = 0
			}
			for p0 := 0; p0 < g.k; p0 += KBlock {
				s := float32(0)
				for p := p0; p < min(p0+KBlock, g.k); p++ {
					s = fma(g.alpha*g.a.at(i, p), g.b.at(p, j), s)
				}
				*c += s
			}
		}
	}
}

// refTile is the contract of the tile leaf.
func refTile(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool) {
	as, bs, cs := slice(a, (m-1)*rsa+(k-1)*csa+1), slice(b, (k-1)*ldb+n), slice(c, (m-1)*ldc+n)
	for i := range m {
		for j := range n {
			s := float32(0)
			for l := range k {
				s = fma(as[i*rsa+l*csa], bs[l*ldb+j], s)
			}
			if !acc {
				cs[i*ldc+j] = 0
			}
			cs[i*ldc+j] += s
		}
	}
}

func refCopyRows(dst, src *float32, rows, cols, ldd, lds int) {
	d, s := slice(dst, (rows-1)*ldd+cols), slice(src, (rows-1)*lds+cols)
	for i := range rows {
		copy(d[i*ldd:i*ldd+cols], s[i*lds:i*lds+cols])
	}
}

func refTranspose(dst, src *float32, rows, cols, ldd, lds int) {
	d, s := slice(dst, (cols-1)*ldd+rows), slice(src, (rows-1)*lds+cols)
	for i := range rows {
		for j := range cols {
			d[j*ldd+i] = s[i*lds+j]
		}
	}
}

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

// refExpRows sets dst = exp(x − max of the row), maxs and sums of each row. The
// sum has 16 lanes: lane l adds elements l, l+16, …; then the lanes are halved.
func refExpRows(dst, src, maxs, sums *float32, rows, cols int) {
	d, s := slice(dst, rows*cols), slice(src, rows*cols)
	mx, sm := slice(maxs, rows), slice(sums, rows)
	for i := range rows {
		x, y := s[i*cols:(i+1)*cols], d[i*cols:(i+1)*cols]
		m := float32(math.Inf(-1))
		for _, v := range x {
			if v > m {
				m = v
			}
		}
		var lane [16]float32
		for j, v := range x {
			y[j] = exp32(v - m)
			lane[j%16] += y[j]
		}
		mx[i], sm[i] = m, halve(lane[:])
	}
}

// refScaleRows sets x[i,j] = (x[i,j]·(1/sums[i]))·scale.
func refScaleRows(x, sums *float32, rows, cols int, scale float32) {
	d, s := slice(x, rows*cols), slice(sums, rows)
	for i := range rows {
		inv := 1 / s[i]
		for j := range cols {
			d[i*cols+j] = d[i*cols+j] * inv * scale
		}
	}
}

func refAddBias(x, bias *float32, rows, cols int) {
	d, b := slice(x, rows*cols), slice(bias, cols)
	for i := range d {
		d[i] += b[i%cols]
	}
}

func refAddBiasReLU(x, bias *float32, rows, cols int) {
	refAddBias(x, bias, rows, cols)
	refReLU(x, x, rows*cols)
}

// refReLU replaces what is below zero by +0; −0 and NaN stay.
func refReLU(dst, src *float32, n int) {
	d, s := slice(dst, n), slice(src, n)
	for i, v := range s {
		if v < 0 {
			v = 0
		}
		d[i] = v
	}
}

// refReLUGrad sets dx = dy where y > 0, else +0.
func refReLUGrad(dx, dy, y *float32, n int) {
	d, g, s := slice(dx, n), slice(dy, n), slice(y, n)
	for i, v := range s {
		if v > 0 {
			d[i] = g[i]
		} else {
			d[i] = 0
		}
	}
}

// refSumRows sums each column in 16 lanes: lane l adds rows l, l+16, …
func refSumRows(dst, src *float32, rows, cols int) {
	d, s := slice(dst, cols), slice(src, rows*cols)
	for j := range cols {
		var lane [16]float32
		for i := range rows {
			lane[i%16] += s[i*cols+j]
		}
		d[j] = halve(lane[:])
	}
}

// refSum adds in 64 lanes: lane l takes elements l, l+64, …
func refSum(x *float32, n int) float32 {
	var lane [64]float32
	for i, v := range slice(x, n) {
		lane[i%64] += v
	}
	return halve(lane[:])
}

// refDot is refSum over products: lane ← fma(x, y, lane).
func refDot(x, y *float32, n int) float32 {
	var lane [64]float32
	b := slice(y, n)
	for i, v := range slice(x, n) {
		lane[i%64] = fma(v, b[i], lane[i%64])
	}
	return halve(lane[:])
}

// halve adds lane l+h to lane l for h = half the lanes, a quarter, … 1.
func halve(lane []float32) float32 {
	for h := len(lane) / 2; h > 0; h /= 2 {
		for l := range h {
			lane[l] += lane[l+h]
		}
	}
	return lane[0]
}

func refAxpy(alpha float32, x, y *float32, n int) {
	d := slice(y, n)
	for i, v := range slice(x, n) {
		d[i] = fma(alpha, v, d[i])
	}
}

func refScal(alpha float32, x *float32, n int) {
	d := slice(x, n)
	for i := range d {
		d[i] *= alpha
	}
}

func refBytes(dst *float32, src *uint8, n int, scale float32) {
	d, s := slice(dst, n), slice(src, n)
	for i, v := range s {
		d[i] = float32(v) * scale
	}
}

// refSGD updates w and v from g. With v == nil there is no momentum.
func refSGD(w, g, v *float32, n int, lr, momentum, decay float32, nesterov bool) {
	ws, gs := slice(w, n), slice(g, n)
	for i, x := range ws {
		d := fma(decay, x, gs[i])
		if v != nil {
			vi := &slice(v, n)[i]
			*vi = fma(momentum, *vi, d)
			if nesterov {
				d = fma(momentum, *vi, d)
			} else {
				d = *vi
			}
		}
		ws[i] = fma(-lr, d, x)
	}
}
