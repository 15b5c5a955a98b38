package kernels

// A transposed B of few products an element is transposed as a whole, shallowCols columns at
// a time, which bounds the workspace: calls for a panel each, of 0.1 µs, would be most of the
// work. GFLOP/s of 8×784×10 by panels and so, avx2 on Zen 4: 33 and 66; 256×128×10 99 and 104.
const (
	maxShallow  = 16
	shallowCols = 1024
	shallowLD   = shallowCols + 16 // or rows would share sets of the first cache
)

// isShallow reports whether rows×cols of C are computed by shallow.
func (kn *kernel) isShallow(g *gemm, rows, cols int) bool {
	return g.b.cs != 1 && 1 < g.k && g.k <= maxShallow && g.alpha == 1 && rows >= 4 && cols >= kn.nr
}

// shallow computes rows i0 to i1, columns j0 to j1 of C.
func (kn *kernel) shallow(g *gemm, i0, i1, j0, j1 int) {
	ws := workspaces.Get().(*workspace)
	ws.b = grow(ws.b, maxShallow*shallowLD)
	for j := j0; j < j1; j += shallowCols {
		w := min(shallowCols, j1-j)
		kn.transpose(&ws.b[0], g.b.ptr(0, j), w, g.k, shallowLD, g.b.cs)
		kn.direct(i1-i0, w, g.k, g.a.ptr(i0, 0), g.a.rs, g.a.cs, &ws.b[0], shallowLD, &g.c[i0*g.ldc+j], g.ldc, !g.clear)
	}
	workspaces.Put(ws)
}
