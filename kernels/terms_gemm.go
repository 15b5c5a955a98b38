package kernels

import "sync"

// A termGemm is a product computed in terms of bfloat16: block of C by block, the
// panels of both operands are split and packed, then multiplied.
type termGemm struct {
	kn    *kernel
	g     gemm
	terms int

	a, b       []uint16 // packed panels, each all its terms
	limA, limB []limits // of the panels
	own        []uint16 // where b is if it was not packed before, and limB
	ownLim     []limits

	// The block: rows i0 to i1 in tall panels, columns j0 to j1 in wide ones, p0 to p0+kb of k.
	i0, i1, j0, j1, p0, kb int
	tall, wide             int
	fresh                  bool // its B is to be packed
	columns                bool // by the pieces themselves, which are of all rows
	packing                bool // or multiplying
	alone                  bool // one worker computes all
}

var termGemms = sync.Pool{New: func() any { return new(termGemm) }}

// unit returns the unit that large products run on at a floor, or nil if the exact method
// is as fast, or the only one.
func (kn *kernel) unit(floor Precision) *unit {
	if kn.terms == nil || floor == Exact || floor.terms() > kn.terms.maxTerms {
		return nil
	}
	return kn.terms
}

// runTerms computes g on the unit; packed is B, prepared for as many terms, or nil.
func (kn *kernel) runTerms(terms int, g *gemm, packed *PackedB) {
	u, w := kn.terms, Workers()
	shared := crew.enter(g.m*g.n*g.k/2, w) // the unit is faster than what that counts in
	if !shared {
		w = 1
	}
	t := termGemms.Get().(*termGemm)
	t.kn, t.g, t.terms, t.alone = kn, *g, terms, w == 1
	rows, cols := u.mr*blockPanels, g.n
	if packed == nil {
		cols = blockB / (roundUp(min(g.k, u.depth), termStep) * terms) / pieceCols * pieceCols
	}
	for t.j0 = 0; t.j0 < g.n; t.j0 = t.j1 {
		t.j1 = min(t.j0+cols, g.n)
		t.wide = roundUp(t.j1-t.j0, termCols) / termCols
		for t.p0 = 0; t.p0 < g.k; t.p0 += u.depth {
			t.kb, t.fresh = min(u.depth, g.k-t.p0), packed == nil
			if packed != nil {
				t.b, t.limB = packed.block(t.p0, t.j0/termCols)
			} else {
				t.own, t.ownLim = grow(t.own, t.wide*t.panelB()), grow(t.ownLim, t.wide)
				t.b, t.limB = t.own, t.ownLim
			}
			for t.i0 = 0; t.i0 < g.m; t.i0 = t.i1 {
				t.i1 = min(t.i0+rows, g.m)
				t.block(w)
				t.fresh = false
			}
		}
	}
	t.g, t.b, t.limB = gemm{}, nil, nil // do not keep the operands alive
	termGemms.Put(t)
	if shared {
		crew.leave()
	}
}

func (t *termGemm) panelA() int { return t.kn.terms.mr * t.kn.terms.rowA(t.kb) * t.terms }
func (t *termGemm) panelB() int { return termCols * roundUp(t.kb, termStep) * t.terms }

// block packs what is to be packed and computes rows i0 to i1, columns j0 to j1. Where
// there are columns enough for all workers, each packs the panels of B that it goes on to
// use, which are in its cache then.
func (t *termGemm) block(w int) {
	t.tall = roundUp(t.i1-t.i0, t.kn.terms.mr) / t.kn.terms.mr
	t.a = grow(t.a, t.tall*t.panelA())
	t.limA = grow(t.limA, t.tall)
	t.columns = w == 1 || t.across() >= 2*w
	t.packing = true
	if t.fresh && !t.columns {
		t.each(t.tall+t.wide, w)
	} else {
		t.each(t.tall, w)
	}
	t.packing = false
	if t.columns {
		t.each(t.across(), w)
	} else {
		t.each(t.across()*t.down(), w)
	}
}

// down and across are the pieces of the block.
func (t *termGemm) down() int   { return roundUp(t.tall, piecePanels) / piecePanels }
func (t *termGemm) across() int { return roundUp(t.wide, piecePanels) / piecePanels }

func (t *termGemm) each(n, w int) {
	if w > 1 {
		crew.run(t, n, w)
		return
	}
	for i := range n {
		t.piece(i)
	}
}

// piece packs a panel, of A or after those of B, or computes a piece of the block.
func (t *termGemm) piece(i int) {
	ws := workspaces.Get().(*workspace)
	qb := i % t.across() * piecePanels
	switch {
	case t.packing && i < t.tall:
		t.packA(ws, i)
	case t.packing:
		t.packB(ws, i-t.tall)
	case t.columns:
		for q := qb; t.fresh && q < min(qb+piecePanels, t.wide); q++ {
			t.packB(ws, q)
		}
		for qa := 0; qa < t.tall; qa += piecePanels {
			t.multiply(ws, qa, qb)
		}
	default:
		t.multiply(ws, i/t.across()*piecePanels, qb)
	}
	workspaces.Put(ws)
}

