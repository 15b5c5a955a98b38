//go:build unix

package kernels

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestFewRowsGuard does for fewRows what TestTilesGuard does for tiles.
func TestFewRowsGuard(t *testing.T) {
	const maxN, maxK, pad = 100, 21, 3
	kns, rng := exactSets(), rand.New(rand.NewPCG(15, 16))
	for _, atEnd := range []bool{true, false} {
		a, b := guarded(t, (maxFewRows+pad)*(maxK+pad), atEnd), guarded(t, maxK*(maxN+pad), atEnd)
		c, s := guarded(t, maxFewRows*(maxN+pad), atEnd), guarded(t, maxFewRows*(maxN+15), atEnd)
		for n := 1; n <= maxN; n++ {
			for v := range 4 * maxK {
				m, k := 1+v%maxFewRows, 1+v/maxFewRows
				g := leafOperands{m: m, n: n, k: k, pad: (n + k) % 2 * pad, turned: (n+m)%3 == 0, acc: (n+m+k)%2 == 0}
				g.draw(rng, a, b, c, atEnd)
				want := append([]float32(nil), g.c...)
				scratch := cut(s, maxFewRows*roundUp(n, 16), atEnd)
				refTile(m, n, k, &g.a[0], g.rsa, g.csa, &g.b[0], g.ldb, &want[0], g.ldc, g.acc)
				g.checkSets(t, kns, g.c, want, func(kn *kernel) {
					kn.fewRows(m, n, k, &g.a[0], g.rsa, g.csa, &g.b[0], g.ldb, &g.c[0], g.ldc, g.acc, &scratch[0])
				})
			}
		}
	}
}

// TestGemvGuard does for gemv what TestTilesGuard does for tiles.
func TestGemvGuard(t *testing.T) {
	const maxM, maxK, pad = 75, 21, 3
	kns, rng := exactSets(), rand.New(rand.NewPCG(17, 18))
	for _, atEnd := range []bool{true, false} {
		whole := guarded(t, maxM*(4*KBlock+pad), atEnd)
		column, vector := guarded(t, 4*KBlock, atEnd), guarded(t, maxM, atEnd)
		for m := 8; m <= maxM; m++ {
			for k := 1; k <= maxK+1; k++ {
				width, blocks := k, 1
				if k > maxK {
					width, blocks = KBlock, 2+m%3
				}
				lda, acc := width*blocks+(m+k)%2*pad, (m+k)%3 == 0
				a, x, y := cut(whole, (m-1)*lda+width*blocks, atEnd), cut(column, width*blocks, atEnd), cut(vector, m, atEnd)
				for _, s := range [][]float32{a, x, y} {
					draw(rng, s)
				}
				want := append([]float32(nil), y...)
				reference.gemv(m, width, blocks, &a[0], lda, &x[0], &want[0], acc)
				g := leafOperands{m: m, n: 1, k: width * blocks, rsa: lda, acc: acc}
				g.checkSets(t, kns, y, want, func(kn *kernel) { kn.gemv(m, width, blocks, &a[0], lda, &x[0], &y[0], acc) })
			}
		}
	}
}

// TestChainsGuard does for chains what TestTilesGuard does for tiles.
func TestChainsGuard(t *testing.T) {
	const pad = 3
	kns, rng := exactSets(), rand.New(rand.NewPCG(23, 24))
	for _, atEnd := range []bool{true, false} {
		a, b := guarded(t, maxBlocks*KBlock, atEnd), guarded(t, maxBlocks*KBlock*(maxChains+pad), atEnd)
		c := guarded(t, maxChains, atEnd)
		for n := 1; n <= maxChains; n++ {
			for v := range 12 {
				k := (2 + v%3) * KBlock
				g := leafOperands{m: 1, n: n, k: k, pad: v % 2 * pad, acc: v >= 6}
				g.draw(rng, a, b, c, atEnd)
				want := append([]float32(nil), g.c...)
				reference.chains(n, k/KBlock, &g.a[0], &g.b[0], g.ldb, &want[0], g.acc)
				g.checkSets(t, kns, g.c, want, func(kn *kernel) { kn.chains(n, k/KBlock, &g.a[0], &g.b[0], g.ldb, &g.c[0], g.acc) })
			}
		}
	}
}

