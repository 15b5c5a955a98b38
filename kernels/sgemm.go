package kernels

import (
	"math"
	"math/bits"
	"unsafe"
)

// A Transpose says whether an operand of Sgemm is used as stored or transposed.
type Transpose bool

// The two values of Transpose.
const (
	NoTrans Transpose = false
	Trans   Transpose = true
)

// Sgemm computes C = alpha·op(A)·op(B) + beta·C in float32, op(X) being X or Xᵀ.
//
// op(A) is m×k, op(B) is k×n, C is m×n, row-major; lda, ldb, ldc are the distances
// between rows in elements. beta = 0 overwrites C without reading it; with alpha = 0
// or k = 0, A and B are not read. C must not overlap A or B. Safe for concurrent use
// on distinct C.
//
// The bits are those of the package contract, for every set and number of workers,
// unless SetPrecision permits others. A call holds at most two workspaces of 1.5 MB for
// each worker and 2 MB of sums, where blocks of k are shared out, or 12 MB of terms, below
// Exact, whatever m, n and k.
//
// It panics if a size is negative, a leading dimension below the width of its matrix,
// or a slice that is read or written too short.
//
// Method: Goto and van de Geijn, ACM TOMS 34(3), 2008, doi:10.1145/1356052.1356053.
func Sgemm(transA, transB Transpose, m, n, k int, alpha float32,
	a []float32, lda int, b []float32, ldb int, beta float32, c []float32, ldc int) {
	kn := active.Load()
	if uint((m-1)|(n-1)|(k-1)) < uint(kn.tinyMax) && isTiny(transA, transB, m, n, k, alpha, len(a), lda, len(b), ldb, beta, len(c), ldc) {
		if alias(lda, ldb, min(m, k)) {
			kn.copied(&gemm{m: m, n: n, k: k, a: view{a, lda, 1}, b: view{b, ldb, 1}, c: c, ldc: ldc, clear: true})
			return
		}
		kn.tiny(m, n, k, unsafe.SliceData(a), lda, unsafe.SliceData(b), ldb, unsafe.SliceData(c), ldc)
		return
	}
	kn.sgemm(CurrentPrecision(), nil, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
}

// alias reports whether so many rows of A and of B are more than the 8 lines of the one set of
// the first cache that they fall into.
func alias(lda, ldb, rows int) bool { return (lda|ldb)%1024 == 0 && rows > 8 }

// copied is direct for such A and B, which are small: it copies them. GFLOP/s of 16³ and 32³ in
// rows of 4 KB on Zen 4, in place and copied: avx2 11 and 37, 40 and 80, avx512 19 and 45, 25 and 72.
func (kn *kernel) copied(g *gemm) {
	ws := workspaces.Get().(*workspace)
	ws.a, ws.b = grow(ws.a, g.m*g.k), grow(ws.b, g.k*g.n)
	rows, cols := g.m, g.k
	if g.a.cs != 1 {
		rows, cols = cols, rows
	}
	kn.copyRows(&ws.a[0], &g.a.data[0], rows, cols, cols, max(g.a.rs, g.a.cs))
	kn.copyRows(&ws.b[0], &g.b.data[0], g.k, g.n, g.n, g.b.rs)
	if g.a.cs == 1 && g.clear && max(g.m, g.n, g.k) <= kn.tinyMax {
		kn.tiny(g.m, g.n, g.k, &ws.a[0], g.k, &ws.b[0], g.n, &g.c[0], g.ldc)
	} else {
		kn.direct(g.m, g.n, g.k, &ws.a[0], min(g.a.rs, cols), min(g.a.cs, cols), &ws.b[0], g.n, &g.c[0], g.ldc, !g.clear)
	}
	workspaces.Put(ws)
}

// isTiny reports whether a product of sizes up to tinyMax is one for tiny, checked in few
// steps: whatever is not right or not as simple is left to sgemm.
func isTiny(transA, transB Transpose, m, n, k int, alpha float32, a, lda, b, ldb int, beta float32, c, ldc int) bool {
	const one, far = 0x3f800000, 1 << 25 // no product of far and a size overflows
	return !bool(transA || transB) && math.Float32bits(alpha) == one && math.Float32bits(beta) == 0 &&
		uint((lda-k)|(ldb-n)|(ldc-n)) < far &&
		(m-1)*lda+k <= a && (k-1)*ldb+n <= b && (m-1)*ldc+n <= c
}

// SgemmAt is Sgemm with a floor of its own, whatever SetPrecision says. It panics like
// Sgemm, and if floor is not one of the constants.
func SgemmAt(floor Precision, transA, transB Transpose, m, n, k int, alpha float32,
	a []float32, lda int, b []float32, ldb int, beta float32, c []float32, ldc int) {
	floor.check()
	active.Load().sgemm(floor, nil, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
}

// sgemm checks a product and chooses its method. packed is b prepared for floor, or nil.
func (kn *kernel) sgemm(floor Precision, packed *PackedB, transA, transB Transpose, m, n, k int, alpha float32,
	a []float32, lda int, b []float32, ldb int, beta float32, c []float32, ldc int) {
	if m < 0 || n < 0 || k < 0 {
		panic("kernels: Sgemm: negative size")
	}
	checkLD(transA, m, k, lda, "kernels: Sgemm: lda too small")
	checkLD(transB, k, n, ldb, "kernels: Sgemm: ldb too small")
	checkLD(NoTrans, m, n, ldc, "kernels: Sgemm: ldc too small")
	if m == 0 || n == 0 {
		return
	}
	if !fits(len(c), m, n, ldc) {
		panic("kernels: Sgemm: c too short")
	}
	if alpha == 0 || k == 0 {
		kn.scaleC(m, n, beta, c, ldc)
		return
	}
	checkOperand(transA, m, k, len(a), lda, "kernels: Sgemm: a too short")
	checkOperand(transB, k, n, len(b), ldb, "kernels: Sgemm: b too short")
	if beta != 0 {
		kn.scaleC(m, n, beta, c, ldc)
	}
	g := gemm{m: m, n: n, k: k, alpha: alpha, a: operand(transA, a, lda), b: operand(transB, b, ldb), c: c, ldc: ldc, clear: beta == 0}
	if alpha == 1 && !bool(transB) && m*n*k <= directMax && kn.blocked && !kn.isTurned(&g, m) && !(bool(transA) && k >= 4 && kn.isThin(&g)) {
		if alias(lda, ldb, min(m, k)) {
			kn.copied(&g)
			return
		}
		kn.direct(m, n, k, &a[0], g.a.rs, g.a.cs, &b[0], ldb, &c[0], ldc, beta != 0)
		return
	}
	if u := kn.unit(floor); u != nil && u.worth(m, n, k, floor.terms(), packed != nil) {
		kn.runTerms(floor.terms(), &g, packed)
		return
	}
	if kn.blocked {
		kn.run(&g)
	} else {
		refGemm(&g)
	}
}

// checkLD panics with msg if the rows of X, op(X) being rows×cols, overlap.
func checkLD(t Transpose, rows, cols, ld int, msg string) {
	if t {
		cols = rows
	}
	if ld < cols {
		panic(msg)
	}
}

// checkOperand panics with msg unless X, op(X) being rows×cols, fits into have elements.
func checkOperand(t Transpose, rows, cols, have, ld int, msg string) {
	if t {
		rows, cols = cols, rows
	}
	if !fits(have, rows, cols, ld) {
		panic(msg)
	}
}

// fits reports whether rows ≥ 1 rows of cols elements, ld apart, fit into have
// elements, in arithmetic that sizes beyond all memory do not wrap around.
func fits(have, rows, cols, ld int) bool {
	hi, lo := bits.Mul64(uint64(rows-1), uint64(ld))
	return cols <= have && hi == 0 && lo <= uint64(have-cols)
}

// scaleC multiplies C by beta; 0 overwrites and 1 leaves it.
func (kn *kernel) scaleC(m, n int, beta float32, c []float32, ldc int) {
	if beta == 1 {
		return
	}
	var pace pacer
	for i := range m {
		row := c[i*ldc : i*ldc+n]
		if beta == 0 {
			clear(row)
			continue
		}
		for ; len(row) > 0; row = row[min(piece, len(row)):] {
			kn.scal(beta, &row[0], min(piece, len(row)))
			pace.elements(min(piece, len(row)))
		}
	}
}

// operand returns op(X), the rows of X being ld apart.
func operand(t Transpose, x []float32, ld int) view {
	if t {
		return view{x, 1, ld}
	}
	return view{x, ld, 1}
}

// A view is a matrix in a slice: element (i,j) is data[i·rs + j·cs].
type view struct {
	data   []float32
	rs, cs int
}

func (v *view) at(i, j int) float32   { return v.data[i*v.rs+j*v.cs] }
func (v *view) ptr(i, j int) *float32 { return &v.data[i*v.rs+j*v.cs] }
