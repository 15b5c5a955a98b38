package kernels

import "sync"

// KBlock is the length of one chain of fused multiply-adds: k is cut into
// blocks of KBlock products, each summed from zero and then added to C. It is
// part of the definition of Sgemm, the same for every set.
const KBlock = 256

// maxBlock bounds the columns of a packed block of B, and so the workspace.
const maxBlock = 1024

// blockCols returns how many columns of B to pack at a time, given the second
// cache in bytes: a block of KBlock rows takes half of it, which leaves room for
// what streams past, the rows of A and C. Unknown sizes count as 1 MB.
func blockCols(l2, nr int) int {
	if l2 <= 0 {
		l2 = 1 << 20
	}
	return max(nr, min(l2/2/(4*KBlock), maxBlock)/nr*nr)
}

// A gemm is one product, checked: C += alpha·A·B, or C = alpha·A·B if clear.
type gemm struct {
	m, n, k int
	alpha   float32
	a, b    view
	c       []float32
	ldc     int
	clear   bool
	thin    bool // to be computed as Cᵀ = Bᵀ·Aᵀ
}

// A workspace is the scratch of one worker. It comes from a pool: an array on
// the stack would move to the heap when a leaf is called through the table.
type workspace struct {
	a []float32 // groupA panels of A, mr×KBlock, mr rounded up to 8, the few rows of flat, or a small A
	b []float32 // one block of B, KBlock×nc in panels of nr columns, its few columns or rows, or a small B
	c []float32 // a strip of Cᵀ: fewCols, turnedLD or swapLD columns, thinSize or flatSize elements
	s []float32 // sums of fewRows
}

var workspaces = sync.Pool{New: func() any { return new(workspace) }}

// grow returns a slice of n elements, reusing s where it is long enough.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// run is the driver of every set but the reference: it shares C out among the
// workers, a whole tile of C to one of them, k ascending.
func (kn *kernel) run(g *gemm) {
	g.thin = kn.isThin(g)
	w := Workers()
	if !crew.enter(g.cost(), w) {
		kn.region(g, 0, g.m, 0, g.n)
		return
	}
	kn.share(g, w)
	crew.leave()
}

// cost is the number of products, or of those that take as long as reading or writing the
// largest matrix, if that is beyond the second cache: on Zen 4 a core does 59 products a ns,
// and reads 16 elements. 1×1000×4000 takes 270 µs; two cores read 122 GB/s, but 52 when it
// counted as 4 million products and helpers slept before the next call.
func (g *gemm) cost() int {
	products := g.m * g.n * g.k
	if most := max(g.m*g.k, g.k*g.n, g.m*g.n); most > 1<<18 {
		return max(products, 4*most)
	}
	return products
}

// region computes rows i0 to i1, columns j0 to j1 of C.
func (kn *kernel) region(g *gemm, i0, i1, j0, j1 int) {
	switch {
	case j0 == 0 && j1 == g.n && kn.isTurned(g, i1-i0):
		kn.turn(g, i0, i1)
	case g.thin:
		kn.transposed(g, i0, i1, j0, j1)
	case kn.isSwapped(g, i1-i0, j1-j0):
		kn.swap(g, i0, i1, j0, j1)
	default:
		kn.upright(g, i0, i1, j0, j1)
	}
}

// upright does the same with lanes along the rows of C.
func (kn *kernel) upright(g *gemm, i0, i1, j0, j1 int) {
	switch rows, cols := i1-i0, j1-j0; {
	case kn.isFew(g, rows, cols):
		kn.few(g, i0, i1, j0, j1)
	case kn.isTurnedFlat(g, rows, cols):
		kn.turnFlat(g, i0, i1, j0, j1)
	case kn.isShallow(g, rows, cols):
		kn.shallow(g, i0, i1, j0, j1)
	case kn.isFlat(g, rows, cols):
		kn.flat(g, i0, i1, j0, j1)
	default:
		kn.tiled(g, i0, i1, j0, j1)
	}
}

// tiled does the same in tiles, of panels or in place.
func (kn *kernel) tiled(g *gemm, i0, i1, j0, j1 int) {
	// One product an element is written as it is made, which no packing helps.
	packB := g.b.cs != 1 || g.k > 1 && kn.worthB(g, i1-i0)
	packA := g.alpha != 1 || g.k > 1 && kn.worthA(g, packB)
	if !packA && !packB && (g.k <= KBlock || i1-i0 == 1) {
		kn.direct(i1-i0, j1-j0, g.k, g.a.ptr(i0, 0), g.a.rs, g.a.cs, g.b.ptr(0, j0), g.b.rs, &g.c[i0*g.ldc+j0], g.ldc, !g.clear)
		return
	}
	ws := workspaces.Get().(*workspace)
	twice := i1-i0 <= 2*kn.mr
	if width := roundUp(j1-j0, kn.nr); g.k > KBlock && roundUp(g.k, KBlock)*width <= kn.nc*KBlock && !(packB && twice) {
		kn.through(ws, g, packA, packB, i0, i1, j0, j1)
	} else {
		if width = kn.nc; packB && twice { // a panel of B at a time, from the first cache
			width = kn.nr
		}
		kn.blocks(ws, g, packA, packB, i0, i1, j0, j1, width)
	}
	workspaces.Put(ws)
}