// TestGerGuard does for ger what TestTilesGuard does for tiles.
func TestGerGuard(t *testing.T) {
	const maxM, maxN, pad = 5, 75, 3
	kns, rng := exactSets(), rand.New(rand.NewPCG(25, 26))
	for _, atEnd := range []bool{true, false} {
		a, b, c := guarded(t, maxM*(1+pad), atEnd), guarded(t, maxN+pad, atEnd), guarded(t, maxM*(maxN+pad), atEnd)
		for n := 1; n <= maxN; n++ {
			for v := range 4 * maxM {
				g := leafOperands{m: 1 + v%maxM, n: n, k: 1, pad: v % 2 * pad, turned: v%3 == 0, acc: v >= 2*maxM}
				g.draw(rng, a, b, c, atEnd)
				want := append([]float32(nil), g.c...)
				refTile(g.m, n, 1, &g.a[0], g.rsa, 1, &g.b[0], g.ldb, &want[0], g.ldc, g.acc)
				g.checkSets(t, kns, g.c, want, func(kn *kernel) { kn.ger(g.m, n, &g.a[0], g.rsa, &g.b[0], &g.c[0], g.ldc, g.acc) })
			}
		}
	}
}

// leafOperands are those of a leaf, cut from guarded slices.
type leafOperands struct {
	m, n, k, pad             int
	turned, acc              bool // A is stored by columns
	panel                    int  // B is stored in panels of so many columns, if not 0
	a, b, c                  []float32
	rsa, csa, ldb, step, ldc int
}

// draw cuts the operands flush against the guarded side and fills them.
func (g *leafOperands) draw(rng *rand.Rand, a, b, c []float32, atEnd bool) {
	g.rsa, g.csa, g.ldb, g.ldc = g.k+g.pad, 1, g.n+g.pad, g.n+g.pad
	if g.turned {
		g.rsa, g.csa = 1, g.m+g.pad
	}
	last, width := 0, g.n // panel of B, and its columns
	if g.panel > 0 {
		g.ldb, g.step = g.panel, g.k*g.panel+g.pad
		last = (g.n - 1) / g.panel
		width -= last * g.panel
	}
	g.a = cut(a, (g.m-1)*g.rsa+(g.k-1)*g.csa+1, atEnd)
	g.b, g.c = cut(b, last*g.step+(g.k-1)*g.ldb+width, atEnd), cut(c, (g.m-1)*g.ldc+g.n, atEnd)
	zeros := rng.IntN(4) == 0 // sums that are +0, though all products are −0, and C −0
	for i, s := range [][]float32{g.a, g.b, g.c} {
		if draw(rng, s); zeros {
			copy(s, slices.Repeat([]float32{[]float32{negativeZero, 1, negativeZero}[i]}, len(s)))
		}
	}
}

// checkSets fails the test unless call, with each set, makes want of c, one of the operands.
func (g *leafOperands) checkSets(t *testing.T, kns []*kernel, c, want []float32, call func(kn *kernel)) {
	t.Helper()
	drawn := slices.Clone(c)
	for _, kn := range kns {
		copy(c, drawn)
		call(kn)
		if i := diff(c, want); i >= 0 {
			t.Fatalf("%s: %dx%dx%d rsa=%d csa=%d ldb=%d ldc=%d acc=%v: element %d is %v, want %v",
				kn.name, g.m, g.n, g.k, g.rsa, g.csa, g.ldb, g.ldc, g.acc, i, c[i], want[i])
		}
	}
}

// draw fills s with numbers of which some are so small that the product of two is
// zero, of either sign.
func draw(rng *rand.Rand, s []float32) {
	for i := range s {
		s[i] = float32(rng.NormFloat64())
		if rng.IntN(8) == 0 {
			s[i] *= 0x1p-80
		}
	}
}

// cut returns n elements of s on its guarded side.
func cut(s []float32, n int, atEnd bool) []float32 {
	if atEnd {
		return s[len(s)-n:]
	}
	return s[:n]
}

// TestTilesGuard runs the tiles of every set on operands flush against
// inaccessible pages, at their ends and at their starts, for every height and
// width of up to three tiles, and compares them with the definition.
func TestTilesGuard(t *testing.T) {
	for _, kn := range exactSets() {
		t.Run("kernel="+kn.name, func(t *testing.T) { guardTiles(t, kn) })
	}
}

func guardTiles(t *testing.T, kn *kernel) {
	const maxK, pad = 77, 3
	rng, want := rand.New(rand.NewPCG(13, 14)), tilesOf(refTile, kn.nr)
	for _, atEnd := range []bool{true, false} {
		a := guarded(t, (kn.mr+pad)*(maxK+pad), atEnd)
		b := guarded(t, maxK*(3*kn.nr+pad), atEnd)
		c := guarded(t, kn.mr*(3*kn.nr+pad), atEnd)
		for m := 1; m <= kn.mr; m++ {
			for n := 1; n <= 3*kn.nr; n++ {
				for v := range 8 {
					k := []int{1, 2, 3, 5, 8, 16, 33, maxK}[(m+n+v)%8]
					if n > kn.nr && k > 8 {
						continue
					}
					g := leafOperands{m: m, n: n, k: k, pad: v % 2 * pad, turned: v&4 != 0, acc: v%3 != 0}
					if g.step = kn.nr; v&2 != 0 {
						g.panel = kn.nr
					}
					g.draw(rng, a, b, c, atEnd)
					g.checkTiles(t, kn.tiles, want)
					if kn.stream != nil && g.panel == 0 {
						g.checkTiles(t, kn.stream, want)
						g.acc = !g.acc
						g.checkTiles(t, kn.stream, want)
					}
				}
			}
		}
	}
}

