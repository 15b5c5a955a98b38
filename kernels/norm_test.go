package kernels

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestNrm2 holds the norm to that of exact arithmetic, over the whole range of float32
// and across pieces: 0.5 ulp for its rounding, and 0.01 for those of float64 before.
func TestNrm2(t *testing.T) {
	defer active.Store(active.Load())
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 31, 32, 33, 100, 1000, piece + 45} {
		for _, scale := range []float64{1, 0x1p-140, 0x1p-75, 0x1p120} {
			if scale > 1 && n > 1000 {
				continue // would overflow, rightly
			}
			x, sum := make([]float32, n), new(big.Float).SetPrec(400)
			for i := range x {
				x[i] = float32(rng.NormFloat64() * scale)
				v := new(big.Float).SetPrec(400).SetFloat64(float64(x[i]))
				sum.Add(sum, v.Mul(v, v))
			}
			want, _ := sum.Sqrt(sum).Float64()
			var first float32
			for _, kn := range available {
				active.Store(kn)
				got := Nrm2(x)
				if e := ulps(got, want); !(e <= 0.51) {
					t.Errorf("kernel=%s n=%d scale=%g: %v, want %v: %v ulp", kn.name, n, scale, got, want, e)
				}
				if first == 0 {
					first = got
				}
				if !same(got, first) {
					t.Errorf("kernel=%s n=%d scale=%g: %x, another set gives %x", kn.name, n, scale, got, first)
				}
			}
		}
	}
	inf := float32(math.Inf(1))
	if Nrm2([]float32{1, -inf}) != inf || Nrm2([]float32{math.MaxFloat32, math.MaxFloat32}) != inf || Nrm2([]float32{1, nan}) == 1 {
		t.Error("the norm of an infinity, or beyond the range, is not +Inf")
	}
}
