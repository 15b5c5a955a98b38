package kernels

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// exactFMA is x·y + z rounded once, by exact arithmetic; x, y and z are finite.
func exactFMA(x, y, z float32) float32 {
	const bits = 700 // the exponents of x·y and z are at most 2·149+2·128 apart
	p := new(big.Float).SetPrec(bits).Mul(big.NewFloat(float64(x)), big.NewFloat(float64(y)))
	s := new(big.Float).SetPrec(bits).Add(p, big.NewFloat(float64(z)))
	if s.Sign() == 0 {
		return float32(float64(x)*float64(y) + float64(z)) // IEEE's sign of an exact zero
	}
	f, _ := s.Float32()
	return f
}

func TestFMA(t *testing.T) {
	check := func(x, y, z float32) {
		t.Helper()
		want := exactFMA(x, y, z)
		if got := fma(x, y, z); !same(got, want) {
			t.Fatalf("fma(%x, %x, %x) is %x, want %x", x, y, z, got, want)
		}
		if got := fmaOdd(x, y, z); !same(got, want) {
			t.Fatalf("fmaOdd(%x, %x, %x) is %x, want %x", x, y, z, got, want)
		}
	}
	finite := func(x float32) bool { return !math.IsInf(float64(x), 0) && x == x }
	for _, x := range specials {
		for _, y := range specials {
			for _, z := range specials {
				if finite(x) && finite(y) && finite(z) {
					check(x, y, z)
				}
			}
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200000 {
		// Any bits; and few bits with near exponents, where sums lie halfway
		// between two float32 or next to that, down to the denormals.
		x, y, z := math.Float32frombits(rng.Uint32()), math.Float32frombits(rng.Uint32()), math.Float32frombits(rng.Uint32())
		if finite(x) && finite(y) && finite(z) {
			check(x, y, z)
		}
		scale := rng.IntN(70) - 75
		x = float32(math.Ldexp(float64(1<<12+rng.IntN(3)-1), scale))
		y = float32(math.Ldexp(float64(1<<12+rng.IntN(3)-1), scale))
		z = float32(math.Ldexp(float64(rng.IntN(1<<24)), 2*scale+rng.IntN(50)-13))
		if finite(z) {
			check(x, y, z)
			check(-x, y, z)
		}
	}
}

func TestFMASpecial(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, c := range [][4]float32{{inf, 0, 1, nan}, {inf, 1, -inf, nan}, {inf, 1, 1, inf}, {1, 1, -inf, -inf}, {nan, 1, 1, nan}, {1, 1, nan, nan},
		{math.MaxFloat32, math.MaxFloat32, -inf, -inf}, {math.MaxFloat32, 2, 0, inf}, {math.MaxFloat32, 2, -math.MaxFloat32, math.MaxFloat32}} {
		if got := fma(c[0], c[1], c[2]); !same(got, c[3]) {
			t.Errorf("fma(%v, %v, %v) is %v, want %v", c[0], c[1], c[2], got, c[3])
		}
	}
}
