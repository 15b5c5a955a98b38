package kernels

import "unsafe"

// Where a precision below Exact lets it in, a product is computed by a unit that
// multiplies bfloat16: each operand is split into one, two or three terms of that
// type, whose products are summed in float32.

const (
	maxDepth = 2048 // bounds the depth of a unit
	termStep = 32   // panels are as many numbers deep, or a multiple, filled up with zeros
	termCols = 32   // columns of a panel of B
	termRows = 32   // most rows of a panel of A

	// A block of C is computed from at most blockPanels panels of A at a time and, where
	// it is to be packed, blockB numbers of B, which bounds the workspace: A is split anew
	// for each. A piece of it is computed from piecePanels of each operand.
	blockPanels = 32
	blockB      = 1 << 22
	piecePanels = 4
	pieceCols   = termCols * piecePanels
)

// A unit multiplies panels of bfloat16 numbers. It is one for all precisions that its
// arithmetic serves: with one term BF16, with two BF16x3, with three F32.
type unit struct {
	name     string
	mr       int // rows of a panel of A, at most termRows
	odd      int // termStep: rows of A are an odd number of cache lines long; or 0
	maxTerms int
	depth    int // products of k in one chain of sums, then added to C; a multiple of KBlock

	// strip computes m ≤ mr rows of C, n of any width, over k ≤ depth numbers, from
	// one panel of A (m rows; a term is mr rows further) and panels of B one after the other
	// (each all its terms), k rounded up to termStep. s is scratch, termScratch elements.
	// Meanwhile what comes next may be asked for: k/2 rows, step apart, from ask on, and
	// from 16 numbers further for each panel.
	strip func(m, n, k, terms int, a, b *uint16, c *float32, ldc int, acc bool, s, ask *float32, step int)

	splitRows  func(dst *uint16, src *float32, rows, cols, ldd, lds, terms, stride int, limits *limits)
	splitPairs func(dst *uint16, src *float32, rows, cols, width, lds, terms, stride int, limits *limits)

	// worth reports whether a product takes less time than by the exact method, B being
	// packed before or not. It must not depend on the number of workers.
	worth func(m, n, k, terms int, packed bool) bool
}

// usableUnits holds the units that can be used here, best first.
var usableUnits = nativeUnits()

// termScratch is the scratch of strip in elements: a tile of C, and 64 bytes.
const termScratch = termRows*termCols + 16

// termPasses lists, for each number of terms, the products of a term of A and one of B that
// are summed, all but those below the last place of the sum, pass by pass through k: the
// great ones last, so that the others are rounded where they are small.
var termPasses = [...][][][2]int{
	1: {{{0, 0}}},
	2: {{{0, 1}, {1, 0}}, {{0, 0}}},
	3: {{{2, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 2}}, {{0, 0}}},
}

// termProducts returns how many products of terms those are.
func termProducts(terms int) int { return terms * (terms + 1) / 2 }

// terms returns how many terms a precision takes.
func (p Precision) terms() int { return int(BF16-p) + 1 }

// limits are the least nonzero and the greatest magnitude of numbers, by their bits. To keep
// them costs a third of the rate of splitting to one term, 20 numbers a ns instead of 32 in
// L1, but of a product at BF16 no more than 2.5 % at 100×512×784 and 1.3 % for squares from
// 256 on (Zen 4).
type limits struct {
	least uint32 // of |x| − 1, so that zero is the greatest of all
	most  uint32
}

var noLimits = limits{least: 1<<32 - 1}

func (l limits) and(o limits) limits { return limits{min(l.least, o.least), max(l.most, o.most)} }

// rowA is the length of a row of a packed A, k numbers: were it a power of two, all rows
// would take turns in a few sets of the first cache.
func (u *unit) rowA(k int) int { return roundUp(k, termStep) | u.odd }

// safe reports whether products of numbers within these limits are as accurate as
// promised: nothing is lost to overflow, and what is flushed to zero is too little to
// count. The last bit of a number of exponent e is 2^(e−23), so that its terms are normal
// from e = −102 on; each addition loses at most 2⁻¹²⁶, which must be below a product's share
// of the bound.
func (l limits) safe(o limits, terms int) bool {
	const bias, rounded, width = 127, 0x7f7f8000, 13 // of maxDepth products
	if l.most >= rounded || o.most >= rounded || int(l.most>>23+o.most>>23)-2*bias+width >= bias {
		return false
	}
	if l.most == 0 || o.most == 0 {
		return true
	}
	x, y := int((l.least+1)>>23), int((o.least+1)>>23)
	lowest, product := 1, bias*2-112
	if terms > 1 {
		lowest, product = 25, bias*2-97
	}
	return x >= lowest && y >= lowest && x+y >= product
}

// at16 returns the address n elements after p. The caller keeps it inside the slice.
func at16(p *uint16, n int) *uint16 {
	return (*uint16)(unsafe.Add(unsafe.Pointer(p), 2*n))
}

// halves and whole see a float32 as the two numbers of a pair, and the other way round.
func halves(p *float32) *uint16 { return (*uint16)(unsafe.Pointer(p)) }
func whole(p *uint16) *float32  { return (*float32)(unsafe.Pointer(p)) }
