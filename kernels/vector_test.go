package kernels

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// lengths are all tails of all loops, and some that take several pieces of them;
// with -short every eleventh.
func lengths() (ns []int) {
	for n := 1; n <= 140; n += brief(1, 11) {
		ns = append(ns, n)
	}
	return append(ns, 255, 256, 257, 1000, 4099)
}

// brief returns n, or short with -short, as the race detector is run: it sees nothing
// in assembly, and the grids of sizes are there for that.
func brief(n, short int) int {
	if testing.Short() {
		return short
	}
	return n
}

// framed returns n floats at an odd offset with canaries around them, and a
// function that fails the test if those were overwritten.
func framed(t *testing.T, n, offset int) ([]float32, func()) {
	const frame = 40
	all := slices.Repeat([]float32{canaryValue}, n+2*frame)
	return all[frame+offset:][:n:n], func() {
		t.Helper()
		for i, v := range all {
			if (i < frame+offset || i >= frame+offset+n) && math.Float32bits(v) != math.Float32bits(canaryValue) {
				t.Fatalf("element %d outside an operand of %d was overwritten", i-frame-offset, n)
			}
		}
	}
}

// canaryValue stands around operands; it is a NaN, so reading it shows too.
var canaryValue = math.Float32frombits(0x7fe5a5a5)

func TestVector(t *testing.T) {
	t.Parallel()
	for _, c := range vectorCases {
		checkVector(t, tested(), c)
	}
}

// checkVector checks a case for all lengths, at odd offsets.
func checkVector(t *testing.T, kns []*kernel, c leafCase) {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range lengths() {
		for range brief(4, 1) {
			operand, done := framedOperands(t, rng.IntN(16))
			c.check(t, kns, n, operand, rng)
			done()
		}
	}
}

// framedOperands returns what makes operands in frames, each at an offset of its own, and what
// checks these frames.
func framedOperands(t *testing.T, offset int) (operand func(i, n int) []float32, done func()) {
	var checks []func()
	operand = func(i, n int) []float32 {
		x, f := framed(t, n, offset+i)
		checks = append(checks, f)
		return x
	}
	return operand, func() {
		for _, f := range checks {
			f()
		}
	}
}

func TestRows(t *testing.T) {
	t.Parallel()
	shapes := [][2]int{{100, 10}, {128, 100}, {7, 1000}, {300, 3}, {1, 4099}}
	heights := []int{1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 50}
	if testing.Short() {
		heights = []int{1, 5, 17}
	}
	for _, rows := range heights {
		for cols := 1; cols <= 35; cols += brief(1, 7) {
			shapes = append(shapes, [2]int{rows, cols})
		}
		shapes = append(shapes, [2]int{rows, 63}, [2]int{rows, 64}, [2]int{rows, 65}, [2]int{rows, 100}, [2]int{rows, 141})
	}
	kns, rng := tested(), rand.New(rand.NewPCG(3, 4))
	for _, c := range rowCases {
		for _, s := range shapes {
			operand, done := framedOperands(t, rng.IntN(16))
			c.check(t, kns, s[0], s[1], operand, rng)
			done()
		}
	}
}

// TestStrides checks that copyRows, transpose and sumRows leave the gaps between rows alone.
func TestStrides(t *testing.T) {
	for _, kn := range tested() {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(5, 6))
			for range brief(500, 50) {
				rows, cols := 1+rng.IntN(40), 1+rng.IntN(40)
				lds, ldd := cols+rng.IntN(5), max(rows, cols)+rng.IntN(5)
				src := stratified(rng, (rows-1)*lds+cols)
				got, done := framed(t, max(rows, cols)*ldd, 3)
				want := slices.Clone(got)
				for name, f := range map[string]func(kn *kernel, dst []float32){
					"copyRows":  func(kn *kernel, dst []float32) { kn.copyRows(&dst[0], &src[0], rows, cols, ldd, lds) },
					"transpose": func(kn *kernel, dst []float32) { kn.transpose(&dst[0], &src[0], rows, cols, ldd, lds) },
					"sumRows":   func(kn *kernel, dst []float32) { kn.sumRows(&dst[0], &src[0], rows, cols, lds, nil) },
				} {
					f(kn, got)
					f(&reference, want)
					if i := diff(got, want); i >= 0 {
						t.Fatalf("%s rows=%d cols=%d lds=%d ldd=%d: element %d is %x, want %x", name, rows, cols, lds, ldd, i, got[i], want[i])
					}
				}
				done()
			}
		})
	}
}

