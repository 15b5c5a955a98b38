package kernels

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

// The models of both units of x86-64, for every platform: what the definitions compute.
var (
	dotModel = unit{
		name: "dot", mr: 14, odd: termStep, maxTerms: 1, depth: maxDepth, strip: refDotStrip, splitRows: refSplitRows, splitPairs: refSplitPairs, worth: always,
	}
	tileModel = unit{
		name: "tile", mr: termRows, maxTerms: 3, depth: 512, strip: refTileStrip, splitRows: refSplitRows, splitPairs: refSplitPairs, worth: always,
	}
)

func always(m, n, k, terms int, packed bool) bool { return true }

// unitModels names the model of each unit.
var unitModels = map[string]*unit{"avx512_bf16": &dotModel, "amx": &tileModel}

// withUnits returns the best set with each unit in turn: the models, and those of this CPU
// for products of any size.
func withUnits() (kns []*kernel) {
	add := func(u unit) {
		kn := *available[0]
		u.worth = always
		kn.name, kn.terms = u.name, &u
		kns = append(kns, &kn)
	}
	if !testing.Short() || len(usableUnits) == 0 {
		add(dotModel)
		add(tileModel)
	}
	for _, u := range usableUnits {
		add(*u)
	}
	return kns
}

// TestUnits says what multiplies bfloat16 here, and fails if it is not what LANES_REQUIRE
// names, avx512_bf16 or amx.
func TestUnits(t *testing.T) {
	names := Units()
	for _, name := range []string{"amx", "avx512_bf16"} {
		if slices.Contains(names, name) {
			continue
		}
		if slices.Contains(strings.Split(os.Getenv("LANES_REQUIRE"), ","), name) {
			t.Errorf("LANES_REQUIRE: unit %s cannot be used here", name)
		} else {
			t.Logf("%s NOT tested: it cannot be used here; its model is", name)
		}
	}
}

// promised returns the error that a precision allows, relative to Σ|αA||B|.
func promised(p Precision, k int) float64 {
	sums := float64(k+4) * 0x1p-24
	switch p {
	case BF16x3:
		return 0x1p-15 + sums
	case BF16:
		return 0x1p-7 + 0x1p-16 + sums
	}
	return sums
}

// checkBound fails the test unless every element of got is within the bound of a
// precision, or not finite where the exact method gives that, or within steps of the
// least denormal.
func (c sgemmCase) checkBound(t *testing.T, p Precision, a, b, c0, got, exact []float32) {
	t.Helper()
	lda, ldb, ldc := c.lds()
	for i := range c.m {
		for j := range c.n {
			sum, size := 0.0, 0.0
			for l := range c.k {
				x, y := a[i*lda+l], b[l*ldb+j]
				if c.ta {
					x = a[l*lda+i]
				}
				if c.tb {
					y = b[j*ldb+l]
				}
				v := float64(c.alpha) * float64(x) * float64(y)
				sum, size = sum+v, size+math.Abs(v)
			}
			if c.beta != 0 {
				v := float64(c.beta) * float64(c0[i*ldc+j])
				sum, size = sum+v, size+math.Abs(v)
			}
			v, e := float64(got[i*ldc+j]), float64(exact[i*ldc+j])
			if math.IsNaN(e) || math.IsInf(e, 0) {
				if v != e && !(math.IsNaN(e) && math.IsNaN(v)) {
					t.Fatalf("%v %v: element %d,%d is %v, exact method %v", c, p, i, j, v, e)
				}
				continue
			}
			if d, most := math.Abs(v-sum), promised(p, c.k)*size+float64(c.k+2)*0x1p-149; !(d <= most) {
				t.Fatalf("%v %v: element %d,%d is %v, off %v by %.3g, bound %.3g", c, p, i, j, v, sum, d, most)
			}
		}
	}
}

// runAt computes c at a precision with kn from these operands.
func (c sgemmCase) runAt(kn *kernel, p Precision, a, b, c0 []float32) []float32 {
	lda, ldb, ldc := c.lds()
	got := slices.Clone(c0)
	kn.sgemm(p, nil, c.ta, c.tb, c.m, c.n, c.k, c.alpha, a, lda, b, ldb, c.beta, got, ldc)
	return got
}

func (c sgemmCase) operands(fill func(n int) []float32) (a, b, c0 []float32) {
	lda, ldb, ldc := c.lds()
	return fill(lda * max(c.m, c.k)), fill(ldb * max(c.n, c.k)), fill(ldc * c.m)
}

// TestTerms holds every unit to its model, and all precisions to their bounds, over all
// transposes, edges of tiles and blocks of k.
func TestTerms(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 32))
	for _, kn := range withUnits() {
		model := *kn
		if m := unitModels[kn.name]; m != nil {
			model.terms = m
		}
		for _, p := range []Precision{F32, BF16x3, BF16} {
			depth := kn.terms.depth
			for i, d := range [][3]int{{1, 1, 1}, {2, 3, 5}, {14, 32, 32}, {15, 33, 31}, {31, 16, 64}, {33, 17, 65}, {13, 70, 65},
				{15, 33, depth + 12}, {70, 9, depth + 88}, {129, 130, 40}} {
				for v := range 4 {
					few := testing.Short() || p.terms() > kn.terms.maxTerms // the exact method, then
					if few && v != i%4 || (v+i+int(p))%2 != 0 {
						continue
					}
					c := sgemmCase{v&1 != 0, v&2 != 0, d[0], d[1], d[2], 3 * rng.IntN(2), 1, 0}
					if rng.IntN(2) == 0 {
						c.alpha, c.beta = -0.7, float32(rng.IntN(3))/2
					}
					a, b, c0 := c.operands(func(n int) []float32 { return random(rng, n) })
					got := c.runAt(kn, p, a, b, c0)
					c.checkBound(t, p, a, b, c0, got, c.runAt(kn, Exact, a, b, c0))
					if want := c.runAt(&model, p, a, b, c0); model.terms != kn.terms && diff(got, want) >= 0 {
						i := diff(got, want)
						t.Fatalf("%s %v %v: element %d is %v, its model gives %v", kn.name, c, p, i, got[i], want[i])
					}
				}
			}
		}
	}
}

