// Package check decides whether a product is right. Two tests run before anything
// is timed. With small integers every product and sum is exact in float32, in any
// order, so C·x must equal A·(B·x) for a random integer vector x: a wrong element
// anywhere shows. With fractions, elements are compared with a float64 sum and
// the error bound that holds for any order of summation:
//
//	|C − exact| ≤ (k + 4)·2⁻²⁴·Σ|a||b|
//
// or, where each input may be rounded to bfloat16, 2⁻⁷ + 2⁻¹⁶ of Σ|a||b| more.
package check

import (
	"fmt"
	"math"
	"math/rand/v2"

	"lanes/bench/peers/internal/shape"
)

// Operands are the matrices of one product as they lie in memory. Gaps between
// rows hold NaN, and so does C before the call: what must not be read or written shows.
type Operands struct {
	Shape   shape.Shape
	A, B, C []float32
}

// Len returns the elements that the three matrices take.
func Len(s shape.Shape) (a, b, c int) {
	ra, _ := s.StoredA()
	rb, _ := s.StoredB()
	return ra * s.LDA, rb * s.LDB, s.M * s.LDC
}

// Integers fills A and B with integers of −4 to 4 and C with NaN.
func (o *Operands) Integers(seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 1))
	o.fill(func() float32 { return float32(int(rng.Uint32()%9) - 4) })
}

// Fractions fills A and B with values of −1 to 1 and C with NaN.
func (o *Operands) Fractions(seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 2))
	o.fill(func() float32 { return float32(int32(rng.Uint32())>>7) * (1.0 / (1 << 24)) })
}

func (o *Operands) fill(next func() float32) {
	ra, ca := o.Shape.StoredA()
	rb, cb := o.Shape.StoredB()
	fillRows(o.A, ra, ca, o.Shape.LDA, next)
	fillRows(o.B, rb, cb, o.Shape.LDB, next)
	for i := range o.C {
		o.C[i] = float32(math.NaN())
	}
}

func fillRows(x []float32, rows, cols, ld int, next func() float32) {
	for i := range rows {
		row := x[i*ld : (i+1)*ld]
		for j := range row {
			if j < cols {
				row[j] = next()
			} else {
				row[j] = float32(math.NaN())
			}
		}
	}
}

// Exact tests the product of integers, all of it.
func (o *Operands) Exact(seed uint64) error {
	s := o.Shape
	if err := o.gaps(); err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(seed, 3))
	x := make([]float64, s.N)
	for j := range x {
		x[j] = float64(1 + rng.IntN(509))
	}
	want := apply(o.A, s.LDA, s.M, s.K, s.TransA, apply(o.B, s.LDB, s.K, s.N, s.TransB, x))
	got := apply(o.C, s.LDC, s.M, s.N, false, x)
	for i := range want {
		if got[i] != want[i] { // also when got is NaN
			return fmt.Errorf("row %d of C is wrong (integers): C·x = %g, want %g", i, got[i], want[i])
		}
	}
	return nil
}

// apply returns op(X)·x, op(X) rows×cols.
func apply(data []float32, ld, rows, cols int, trans bool, x []float64) []float64 {
	y := make([]float64, rows)
	if trans { // stored cols×rows: add multiples of the stored rows
		for l, f := range x {
			for i, v := range data[l*ld : l*ld+rows] {
				y[i] += f * float64(v)
			}
		}
		return y
	}
	for i := range y {
		sum := 0.0
		for l, v := range data[i*ld : i*ld+cols] {
			sum += float64(v) * x[l]
		}
		y[i] = sum
	}
	return y
}

// gaps tests that the elements between the rows of C were left alone.
func (o *Operands) gaps() error {
	s := o.Shape
	for i := range s.M {
		for j, v := range o.C[i*s.LDC+s.N : (i+1)*s.LDC] {
			if v == v {
				return fmt.Errorf("C is written beyond its row: row %d, column %d", i, s.N+j)
			}
		}
	}
	return nil
}

// sampled is the number of products up to which every element is compared.
const sampled = 1 << 20

// Bounded compares elements with float64: all of them while m·n·k is small, else
// the corners and a random sample. It returns the largest error in units of
// 2⁻²⁴·Σ|a||b|; up to k + 4 is allowed, or what bfloat16 needs.
func (o *Operands) Bounded(seed uint64) (worst float64, err error) {
	s := o.Shape
	if err := o.gaps(); err != nil {
		return 0, err
	}
	allowed := float64(s.K + 4)
	if s.BF16 {
		allowed += 0x1p17 + 0x1p8
	}
	test := func(i, j int) error {
		e := o.distance(i, j)
		if !(e <= allowed) {
			return fmt.Errorf("C[%d,%d] = %g is off by %.3g, allowed are %.0f (2⁻²⁴·Σ|a||b|)",
				i, j, o.C[i*s.LDC+j], e, allowed)
		}
		worst = max(worst, e)
		return nil
	}
	if s.M*s.N*s.K <= sampled {
		for i := range s.M {
			for j := range s.N {
				if err := test(i, j); err != nil {
					return worst, err
				}
			}
		}
		return worst, nil
	}
	points := [][2]int{{0, 0}, {0, s.N - 1}, {s.M - 1, 0}, {s.M - 1, s.N - 1}}
	rng := rand.New(rand.NewPCG(seed, 4))
	for range max(64, sampled/s.K) {
		points = append(points, [2]int{rng.IntN(s.M), rng.IntN(s.N)})
	}
	for _, p := range points {
		if err := test(p[0], p[1]); err != nil {
			return worst, err
		}
	}
	return worst, nil
}

// distance returns the error of C[i,j] in units of 2⁻²⁴·Σ|a||b|; NaN if C is NaN.
func (o *Operands) distance(i, j int) float64 {
	s := o.Shape
	ra, ca := s.LDA, 1
	if s.TransA {
		ra, ca = 1, s.LDA
	}
	rb, cb := s.LDB, 1
	if s.TransB {
		rb, cb = 1, s.LDB
	}
	sum, abs := 0.0, 0.0
	for l := range s.K {
		p := float64(o.A[i*ra+l*ca]) * float64(o.B[l*rb+j*cb])
		sum += p
		abs += math.Abs(p)
	}
	d := math.Abs(float64(o.C[i*s.LDC+j]) - sum)
	if d == 0 {
		return 0
	}
	return d / (abs * 0x1p-24)
}
