package kernels

// A PackedB is the right operand of many products, such as the weights of a layer,
// prepared once for a precision: where that has terms of bfloat16 multiplied, they are
// kept in the order in which the unit reads them, 2, 4 or 6 bytes for each element at
// BF16, BF16x3 or F32. Otherwise nothing is kept: the exact method packs as it goes.
//
// Products may use one PackedB at the same time; Pack is for one caller, while none does.
// It must not be copied after its first use.
type PackedB struct {
	floor  Precision
	transB Transpose
	k, n   int
	b      []float32
	ldb    int

	kn   *kernel // nil: nothing is packed
	data []uint16
	lim  []limits
}

// PackB returns a PackedB of op(B): see Pack.
func PackB(floor Precision, transB Transpose, k, n int, b []float32, ldb int) *PackedB {
	p := new(PackedB)
	p.Pack(floor, transB, k, n, b, ldb)
	return p
}

// Pack prepares op(B), k×n, as Sgemm has it, for products at the floor given, whatever
// SetPrecision says, in place of what it held. It keeps b, not a copy: after b has changed,
// Pack must be called before the next product. Once it has held an operand as large, it
// does not allocate. It panics if a size is negative, ldb or b too small, or floor not one of
// the constants.
func (p *PackedB) Pack(floor Precision, transB Transpose, k, n int, b []float32, ldb int) {
	floor.check()
	if k < 0 || n < 0 {
		panic("kernels: PackB: negative size")
	}
	checkLD(transB, k, n, ldb, "kernels: PackB: ldb too small")
	if k > 0 && n > 0 {
		checkOperand(transB, k, n, len(b), ldb, "kernels: PackB: b too short")
	}
	p.floor, p.transB, p.k, p.n, p.b, p.ldb, p.kn = floor, transB, k, n, b, ldb, nil
	kn := active.Load()
	if kn.unit(floor) == nil || k == 0 || n == 0 {
		return
	}
	p.kn = kn
	depth := kn.terms.depth
	p.data = grow(p.data, roundUp(k, termStep)*p.panels()*termCols*floor.terms())
	p.lim = grow(p.lim, roundUp(k, depth)/depth*p.panels())
	const perElement = 8 // products that take as long as to split one
	if w := Workers(); crew.enter(perElement*k*n, w) {
		crew.run(p, len(p.lim), w)
		crew.leave()
		return
	}
	for i := range p.lim {
		p.piece(i)
	}
}

// panels is the number of panels that a block of k has.
func (p *PackedB) panels() int { return roundUp(p.n, termCols) / termCols }

// block returns the packed panels from q on of the block of k from p0 on, and their limits.
func (p *PackedB) block(p0, q int) ([]uint16, []limits) {
	depth := p.kn.terms.depth
	kb := min(depth, p.k-p0)
	return p.data[(p0*p.panels()+q*roundUp(kb, termStep))*termCols*p.floor.terms():], p.lim[p0/depth*p.panels()+q:]
}

// piece packs panel i.
func (p *PackedB) piece(i int) {
	depth := p.kn.terms.depth
	p0, q := i/p.panels()*depth, i%p.panels()
	data, lim := p.block(p0, q)
	b := operand(p.transB, p.b, p.ldb)
	ws := workspaces.Get().(*workspace)
	packTerms(p.kn, ws, &data[0], &b, p0, min(depth, p.k-p0), q*termCols, min(termCols, p.n-q*termCols), p.floor.terms(), &lim[0])
	workspaces.Put(ws)
}

// SgemmPacked is Sgemm with a B that was prepared by PackB, at the precision given there:
// op(A) is m×k, C is m×n. Where SgemmAt takes the same method the bits are the same; this
// takes the faster one for smaller products too. It panics like Sgemm.
func SgemmPacked(transA Transpose, m int, alpha float32, a []float32, lda int, b *PackedB, beta float32, c []float32, ldc int) {
	kn, packed := active.Load(), b
	if b.kn != kn { // chosen since, or nothing is packed
		packed = nil
	}
	kn.sgemm(b.floor, packed, transA, b.transB, m, b.n, b.k, alpha, a, lda, b.b, b.ldb, beta, c, ldc)
}
