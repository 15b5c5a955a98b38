//go:build !purego

package kernels

import (
	"github.com/klauspost/cpuid/v2"

	"lanes/kernels/amd64"
)

// dotUnit is VDPBF16PS: it does the work of two FMA in the time of one, so that one
// product of terms pays, and three do not.
var dotUnit = unit{
	name: "avx512_bf16", mr: 14, odd: termStep, maxTerms: 1, depth: maxDepth,
	strip: dotStrip, splitRows: splitRowsAVX512BF16, splitPairs: splitPairsAVX512BF16, worth: dotPays,
}

// dotStrip leaves one and two rows to a leaf that takes more columns at a time: a row by
// 784×128 in 1.9 µs instead of 2.7, two in 2.0 instead of 2.8, on Zen 4, whose second cache
// takes 1.7 for that B.
func dotStrip(m, n, k, terms int, a, b *uint16, c *float32, ldc int, acc bool, s, ask *float32, step int) {
	if w := n &^ 127; m <= 2 && w > 0 {
		amd64.DotFewAVX512(m, w, k, a, b, c, ldc, acc)
		if w == n {
			return
		}
		b, c, n = at16(b, w*roundUp(k, termStep)), at(c, w), n-w
	}
	amd64.DotStripAVX512(m, n, k, terms, a, b, c, ldc, acc, s, ask, step)
}

// dotPays compares the cycles of both methods, as measured on Zen 4: a tile costs 75 or 115
// beside its products, splitting a number 0.4, a call 2500.
func dotPays(m, n, k, terms int, packed bool) bool {
	switch {
	case n <= termCols && k <= 2*termStep: // a shallow A is split for one panel of B
		return false
	case m*n <= depthMax/16 && k >= 1<<13: // one piece, where the exact method shares out k
		return false
	}
	tiles := (m + 13) / 14 * ((n + 31) / 32)
	exact := m*n*k/16 + 75*tiles
	split := (m + n) * k
	if packed {
		split = m * k
	}
	return m*roundUp(n, termCols)*k/32+115*tiles+split*2/5+2500 < exact
}

// tileUnit is AMX: 16 times the products of the vector units. What is worth it follows from
// a count of cycles, 512 products of terms in one, 32 of exact ones on Intel, and what
// splitting, at about 2 numbers a cycle, and the tiles of C take; it was not measured.
var tileUnit = unit{
	name: "amx", mr: termRows, maxTerms: 3, depth: 512,
	strip: amd64.TileStripAMX, splitRows: splitRowsAVX512BF16, splitPairs: splitPairsAVX512BF16,
	worth: func(m, n, k, terms int, packed bool) bool {
		exact, split := m*n*k/32, (m+n)*k
		if packed {
			split = m * k
		}
		n, k = roundUp(n, termCols), roundUp(k, termStep)
		return m >= 16 && n >= 16 && k >= 2*termStep &&
			m*n*k*termProducts(terms)/512+split*terms/2+m*n*(k/512+1)/2+2500 < exact
	},
}

// nativeUnits returns the units of this CPU for bfloat16, best first.
func nativeUnits() (us []*unit) {
	if !cpuid.CPU.Supports(cpuid.AVX512F, cpuid.AVX512BW, cpuid.BMI2) {
		return nil
	}
	rounds := cpuid.CPU.Supports(cpuid.AVX512BF16)
	if cpuid.CPU.Supports(cpuid.AMXTILE, cpuid.AMXBF16) && permitTiles() {
		u := tileUnit
		if !rounds {
			u.splitRows, u.splitPairs = splitRowsAVX512, splitPairsAVX512
		}
		us = append(us, &u)
	}
	if rounds {
		us = append(us, &dotUnit)
	}
	return us
}

func splitRowsAVX512BF16(dst *uint16, src *float32, rows, cols, ldd, lds, terms, stride int, l *limits) {
	amd64.SplitRowsAVX512BF16(dst, src, rows, cols, ldd, lds, terms, stride, &l.least)
}

func splitPairsAVX512BF16(dst *uint16, src *float32, rows, cols, width, lds, terms, stride int, l *limits) {
	amd64.SplitPairsAVX512BF16(dst, src, rows, cols, width, lds, terms, stride, &l.least)
}

func splitRowsAVX512(dst *uint16, src *float32, rows, cols, ldd, lds, terms, stride int, l *limits) {
	amd64.SplitRowsAVX512(dst, src, rows, cols, ldd, lds, terms, stride, &l.least)
}

func splitPairsAVX512(dst *uint16, src *float32, rows, cols, width, lds, terms, stride int, l *limits) {
	amd64.SplitPairsAVX512(dst, src, rows, cols, width, lds, terms, stride, &l.least)
}
