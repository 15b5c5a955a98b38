//go:build unix

package kernels

import (
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"
)

// numbers16 sees guarded floats as numbers of 16 bits and returns n of them on the
// guarded side.
func numbers16(s []float32, n int, atEnd bool) []uint16 {
	all := unsafe.Slice(halves(&s[0]), 2*len(s))
	if atEnd {
		return all[len(all)-n:]
	}
	return all[:n]
}

// otherSplits are units with a splitting that those of this CPU do without.
var otherSplits []*unit

// TestSplitGuard runs the splitting of every unit on operands flush against inaccessible
// pages, numbers that are none among them, and compares terms and limits with the
// definition.
func TestSplitGuard(t *testing.T) {
	const most, pad = 70, 3
	for _, u := range append(otherSplits, usableUnits...) {
		for _, atEnd := range []bool{true, false} {
			rng := rand.New(rand.NewPCG(41, 42))
			src, dst := guarded(t, most*(most+pad), atEnd), guarded(t, 3*96*96, atEnd)
			for rows := 1; rows <= most; rows += 1 + rows/35 {
				for cols := 1; cols <= most; cols += brief(1, 7) {
					lds, terms := cols+(rows+cols)%2*pad, 1+(rows+cols)%3
					x := cut(src, (rows-1)*lds+cols, atEnd)
					draw(rng, x)
					x[rng.IntN(len(x))] *= float32(rng.IntN(2)) // a zero is neither large nor small
					x[rng.IntN(len(x))] = specials[rng.IntN(len(specials))]
					x[rng.IntN(len(x))] = math.Float32frombits(rng.Uint32() & 0x80ffffff) // a denormal or the like
					x[rng.IntN(len(x))] = math.Float32frombits(rng.Uint32() | 0x7f000000) // a NaN or a number that overflows
					width, ldd := roundUp(cols, 16), roundUp(cols, termStep)
					for _, c := range []struct {
						name   string
						stride int
						split  func(u *unit, d []uint16, l *limits)
					}{
						{"rows", rows * ldd, func(u *unit, d []uint16, l *limits) {
							u.splitRows(&d[0], &x[0], rows, cols, ldd, lds, terms, rows*ldd, l)
						}},
						{"pairs", width * roundUp(rows, termStep), func(u *unit, d []uint16, l *limits) {
							u.splitPairs(&d[0], &x[0], rows, cols, width, lds, terms, width*roundUp(rows, termStep), l)
						}},
					} {
						got, want := numbers16(dst, terms*c.stride, atEnd), make([]uint16, terms*c.stride)
						lim := limits{rng.Uint32(), rng.Uint32()}
						wantLim := lim
						c.split(u, got, &lim)
						c.split(&dotModel, want, &wantLim)
						for i := range got {
							if got[i] != want[i] {
								t.Fatalf("%s: %s of %dx%d, %d terms: %d is %#x, want %#x", u.name, c.name, rows, cols, terms, i, got[i], want[i])
							}
						}
						if lim != wantLim {
							t.Fatalf("%s: %s of %dx%d: limits %#x, want %#x", u.name, c.name, rows, cols, lim, wantLim)
						}
					}
				}
			}
		}
	}
}

// TestStripGuard does for the strip of every unit what TestTileGuard does for tile.
func TestStripGuard(t *testing.T) {
	const maxN, maxK, pad = 270, 70, 3
	for _, u := range usableUnits {
		model := unitModels[u.name]
		for _, atEnd := range []bool{true, false} {
			rng := rand.New(rand.NewPCG(43, 44))
			const deep, wide = (maxK/termStep + 2) * termStep, (maxN + termCols - 1) / termCols * termCols
			a, b := guarded(t, 3*termRows*deep/2, atEnd), guarded(t, 3*wide*deep/2, atEnd)
			c, s := guarded(t, termRows*(maxN+pad), atEnd), guarded(t, termScratch, atEnd)
			for m := 1; m <= u.mr; m++ {
				for n := 1; n <= 70 || m <= 2 && n <= maxN; n += 1 + n/20*brief(1, 5) { // few rows take many columns at a time
					terms, k := 1+(m+n)%u.maxTerms, 1+rng.IntN(maxK)
					kp, row, ldc, acc := roundUp(k, termStep), u.rowA(k), n+(m+n)%2*pad, (m+n)%3 > 0
					rows := (terms-1)*u.mr + m
					if u.maxTerms > 1 {
						rows = terms * u.mr // a tile may read a row that nobody uses
					}
					x, y := numbers16(a, (rows-1)*row+kp, atEnd), numbers16(b, terms*roundUp(n, termCols)*kp, atEnd)
					for _, z := range [][]uint16{x, y} {
						for i := range z {
							z[i] = toBF16(float32(rng.NormFloat64()))
							if rng.IntN(8) == 0 { // so small that products vanish
								z[i] = toBF16(fromBF16(z[i] & 0x87ff))
							}
						}
					}
					got := cut(c, (m-1)*ldc+n, atEnd)
					draw(rng, got)
					want := append([]float32(nil), got...)
					u.strip(m, n, k, terms, &x[0], &y[0], &got[0], ldc, acc, &s[0], &got[0], 0)
					model.strip(m, n, k, terms, &x[0], &y[0], &want[0], ldc, acc, nil, nil, 0)
					if i := diff(got, want); i >= 0 {
						t.Fatalf("%s: %dx%dx%d, %d terms, ldc=%d acc=%v: element %d is %v, want %v", u.name, m, n, k, terms, ldc, acc, i, got[i], want[i])
					}
				}
			}
		}
	}
}
