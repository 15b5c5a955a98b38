package kernels

// From flatMin products an element on, C is transposed rather than B; flatSize elements
// of Cᵀ are kept in scratch. At k = 512 on Zen 4 that takes avx512 from 96 to 107 GFLOP/s with
// 32 rows and 512 columns, avx2 from 89 to 104; 7 and 8 rows come here where k is no
// multiple of 4. Rows of B a multiple of 4 KB apart share the sets of the first cache.
const (
	flatMin  = 64
	flatSize = 1 << 14
)

// isFlat reports whether rows×cols of C, a few rows by a B that is stored
// transposed, are better computed as Cᵀ = Bᵀ·Aᵀ: rows of B, read in place, take the part
// of A, and lanes run along the rows of C, which must leave few of them idle.
func (kn *kernel) isFlat(g *gemm, rows, cols int) bool {
	lanes := roundUp(rows, 16)
	if rows <= 8 {
		lanes = 8
	}
	return g.b.rs == 1 && g.b.cs%1024 != 0 && g.k >= flatMin && cols >= 2*kn.nr && rows <= kn.maxFlat && lanes-rows <= 1
}

// flat computes rows i0 to i1, columns j0 to j1 of C, a strip of Cᵀ at a time, which
// is kept in scratch until it is complete.
func (kn *kernel) flat(g *gemm, i0, i1, j0, j1 int) {
	ws := workspaces.Get().(*workspace)
	m := i1 - i0
	strip := flatSize / m
	ws.c = grow(ws.c, strip*m)
	for j := j0; j < j1; j += strip {
		w, c := min(strip, j1-j), &g.c[i0*g.ldc+j]
		t := gemm{m: w, n: m, k: g.k, alpha: 1, a: view{g.b.data[j*g.b.cs:], g.b.cs, 1}, c: ws.c, ldc: m, clear: g.clear}
		if !g.clear {
			kn.transpose(&ws.c[0], c, m, w, m, g.ldc)
		}
		for p := 0; p < g.k; p += KBlock {
			kb := min(KBlock, g.k-p)
			a, _, ld := kn.packA(ws, g, i0, m, p, kb, true)
			bp := panels{p: a, ld: ld, step: kn.nr}
			whole := w / kn.mr * kn.mr // the leaf is best at its full height
			kn.rows(ws, &t, false, bp, 0, whole, 0, m, p, kb)
			kn.rows(ws, &t, false, bp, whole, w, 0, m, p, kb)
		}
		kn.transpose(c, &ws.c[0], w, m, g.ldc, m)
	}
	workspaces.Put(ws)
}