// start returns the first row of panel q of A: panels are of equal height, give or take
// one row.
func (t *termGemm) start(q int) int { return t.i0 + (t.i1-t.i0)*q/t.tall }

// packA splits panel q of A, times alpha.
func (t *termGemm) packA(ws *workspace, q int) {
	i, g := t.start(q), &t.g
	m, kp, row := t.start(q+1)-i, roundUp(t.kb, termStep), t.kn.terms.rowA(t.kb)
	dst, lim := &t.a[q*t.panelA()], &t.limA[q]
	*lim = noLimits
	src, rs, cs := g.a.ptr(i, t.p0), g.a.rs, g.a.cs
	if g.alpha != 1 {
		src, rs, cs = t.kn.packA(ws, g, i, m, t.p0, t.kb, t.kn.packColumns)
	}
	if cs == 1 {
		t.kn.terms.splitRows(dst, src, m, t.kb, row, rs, t.terms, t.kn.terms.mr*row, lim)
		return
	}
	width := roundUp(m, 16)
	ws.b = grow(ws.b, width*kp/2*t.terms)
	pairs := halves(&ws.b[0])
	t.kn.terms.splitPairs(pairs, src, t.kb, m, width, cs, t.terms, width*kp, lim)
	for s := range t.terms { // a pair is as long as a float32
		t.kn.transpose(whole(at16(dst, s*t.kn.terms.mr*row)), &ws.b[s*width*kp/2], kp/2, m, row/2, width)
	}
}

// packB splits panel q of B.
func (t *termGemm) packB(ws *workspace, q int) {
	g, j := &t.g, t.j0+q*termCols
	packTerms(t.kn, ws, &t.b[q*t.panelB()], &g.b, t.p0, t.kb, j, min(termCols, t.j1-j), t.terms, &t.limB[q])
}

// packTerms splits n ≤ termCols columns of kb rows of b to one panel.
func packTerms(kn *kernel, ws *workspace, dst *uint16, b *view, p0, kb, j, n, terms int, lim *limits) {
	kp := roundUp(kb, termStep)
	*lim = noLimits
	if b.cs == 1 {
		kn.terms.splitPairs(dst, b.ptr(p0, j), kb, n, termCols, b.rs, terms, termCols*kp, lim)
		return
	}
	ws.b = grow(ws.b, termCols*kp/2*terms)
	rows := halves(&ws.b[0])
	kn.terms.splitRows(rows, b.ptr(p0, j), n, kb, kp, b.cs, terms, termCols*kp, lim)
	for s := range terms {
		clear(ws.b[(s*termCols+n)*kp/2 : (s+1)*termCols*kp/2])
		kn.transpose(whole(at16(dst, s*termCols*kp)), &ws.b[s*termCols*kp/2], termCols, kp/2, termCols, kp/2)
	}
}

// multiply computes the piece of the block from panels qa of A and qb of B on: by the
// exact method where their numbers are too large or too small for the unit.
func (t *termGemm) multiply(ws *workspace, qa, qb int) {
	endA, endB := min(qa+piecePanels, t.tall), min(qb+piecePanels, t.wide)
	limA, limB := noLimits, noLimits
	for _, l := range t.limA[qa:endA] {
		limA = limA.and(l)
	}
	for _, l := range t.limB[qb:endB] {
		limB = limB.and(l)
	}
	g := &t.g
	j0, j1 := t.j0+qb*termCols, min(t.j0+endB*termCols, t.j1)
	acc := !g.clear || t.p0 > 0
	if !limA.safe(limB, t.terms) {
		e := *g
		e.k, e.clear = t.kb, !acc
		e.a.data, e.b.data = g.a.data[t.p0*g.a.cs:], g.b.data[t.p0*g.b.rs:]
		t.kn.region(&e, t.start(qa), t.start(endA), j0, j1)
		return
	}
	ws.s = grow(ws.s, termScratch)
	for q := qa; q < endA; q++ {
		i := t.start(q)
		ask, step := t.ask(qa, q, j1)
		t.kn.terms.strip(t.start(q+1)-i, j1-j0, t.kb, t.terms, &t.a[q*t.panelA()], &t.b[qb*t.panelB()],
			&g.c[i*g.ldc+j0], g.ldc, acc, &ws.s[0], ask, step)
	}
}

// ask returns what the strip of panel q of A, in a piece of them from qa on, asks for: rows of
// the columns of B that are split next, from j on. The last four strips before take half
// the rows of half the columns each. A row of B is as far from the next as the processor
// does not follow by itself.
func (t *termGemm) ask(qa, q, j int) (first *float32, step int) {
	h, last := q-qa, qa+piecePanels <= t.tall && qa+2*piecePanels > t.tall
	j += h / 2 * (pieceCols / 2)
	if !last || !t.fresh || !t.alone || t.g.b.cs != 1 || j >= t.j1 {
		return whole(&t.a[q*t.panelA()]), 0 // it is near: nothing is fetched
	}
	return t.g.b.ptr(t.p0+h%2*(t.kb/2), j), t.g.b.rs
}
