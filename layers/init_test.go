package layers

import (
	"math"
	"slices"
	"testing"
)

func TestLn(t *testing.T) {
	rng := newRand(1)
	worst := 0.0
	check := func(x float64) {
		want := math.Log(x)
		ulp := math.Nextafter(math.Abs(want), math.Inf(1)) - math.Abs(want)
		worst = max(worst, math.Abs(ln(x)-want)/ulp)
	}
	for range 100000 {
		check(1 - rng.Float64()*0x1p-1)
		check(math.Ldexp(rng.Float64()+0x1p-53, -int(rng.Uint64()%100)))
	}
	for _, x := range []float64{math.Nextafter(1, 0), 0.5, math.Sqrt2 / 2, math.Nextafter(math.Sqrt2/2, 0), 0x1p-104} {
		check(x)
	}
	if ln(1) != 0 || worst > 4 {
		t.Errorf("ln(1) = %v, worst error %v ulp", ln(1), worst)
	}
}

// TestDistributions compares means, variances and tails with what the
// distribution promises, within five standard errors.
func TestDistributions(t *testing.T) {
	const n = 400_000
	w := make([]float32, n)
	for _, c := range []struct {
		name          string
		fanIn, fanOut int
		variance      float64
		fourth        float64 // E x⁴ / variance²: 3 for a normal, 1.8 for a uniform distribution
	}{
		{"normal", 784, 10, 1, 3},
		{"he", 784, 10, 2.0 / 784, 3},
		{"glorot", 784, 10, 2.0 / (784 + 10), 1.8},
	} {
		init, err := InitializerByName(c.name)
		if err != nil {
			t.Fatal(err)
		}
		init(w, c.fanIn, c.fanOut, newRand(11))
		var mean, square, outer float64
		for _, v := range w {
			x := float64(v) / math.Sqrt(c.variance)
			mean += x / n
			square += x * x / n
			if math.Abs(x) > 1.5 {
				outer += 1.0 / n
			}
		}
		tail := 0.133614 // P(|x| > 1.5) of N(0, 1)
		if c.fourth == 1.8 {
			tail = 1 - 1.5/math.Sqrt(3)
		}
		if math.Abs(mean) > 5/math.Sqrt(n) ||
			math.Abs(square-1) > 5*math.Sqrt((c.fourth-1)/n) ||
			math.Abs(outer-tail) > 5*math.Sqrt(tail*(1-tail)/n) {
			t.Errorf("%s: mean %v, variance %v, beyond 1.5: %v, want 0, 1, %v", c.name, mean, square, outer, tail)
		}
	}
}

// TestInitializerBits pins the values of a seed: they must be the same on every
// architecture and in every version.
func TestInitializerBits(t *testing.T) {
	for _, c := range []struct {
		name string
		want []uint32
	}{
		{"zeros", []uint32{0, 0, 0, 0, 0}},
		{"normal", []uint32{0xbfce0e01, 0x3bb9ceff, 0xbf25ed9f, 0xbc78a7c3, 0x3fc69c9e}},
		{"glorot", []uint32{0xbdd648a2, 0x39c13aa3, 0xbe385203, 0xbb8a1bd0, 0x3dccd052}},
		{"he", []uint32{0xbe691fd1, 0x3a5237ea, 0xbdbbb9f2, 0xbb0ca923, 0x3e60b41e}},
	} {
		init, err := InitializerByName(c.name)
		if err != nil {
			t.Fatal(err)
		}
		w := make([]float32, 5)
		init(w, 100, 50, newRand(1))
		var got []uint32
		for _, v := range w {
			got = append(got, math.Float32bits(v))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %#08x (%v), want %#08x", c.name, got, w, c.want)
		}
	}
}

func TestInitializerByName(t *testing.T) {
	_, err := InitializerByName("xavier")
	if want := `layers: initialiser "xavier", want zeros, normal, glorot or he`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
