package kernels

import "unsafe"

// C of few columns, A stored by rows, and C of few rows, B stored by columns: rows of the
// large operand are transposed in registers, and lanes run along them, so that none is idle.
// Of the peak, avx512 and avx2 on Zen 4, so and as before: 100×10×784 90 and 62, 74 and 61
// %; 8×784×512 NT 85 and 76, 66 and 62 %; 100×20×784 89 and 74, 72 and 64 %.

const (
	turnedMin  = 32             // products an element from which that pays
	turnedRows = 128            // rows of A at a time: their sums are kept in scratch
	turnedLD   = turnedRows + 8 // there
	turnedCols = 512            // columns of B in a call
)

// turns reports whether n rows or columns are few: one call of the leaf, or two where tiles
// would leave more lanes idle.
func (kn *kernel) turns(n int) bool {
	return 1 < n && n <= 2*kn.maxTurned && (n <= kn.maxTurned || n > 16)
}

// isTurned reports whether rows of C are computed by turn. The last ones, if they are not a
// multiple of 8, are computed together with others once more, which must not be too many.
func (kn *kernel) isTurned(g *gemm, rows int) bool {
	return kn.turns(g.n) && g.a.cs == 1 && g.k%4 == 0 && g.k >= turnedMin &&
		rows >= 8 && 4*(-rows&7) <= rows && g.alpha == 1 && !kn.isNarrow(g)
}

// turn computes rows i0 to i1 of C.
func (kn *kernel) turn(g *gemm, i0, i1 int) {
	ws := workspaces.Get().(*workspace)
	ws.c = grow(ws.c, g.n*turnedLD)
	for i, h := i0, 0; i < i1; i += h {
		h = min(turnedRows, i1-i)
		if whole := h &^ 7; whole > 0 {
			kn.turnRows(ws, g, i, whole)
			kn.transpose(&g.c[i*g.ldc], &ws.c[0], g.n, whole, g.ldc, turnedLD)
		}
	}
	if rest := (i1 - i0) % 8; rest > 0 {
		kn.turnRows(ws, g, i1-8, 8)
		kn.transpose(&g.c[(i1-rest)*g.ldc], &ws.c[8-rest], g.n, rest, g.ldc, turnedLD)
	}
	workspaces.Put(ws)
}

// turnRows computes h rows of C, a multiple of 8, from i on, and leaves them in scratch as
// columns.
func (kn *kernel) turnRows(ws *workspace, g *gemm, i, h int) {
	if !g.clear {
		kn.transpose(&ws.c[0], &g.c[i*g.ldc], h, g.n, turnedLD, g.ldc)
	}
	for p := 0; p < g.k; p += KBlock {
		pause()
		kb := min(KBlock, g.k-p)
		x, ldx := g.b.ptr(p, 0), g.b.rs
		if g.b.cs != 1 {
			ws.b = grow(ws.b, KBlock*g.n)
			kn.transpose(&ws.b[0], x, g.n, kb, g.n, g.b.cs)
			x, ldx = &ws.b[0], g.n
		}
		kn.turnedCalls(g.m*g.k, h, g.n, kb, g.a.ptr(i, p), g.a.rs, x, ldx, &ws.c[0], turnedLD, !g.clear || p > 0)
	}
}

// turnedCalls is turned for n ≤ 2·maxTurned. Where rows come from memory, being those of a
// matrix of so many elements, the next ones are asked for.
func (kn *kernel) turnedCalls(all, m, n, k int, a *float32, lda int, x *float32, ldx int, y *float32, ldy int, acc bool) {
	h := m
	if all > narrowMin {
		h = 16
	}
	for i := 0; i < m; i += h {
		h = min(h, m-i)
		if next := min(h, m-i-h); next > 0 {
			kn.prefetch((*uint8)(unsafe.Pointer(at(a, (i+h)*lda))), 4*k, next, 4*lda)
		}
		for j, w := 0, n; j < n; j += w {
			if w = n - j; w > kn.maxTurned {
				w = n / 2
			}
			kn.turned(h, w, k, at(a, i*lda), lda, at(x, j), ldx, at(y, j*ldy+i), ldy, acc)
		}
	}
}

// isTurnedFlat reports whether rows×cols of C are computed by turnFlat.
func (kn *kernel) isTurnedFlat(g *gemm, rows, cols int) bool {
	return kn.turns(rows) && g.b.rs == 1 && g.k%4 == 0 && cols >= 16
}

// turnFlat computes rows i0 to i1, columns j0 to j1 of C: columns of its transpose are rows
// of C, where they belong.
func (kn *kernel) turnFlat(g *gemm, i0, i1, j0, j1 int) {
	ws := workspaces.Get().(*workspace)
	m, whole := i1-i0, j1-(j1-j0)%8
	for p := 0; p < g.k; p += KBlock {
		kb, acc := min(KBlock, g.k-p), !g.clear || p > 0
		a, _, ld := kn.packA(ws, g, i0, m, p, kb, true)
		for j := j0; j < whole; j += turnedCols {
			kn.turnedCalls(g.k*g.n, min(turnedCols, whole-j), m, kb, g.b.ptr(p, j), g.b.cs, a, ld, &g.c[i0*g.ldc+j], g.ldc, acc)
			pause()
		}
	}
	if whole < j1 {
		kn.blocks(ws, g, g.alpha != 1, true, i0, i1, whole, j1, kn.nr)
	}
	workspaces.Put(ws)
}
