package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"

	"lanes/kernels"
)

// operands are x and y, rows×cols or a vector of that many elements. The result is y,
// or a number. Each row has a label, class 0, and room for its loss.
type operands struct {
	rows, cols int
	x, y, zero []float32
	labels     []uint8
	losses     []float32
}

func (o *operands) n() int { return o.rows * o.cols }

// newOperands lays x, y and, where it is asked for, zeros out on fresh pages, in places
// that seed chooses, each at another within a page.
func newOperands(rows, cols int, seed uint64, zeros bool) *operands {
	const page, skip = 4096 / 4, 80
	n, places := rows*cols, rand.New(rand.NewPCG(seed, 0))
	room := (n+page-1)/page*page + 32*page
	all := make([]float32, 3*room)
	if !zeros {
		all = all[:2*room]
	}
	place := func(i int) []float32 { return all[i*room+places.IntN(31)*page+i*skip:][:n:n] }
	o := &operands{rows: rows, cols: cols, x: place(0), y: place(1), labels: make([]uint8, rows), losses: make([]float32, rows)}
	if zeros {
		o.zero = place(2)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	const fresh = 50000 // beyond that they come again
	for i := range min(n, fresh) {
		o.x[i], o.y[i] = 2*rng.Float32()-1, 2*rng.Float32()-1
	}
	for i := fresh; i < n; i += fresh {
		copy(o.x[i:], o.x[:fresh])
		copy(o.y[i:], o.y[:fresh])
	}
	return o
}

// Factors that neither overflow nor vanish in any number of calls. No library may take
// a way round them, as for 0 and 1.
const (
	alpha = -1e-4
	turn  = -1
)

// An op is one routine.
type op struct {
	name  string
	moved int // bytes read and written for each element
	lanes func(o *operands) float32
	calls []call // of libraries: the first that one has

	// element returns element i of y as it must be and what its error may be, x and y as
	// they were; nil: the result is a number, the sum of term.
	element func(o *operands, i int) (want, off float64)
	term    func(x, y float64) float64
}

// A call is a function of a library.
type call struct {
	symbol string
	args   func(o *operands) []any
	zeros  bool // it needs them
}

// ops lists what is measured, in the order of the table.
var ops = []op{
	{name: "copy", moved: 8, // the language's own: what the others are up against
		lanes:   func(o *operands) float32 { copy(o.y, o.x); return 0 },
		calls:   []call{{symbol: "cblas_scopy", args: strided}, {symbol: "peers_copy", args: plain}},
		element: func(o *operands, i int) (want, off float64) { return float64(o.x[i]), 0 }},
	{name: "relu", moved: 8,
		lanes:   func(o *operands) float32 { kernels.ReLU(o.y, o.x); return 0 },
		calls:   []call{{symbol: "vsFmax", args: withZeros, zeros: true}, {symbol: "peers_relu", args: plain}},
		element: func(o *operands, i int) (want, off float64) { return math.Max(float64(o.x[i]), 0), 0 }},
	{name: "axpy", moved: 12,
		lanes: func(o *operands) float32 { kernels.Axpy(alpha, o.x, o.y); return 0 },
		calls: []call{
			{symbol: "cblas_saxpy", args: func(o *operands) []any { return []any{o.n(), float32(alpha), o.x, 1, o.y, 1} }},
			{symbol: "peers_axpy", args: func(o *operands) []any { return []any{o.n(), float32(alpha), o.x, o.y} }}},
		element: func(o *operands, i int) (want, off float64) {
			p := float64(float32(alpha)) * float64(o.x[i])
			want = p + float64(o.y[i])
			return want, 0x1p-24 * (math.Abs(p) + math.Abs(want)) // a product and a sum, each rounded
		}},
	{name: "scal", moved: 8,
		lanes: func(o *operands) float32 { kernels.Scal(turn, o.y); return 0 },
		calls: []call{
			{symbol: "cblas_sscal", args: func(o *operands) []any { return []any{o.n(), float32(turn), o.y, 1} }},
			{symbol: "peers_scal", args: func(o *operands) []any { return []any{o.n(), float32(turn), o.y} }}},
		element: func(o *operands, i int) (want, off float64) { return turn * float64(o.y[i]), 0 }},
	{name: "sum", moved: 4,
		lanes: func(o *operands) float32 { return kernels.Sum(o.x) },
		calls: []call{
			{symbol: "cblas_ssum", args: func(o *operands) []any { return []any{o.n(), o.x, 1} }},
			{symbol: "peers_sum", args: func(o *operands) []any { return []any{o.n(), o.x} }}},
		term: func(x, _ float64) float64 { return x }},
	{name: "dot", moved: 8,
		lanes: func(o *operands) float32 { return kernels.Dot(o.x, o.y) },
		calls: []call{{symbol: "cblas_sdot", args: strided}, {symbol: "peers_dot", args: plain}},
		term:  func(x, y float64) float64 { return x * y }},
	{name: "exp", moved: 8,
		lanes: func(o *operands) float32 { kernels.Exp(o.y, o.x); return 0 },
		calls: []call{{symbol: "vsExp", args: plain}, {symbol: "peers_exp", args: plain}},
		element: func(o *operands, i int) (want, off float64) {
			want = math.Exp(float64(o.x[i]))
			return want, 0x1p-21 * want // libmvec's bound: 4 ulp
		}},
	{name: "softmax", moved: 8,
		lanes: func(o *operands) float32 { kernels.Softmax(o.y, o.x, o.rows, o.cols); return 0 },
		calls: []call{{symbol: "peers_softmax", args: func(o *operands) []any { return []any{o.rows, o.cols, o.x, o.y} }}},
		element: func(o *operands, i int) (want, off float64) {
			want = o.softmax(i)
			return want, 0x1p-20 * want
		}},
	{name: "cross-entropy", moved: 8, // its loss and gradient, which no library here has
		lanes: func(o *operands) float32 {
			kernels.SoftmaxCrossEntropy(o.y, o.losses, o.x, o.labels, o.rows, o.cols, 1)
			return 0
		},
		element: func(o *operands, i int) (want, off float64) {
			want = o.softmax(i)
			if i%o.cols == 0 {
				want--
			}
			return want, 0x1p-20
		}},
}

// softmax returns element i of the softmax of the rows of x.
func (o *operands) softmax(i int) float64 {
	sum := 0.0
	for _, v := range o.x[i/o.cols*o.cols:][:o.cols] {
		sum += math.Exp(float64(v))
	}
	return math.Exp(float64(o.x[i])) / sum
}

func plain(o *operands) []any     { return []any{o.n(), o.x, o.y} }
func strided(o *operands) []any   { return []any{o.n(), o.x, 1, o.y, 1} }
func withZeros(o *operands) []any { return []any{o.n(), o.x, o.zero, o.y} }

// check compares the result of one call, y or a number, with that of float64; before is
// what the operands were. Of y it takes every element, or some hundred if they are costly.
func (p *op) check(before, after *operands, number float32) error {
	if p.element == nil {
		want, size := 0.0, 0.0
		for i, v := range before.x {
			t := p.term(float64(v), float64(before.y[i]))
			want, size = want+t, size+math.Abs(t)
		}
		// However its partial sums are formed, they err by far less than this.
		if off := math.Abs(float64(number) - want); !(off <= 1e-4*size) {
			return fmt.Errorf("%s of %d elements is %v, want %v", p.name, before.n(), number, want)
		}
		return nil
	}
	step := 1
	if before.rows > 1 {
		step = max(1, before.n()/499)
	}
	for i := 0; i < before.n(); i += step {
		want, off := p.element(before, i)
		off += 0x1p-25 * math.Abs(want) // to round what is wanted
		if got := float64(after.y[i]); !(math.Abs(got-want) <= off) {
			return fmt.Errorf("%s of %d×%d elements: element %d is %v, want %v", p.name, before.rows, before.cols, i, got, want)
		}
	}
	return nil
}

// A task is an op on operands of one size.
type task struct {
	Op    string `json:"op"`
	Place string `json:"place"` // where the operands are when the next call comes
	Rows  int    `json:"rows"`
	Cols  int    `json:"cols"`
}

func (t task) op() *op {
	for i := range ops {
		if ops[i].name == t.Op {
			return &ops[i]
		}
	}
	return nil
}

// memory is the Place that is not a cache.
const memory = "memory"

// tasks lists all: vectors in the first and second cache and in memory, with a rest that
// fills no register, and the shapes of softmax, whose largest is copied as well.
func tasks() (list []task) {
	for _, p := range ops[:len(ops)-2] {
		list = append(list, task{p.name, "L1", 1, 2000}, task{p.name, "L2", 1, 50000}, task{p.name, memory, 1, 1 << 23})
	}
	large := task{Place: memory, Rows: 1024, Cols: 4096}
	for _, s := range []task{{Place: "L1", Rows: 100, Cols: 10}, {Place: "L2", Rows: 1000, Cols: 10}, {Place: "L2", Rows: 128, Cols: 1000}, large} {
		s.Op = "softmax"
		list = append(list, s)
	}
	large.Op = "copy"
	return append(list, large, task{"cross-entropy", "L1", 100, 10}, task{"cross-entropy", "L2", 128, 1000})
}

// matching returns the tasks that an expression chooses, as "routine place".
func matching(names *regexp.Regexp) (list []task, err error) {
	for _, t := range tasks() {
		if names.MatchString(t.Op + " " + t.Place) {
			list = append(list, t)
		}
	}
	if list == nil {
		return nil, fmt.Errorf("no task matches %q", names)
	}
	return list, nil
}