// TestTermsRange holds them to the bounds with numbers of all exponents, some panels being
// too large or too small for the units, and with numbers that are none.
func TestTermsRange(t *testing.T) {
	rng := rand.New(rand.NewPCG(33, 34))
	draws := map[string]func() float32{
		"exponents": func() float32 {
			return float32(math.Ldexp(rng.Float64()+1, rng.IntN(250)-125) * float64(1-2*rng.IntN(2)))
		},
		"bits":     func() float32 { return math.Float32frombits(rng.Uint32()) },
		"specials": func() float32 { return specials[rng.IntN(len(specials))] },
		"1e-36":    func() float32 { return 1e-36 * float32(rng.NormFloat64()) },
		"1e30":     func() float32 { return 1e30 * float32(rng.NormFloat64()) },
		"largest":  func() float32 { return math.MaxFloat32 * (1 - float32(rng.IntN(1<<16))*0x1p-24) },
		"denormal": func() float32 { return math.Float32frombits(rng.Uint32() & 0x807fffff) },
		"zeros":    func() float32 { return float32(rng.IntN(2)) * float32(rng.IntN(2)) },
	}
	scales := []float32{1, 0x1p-20, 0x1p-60, 0x1p40}
	for _, kn := range withUnits() {
		for name, draw := range draws {
			for v := range brief(8, 4) {
				c := sgemmCase{v&1 != 0, v&2 != 0, 1 + rng.IntN(70), 1 + rng.IntN(200), 1 + rng.IntN(100), 0, 1, float32(v / 4 % 2)}
				often, scale := []int{1, 50, 3000}[rng.IntN(3)], scales[rng.IntN(len(scales))]
				fill := func(n int) []float32 {
					x := random(rng, n)
					for i := range x {
						if x[i] *= scale; rng.IntN(often) == 0 {
							x[i] = draw()
						}
					}
					return x
				}
				a, b, c0 := c.operands(fill)
				for _, p := range []Precision{F32, BF16x3, BF16} {
					t.Run(fmt.Sprintf("%s/%s/%v", kn.name, name, p), func(t *testing.T) {
						c.checkBound(t, p, a, b, c0, c.runAt(kn, p, a, b, c0), c.runAt(kn, Exact, a, b, c0))
					})
				}
			}
		}
	}
}

// TestTermsWorkers: any number of workers gives the same bits at every precision, also
// where some panels take the exact method.
func TestTermsWorkers(t *testing.T) {
	defer SetWorkers(0)
	defer warmTeam()()
	rng := rand.New(rand.NewPCG(35, 36))
	for _, kn := range withUnits() {
		kn.terms.depth = KBlock // so that little is several blocks
		for _, c := range []sgemmCase{{false, false, 140, 390, 30, 0, 1, 0}, {true, true, 70, 140, KBlock + 52, 1, 0.5, 1}} {
			a, b, c0 := c.operands(func(n int) []float32 { return random(rng, n) })
			a[len(a)/3], b[len(b)/2] = 1e-37, 1e38
			for _, p := range []Precision{BF16, BF16x3, F32}[:min(kn.terms.maxTerms, brief(3, 2))] {
				SetWorkers(1)
				want := c.runAt(kn, p, a, b, c0)
				for _, w := range []int{2, 7} {
					SetWorkers(w)
					for range brief(2, 1) {
						if got := c.runAt(kn, p, a, b, c0); diff(got, want) >= 0 {
							t.Fatalf("%s %v %v: %d workers and one differ at %d", kn.name, c, p, w, diff(got, want))
						}
					}
				}
			}
		}
	}
}

// TestTermsUnsafe: a product whose numbers are all out of range has the bits of the exact
// method, also where a large A would make up for a small B, and one whose C alone is has not.
func TestTermsUnsafe(t *testing.T) {
	rng := rand.New(rand.NewPCG(37, 38))
	c := sgemmCase{m: 40, n: 50, k: 700, alpha: 1, beta: 1}
	a, b, c0 := c.operands(func(n int) []float32 { return random(rng, n) })
	times := func(x []float32, scale float32) []float32 {
		x = slices.Clone(x)
		for i := range x {
			x[i] *= scale
		}
		return x
	}
	tiny, large := times(a, 0x1p-120), times(a, 0x1p60)
	c0 = times(c0, 0x1p-140)
	for _, kn := range withUnits() {
		for p := F32; p <= BF16; p++ {
			small := times(b, 0x1p-108) // normal, but further terms are not
			if p == BF16 {
				small = times(b, 0x1p-130)
			}
			for what, x := range map[string][2][]float32{"tiny numbers": {tiny, b}, "a small B": {large, small}} {
				if diff(c.runAt(kn, p, x[0], x[1], c0), c.runAt(kn, Exact, x[0], x[1], c0)) >= 0 {
					t.Errorf("%s %v: not left to the exact method: %s", kn.name, p, what)
				}
			}
			got := c.runAt(kn, p, a, b, c0)
			if same := diff(got, c.runAt(kn, Exact, a, b, c0)) < 0; same != (p.terms() > kn.terms.maxTerms) {
				t.Errorf("%s %v: the exact method ran: %v", kn.name, p, same)
			}
			c.checkBound(t, p, a, b, c0, got, got)
		}
	}
}
