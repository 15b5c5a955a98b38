package kernels

import (
	"math"
	"sync/atomic"
)

// generic is the set in plain Go. Its Sgemm is ahead of plain loops, and gives
// the bits of the reference where the compiler turns x·y + z into one fused
// operation (arm64, ppc64le, riscv64, s390x, loong64, and amd64 with GOAMD64=v3):
// see Fused. Elsewhere each product is rounded as well, which costs it the
// package's promise, not accuracy worth the name: the exact way would be slower
// than plain loops. All its other routines are the definitions themselves and keep
// the promise everywhere; exp pays for that with twice the time of math.Exp.
var generic = func() kernel {
	kn := reference // what is not overridden is the definition itself
	kn.name = "generic"
	kn.mr, kn.nr, kn.nc = 32, 4, 128
	kn.aliasA, kn.aliasCols, kn.aliasB = 256, kn.nr, 256
	kn.blocked, kn.maxTransposed = true, kn.nr
	kn.tiles, kn.fewRows = tilesOf(genericTile, kn.nr), rowsOf(genericTile, kn.nr)
	kn.tiny = tinyOf(kn.tiles, kn.mr, kn.nr)
	kn.packTiles = packTilesOf(kn.tiles, kn.copyRows, kn.mr, kn.nr)
	kn.gemv, kn.chains = columnOf(genericTile, kn.mr), chainOf(genericTile, kn.nr)
	kn.ger = gerOf(genericTile, kn.mr, kn.nr)
	return kn
}()

// Fused reports whether this build's generic set fuses multiply and add, so
// that it too keeps the same-bits promise in Sgemm.
func Fused() bool { return mulAdd(fusedX, fusedX, fusedZ) != 0 }

// x² = 1 + 2⁻²² + 2⁻⁴⁶: rounded to float32 it is 1 + 2⁻²², and the sum below is 0.
var fusedX, fusedZ float32 = 1 + 0x1p-23, -(1 + 0x1p-22)

//go:noinline
func mulAdd(x, y, z float32) float32 { return x*y + z }

// chains start mulAddLoop; they differ, so that no two can be computed as one.
var chains = [12]float32{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}

// mulAddLoop runs n rounds of twelve independent multiply-adds: as many as it
// takes to hide their latency, and the registers of amd64 hold.
func mulAddLoop(n int) {
	a, b, c, d, e, f := chains[0], chains[1], chains[2], chains[3], chains[4], chains[5]
	g, h, i, j, k, l := chains[6], chains[7], chains[8], chains[9], chains[10], chains[11]
	x, y := -fusedX, fusedZ // each chain swings between two values
	for range n {
		a, b, c = a*x+y, b*x+y, c*x+y
		d, e, f = d*x+y, e*x+y, f*x+y
		g, h, i = g*x+y, h*x+y, i*x+y
		j, k, l = j*x+y, k*x+y, l*x+y
	}
	sink.Store(math.Float32bits(a + b + c + d + e + f + g + h + i + j + k + l))
}

// sink keeps mulAddLoop from being optimised away.
var sink atomic.Uint32

// genericTile computes two rows at a time in registers. Every element it loads
// serves several products, also at the edges, where rows and columns beyond the
// tile repeat its last: a load used once is folded into the multiplication on
// amd64, which then cannot be fused.
func genericTile(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool) {
	cs := slice(c, (m-1)*ldc+n)
	if n <= 2 {
		genericNarrow(m, n, k, a, rsa, csa, b, ldb, cs, ldc, acc)
		return
	}
	j1, j2, j3 := min(1, n-1), min(2, n-1), min(3, n-1)
	for i := 0; i < m; i += 2 {
		var c00, c01, c02, c03, c10, c11, c12, c13 float32
		i1 := min(i+1, m-1)
		a0, a1, r := at(a, i*rsa), at(a, i1*rsa), b
		for l := k; ; {
			b0, b1, b2, b3 := *r, *at(r, j1), *at(r, j2), *at(r, j3)
			x, y := *a0, *a1
			c00 += x * b0
			c01 += x * b1
			c02 += x * b2
			c03 += x * b3
			c10 += y * b0
			c11 += y * b1
			c12 += y * b2
			c13 += y * b3
			if l--; l == 0 { // no pointer may pass the end of its slice
				break
			}
			a0, a1, r = at(a0, csa), at(a1, csa), at(r, ldb)
		}
		genericStore(cs[i*ldc:], n, acc, c00, c01, c02, c03)
		if i1 > i {
			genericStore(cs[i1*ldc:], n, acc, c10, c11, c12, c13)
		}
	}
}

// tilesOf is tiles for sets whose leaf computes one.
func tilesOf(tile tileFunc, nr int) tilesFunc {
	return func(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool) {
		for j := 0; j < n; j += nr {
			tile(m, min(nr, n-j), k, a, rsa, csa, at(b, j/nr*step), ldb, at(c, j), ldc, acc)
		}
	}
}

