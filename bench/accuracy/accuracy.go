// Package accuracy measures how far products of float32 matrices lie from the true
// ones: the mean and the maximum, over many elements of C = A·B, of
//
//	|C − exact| / Σ|a||b|
//
// in units of 2⁻²⁴, half a unit in the last place of 1. The exact sums carry twice the
// digits of float64, so that what is measured is the product's error alone.
package accuracy

import (
	"math"
	"math/rand/v2"
	"slices"

	"lanes/kernels"
)

// A Func computes C = A·B, row-major without gaps: A is m×k, B is k×n.
type Func func(m, n, k int, a, b, c []float32)

// An Error is what a product's elements are off by, in units of 2⁻²⁴·Σ|a||b|. A NaN in C
// makes it NaN.
type Error struct{ Mean, Max float64 }

// Size is m and n of the products, so large that every method finds them worth its while;
// every step'th row and column is judged.
const (
	Size = 288
	step = 4
)

// Inputs are the distributions that A and B are drawn from, and Depths the k.
var (
	Inputs = []string{"uniform", "normal", "positive", "wide"}
	Depths = []int{64, 784, 4096}
)

// draw returns a source of one distribution: uniform in (−1, 1), normal of variance 1, uniform
// in (0, 1), or with exponents from −20 to 20, all as often, and either sign.
func draw(inputs string, rng *rand.Rand) func() float32 {
	switch inputs {
	case "uniform":
		return func() float32 { return float32(2*rng.Float64() - 1) }
	case "normal":
		return func() float32 { return float32(rng.NormFloat64()) }
	case "positive":
		return func() float32 { return rng.Float32() }
	case "wide":
		return func() float32 {
			x := math.Ldexp(1+rng.Float64(), rng.IntN(41)-20)
			return float32(math.Copysign(x, rng.Float64()-0.5))
		}
	}
	panic("accuracy: unknown inputs")
}

// A Problem is a product whose true value is known.
type Problem struct {
	K       int
	a, b, c []float32
	want    []sum // of the elements that are judged, by rows
}

// NewProblem draws a product of Size×Size elements and depth k.
func NewProblem(inputs string, k int, seed uint64) *Problem {
	next := draw(inputs, rand.New(rand.NewPCG(seed, uint64(k))))
	p := &Problem{K: k, a: make([]float32, Size*k), b: make([]float32, k*Size), c: make([]float32, Size*Size)}
	for _, x := range [][]float32{p.a, p.b} {
		for i := range x {
			x[i] = next()
		}
	}
	column := make([]float32, k)
	p.want = make([]sum, Size/step*(Size/step))
	for j := range Size / step {
		for l := range column {
			column[l] = p.b[l*Size+j*step]
		}
		for i := range Size / step {
			p.want[i*(Size/step)+j] = dot(p.a[i*step*k:(i*step+1)*k], column)
		}
	}
	return p
}

// Measure returns the errors of f, which must not change A or B.
func (p *Problem) Measure(f Func) (e Error) {
	for i := range p.c {
		p.c[i] = float32(math.NaN())
	}
	f(Size, Size, p.K, p.a, p.b, p.c)
	for i := range Size / step {
		for j := range Size / step {
			x := p.want[i*(Size/step)+j].distance(p.c[i*step*Size+j*step])
			e.Mean += x
			e.Max = max(e.Max, x) // NaN if x is
		}
	}
	e.Mean /= float64(len(p.want))
	return e
}

// A sum is Σab as high + low, and Σ|a||b|.
type sum struct{ high, low, abs float64 }

// dot adds products, which are exact in float64, and the errors of the additions beside
// them (Knuth's TwoSum): what remains is below k²·2⁻¹⁰⁵ of Σ|a||b|.
func dot(a, b []float32) (s sum) {
	for l, x := range a {
		p := float64(x) * float64(b[l])
		t := s.high + p
		part := t - s.high
		s.low += (s.high - (t - part)) + (p - part)
		s.high = t
		s.abs += math.Abs(p)
	}
	return s
}

// distance returns how far c is from the sum, in units of 2⁻²⁴·Σ|a||b|.
func (s sum) distance(c float32) float64 {
	d := math.Abs((float64(c) - s.high) - s.low)
	if d == 0 {
		return 0
	}
	return d / (s.abs * 0x1p-24)
}

// A Contender is a column of the table: a product, and the method that it runs on.
type Contender struct {
	Name, Method string
	Bound        func(k int) float64 // on Error.Max; nil: none is known
	Mul          Func
}

// Lanes returns Sgemm of the active set at each precision.
func Lanes() []Contender {
	var list []Contender
	for p := kernels.Exact; p <= kernels.BF16; p++ {
		method, _ := kernels.Method(p)
		list = append(list, Contender{p.String(), method, func(k int) float64 { return bound(p, k) },
			func(m, n, k int, a, b, c []float32) {
				kernels.SgemmAt(p, kernels.NoTrans, kernels.NoTrans, m, n, k, 1, a, k, b, n, 0, c, n)
			}})
	}
	return list
}

// bound is the error that a precision may have at most: see kernels.Precision and, for
// Exact, the documentation of package kernels.
func bound(p kernels.Precision, k int) float64 {
	order := float64(k + 4)
	switch p {
	case kernels.Exact:
		return float64(min(k, kernels.KBlock) + (k+kernels.KBlock-1)/kernels.KBlock + 2)
	case kernels.F32:
		return order
	case kernels.BF16x3:
		return 0x1p9 + order
	}
	return 0x1p17 + 0x1p8 + order
}

// A Row is one problem and the error of each contender.
type Row struct {
	Inputs string
	K      int
	Errors []Error
}

// Measure judges the contenders on problems with these inputs and every depth, one after
// the other, and hands on each row as it is there, until that fails.
func Measure(list []Contender, inputs []string, seed uint64, each func(Row) error) error {
	for _, inputs := range inputs {
		for _, k := range Depths {
			p, row := NewProblem(inputs, k, seed), Row{inputs, k, nil}
			for _, c := range list {
				row.Errors = append(row.Errors, p.Measure(c.Mul))
			}
			if err := each(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// Broken returns the names of those whose errors are not within their bounds.
func Broken(list []Contender, rows []Row) (names []string) {
	for i, c := range list {
		if c.Bound != nil && slices.ContainsFunc(rows, func(r Row) bool { return !(r.Errors[i].Max <= c.Bound(r.K)) }) {
			names = append(names, c.Name)
		}
	}
	return names
}
