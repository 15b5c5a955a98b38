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
// C = alpha·A·B over k products, exact being its true value and Σ|αA||B| the sum of the
// absolute values of its products, where αA and its products with B are 0 or normal, and
// C and the sums stay below 2¹²⁷: near that one precision may overflow and another not.
// Each gives the same bits for any number of workers; those below Exact depend on the CPU.
//
// Below Exact, inputs are split into terms of bfloat16, of 8 bits each, whose products are
// summed in float32 (Henry, Tang and Heinecke, ARITH 2019, doi:10.1109/ARITH.2019.00019).
// Where numbers are so large that a sum might overflow on the way, or so small that terms
// would be lost, that part of the product takes the exact method.
const (
	Exact  Precision = iota // the bits of the package contract
	F32                     // float32 accuracy: |C−exact| ≤ (k+4)·2⁻²⁴·Σ|αA||B|
	BF16x3                  // two terms: at most 2⁻¹⁵ + (k+4)·2⁻²⁴ of it, as a rule below 2⁻¹⁸
	BF16                    // one term: at most 2⁻⁷ + 2⁻¹⁶ + (k+4)·2⁻²⁴, as a rule below 2⁻⁹
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

// SetPrecision sets the floor for all calls of Sgemm that start from now on; the default
// is Exact. Products with a floor of their own are those of SgemmAt and SgemmPacked. It
// panics if p is not one of the constants.
func SetPrecision(p Precision) {
	p.check()
	precision.Store(int32(p))
}

// CurrentPrecision returns the floor in force.
func CurrentPrecision() Precision { return Precision(precision.Load()) }

// check panics if p is not one of the constants.
func (p Precision) check() {
	if p < Exact || p > BF16 {
		panic("kernels: unknown precision")
	}
}

// Method returns what the active set computes large products with at precision p, its own
// name for the exact method, and why.
func Method(p Precision) (method, why string) {
	p.check()
	kn := active.Load()
	switch u := kn.terms; {
	case p == Exact:
		return kn.name, "exact"
	case u == nil && kn.name == available[0].name:
		return kn.name, "exact: nothing here multiplies bfloat16 faster"
	case u == nil:
		return kn.name, "exact: the set has no other method"
	case kn.unit(p) == nil:
		return kn.name, fmt.Sprintf("exact: the %d products of terms would take longer on %s", termProducts(p.terms()), u.name)
	default:
		return u.name, fmt.Sprintf("products of terms: %d, where that is faster", termProducts(p.terms()))
	}
}

// Units returns the units for bfloat16 that can be used here, best first: amx,
// avx512_bf16.
func Units() []string {
	names := []string{}
	for _, u := range usableUnits {
		names = append(names, u.name)
	}
	return names
}