// tinyOf is tiny for sets that have no leaf of their own for it.
func tinyOf(tiles tilesFunc, mr, nr int) func(m, n, k int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int) {
	return func(m, n, k int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int) {
		for i := 0; i < m; i += mr {
			tiles(min(mr, m-i), n, k, at(a, i*lda), lda, 1, b, ldb, nr, at(c, i*ldc), ldc, false)
		}
	}
}

// packTilesOf is packTiles for sets that have no leaf of their own for it.
func packTilesOf(tiles tilesFunc, copyRows func(dst, src *float32, rows, cols, ldd, lds int), mr, nr int) func(
	n, k int, a *float32, rsa, csa int, b *float32, ldb int, dst *float32, step int, c *float32, ldc int, acc bool) {
	return func(n, k int, a *float32, rsa, csa int, b *float32, ldb int, dst *float32, step int, c *float32, ldc int, acc bool) {
		for j := 0; j < n; j += nr {
			copyRows(at(dst, j/nr*step), at(b, j), k, nr, nr, ldb)
		}
		tiles(mr, n, k, a, rsa, csa, dst, nr, step, c, ldc, acc)
	}
}

// rowsOf is fewRows for sets that have no leaf of their own for it: tiles of nr columns.
func rowsOf(tile tileFunc, nr int) func(
	m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool, s *float32) {
	return func(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool, _ *float32) {
		for j := 0; j < n; j += nr {
			tile(m, min(nr, n-j), k, a, rsa, csa, at(b, j), ldb, at(c, j), ldc, acc)
		}
	}
}

// columnOf is gemv for sets that have no leaf of their own for it: tiles of one column.
func columnOf(tile tileFunc, mr int) func(m, k, blocks int, a *float32, lda int, x, y *float32, acc bool) {
	return func(m, k, blocks int, a *float32, lda int, x, y *float32, acc bool) {
		for p := 0; p < k*blocks; p += k {
			for i := 0; i < m; i += mr {
				tile(min(mr, m-i), 1, k, at(a, i*lda+p), lda, 1, at(x, p), 1, at(y, i), 1, acc || p > 0)
			}
		}
	}
}

// chainOf is chains for sets that have no leaf of their own for it: block by block.
func chainOf(tile tileFunc, nr int) func(n, blocks int, a, b *float32, ldb int, c *float32, acc bool) {
	rows := rowsOf(tile, nr)
	return func(n, blocks int, a, b *float32, ldb int, c *float32, acc bool) {
		for p := range blocks {
			rows(1, n, KBlock, at(a, p*KBlock), 1, 1, at(b, p*KBlock*ldb), ldb, c, n, acc || p > 0, nil)
		}
	}
}

// gerOf is ger for sets that have no leaf of their own for it: tiles of one step.
func gerOf(tile tileFunc, mr, nr int) func(m, n int, x *float32, incx int, y, a *float32, lda int, acc bool) {
	return func(m, n int, x *float32, incx int, y, a *float32, lda int, acc bool) {
		for i := 0; i < m; i += mr {
			for j := 0; j < n; j += nr {
				tile(min(mr, m-i), min(nr, n-j), 1, at(x, i*incx), incx, 1, at(y, j), 1, at(a, i*lda+j), lda, acc)
			}
		}
	}
}

// genericNarrow is genericTile for one or two columns, four rows at a time.
func genericNarrow(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, cs []float32, ldc int, acc bool) {
	j1 := n - 1
	for i := 0; i < m; i += 4 {
		var c00, c01, c10, c11, c20, c21, c30, c31 float32
		h := min(4, m-i)
		i1, i2, i3 := min(1, h-1)*rsa, min(2, h-1)*rsa, min(3, h-1)*rsa
		p, r := at(a, i*rsa), b
		for l := k; ; {
			b0, b1 := *r, *at(r, j1)
			x0, x1, x2, x3 := *p, *at(p, i1), *at(p, i2), *at(p, i3)
			c00 += x0 * b0
			c01 += x0 * b1
			c10 += x1 * b0
			c11 += x1 * b1
			c20 += x2 * b0
			c21 += x2 * b1
			c30 += x3 * b0
			c31 += x3 * b1
			if l--; l == 0 {
				break
			}
			p, r = at(p, csa), at(r, ldb)
		}
		for q, s := range [4][2]float32{{c00, c01}, {c10, c11}, {c20, c21}, {c30, c31}} {
			if q < h {
				genericStore(cs[(i+q)*ldc:], n, acc, s[0], s[1], 0, 0)
			}
		}
	}
}

func genericStore(c []float32, n int, acc bool, s0, s1, s2, s3 float32) {
	s := [4]float32{s0, s1, s2, s3}
	for j, v := range s[:n] {
		if !acc {
			c[j] = 0
		}
		c[j] += v
	}
}
