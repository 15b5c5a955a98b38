package kernels

import "math"

// The definitions of products in terms of bfloat16, where a precision below Exact lets
// them in: how a number is split, and how the units of x86-64 multiply. What they leave
// open here (denormals, infinities, overflow) the driver keeps away: see limits.safe.

// toBF16 returns x rounded to bfloat16, ties to even; a denormal x gives zero.
func toBF16(x float32) uint16 {
	b := math.Float32bits(x)
	switch exponent := b >> 23 & 0xff; {
	case exponent == 0:
		b &= 1 << 31
	case x != x:
		b |= 1 << 22
	default:
		b += 0x7fff + b>>16&1
	}
	return uint16(b >> 16)
}

func fromBF16(x uint16) float32 { return math.Float32frombits(uint32(x) << 16) }

// refSplit sets dst[t·stride] to term t of x: what is left of x after the terms before
// it, rounded.
func refSplit(dst *uint16, x float32, terms, stride int, limits *limits) {
	b := math.Float32bits(x) &^ (1 << 31)
	limits.least, limits.most = min(limits.least, b-1), max(limits.most, b)
	d := slice(dst, (terms-1)*stride+1)
	for t := range terms {
		h := toBF16(x)
		d[t*stride] = h
		x -= fromBF16(h)
	}
}

// refSplitRows splits a rows×cols block, rows ldd and lds apart, followed by zeros up to
// a multiple of termStep columns.
func refSplitRows(dst *uint16, src *float32, rows, cols, ldd, lds, terms, stride int, limits *limits) {
	for i := range rows {
		for l := range roundUp(cols, termStep) {
			x := float32(0)
			if l < cols {
				x = *at(src, i*lds+l)
			}
			refSplit(at16(dst, i*ldd+l), x, terms, stride, limits)
		}
	}
}

// refSplitPairs splits a rows×cols block into pairs of rows: rows 2p and 2p+1 alternate
// in row p of dst, width numbers of each. Zeros follow up to width columns and a multiple
// of termStep rows.
func refSplitPairs(dst *uint16, src *float32, rows, cols, width, lds, terms, stride int, limits *limits) {
	for l := range roundUp(rows, termStep) {
		for j := range width {
			x := float32(0)
			if l < rows && j < cols {
				x = *at(src, l*lds+j)
			}
			refSplit(at16(dst, 2*(l/2*width+j)+l%2), x, terms, stride, limits)
		}
	}
}

// flushed is fma as these units do it: denormals count as zero, before and after.
func flushed(x, y, z float32) float32 {
	const least = 0x1p-126
	if -least < z && z < least {
		z = float32(math.Copysign(0, float64(z)))
	}
	// Sums that round to the least normal number from below are tiny before rounding.
	if s := float64(x)*float64(y) + float64(z); -least+0x1p-151 < s && s < least-0x1p-151 {
		return float32(math.Copysign(0, s))
	}
	return fma(x, y, z)
}

// refDotStrip is what VDPBF16PS does (Intel SDM, volume 2): of each pair of products the
// second is added first.
func refDotStrip(m, n, k, terms int, a, b *uint16, c *float32, ldc int, acc bool, _, _ *float32, _ int) {
	kp := roundUp(k, termStep)
	row := kp | termStep
	for i := range m {
		for j := range n {
			s, q := float32(0), at16(b, j/termCols*termCols*kp+j%termCols*2)
			for p := 0; p < (k+1)/2*2; p += 2 {
				x0, x1 := *at16(a, i*row+p), *at16(a, i*row+p+1)
				y0, y1 := *at16(q, p*termCols), *at16(q, p*termCols+1)
				s = flushed(fromBF16(x1), fromBF16(y1), s)
				s = flushed(fromBF16(x0), fromBF16(y0), s)
			}
			if d := at(c, i*ldc+j); acc {
				*d += s
			} else {
				*d = s + 0
			}
		}
	}
}

// refTileStrip is what TDPBF16PS does (Intel SDM, volume 2): over termStep products, those
// of even and of odd numbers are two chains, which are added to each other and then to
// the sum, in passes: see termPasses.
func refTileStrip(m, n, k, terms int, a, b *uint16, c *float32, ldc int, acc bool, _, _ *float32, _ int) {
	kp := roundUp(k, termStep)
	for i := range m {
		for j := range n {
			s, q := float32(0), at16(b, j/termCols*termCols*kp*terms+j%termCols*2)
			for _, pass := range termPasses[terms] {
				for p := 0; p < kp; p += termStep {
					for _, t := range pass {
						x, y := at16(a, t[0]*termRows*kp+i*kp+p), at16(q, t[1]*termCols*kp+p*termCols)
						s = flushed(1, refTileStep(x, y), s)
					}
				}
			}
			if d := at(c, i*ldc+j); acc {
				*d += s
			} else {
				*d = s + 0
			}
		}
	}
}

// refTileStep returns the sum of termStep products.
func refTileStep(x, y *uint16) float32 {
	var even, odd float32
	for p := 0; p < termStep; p += 2 {
		even = flushed(fromBF16(*at16(x, p)), fromBF16(*at16(y, p*termCols)), even)
		odd = flushed(fromBF16(*at16(x, p+1)), fromBF16(*at16(y, p*termCols+1)), odd)
	}
	return flushed(1, even, odd)
}
