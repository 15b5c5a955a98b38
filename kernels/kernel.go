package kernels

import (
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"unsafe"
)

// A kernel is all that differs between instruction sets. Values are immutable
// once listed. Leaf routines take pointers and trust their caller: every length
// has been checked and is at least 1.
type kernel struct {
	name   string // the ISA token: value of LANES_KERNEL, sub-name of tests and benchmarks
	mr, nr int    // tile of C held in registers, rows × columns
	nc     int    // columns of a packed block of B, a multiple of nr; see gemm.go
	step   int    // tiles are best a multiple of step rows high; divides mr, 0 is 1

	maxTransposed int // columns of C up to which an A stored by rows is transposed: see isThin
	maxFlat       int // rows of C up to which it is transposed rather than such a B: see isFlat

	// Rows that are a multiple of aliasA elements apart fall into few sets of the first cache:
	// A is copied if they are, for more than aliasCols columns of C. So is B where its rows have gaps
	// between them and are a multiple of aliasB apart.
	aliasA, aliasCols, aliasB int
	// A B beyond the first cache that many tiles read in place is copied too, unless its rows
	// are a multiple of alignB apart; 0: no.
	alignB int

	// From copyCols columns of C and copyCols/4 products an element on, an A stored by columns
	// is copied, whatever its size; 0: no.
	copyCols int

	packColumns bool // tiles are fastest with columns of A contiguous, rsa = 1

	blocked bool // Sgemm runs the driver of gemm.go; false: the definition

	// tiles computes m ≤ mr rows of C, n of any width, in tiles of nr columns, over
	// k ≤ KBlock products: element (i,l) of A is a[i·rsa+l·csa], row l of B for tile q
	// starts at b[q·step+l·ldb]. C = S, or C += S if acc, S being one chain of fma from
	// zero.
	tiles tilesFunc

	// stream is tiles for a B in place, which asks for the next k rows of it, and columns of an A
	// stored by columns, rsa = 1; nil: what comes next is asked for between tiles.
	stream tilesFunc

	// tiny computes a whole product C = A·B, stored by rows, m, n, k ≤ tinyMax, a power
	// of two.
	tiny    func(m, n, k int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int)
	tinyMax int

	// packTiles computes mr rows of C like tiles, n a multiple of nr, row l of B at
	// b[l·ldb], and copies B to panels at dst, step apart.
	packTiles func(n, k int, a *float32, rsa, csa int, b *float32, ldb int, dst *float32, step int, c *float32, ldc int, acc bool)

	// fewRows computes m ≤ maxFewRows rows of C like tiles, n of any width, reading
	// B by whole rows. s is scratch, maxFewRows·n elements with n rounded up to 16.
	fewRows func(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool, s *float32)

	// columns computes Y = A·X, or Y += A·X if acc, by blocks of KBlock columns of A, one or
	// two at a time, for m rows of A, a multiple of 8; rows of X and Y are of 4 elements,
	// contiguous. It is nil where there is none.
	columns func(m, k, blocks int, a *float32, lda int, x, y *float32, acc bool)

	// turned computes Y = A·X, or Y += A·X if acc, in the chains of tiles, Y stored by columns:
	// m rows of A stored by rows, a multiple of 8, n ≤ maxTurned columns, and a k that is a
	// multiple of 4; nil where maxTurned is 0.
	turned    func(m, n, k int, a *float32, lda int, x *float32, ldx int, y *float32, ldy int, acc bool)
	maxTurned int

	// gemv computes y = A·x, or y += A·x if acc, for m ≥ 8 rows of A, in the chains of
	// tile: over k ≤ KBlock columns, or over 2 to 4 blocks of k = KBlock.
	gemv func(m, k, blocks int, a *float32, lda int, x, y *float32, acc bool)

	// chains computes one row of C like tiles, n ≤ maxChains, over 2 to 4 blocks of
	// KBlock products at the same time; A is contiguous.
	chains func(n, blocks int, a, b *float32, ldb int, c *float32, acc bool)

	// ger computes A[m×n] = x·yᵀ, or A += x·yᵀ if acc, like tiles for k = 1.
	ger func(m, n int, x *float32, incx int, y, a *float32, lda int, acc bool)

	terms *unit // for precisions below Exact; nil: there is none

	// fmaLoop runs n rounds of roundFlops flops on registers, for the peak.
	fmaLoop    func(n int)
	roundFlops int

	// copyRows copies a rows×cols block; transpose writes dst[j·ldd+i] = src[i·lds+j].
	copyRows, transpose func(dst, src *float32, rows, cols, ldd, lds int)

	exp, log, sigmoid, tanh func(dst, src *float32, n int)
	sigmoidGrad, tanhGrad   func(dx, dy, y *float32, n int)

	// The passes of softmax over rows: maxRows takes the largest of each (NaN left
	// out, a zero of either sign), expRows sets dst = exp(src − max) and sums to the
	// sum of each row, scaleRows x = (x/sum)·scale by the rounded reciprocal.
	maxRows   func(maxs, x *float32, rows, cols int)
	expRows   func(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)
	scaleRows func(x, sums *float32, rows, cols int, scale float32)

	// shiftRows sets dst = (src − maxs) − logs, of each row.
	shiftRows func(dst, src, maxs, logs *float32, rows, cols int)

	// chainRows is those passes row by row, for rows of chainCols columns or more, at
	// least 17: exp of row i, scale of row i−1, maximum of row i+1. maxs[0] is given, and the
	// last row is left unscaled.
	chainRows func(dst, src, maxs, sums *float32, rows, cols int, scale float32)
	chainCols int

	// chainPast is chainRows with exponentials in a row exps of their own, for dst of whole
	// cache lines, row by row, past the caches; scale is 1. With before and after it goes
	// on from one call to the next: there is a row before the first, in exps, at dst − cols,
	// with its sum at sums − 1; one after the last, whose maximum goes to maxs[rows].
	chainPast func(dst, exps, src, maxs, sums *float32, rows, cols int, before, after bool)

	addBias, addBiasReLU func(x, bias *float32, rows, cols int)
	relu                 func(dst, src *float32, n int)
	reluPast             func(dst, src *float32, n int) // dst of whole cache lines, past the caches
	reluGrad             func(dx, dy, y *float32, n int)

	// reluSumRows is reluGrad and sumRows in one pass, for 16 rows and columns or more.
	// lanes is room for reluSumLanes floats.
	reluSumRows func(dx, sums, dy, y *float32, rows, cols int, lanes *float32)

	// sumRows sums columns of src, rows ld apart. It, sum, dot and expRows start
	// from zero if lanes is nil. Else lanes holds their lanes from piece to piece:
	// 16×16 for each 16 columns, 64 for sum and dot, 16 for expRows (of one row, more than
	// 16 columns); pieces are a multiple of as many rows or elements, and the last
	// result is the result.
	sumRows func(dst, src *float32, rows, cols, ld int, lanes *float32)
	sum     func(x *float32, n int, lanes *float32) float32
	dot     func(x, y *float32, n int, lanes *float32) float32
	squares func(x *float32, n int, lanes *float64) // adds to 32 lanes

	axpy  func(alpha float32, x, y *float32, n int)
	scal  func(alpha float32, x *float32, n int)
	bytes func(dst *float32, src *uint8, n int, scale float32)

	// prefetch asks for rows of n bytes, ld bytes apart, from p on to be brought into
	// a cache near the core. It reads nothing, so that any address may be given.
	prefetch func(p *uint8, n, rows, ld int)

	sgd  func(w, g, v *float32, n int, lr, momentum, decay float32, nesterov bool)
	adam func(w, g, m, v *float32, n int, lr, beta1, gain1, beta2, gain2, root, eps, decay, keep float32)
}

