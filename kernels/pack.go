package kernels

import "unsafe"

// packA copies rows i to i+m of a k-block of A into the workspace, times alpha,
// so that a panel is contiguous whatever lda is: as rows if A is stored by rows,
// as columns if it is transposed or columns are wanted. It returns the panel and
// its strides.
func (kn *kernel) packA(ws *workspace, g *gemm, i, m, p0, kb int, columns bool) (a *float32, rs, cs int) {
	a = &ws.a[0]
	rs, cs = 1, m
	switch {
	case g.a.cs != 1:
		kn.copyRows(a, g.a.ptr(i, p0), kb, m, cs, g.a.cs)
	case columns:
		kn.transpose(a, g.a.ptr(i, p0), m, kb, cs, g.a.rs)
	default:
		rs, cs = kb, 1
		kn.copyRows(a, g.a.ptr(i, p0), m, kb, rs, g.a.rs)
	}
	if g.alpha != 1 {
		kn.scal(g.alpha, a, m*kb)
	}
	return a, rs, cs
}

// packB copies columns j0 to j1 of a k-block of B to dst, in panels of nr columns; the
// last panel is as wide as what is left. Rows are read to their ends, a few at a
// time: panel after panel, each line of B would be from another page.
func (kn *kernel) packB(dst []float32, g *gemm, p0, kb, j0, j1 int) panels {
	const together = 16
	rows := kb
	if g.b.cs == 1 {
		rows = together
	}
	for l := 0; l < kb; l += rows {
		for j := j0; j < j1; j += kn.nr {
			h, w, d := min(rows, kb-l), min(kn.nr, j1-j), &dst[(j-j0)*KBlock+l*kn.nr]
			if g.b.cs == 1 {
				kn.copyRows(d, g.b.ptr(p0+l, j), h, w, kn.nr, g.b.rs)
			} else {
				kn.transpose(d, g.b.ptr(p0, j), w, h, kn.nr, g.b.cs)
			}
		}
	}
	return panels{p: &dst[0], ld: kn.nr, step: kn.nr * KBlock}
}

// at returns the address n elements after p. The caller keeps it inside the slice.
func at(p *float32, n int) *float32 {
	return (*float32)(unsafe.Add(unsafe.Pointer(p), 4*n))
}
