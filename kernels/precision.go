package kernels

import (
	"fmt"
	"strings"
	"sync/atomic"
)

// Precision is a floor for the accuracy of Sgemm: a faster method may run only
// if it is at least as accurate, and where there is none the more exact method
// runs. BF16 and BF16x3 and F32 name what a caller can live with, never what
// must happen.
type Precision int

// The precisions, from the most exact to the coarsest. Bounds are on an element of
// C = A·B over k products, exact being its true value and Σ|A||B| the sum of the
// absolute values of its products.
const (
	Exact  Precision = iota // the bits of the package contract
	F32                     // float32 accuracy: |C−exact| ≤ (k+4)·2⁻²⁴·Σ|A||B|
	BF16x3                  // inputs in two parts of bfloat16: about 2⁻¹⁶·Σ|A||B|
	BF16                    // inputs rounded once to bfloat16: about 2⁻⁸·Σ|A||B|
)

var precisionNames = [...]string{"exact", "f32", "bf16x3", "bf16"}

// String returns the name that LANES_PRECISION takes.
func (p Precision) String() string {
	if p < Exact || p > BF16 {
		return fmt.Sprintf("Precision(%d)", int(p))
	}
	return precisionNames[p]
}

// PrecisionByName returns the precision of that name: exact, f32, bf16x3 or bf16.
func PrecisionByName(name string) (Precision, error) {
	for p, s := range precisionNames {
		if s == name {
			return Precision(p), nil
		}
	}
	return Exact, fmt.Errorf("kernels: precision %q, want one of: %s", name, strings.Join(precisionNames[:], " "))
}

var precision atomic.Int32

// SetPrecision sets the floor for all calls that start from now on; the default
// is Exact. It panics if p is not one of the constants.
//
// All sets of this version are exact, so every floor is met by the exact method.
func SetPrecision(p Precision) {
	if p < Exact || p > BF16 {
		panic("kernels: unknown precision")
	}
	precision.Store(int32(p))
}

// CurrentPrecision returns the floor in force.
func CurrentPrecision() Precision { return Precision(precision.Load()) }