type tilesFunc = func(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool)

// A tileFunc computes one tile, n ≤ nr, like tiles.
type tileFunc = func(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool)

// available holds the usable sets, best first; it is never empty.
var available = append(native(), &generic, &reference)

// active is the chosen set: the best, unless LANES_KERNEL or Use says otherwise.
var active atomic.Pointer[kernel]

func init() {
	active.Store(available[0])
	if name := os.Getenv("LANES_KERNEL"); name != "" {
		if err := Use(name); err != nil {
			panic("LANES_KERNEL: " + err.Error())
		}
	}
	if name := os.Getenv("LANES_PRECISION"); name != "" {
		p, err := PrecisionByName(name)
		if err != nil {
			panic("LANES_PRECISION: " + err.Error())
		}
		SetPrecision(p)
	}
}

// Names returns the kernel sets that can be used here, best first.
func Names() []string {
	names := make([]string, len(available))
	for i, kn := range available {
		names[i] = kn.name
	}
	return names
}

// Active returns the name of the set that calls use now.
func Active() string { return active.Load().name }

// Use chooses the set for all calls that start from now on. It returns an error
// that lists the usable sets if name is not one of them.
func Use(name string) error {
	for _, kn := range available {
		if kn.name == name {
			active.Store(kn)
			return nil
		}
	}
	return fmt.Errorf("kernels: set %q cannot be used here, want one of: %s", name, strings.Join(Names(), " "))
}

// slice returns the n elements from p on. Leaves written in Go use it to have
// slices again behind the pointers of the table.
func slice[T float32 | uint16 | uint8](p *T, n int) []T { return unsafe.Slice(p, n) }