// TestPieces checks that cutting long vectors into pieces changes no bit.
func TestPieces(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	n := brief(3, 1)*piece + 100
	x, y, z := random(rng, n), random(rng, n), random(rng, n)
	for _, kn := range available {
		t.Run("kernel="+kn.name, func(t *testing.T) {
			defer active.Store(active.Swap(kn))
			if got, want := kn.sumOf(x), refSum(&x[0], n, nil); !same(got, want) {
				t.Errorf("Sum is %x, want %x", got, want)
			}
			if got, want := kn.dotOf(x, y), refDot(&x[0], &y[0], n, nil); !same(got, want) {
				t.Errorf("Dot is %x, want %x", got, want)
			}
			for _, cols := range []int{1, 3, 16, 100, 512, 1000, 4096, 50000, n} {
				rows := n / cols
				got, want := make([]float32, cols), make([]float32, cols)
				kn.columnSums(got, x, rows, cols)
				refSumRows(&want[0], &x[0], rows, cols, cols, nil)
				if i := diff(got, want); i >= 0 {
					t.Errorf("SumRows %dx%d: element %d is %x, want %x", rows, cols, i, got[i], want[i])
				}
				dx := make([]float32, n)
				ReLUGradSumRows(dx, got, x, y, rows, cols)
				refReLUSumRows(&z[0], &want[0], &x[0], &y[0], rows, cols, nil)
				if i, j := diff(got, want), diff(dx[:rows*cols], z[:rows*cols]); i >= 0 || j >= 0 {
					t.Errorf("ReLUGradSumRows %dx%d: sum %d, element %d", rows, cols, i, j)
				}
				whole := slices.Clone(x)
				biasRows(kn.addBiasReLU, whole, y, rows, cols)
				ref := slices.Clone(x)
				refAddBiasReLU(&ref[0], &y[0], rows, cols)
				if i := diff(whole, ref); i >= 0 {
					t.Errorf("AddBiasReLU %dx%d: element %d is %x, want %x", rows, cols, i, whole[i], ref[i])
				}
			}
			for _, c := range exported {
				gx, gy, gz := slices.Clone(x), slices.Clone(y), slices.Clone(z)
				wx, wy, wz := slices.Clone(x), slices.Clone(y), slices.Clone(z)
				c.call(gx, gy, gz)
				c.leaf(wx, wy, wz)
				for i, p := range [][2][]float32{{gx, wx}, {gy, wy}, {gz, wz}} {
					if j := diff(p[0], p[1]); j >= 0 {
						t.Errorf("%s operand %d: element %d is %x, want %x", c.name, i, j, p[0][j], p[1][j])
					}
				}
			}
		})
	}
}

