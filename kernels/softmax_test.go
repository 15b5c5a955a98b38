package kernels

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// softmaxGrid returns rows and columns; with -short fewer.
func softmaxGrid() (shapes [][2]int) {
	for _, rows := range []int{1, 2, 9, 16, 17, 100, 129} {
		for _, cols := range []int{1, 2, 3, 8, 9, 10, 15, 16, 17, 31, 32, 33, 100, 1000} {
			if rows*cols <= brief(20000, 600) {
				shapes = append(shapes, [2]int{rows, cols})
			}
		}
	}
	if testing.Short() {
		return append(shapes, [2]int{1, piece + 5})
	}
	return append(shapes, [2]int{1, piece + 5}, [2]int{2, 2*piece + 33})
}

func TestSoftmax(t *testing.T) { checkSoftmax(t, (*kernel).softmax) }

// checkSoftmax compares every set with the reference over the grid, also in place.
func checkSoftmax(t *testing.T, softmax func(kn *kernel, dst, src []float32, rows, cols int)) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	for _, s := range softmaxGrid() {
		rows, cols := s[0], s[1]
		x := stratified(rng, rows*cols)
		got, want := make([]float32, len(x)), make([]float32, len(x))
		softmax(&reference, want, x, rows, cols)
		for _, kn := range tested() {
			softmax(kn, got, x, rows, cols)
			if i := diff(got, want); i >= 0 {
				t.Fatalf("%s %dx%d: element %d is %x, want %x", kn.name, rows, cols, i, got[i], want[i])
			}
			copy(got, x)
			softmax(kn, got, got, rows, cols)
			if i := diff(got, want); i >= 0 {
				t.Fatalf("%s %dx%d in place: element %d is %x, want %x", kn.name, rows, cols, i, got[i], want[i])
			}
		}
	}
}

// TestSoftmaxLarge: a result that is written past the caches.
func TestSoftmaxLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("the reference is slow")
	}
	for _, cols := range []int{4096, 144} { // chunks as cols and as rows limit them
		rows := streamSize/cols + 3
		x := stratified(rand.New(rand.NewPCG(1, 2)), rows*cols)
		got, want := make([]float32, len(x)), make([]float32, len(x))
		for i := 0; i < len(x); i += cols { // row by row: neither past the caches nor as a chain
			reference.softmax(want[i:i+cols], x[i:i+cols], 1, cols)
		}
		for _, kn := range available {
			clear(got)
			if kn.name == "generic" || kn.name == "reference" {
				continue
			}
			kn.softmax(got, x, rows, cols)
			if i := diff(got, want); i >= 0 {
				t.Fatalf("kernel=%s, %d columns: element %d is %x, want %x", kn.name, cols, i, got[i], want[i])
			}
		}
	}
}

func TestSoftmaxCrossEntropy(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	for _, s := range softmaxGrid() {
		rows, cols := s[0], s[1]
		x, labels := stratified(rng, rows*cols), make([]uint8, rows)
		for i := range labels {
			labels[i] = uint8(rng.IntN(min(cols, 256)))
		}
		got, want := make([]float32, len(x)), make([]float32, len(x))
		losses, wantLosses := make([]float32, rows), make([]float32, rows)
		reference.softmaxCrossEntropy(want, wantLosses, x, labels, cols, 0.01)
		for _, kn := range tested() {
			check := func(how string, dlogits, logits []float32) {
				t.Helper()
				clear(losses)
				kn.softmaxCrossEntropy(dlogits, losses, logits, labels, cols, 0.01)
				if i := diff(losses, wantLosses); i >= 0 {
					t.Fatalf("%s %dx%d %s: loss %d is %x, want %x", kn.name, rows, cols, how, i, losses[i], wantLosses[i])
				}
				if i := diff(dlogits, want[:len(dlogits)]); dlogits != nil && i >= 0 {
					t.Fatalf("%s %dx%d %s: gradient %d is %x, want %x", kn.name, rows, cols, how, i, dlogits[i], want[i])
				}
			}
			check("", got, x)
			check("losses alone", nil, x)
			copy(got, x)
			check("in place", got, got)
		}
	}
}

// TestSoftmaxBound holds the reference to the bounds of the documentation.
func TestSoftmaxBound(t *testing.T) {
	const u = 0x1p-24
	rng := rand.New(rand.NewPCG(1, 2))
	for _, s := range softmaxGrid() {
		rows, cols := s[0], s[1]
		for _, spread := range []float64{0.1, 3, 40} {
			x, labels := make([]float32, rows*cols), make([]uint8, rows)
			for i := range x {
				x[i] = float32(spread * rng.NormFloat64())
			}
			y, dx, losses := make([]float32, len(x)), make([]float32, len(x)), make([]float32, rows)
			reference.softmax(y, x, rows, cols)
			reference.softmaxCrossEntropy(dx, losses, x, labels, cols, 0.5)
			for i := range rows {
				row := x[i*cols : (i+1)*cols]
				most, sum := float64(slices.Max(row)), 0.0
				for _, v := range row {
					sum += math.Exp(float64(v) - most)
				}
				k := float64(cols)/16 + math.Log(float64(cols)) + 10
				for j, v := range row {
					d := most - float64(v)
					p := math.Exp(-d) / sum
					bound := (k+d)*u*p + 0x1p-148
					if e := math.Abs(float64(y[i*cols+j]) - p); !(e <= bound) {
						t.Fatalf("%dx%d: softmax %v for %v, off by %v, bound %v", rows, cols, y[i*cols+j], p, e, bound)
					}
					if j == 0 {
						p--
						bound += 2 * u
					}
					if e := math.Abs(float64(dx[i*cols+j]) - p/2); !(e <= bound/2) {
						t.Fatalf("%dx%d: gradient %v for %v, off by %v, bound %v", rows, cols, dx[i*cols+j], p/2, e, bound/2)
					}
				}
				want := math.Log(sum) + most - float64(row[0])
				if e := math.Abs(float64(losses[i]) - want); !(e <= (k+3*want)*u) {
					t.Fatalf("%dx%d: loss %v for %v, off by %v, bound %v", rows, cols, losses[i], want, e, (k+3*want)*u)
				}
			}
		}
	}
}

func TestSoftmaxSpecial(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, kn := range tested() {
		for _, cols := range []int{2, 10, 16, 17, 40} {
			row := func(fill, first float32) []float32 {
				x := slices.Repeat([]float32{fill}, cols)
				x[0] = first
				kn.softmax(x, x, 1, cols)
				return x
			}
			for _, x := range [][]float32{row(1, nan), row(1, inf), row(-inf, -inf), row(nan, nan), row(inf, -inf)} {
				for j, v := range x {
					if v == v {
						t.Errorf("kernel=%s cols=%d: element %d is %v, want NaN", kn.name, cols, j, v)
					}
				}
			}
			if x := row(-inf, 3); x[0] != 1 || x[1] != 0 {
				t.Errorf("kernel=%s cols=%d: %v, want 1 and then 0", kn.name, cols, x)
			}
		}
	}
}
