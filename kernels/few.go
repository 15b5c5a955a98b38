package kernels

// Products of few rows, vectors times matrices above all, do as much reading as
// computing: they go through B once, in the order in which it is stored, without
// packing it.

// maxFewRows is the most rows of C that fewRows computes, fewCols how many columns
// it is given at a time, which bounds its sums: 64 KB. A quarter of them would be a call of 50
// µs, not 200, but 4×4000×4000 reads 0.82 times as fast as kernels.Sum then, not 1.04.
const (
	maxFewRows = 4
	fewCols    = 4096
	maxBlocks  = 4 // blocks of k that gemv and chains sum at the same time
)

// maxChains is the most columns that chains computes.
const maxChains = 16

// isFew reports whether rows×cols of C are computed by fewBlock: one row of any but
// the smallest width; two to four if reading B, being larger than the caches near
// the core or its rows falling into one set of the first cache, is what takes the time.
func (kn *kernel) isFew(g *gemm, rows, cols int) bool {
	if rows == 1 {
		return cols > 2*kn.nr || g.b.cs != 1 && cols >= 8
	}
	// GB/s of B on Zen 4 in tiles and in whole rows, avx512: 2×1000×1000 57 and 52, 2×1400×1400
	// 52 and 52, 4×500×500 48 and 46, 4×1000×1000 47 and 47; by the leaf of avx2 2×2000×2000 18
	// and 37, 4×4096×4096 14 and 24, 2×1024×300 31 and 42, 4×1024×784 36 and 42.
	large := 1 << 20
	if rows == 2 {
		large = 1 << 21
	}
	return rows <= maxFewRows && g.b.cs == 1 && cols > 2*kn.nr && (g.k*cols > large || g.b.rs%1024 == 0)
}

// strip is how many of so many columns fewBlock is given at a time. gemv takes rows
// of B for them, and reads these to their ends before it goes on to others; it wants
// at least 8.
func (g *gemm) strip(cols int) int {
	switch {
	case g.b.cs == 1:
		return min(cols, fewCols)
	case cols < 40:
		return cols
	case g.k <= KBlock: // there are no others
		return min(cols, 256)
	}
	return 32
}

// few computes rows i0 to i1, columns j0 to j1 of C.
func (kn *kernel) few(g *gemm, i0, i1, j0, j1 int) {
	ws := workspaces.Get().(*workspace)
	for j, w := j0, 0; j < j1; j += w {
		w = g.strip(j1 - j)
		for p := 0; p < g.k; {
			p += kn.fewBlock(ws, g, i0, i1, j, w, p, &g.c[i0*g.ldc+j])
			pause()
		}
	}
	workspaces.Put(ws)
}

// fewBlock adds the products from p on to w columns of C, from j on, which are at c,
// and returns how many they were: a block of k, or several.
func (kn *kernel) fewBlock(ws *workspace, g *gemm, i0, i1, j, w, p int, c *float32) int {
	kb, blocks, acc := min(KBlock, g.k-p), 1, !g.clear || p > 0
	// Rows of B that fall into the same sets of the first cache, or come from memory, are
	// better read 8 at a time than 32: 1×4000×4000 NT at 24 GB/s and 20 on Zen 4.
	if (g.b.cs%KBlock == 0 || g.k*g.n > narrowMin) && g.k-p >= 2*KBlock {
		blocks = min((g.k-p)/KBlock, maxBlocks)
	}
	a, rsa, csa := g.a.ptr(i0, p), g.a.rs, g.a.cs
	if g.alpha != 1 || g.b.cs != 1 && csa != 1 {
		a, rsa, csa = kn.packA(ws, g, i0, i1-i0, p, kb*blocks, kn.packColumns)
	}
	if g.b.cs != 1 {
		kn.gemv(w, kb, blocks, g.b.ptr(p, j), g.b.cs, a, c, acc)
		return kb * blocks
	}
	ws.s = grow(ws.s, maxFewRows*roundUp(w, 16))
	kn.fewRows(i1-i0, w, kb, a, rsa, csa, g.b.ptr(p, j), g.b.rs, c, g.ldc, acc, &ws.s[0])
	return kb
}
