package kernels

// isThin reports whether C is better computed as its transpose: when n would leave
// lanes idle, and transposing A on the way, if it is not stored so, costs less than
// they do. One product an element is left to ger.
func (kn *kernel) isThin(g *gemm) bool {
	return g.alpha == 1 && g.k > 1 && g.m >= 2*kn.nr && 4*g.n <= 3*kn.nr && (g.a.rs == 1 || g.n <= kn.maxTransposed)
}

// isNarrow reports whether C is of so few columns, and the rows of A so long, that C is
// computed by columns.
func (kn *kernel) isNarrow(g *gemm) bool {
	if kn.columns == nil || g.alpha != 1 || g.n > maxNarrow || g.m < 2*kn.nr || g.a.cs != 1 || g.k < 2*KBlock {
		return false
	}
	return g.n > 1 || g.m*g.k > narrowMin
}

// GB/s of A on Zen 4, by columns and by strips of Cᵀ: 512×4×512 34 and 24, 1000×4×1000 31
// and 24, 1000×2×1000 31 and 29, 4096×4×4096 22 and 10; by gemv, for one column,
// 2000×1×2000 27 and 39, 3000×1×3000 27 and 25, 4000×1×4000 28 and 19.
const (
	maxNarrow   = 4       // columns that the leaf computes
	narrowMin   = 1 << 23 // elements of an A for which one column is few enough
	narrowDepth = 4096    // columns of A at a time, which bounds the workspace
	narrowRows  = 32      // rows of A in a call
)

// narrow computes rows i0 to i1 of such a C, but for the last ones, fewer than 8, and
// returns the first of these.
func (kn *kernel) narrow(ws *workspace, g *gemm, i0, i1 int) int {
	i1 -= (i1 - i0) % 8
	blocks := 2
	// Where all rows fall into one set of the first cache, eight lines of it, and come from
	// memory: 4096×4×4096 44 GFLOP/s and, by two, 41, but 2048×4×2048 50 and 54.
	if g.a.rs%1024 == 0 && g.m*g.k > narrowMin {
		blocks = 1
	}
	ws.b, ws.c = grow(ws.b, maxNarrow*narrowDepth), grow(ws.c, maxNarrow*narrowRows)
	x, y := &ws.b[0], &ws.c[0]
	var pace pacer
	clear(ws.b[:maxNarrow*min(g.k, narrowDepth)]) // columns beyond n are computed too, and denormals left there take long
	for p := 0; p < g.k; p += narrowDepth {
		kb, acc := min(narrowDepth, g.k-p), !g.clear || p > 0
		if g.b.cs == 1 {
			kn.copyRows(x, g.b.ptr(p, 0), kb, g.n, maxNarrow, g.b.rs)
		} else {
			kn.transpose(x, g.b.ptr(p, 0), g.n, kb, maxNarrow, g.b.cs)
		}
		for i := i0; i < i1; i += narrowRows {
			h, c := min(narrowRows, i1-i), &g.c[i*g.ldc]
			if acc {
				kn.copyRows(y, c, h, g.n, maxNarrow, g.ldc)
			}
			kn.columns(h, kb, blocks, g.a.ptr(i, p), g.a.rs, x, y, acc)
			kn.copyRows(c, y, h, g.n, g.ldc, maxNarrow)
			pace.add(h * kb * maxNarrow)
		}
	}
	return i1
}

// thinSize is how many elements of A, stored by columns, and of C, twice, a strip may take.
const thinSize = 1 << 13

// transposed computes Cᵀ = Bᵀ·Aᵀ, for a C of few columns: lanes run along the
// rows of A, and a strip of Cᵀ is kept in scratch until it is complete.
func (kn *kernel) transposed(g *gemm, i0, i1, j0, j1 int) {
	ws := workspaces.Get().(*workspace)
	if kn.isNarrow(g) {
		i0 = kn.narrow(ws, g, i0, i1)
	}
	t := gemm{n: g.m, k: g.k, clear: g.clear, alpha: 1}
	t.a, t.b = view{g.b.data[j0*g.b.cs:], g.b.cs, g.b.rs}, view{g.a.data, g.a.cs, g.a.rs}
	width, few := kn.nr, kn.isFew(&t, j1-j0, i1-i0)
	switch {
	case few:
		width = fewCols
	case t.b.cs == 1: // what the first cache has room for, read again by the next tile
		width = max(1, thinSize/(g.k+2*g.n)/width) * width
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
			switch bp := (panels{p: t.b.ptr(p, i), ld: t.b.rs, step: kn.nr}); {
			case few:
				kb = kn.fewBlock(ws, &t, 0, j1-j0, i, w, p, &ws.c[0])
				pause()
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
		pause()
	}
	workspaces.Put(ws)
}