// exported are the routines that are cut into pieces, beside the definition on the whole.
var exported = []struct {
	name       string
	call, leaf func(x, y, z []float32)
}{
	{"Exp", func(x, y, z []float32) { Exp(x, y) }, func(x, y, z []float32) { refExp(&x[0], &y[0], len(x)) }},
	{"Log", func(x, y, z []float32) { Log(x, y) }, func(x, y, z []float32) { refLog(&x[0], &y[0], len(x)) }},
	{"ReLU", func(x, y, z []float32) { ReLU(x, y) }, func(x, y, z []float32) { refReLU(&x[0], &y[0], len(x)) }},
	{"ReLUGrad", func(x, y, z []float32) { ReLUGrad(x, y, z) }, func(x, y, z []float32) { refReLUGrad(&x[0], &y[0], &z[0], len(x)) }},
	{"Sigmoid", func(x, y, z []float32) { Sigmoid(x, y) }, func(x, y, z []float32) { refSigmoid(&x[0], &y[0], len(x)) }},
	{"SigmoidGrad", func(x, y, z []float32) { SigmoidGrad(x, y, z) }, func(x, y, z []float32) { refSigmoidGrad(&x[0], &y[0], &z[0], len(x)) }},
	{"Tanh", func(x, y, z []float32) { Tanh(x, y) }, func(x, y, z []float32) { refTanh(&x[0], &y[0], len(x)) }},
	{"TanhGrad", func(x, y, z []float32) { TanhGrad(x, y, z) }, func(x, y, z []float32) { refTanhGrad(&x[0], &y[0], &z[0], len(x)) }},
	{"Axpy", func(x, y, z []float32) { Axpy(0.7, x, y) }, func(x, y, z []float32) { refAxpy(0.7, &x[0], &y[0], len(x)) }},
	{"Scal", func(x, y, z []float32) { Scal(0.7, x) }, func(x, y, z []float32) { refScal(0.7, &x[0], len(x)) }},
	{"SGDStep", func(x, y, z []float32) { SGDStep(x, y, z, 0.1, 0.9, 0.01, true) },
		func(x, y, z []float32) { refSGD(&x[0], &y[0], &z[0], len(x), 0.1, 0.9, 0.01, true) }},
	{"AdamStep", func(x, y, z []float32) {
		AdamStep(x, y, z, slices.Repeat([]float32{1}, len(x)), AdamRates{0.1, 0.9, 0.99, 2, 1e-8, 0.01, 0.5})
	}, func(x, y, z []float32) {
		v := slices.Repeat([]float32{1}, len(x))
		refAdam(&x[0], &y[0], &z[0], &v[0], len(x), 0.1, 0.9, 1-float32(0.9), 0.99, 1-float32(0.99), 2, 1e-8, 0.01, 0.5)
	}},
	{"SGDStep plain", func(x, y, z []float32) { SGDStep(x, y, nil, 0.1, 0.9, 0.01, true) },
		func(x, y, z []float32) { refSGD(&x[0], &y[0], nil, len(x), 0.1, 0.9, 0.01, true) }},
}

// TestReLUStream: a long vector that is written past the caches, wherever it starts.
func TestReLUStream(t *testing.T) {
	defer active.Store(active.Load())
	src, want := random(rand.New(rand.NewPCG(9, 1)), streamSize+200), make([]float32, streamSize+200)
	src[5], src[streamSize] = nan, float32(math.Copysign(0, -1))
	refReLU(&want[0], &src[0], len(src))
	for _, kn := range available[:brief(len(available), 1)] {
		active.Store(kn)
		for _, c := range [][2]int{{0, 0}, {3, 0}, {1, 16}, {15, 200}} {
			got, done := framed(t, len(src)-c[1], c[0])
			if ReLU(got, src[:len(got)]); diff(got, want[:len(got)]) >= 0 {
				t.Errorf("%s: element %d is wrong", kn.name, diff(got, want[:len(got)]))
			}
			done()
		}
	}
}

func TestBytesToFloat(t *testing.T) {
	src := make([]uint8, 2*piece+77)
	for i := range src {
		src[i] = uint8(i * 7)
	}
	dst := make([]float32, len(src))
	BytesToFloat(dst, src, 1./255)
	for i, v := range src {
		if want := float32(v) * float32(1./255); dst[i] != want {
			t.Fatalf("element %d is %v, want %v", i, dst[i], want)
		}
	}
}

func TestArgMax(t *testing.T) {
	zero := float32(math.Copysign(0, -1))
	src := []float32{1, 3, 3, 2, nan, 3, nan, 9, float32(math.Inf(-1)), float32(math.Inf(-1)), float32(math.Inf(-1)), -1,
		zero, 0, zero, 0, -3, -2, -1, -1, 3, -nan, float32(math.Inf(1)), 0, -5, -math.SmallestNonzeroFloat32, 0, zero}
	got := make([]int, 7)
	ArgMax(got, src, 7, 4)
	if want := []int{1, 0, 3, 0, 2, 1, 2}; !slices.Equal(got, want) {
		t.Errorf("ArgMax is %v, want %v", got, want)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		row, best := stratified(rng, 1+rng.IntN(50)), 0
		for j, v := range row {
			if v > row[best] || v != v && row[best] == row[best] {
				best = j
			}
		}
		if ArgMax(got, row, 1, len(row)); got[0] != best {
			t.Errorf("ArgMax of %v is %d, want %d", row, got[0], best)
		}
	}
}
