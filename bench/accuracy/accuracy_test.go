package accuracy

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"lanes/kernels"
)

// rounded is the product of inputs that round has changed, in float64, and rounded to
// float32 once.
func rounded(round func(float32) float32) Func {
	return func(m, n, k int, a, b, c []float32) {
		row := make([]float64, n)
		for i := range m {
			clear(row)
			for l := range k {
				x := float64(round(a[i*k+l]))
				for j := range row {
					row[j] += x * float64(round(b[l*n+j]))
				}
			}
			for j, v := range row {
				c[i*n+j] = float32(v)
			}
		}
	}
}

func same(x float32) float32 { return x }

// bf16 rounds to 8 bits, to nearest and even.
func bf16(x float32) float32 {
	b := math.Float32bits(x)
	return math.Float32frombits((b + 0x7fff + b>>16&1) &^ 0xffff)
}

// TestRounding: elements that are rounded once are off by at most half a unit in the last
// place, which is at most 1 of the unit here and 1 only where nothing cancels.
func TestRounding(t *testing.T) {
	for _, inputs := range Inputs {
		e := NewProblem(inputs, 64, 1).Measure(rounded(same))
		if !(e.Mean > 0 && e.Mean < e.Max && e.Max <= 1) {
			t.Errorf("%s: %+v", inputs, e)
		}
		if inputs == "positive" && (e.Max < 0.9 || e.Mean < 0.25 || e.Mean > 0.45) {
			t.Errorf("positive: %+v, want nearly 1, and a third or so in the mean", e)
		}
	}
}

// TestBF16: for inputs uniform in (0, 1) rounding to 8 bits leaves a variance of
// 2⁻¹⁶/12·4/7, as half of them have the largest unit in the last place, a quarter half of
// it, and so on. A product of two is off by y·δx + x·δy, so the sum of k, of k/4, by
// 4·2⁻⁸·√(2/3·4/7/12/k), of which the mean magnitude is √(2/π).
func TestBF16(t *testing.T) {
	for _, k := range []int{64, 784} {
		e := NewProblem("positive", k, 1).Measure(rounded(bf16))
		want := 0x1p18 * math.Sqrt(2.0/3*4/7/12/float64(k)*2/math.Pi)
		if math.Abs(e.Mean/want-1) > 0.15 || e.Max < 3*e.Mean || e.Max > bound(kernels.BF16, k) {
			t.Errorf("k = %d: %+v, want a mean of about %.0f", k, e, want)
		}
	}
}

// TestDot: high + low is the exact sum, up to 2⁻⁹⁰ of Σ|a||b|.
func TestDot(t *testing.T) {
	for _, inputs := range Inputs {
		next := draw(inputs, rand.New(rand.NewPCG(5, 6)))
		a, b := make([]float32, 300), make([]float32, 300)
		exact := new(big.Float).SetPrec(1000)
		for i := range a {
			a[i], b[i] = next(), next()
			product := new(big.Float).SetPrec(1000).Mul(big.NewFloat(float64(a[i])), big.NewFloat(float64(b[i])))
			exact.Add(exact, product)
		}
		s := dot(a, b)
		exact.Sub(exact, big.NewFloat(s.high))
		exact.Sub(exact, big.NewFloat(s.low))
		if off, _ := exact.Float64(); math.Abs(off) > s.abs*0x1p-90 {
			t.Errorf("%s: off by %g of %g", inputs, off, s.abs)
		}
	}
}

func TestDistance(t *testing.T) {
	s := sum{high: 1, low: 0x1p-60, abs: 4}
	for _, c := range []struct {
		c    float32
		want float64
	}{{1, 0x1p-38}, {1 + 0x1p-22, 1 - 0x1p-38}, {1 - 0x1p-22, 1 + 0x1p-38}} {
		if got := s.distance(c.c); got != c.want {
			t.Errorf("distance(%v) = %v, want %v", c.c, got, c.want)
		}
	}
	if d := s.distance(float32(math.NaN())); d == d {
		t.Errorf("NaN is off by %v", d)
	}
	if d := (sum{}).distance(0); d != 0 {
		t.Errorf("0 is off from 0 by %v", d)
	}
	if d := (sum{}).distance(1); !math.IsInf(d, 1) {
		t.Errorf("1 is off from an empty sum by %v", d)
	}
}

// TestMeasure: what is not written is not finite, and what every precision promises holds, at
// the largest depth with one kind of inputs, all of which the test of lanes accuracy takes.
func TestMeasure(t *testing.T) {
	if e := NewProblem("uniform", 1, 1).Measure(func(_, _, _ int, _, _, _ []float32) {}); e.Max == e.Max || e.Mean == e.Mean {
		t.Errorf("nothing is off by %+v", e)
	}
	if testing.Short() {
		t.Skip("products of 4096")
	}
	defer func(all []int) { Depths = all }(Depths)
	largest := Depths[2:]
	Depths = Depths[:2]
	list := Lanes()
	var rows []Row
	if err := Measure(list, Inputs, 1, func(r Row) error {
		rows = append(rows, r)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := WriteTable(&text, list, rows); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + text.String())
	if got := Broken(list, rows); got != nil || len(rows) != len(Inputs)*len(Depths) {
		t.Errorf("%v in %d rows", got, len(rows))
	}
	Depths = largest
	if err := Measure(list[:1], []string{"positive"}, 1, func(r Row) error {
		if got := Broken(list[:1], []Row{r}); got != nil {
			t.Errorf("%v at depth %d", got, r.K)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	rows[1].Errors[2].Max = math.NaN()
	if got := Broken(list, rows); len(got) != 1 || got[0] != list[2].Name {
		t.Errorf("NaN is within the bound: %v", got)
	}
	if err := Measure(list[:1], Inputs, 1, func(Row) error { return errors.New("enough") }); err == nil {
		t.Error("an error is lost")
	}
}
