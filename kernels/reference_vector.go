package kernels

import "unsafe"

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

// refSumRows sums columns of src, rows ld apart, in 16 lanes: lane l adds rows l,
// l+16, … With lanes, 16×16 for each 16 columns, they start and end there.
func refSumRows(dst, src *float32, rows, cols, ld int, lanes *float32) {
	d, s := slice(dst, cols), slice(src, (rows-1)*ld+cols)
	for j := range cols {
		var lane [16]float32
		for l := range lane {
			if lanes != nil {
				lane[l] = *at(lanes, j/16*256+l*16+j%16)
			}
		}
		for i := range rows {
			lane[i%16] += s[i*ld+j]
		}
		for l := range lane {
			if lanes != nil {
				*at(lanes, j/16*256+l*16+j%16) = lane[l]
			}
		}
		d[j] = halve(lane)
	}
}

// refReLUSumRows is refReLUGrad and then refSumRows of dx.
func refReLUSumRows(dx, sums, dy, y *float32, rows, cols int, _ *float32) {
	refReLUGrad(dx, dy, y, rows*cols)
	refSumRows(sums, dx, rows, cols, cols, nil)
}

// refSum adds in 64 lanes: lane l takes elements l, l+64, … With lanes they start
// and end there, else they start from zero. The result is the lanes halved.
func refSum(x *float32, n int, lanes *float32) float32 {
	lane := new([64]float32)
	if lanes != nil {
		lane = (*[64]float32)(slice(lanes, 64))
	}
	for i, v := range slice(x, n) {
		lane[i%64] += v
	}
	return halve(*lane)
}

// refDot is refSum over products: lane ← fma(x, y, lane).
func refDot(x, y *float32, n int, lanes *float32) float32 {
	lane := new([64]float32)
	if lanes != nil {
		lane = (*[64]float32)(slice(lanes, 64))
	}
	b := slice(y, n)
	for i, v := range slice(x, n) {
		lane[i%64] = fma(v, b[i], lane[i%64])
	}
	return halve(*lane)
}

// halve adds lane l+h to lane l for h = half the lanes, a quarter, … 1.
func halve[A [16]float32 | [64]float32](lane A) float32 {
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

// refSquares adds the squares of x to 32 lanes: lane l takes elements l, l+32, … A square
// of 24 bits is exact in float64, so that it makes no difference whether Go fuses.
func refSquares(x *float32, n int, lanes *float64) {
	lane := (*[normLanes]float64)(unsafe.Pointer(lanes))
	for i, v := range slice(x, n) {
		lane[i%normLanes] += float64(v) * float64(v)
	}
}
