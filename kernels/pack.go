package kernels

import "unsafe"

// packA copies rows i to i+m of a k-block of A into the workspace, times alpha,
// so that a panel is contiguous whatever lda is: as rows if A is stored by rows,
// as columns if it is transposed or columns are wanted. It returns the panel and its strides.
func (kn *kernel) packA(ws *workspace, g *gemm, i, m, p0, kb int, columns bool) (a *float32, rs, cs int) {
	ws.a = grow(ws.a, roundUp(m, 8)*kb)
	a = &ws.a[0]
	rs, cs = 1, m
	switch {
	case g.a.cs != 1:
		cs = g.panelCols(i, m)
		kn.copyRows(a, g.a.ptr(i, p0), kb, cs, cs, g.a.cs)
	case columns:
		kn.transpose(a, g.a.ptr(i, p0), m, kb, cs, g.a.rs)
	default:
		rs, cs = kb, 1
		kn.copyRows(a, g.a.ptr(i, p0), m, kb, rs, g.a.rs)
	}
	if g.alpha != 1 {
		kn.scal(g.alpha, a, max(m, cs)*kb)
	}
	return a, rs, cs
}

// panelCols is how many elements of a row of an A stored by columns a panel of m of them
// takes: whole vectors, where A goes on beside the panel. The product is 2 to 5 % faster so for
// avx2 on Zen 4.
func (g *gemm) panelCols(i, m int) int {
	if whole := roundUp(m, 8); m > maxFewRows && i+whole <= g.m {
		return whole
	}
	return m
}

// groupA is how many panels of an A stored by columns are copied together, groupRows how many
// rows of each before the next one's: a row of A may be a page of its own, of which one panel
// takes but half a line. 1000³ TN on Zen 4, avx2, one by one, 4 and 8: 102, 106, 108 GFLOP/s.
const (
	groupA    = 8
	groupRows = 64
)

// packGroup copies the panels that packA would from row i on, up to groupA of the t that are
// left until i1, each to a part of the workspace of its own, and returns the row after them.
func (kn *kernel) packGroup(ws *workspace, g *gemm, i, i1, t, p0, kb int) (end int) {
	size := roundUp(kn.mr, 8) * kb
	ws.a = grow(ws.a, groupA*size)
	for p := 0; p < kb; p += groupRows {
		for q, r := 0, i; q < min(groupA, t); q++ {
			m := kn.height(i1-r, t-q)
			cs := g.panelCols(r, m)
			a, rows := &ws.a[q*size+p*cs], min(groupRows, kb-p)
			kn.copyRows(a, g.a.ptr(r, p0+p), rows, cs, cs, g.a.cs)
			if g.alpha != 1 {
				kn.scal(g.alpha, a, rows*cs)
			}
			r += m
			end = r
		}
	}
	return end
}

// packB returns columns j0 to j1 of a k-block of B as panels of nr columns in dst; the
// last panel is as wide as what is left. A transposed B is packed at once, another by the
// first row of tiles.
func (kn *kernel) packB(dst []float32, g *gemm, p0, kb, j0, j1 int) panels {
	bp := panels{p: &dst[0], ld: kn.nr, step: kn.nr * kb}
	if g.b.cs == 1 {
		bp.src, bp.lds = g.b.ptr(p0, j0), g.b.rs
		return bp
	}
	for j := j0; j < j1; j += kn.nr {
		kn.transpose(&dst[(j-j0)*kb], g.b.ptr(p0, j), min(kn.nr, j1-j), kb, kn.nr, g.b.cs)
	}
	return bp
}

// packRow computes a row of tiles like tiles, n columns from j on, and packs these.
func (kn *kernel) packRow(bp panels, j, m, n, k int, a *float32, rsa, csa int, c *float32, ldc int, acc bool) {
	src, dst := at(bp.src, j), at(bp.p, j/kn.nr*bp.step)
	if w := n / kn.nr * kn.nr; w > 0 && m == kn.mr {
		kn.packTiles(w, k, a, rsa, csa, src, bp.lds, dst, bp.step, c, ldc, acc)
		if n -= w; n == 0 {
			return
		}
		src, dst, c = at(src, w), at(dst, w/kn.nr*bp.step), at(c, w)
	}
	for q := 0; q < n; q += kn.nr {
		kn.copyRows(at(dst, q/kn.nr*bp.step), at(src, q), k, min(kn.nr, n-q), kn.nr, bp.lds)
	}
	kn.tiles(m, n, k, a, rsa, csa, dst, kn.nr, bp.step, c, ldc, acc)
}

// at returns the address n elements after p. The caller keeps it inside the slice.
func at(p *float32, n int) *float32 {
	return (*float32)(unsafe.Add(unsafe.Pointer(p), 4*n))
}

// small is the most elements of an A that is taken to be in the second cache.
const small = 1 << 16

// worthA reports whether A is worth packing. Stored by rows it is read in place as fast as
// from a panel, unless its rows share sets of the first cache; stored by columns too, unless
// B is packed and A large or its columns sharing sets of the second, or the set says so.
func (kn *kernel) worthA(g *gemm, packB bool) bool {
	if g.a.cs == 1 {
		return g.a.rs%kn.aliasA == 0 && g.n > kn.aliasCols
	}
	return packB && g.n > kn.nr && (g.m*g.k > small || g.a.cs%2048 == 0) ||
		kn.copyCols > 0 && g.n >= kn.copyCols && g.k >= kn.copyCols/4
}

// worthB reports whether a B stored by rows is worth packing for so many rows of C:
// if it is used by many rows of tiles and too large to be read in place from the
// second cache, or if its rows share the sets of that.
func (kn *kernel) worthB(g *gemm, rows int) bool {
	if rows <= 2*kn.mr {
		return false
	}
	// Of the peak, avx512 on Zen 4, in place and packed: 100×512×784 92 and 84 %,
	// 128×512×784 91 and 85 %, 256×512×784 91 and 91 %, 256×128×784 92 and 88 %.
	const tiles, narrow = 10, 256
	wide := g.n > narrow || kn.alignB > 0 && g.b.rs%kn.alignB != 0 && g.k*g.n >= small/4
	return rows > tiles*kn.mr && wide || g.b.rs%kn.aliasB == 0 && g.b.rs > g.n
}
