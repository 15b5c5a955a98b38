package kernels

// shallowRows is how many rows of C a call of shallow is given: with few it walks along rows
// of C, as memory likes, with many B is loaded less often. GFLOP/s on Zen 4 with 8, 16 and 32
// of 2000×2000×8: 59, 58, 46; of 784×128×8 TN: 85, 95, 98. shallowCols bounds the columns
// of B that are transposed at a time.
const (
	shallowRows = 16
	shallowCols = 1024
)

// isShallow reports whether rows×cols of C are of so few products each that B is better
// kept in registers than C.
func (kn *kernel) isShallow(g *gemm, rows, cols int) bool {
	return 1 < g.k && g.k <= kn.maxShallow && g.alpha == 1 && rows >= 4 && rows <= kn.shallowFor && cols >= kn.nr
}

// shallowly computes rows i0 to i1, columns j0 to j1 of C.
func (kn *kernel) shallowly(g *gemm, i0, i1, j0, j1 int) {
	ws := workspaces.Get().(*workspace)
	ws.a = grow(ws.a, kn.mr*KBlock)
	for j, w := j0, 0; j < j1; j += w {
		w = j1 - j
		b, ldb := g.b.ptr(0, j), g.b.rs
		if g.b.cs != 1 {
			w = min(w, shallowCols)
			ws.b = grow(ws.b, shallowCols*kn.maxShallow)
			b, ldb = &ws.b[0], w
			kn.transpose(b, g.b.ptr(0, j), w, g.k, ldb, g.b.cs)
		}
		for i, h := i0, 0; i < i1; i += h {
			h = min(shallowRows, i1-i)
			a, lda := g.a.ptr(i, 0), g.a.rs
			if g.a.cs != 1 {
				a, lda = &ws.a[0], g.k
				kn.transpose(a, g.a.ptr(i, 0), g.k, h, lda, g.a.cs)
			}
			for q := 0; q < w; q += shallowCols {
				kn.shallow(h, min(shallowCols, w-q), g.k, a, lda, at(b, q), ldb, &g.c[i*g.ldc+j+q], g.ldc, !g.clear)
			}
		}
	}
	workspaces.Put(ws)
}
