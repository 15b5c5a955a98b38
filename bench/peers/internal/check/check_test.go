package check

import (
	"math"
	"testing"

	"lanes/bench/peers/internal/shape"
)

// product computes C as a caller's library would, in float32.
func product(o *Operands) {
	s := o.Shape
	for i := range s.M {
		for j := range s.N {
			sum := float32(0)
			for l := range s.K {
				ai, bi := i*s.LDA+l, l*s.LDB+j
				if s.TransA {
					ai = l*s.LDA + i
				}
				if s.TransB {
					bi = j*s.LDB + l
				}
				sum += o.A[ai] * o.B[bi]
			}
			o.C[i*s.LDC+j] = sum
		}
	}
}

func operands(transA, transB bool, m, n, k, gap int) *Operands {
	s := shape.Shape{Name: "test", M: m, N: n, K: k, TransA: transA, TransB: transB, LDC: n + gap}
	_, ca := s.StoredA()
	_, cb := s.StoredB()
	s.LDA, s.LDB = ca+gap, cb+gap
	a, b, c := Len(s)
	return &Operands{Shape: s, A: make([]float32, a), B: make([]float32, b), C: make([]float32, c)}
}

func TestRight(t *testing.T) {
	for _, c := range []struct{ m, n, k, gap int }{{1, 1, 1, 0}, {5, 7, 9, 3}, {40, 30, 20, 0}, {120, 110, 100, 1}} {
		for op := range 4 {
			o := operands(op&1 != 0, op&2 != 0, c.m, c.n, c.k, c.gap)
			o.Integers(7)
			product(o)
			if err := o.Exact(7); err != nil {
				t.Errorf("%s: %v", o.Shape.Size(), err)
			}
			o.Fractions(7)
			product(o)
			if worst, err := o.Bounded(7); err != nil || worst > 40 {
				t.Errorf("%s: worst %g, %v", o.Shape.Size(), worst, err)
			}
		}
	}
}

// TestWrong spoils one element at a time; every fault must be found.
func TestWrong(t *testing.T) {
	for name, spoil := range map[string]func(o *Operands, at int){
		"one off": func(o *Operands, at int) { o.C[at]++ },
		"zero":    func(o *Operands, at int) { o.C[at] = 100 - o.C[at] },
		"NaN":     func(o *Operands, at int) { o.C[at] = float32(math.NaN()) },
		"Inf":     func(o *Operands, at int) { o.C[at] = float32(math.Inf(1)) },
	} {
		o := operands(false, true, 200, 150, 170, 2) // more products than are all compared
		o.Integers(1)
		product(o)
		for _, at := range []int{0, 149, 57*152 + 33, 199*152 + 149} {
			old := o.C[at]
			spoil(o, at)
			if o.Exact(1) == nil {
				t.Errorf("%s at %d: not found in integers", name, at)
			}
			o.C[at] = old
		}
		o = operands(true, false, 20, 15, 17, 0)
		o.Fractions(1)
		product(o)
		spoil(o, 19*15+3)
		if _, err := o.Bounded(1); err == nil {
			t.Errorf("%s: not found in fractions", name)
		}
	}
}

func TestLowPrecision(t *testing.T) {
	o := operands(false, false, 8, 8, 64, 0)
	o.Fractions(3)
	product(o)
	for i, v := range o.C { // what a product of 8-bit significands might leave
		o.C[i] = math.Float32frombits(math.Float32bits(v) &^ 0xffff)
	}
	if _, err := o.Bounded(3); err == nil {
		t.Error("bf16 passed")
	}
	o.Shape.BF16 = true
	if _, err := o.Bounded(3); err != nil {
		t.Errorf("bf16 where it is allowed: %v", err)
	}
	for i := range o.C {
		o.C[i] *= 0.9
	}
	if _, err := o.Bounded(3); err == nil {
		t.Error("a tenth off passed for bf16")
	}
}

func TestGaps(t *testing.T) {
	o := operands(false, false, 3, 4, 5, 2)
	o.Integers(1)
	product(o)
	o.C[4] = 0
	if o.Exact(1) == nil {
		t.Error("a write between rows was not found")
	}
	if _, err := o.Bounded(1); err == nil {
		t.Error("a write between rows was not found by Bounded")
	}
}
