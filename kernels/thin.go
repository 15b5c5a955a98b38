package kernels

// isThin reports whether C is better computed as its transpose: when n would leave
// lanes idle, and transposing A on the way, if it is not stored so, costs less than
// they do.
func (kn *kernel) isThin(g *gemm) bool {
	return g.alpha == 1 && g.m >= 2*kn.nr && 4*g.n <= 3*kn.nr && (g.a.rs == 1 || g.n <= kn.maxTransposed)
}

// transposed computes Cᵀ = Bᵀ·Aᵀ, for a C of few columns: lanes run along the
// rows of A, and a strip of Cᵀ is kept in scratch until it is complete.
func (kn *kernel) transposed(g *gemm, i0, i1, j0, j1 int) {
	ws := workspaces.Get().(*workspace)
	t := gemm{k: g.k, clear: g.clear, alpha: 1}
	t.a, t.b = view{g.b.data[j0*g.b.cs:], g.b.cs, g.b.rs}, view{g.a.data, g.a.cs, g.a.rs}
	width, few := kn.nr, kn.isFew(&t, j1-j0, i1-i0)
	if few {
		width = fewCols
	}
	ws.c = grow(ws.c, (j1-j0)*width)
	t.c, t.ldc = ws.c, width
	for i, w := i0, 0; i < i1; i += w {
		if w = min(width, i1-i); few {
			w = t.strip(i1 - i)
		}
		c := &g.c[i*g.ldc+j0]
		if !g.clear {
			kn.transpose(&ws.c[0], c, w, j1-j0, width, g.ldc)
		}
		for p := 0; p < g.k; {
			kb := min(KBlock, g.k-p)
			switch bp := (panels{p: t.b.ptr(p, i), ld: t.b.rs}); {
			case few:
				kb = kn.fewBlock(ws, &t, 0, j1-j0, i, w, p, &ws.c[0])
			case t.b.cs != 1:
				ws.b = grow(ws.b, KBlock*kn.nr)
				bp = kn.packB(ws.b, &t, p, kb, i, i+w)
				fallthrough
			default:
				kn.rows(ws, &t, false, bp, 0, j1-j0, 0, w, p, kb)
			}
			p += kb
		}
		kn.transpose(c, &ws.c[0], j1-j0, w, g.ldc, width)
	}
	workspaces.Put(ws)
}