func (g *leafOperands) checkTiles(t *testing.T, got, definition tilesFunc) {
	t.Helper()
	want := append([]float32(nil), g.c...)
	got(g.m, g.n, g.k, &g.a[0], g.rsa, g.csa, &g.b[0], g.ldb, g.step, &g.c[0], g.ldc, g.acc)
	definition(g.m, g.n, g.k, &g.a[0], g.rsa, g.csa, &g.b[0], g.ldb, g.step, &want[0], g.ldc, g.acc)
	if i := diff(g.c, want); i >= 0 {
		t.Fatalf("%dx%dx%d rsa=%d csa=%d ldb=%d step=%d ldc=%d acc=%v: element %d is %v, want %v",
			g.m, g.n, g.k, g.rsa, g.csa, g.ldb, g.step, g.ldc, g.acc, i, g.c[i], want[i])
	}
}

// TestPackTilesGuard does for packTiles what TestTilesGuard does for tiles.
func TestPackTilesGuard(t *testing.T) {
	const maxK, pad = 37, 3
	for _, kn := range exactSets() {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(29, 30))
			want := packTilesOf(tilesOf(refTile, kn.nr), refCopyRows, kn.mr, kn.nr)
			for _, atEnd := range []bool{true, false} {
				a, b := guarded(t, (kn.mr+pad)*(maxK+pad), atEnd), guarded(t, maxK*(3*kn.nr+pad), atEnd)
				c, dst := guarded(t, kn.mr*(3*kn.nr+pad), atEnd), guarded(t, 3*maxK*kn.nr+2*pad, atEnd)
				for v := range 3 * maxK {
					g := leafOperands{m: kn.mr, n: (1 + v%3) * kn.nr, k: 1 + v/3, pad: v % 2 * pad, turned: v&4 != 0, acc: v&8 != 0}
					g.draw(rng, a, b, c, atEnd)
					step := g.k*kn.nr + g.pad
					d := cut(dst, (g.n/kn.nr-1)*step+g.k*kn.nr, atEnd)
					wantC, wantD := append([]float32(nil), g.c...), append([]float32(nil), d...)
					kn.packTiles(g.n, g.k, &g.a[0], g.rsa, g.csa, &g.b[0], g.ldb, &d[0], step, &g.c[0], g.ldc, g.acc)
					want(g.n, g.k, &g.a[0], g.rsa, g.csa, &g.b[0], g.ldb, &wantD[0], step, &wantC[0], g.ldc, g.acc)
					if i, j := diff(g.c, wantC), diff(d, wantD); i >= 0 || j >= 0 {
						t.Fatalf("%dx%dx%d rsa=%d csa=%d ldb=%d acc=%v: element %d, %d in the panels", g.m, g.n, g.k, g.rsa, g.csa, g.ldb, g.acc, i, j)
					}
				}
			}
		})
	}
}

// TestTinyGuard does for tiny what TestTilesGuard does for tiles.
func TestTinyGuard(t *testing.T) {
	const pad = 3
	for _, kn := range exactSets() {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			rng, most := rand.New(rand.NewPCG(31, 32)), kn.tinyMax
			for _, atEnd := range []bool{true, false} {
				a, b, c := guarded(t, most*(most+pad), atEnd), guarded(t, most*(most+pad), atEnd), guarded(t, most*(most+pad), atEnd)
				for v := range most * most * 4 {
					m, n := 1+v/4/most, 1+v/4%most
					g := leafOperands{m: m, n: n, k: 1 + (7*m+n+11*v)%most, pad: v % 2 * pad}
					g.draw(rng, a, b, c, atEnd)
					want := append([]float32(nil), g.c...)
					kn.tiny(m, n, g.k, &g.a[0], g.rsa, &g.b[0], g.ldb, &g.c[0], g.ldc)
					refTile(m, n, g.k, &g.a[0], g.rsa, 1, &g.b[0], g.ldb, &want[0], g.ldc, false)
					if i := diff(g.c, want); i >= 0 {
						t.Fatalf("%dx%dx%d lda=%d ldb=%d ldc=%d: element %d is %v, want %v", m, n, g.k, g.rsa, g.ldb, g.ldc, i, g.c[i], want[i])
					}
				}
			}
		})
	}
}
