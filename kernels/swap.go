package kernels

// A tall C of long k, A stored by columns: of each row of A, a page of its own, a tile takes
// but a few elements, where as B of Cᵀ = Bᵀ·Aᵀ it is read by lines. GFLOP/s on Zen 4 so and
// before, avx2 and avx512: 800×64×19600 96 and 87, 107 and 103; 784×32×2000 98 and 75, 114
// and 97; 512×100×2000 106 and 82, 110 and 101; but 784×128×256 106 and 106, 110 and 116.
const (
	swapMin  = 2 * KBlock    // products an element
	swapMax  = 128           // columns of C
	swapCols = 512           // rows of C at a time: Cᵀ is kept in scratch
	swapLD   = swapCols + 16 // there
)

// isSwapped reports whether rows×cols of C are computed by swap.
func (kn *kernel) isSwapped(g *gemm, rows, cols int) bool {
	return g.a.rs == 1 && 2*rows >= cols && g.alpha == 1 && g.n <= swapMax && g.m >= 4*g.n && g.k >= swapMin
}

// swap computes rows i0 to i1, columns j0 to j1 of C.
func (kn *kernel) swap(g *gemm, i0, i1, j0, j1 int) {
	ws := workspaces.Get().(*workspace)
	m := j1 - j0
	ws.c = grow(ws.c, m*swapLD)
	for i := i0; i < i1; i += swapCols {
		w, c := min(swapCols, i1-i), &g.c[i*g.ldc+j0]
		t := gemm{m: m, n: w, k: g.k, alpha: 1, c: ws.c, ldc: swapLD, clear: g.clear}
		t.a, t.b = view{g.b.data[j0*g.b.cs:], g.b.cs, g.b.rs}, view{g.a.data[i:], g.a.cs, 1}
		if !g.clear {
			kn.transpose(&ws.c[0], c, w, m, swapLD, g.ldc)
		}
		kn.upright(&t, 0, m, 0, w)
		kn.transpose(c, &ws.c[0], m, w, g.ldc, swapLD)
	}
	workspaces.Put(ws)
}