// blocks computes rows i0 to i1, columns j0 to j1 of C block of B by block, each of
// KBlock rows and nc columns.
func (kn *kernel) blocks(ws *workspace, g *gemm, packA, packB bool, i0, i1, j0, j1, nc int) {
	for jc := j0; jc < j1; jc += nc {
		j2 := min(jc+nc, j1)
		for p0 := 0; p0 < g.k; p0 += KBlock {
			kb := min(KBlock, g.k-p0)
			bp := panels{p: g.b.ptr(p0, jc), ld: g.b.rs, step: kn.nr}
			if packB {
				ws.b = grow(ws.b, KBlock*roundUp(j2-jc, kn.nr))
				bp = kn.packB(ws.b, g, p0, kb, jc, j2)
			}
			kn.rows(ws, g, packA, bp, i0, i1, jc, j2, p0, kb)
		}
	}
}

// through does the same where all blocks of B stay in the second cache together: it
// walks once through A and C.
func (kn *kernel) through(ws *workspace, g *gemm, packA, packB bool, i0, i1, j0, j1 int) {
	width := roundUp(j1-j0, kn.nr)
	if packB {
		ws.b = grow(ws.b, width*g.k)
	}
	for t, i := (i1-i0+kn.mr-1)/kn.mr, i0; t > 0; t-- {
		mt := kn.height(i1-i, t)
		if packB && i == i0 {
			mt = min(kn.mr, i1-i)
		}
		for p0 := 0; p0 < g.k; p0 += KBlock {
			bp, kb := panels{p: g.b.ptr(p0, j0), ld: g.b.rs, step: kn.nr}, min(KBlock, g.k-p0)
			switch {
			case packB && i == i0:
				bp = kn.packB(ws.b[p0*width:], g, p0, kb, j0, j1)
			case packB:
				bp = panels{p: &ws.b[p0*width], ld: kn.nr, step: kn.nr * kb}
			}
			kn.rows(ws, g, packA, bp, i, i+mt, j0, j1, p0, kb)
			pause()
		}
		i += mt
	}
}

// roundUp returns the least multiple of d that is not below n.
func roundUp(n, d int) int { return (n + d - 1) / d * d }

// panels is a block of B as tiles read it: panel q starts step·q elements after p. If src
// is not nil, the first row of tiles is to copy it there from src, rows lds apart.
type panels struct {
	p        *float32
	ld, step int
	src      *float32
	lds      int
}

// rows walks along the rows of C: a panel of A stays in the first cache while
// the block of B streams from the second. Tiles are of equal height, give or take
// one, so that none is left with a row or two; see height. Between tiles what comes next
// of A and B is asked for; see ask.go.
func (kn *kernel) rows(ws *workspace, g *gemm, packA bool, bp panels, i0, i1, j0, j1, p0, kb int) {
	acc := !g.clear || p0 > 0
	ask := kn.asks(g, packA, bp.ld == g.b.rs, i1-i0, j1-j0, p0, kb)
	width := kn.stretch(kb)
	across := (j1 - j0 + width - 1) / width
	packed, end := 0, 0 // panels of A, and where those copied together end
	var pace pacer
	for t, i := (i1-i0+kn.mr-1)/kn.mr, i0; t > 0; t-- {
		mt := kn.height(i1-i, t)
		if bp.src != nil { // for packTiles, which has no other height
			mt = min(kn.mr, i1-i)
		}
		a, rsa, csa := g.a.ptr(i, p0), g.a.rs, g.a.cs
		switch {
		case packA && g.a.cs != 1 && bp.src == nil:
			if packed%groupA == 0 {
				end = kn.packGroup(ws, g, i, i1, t, p0, kb)
			}
			a, rsa, csa = &ws.a[packed%groupA*roundUp(kn.mr, 8)*kb], 1, g.panelCols(i, mt)
			packed++
		case packA:
			a, rsa, csa = kn.packA(ws, g, i, mt, p0, kb, kn.packColumns)
		}
		for q := range across {
			j := j0 + q*width
			if w, c := min(width, j1-j), &g.c[i*g.ldc+j]; bp.src != nil {
				kn.packRow(bp, j-j0, mt, w, kb, a, rsa, csa, c, g.ldc, acc)
			} else {
				ask.tiles(mt, w, kb, a, rsa, csa, at(bp.p, q*width/kn.nr*bp.step), bp.ld, bp.step, c, g.ldc, acc)
			}
			pace.add(mt * width * kb)
			done, all := (i-i0)*across+q*mt, (i1-i0)*across
			switch rest := min(kn.mr, g.m-i-mt); {
			case ask.blockA:
				kn.askA(g, i0, i1-i0, p0+kb, done, mt, all)
			case ask.rowsA && packed > 0:
				if end < g.m {
					kn.askA(g, end, min(groupA*kn.mr, g.m-end), p0, (packed-1)%groupA*across+q, 1, groupA*across)
				}
			case ask.rowsA && rest > 0:
				kn.askA(g, i+mt, rest, p0, q, 1, across)
			}
			if ask.blockB {
				kn.askRows(&g.b, g.k, p0+kb, j0, j1, done, mt, all)
			}
		}
		i += mt
		bp.src = nil
	}
}

// stretch is how many columns of a row of tiles are computed in one call, k deep: as many as
// have a million products, which take 20 µs on Zen 4, or a tile.
func (kn *kernel) stretch(k int) int { return max(1, 1<<20/(kn.mr*kn.nr*k)) * kn.nr }

// height is that of the next of t tiles for rest rows: their share of them, rounded
// up to the steps that the leaf has loops for.
func (kn *kernel) height(rest, t int) int {
	h := (rest + t - 1) / t
	if kn.step > 1 {
		h = min(rest, (h+kn.step-1)/kn.step*kn.step)
	}
	return h
}
