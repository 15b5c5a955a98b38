package kernels

import "math"

// This file and reference_*.go are the definition of every routine: plain Go, one
// operation at a time, each rounded to float32, and a correctly rounded fused
// multiply-add. Every other set must give these bits. Speed does not matter here.

// reference is the set made of the definitions below.
var reference = kernel{
	name: "reference",
	mr:   1, nr: 1, nc: 1,
	tiles:       tilesOf(refTile, 1),
	tiny:        tinyOf(tilesOf(refTile, 1), 1, 1),
	tinyMax:     16,
	packTiles:   packTilesOf(tilesOf(refTile, 1), refCopyRows, 1, 1),
	fewRows:     rowsOf(refTile, 1),
	gemv:        columnOf(refTile, 1),
	chains:      chainOf(refTile, 1),
	ger:         gerOf(refTile, 1, 1),
	fmaLoop:     mulAddLoop,
	roundFlops:  24,
	copyRows:    refCopyRows,
	transpose:   refTranspose,
	exp:         refExp,
	log:         refLog,
	sigmoid:     refSigmoid,
	tanh:        refTanh,
	sigmoidGrad: refSigmoidGrad,
	tanhGrad:    refTanhGrad,
	expRows:     refExpRows,
	maxRows:     refMaxRows,
	scaleRows:   refScaleRows,
	shiftRows:   refShiftRows,
	chainRows:   refChainRows,
	chainPast:   refChainPast,
	chainCols:   17,
	addBias:     refAddBias,
	addBiasReLU: refAddBiasReLU,
	relu:        refReLU,
	reluPast:    refReLU,
	reluGrad:    refReLUGrad,
	reluSumRows: refReLUSumRows,
	sumRows:     refSumRows,
	sum:         refSum,
	dot:         refDot,
	squares:     refSquares,
	axpy:        refAxpy,
	scal:        refScal,
	bytes:       refBytes,
	prefetch:    func(*uint8, int, int, int) {},
	sgd:         refSGD,
	adam:        refAdam,
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

// refTile is the contract of a tile.
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
