package kernels

import (
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"
)

// A leafCase calls one routine of the table on n elements, or on rows×cols = n.
// Operands x, y, z have n elements; what it writes beside them it returns.
type leafCase struct {
	name string
	run  func(kn *kernel, n int, x, y, z []float32) []float32
}

// vectorCases are the routines on vectors. Every operand may be written.
var vectorCases = []leafCase{
	{"exp", func(kn *kernel, n int, x, y, z []float32) []float32 { kn.exp(&x[0], &y[0], n); return nil }},
	{"exp in place", func(kn *kernel, n int, x, y, z []float32) []float32 { kn.exp(&x[0], &x[0], n); return nil }},
	{"log", func(kn *kernel, n int, x, y, z []float32) []float32 { kn.log(&x[0], &y[0], n); return nil }},
	{"log in place", func(kn *kernel, n int, x, y, z []float32) []float32 { kn.log(&x[0], &x[0], n); return nil }},
	{"relu", func(kn *kernel, n int, x, y, z []float32) []float32 { kn.relu(&x[0], &y[0], n); return nil }},
	{"relu in place", func(kn *kernel, n int, x, y, z []float32) []float32 { kn.relu(&x[0], &x[0], n); return nil }},
	{"reluGrad", func(kn *kernel, n int, x, y, z []float32) []float32 { kn.reluGrad(&x[0], &y[0], &z[0], n); return nil }},
	{"reluGrad in place", func(kn *kernel, n int, x, y, z []float32) []float32 { kn.reluGrad(&x[0], &x[0], &z[0], n); return nil }},
	{"axpy", func(kn *kernel, n int, x, y, z []float32) []float32 { kn.axpy(-1.7, &x[0], &y[0], n); return nil }},
	{"axpy in place", func(kn *kernel, n int, x, y, z []float32) []float32 { kn.axpy(0.3, &x[0], &x[0], n); return nil }},
	{"scal", func(kn *kernel, n int, x, y, z []float32) []float32 { kn.scal(1.1, &x[0], n); return nil }},
	{"scal NaN", func(kn *kernel, n int, x, y, z []float32) []float32 { kn.scal(nan, &x[0], n); return nil }},
	{"sgd", func(kn *kernel, n int, x, y, z []float32) []float32 {
		kn.sgd(&x[0], &y[0], nil, n, 0.1, 0.9, 1e-3, false)
		return nil
	}},
	{"sgd momentum", func(kn *kernel, n int, x, y, z []float32) []float32 {
		kn.sgd(&x[0], &y[0], &z[0], n, 0.1, 0.9, 1e-3, false)
		return nil
	}},
	{"sgd nesterov", func(kn *kernel, n int, x, y, z []float32) []float32 {
		kn.sgd(&x[0], &y[0], &z[0], n, 0.1, 0.9, 1e-3, true)
		return nil
	}},
	{"bytes first", func(kn *kernel, n int, x, y, z []float32) []float32 {
		kn.bytes(&x[0], (*uint8)(unsafe.Pointer(&y[0])), n, 1./255)
		return nil
	}},
	{"bytes last", func(kn *kernel, n int, x, y, z []float32) []float32 {
		kn.bytes(&x[0], (*uint8)(unsafe.Add(unsafe.Pointer(&y[0]), 3*n)), n, -3)
		return nil
	}},
	{"sum", func(kn *kernel, n int, x, y, z []float32) []float32 { return []float32{kn.sum(&x[0], n, nil)} }},
	{"dot", func(kn *kernel, n int, x, y, z []float32) []float32 { return []float32{kn.dot(&x[0], &y[0], n, nil)} }},
	{"sum lanes", func(kn *kernel, n int, x, y, z []float32) []float32 {
		lanes := startLanes(64)
		return append(lanes, kn.sum(&x[0], n, &lanes[0]))
	}},
	{"dot lanes", func(kn *kernel, n int, x, y, z []float32) []float32 {
		lanes := startLanes(64)
		return append(lanes, kn.dot(&x[0], &y[0], n, &lanes[0]))
	}},
}

// freeZeros makes zeros positive, where a routine may return either.
func freeZeros(x []float32) {
	for i := range x {
		x[i] += 0
	}
}

var nan = float32(math.NaN())

func startLanes(n int) []float32 {
	lanes := make([]float32, n, n+1)
	for i := range lanes {
		lanes[i] = float32(i) / 7
	}
	return lanes
}

// check runs the case with kn and with the reference on the same input.
func (c leafCase) check(t *testing.T, kn *kernel, n int, operand func(i int) []float32, rng *rand.Rand) {
	t.Helper()
	var got, want [3][]float32
	for i := range got {
		want[i] = stratified(rng, n)
		got[i] = operand(i)
		copy(got[i], want[i])
	}
	g := c.run(kn, n, got[0], got[1], got[2])
	w := c.run(&reference, n, want[0], want[1], want[2])
	for i := range got {
		if j := diff(got[i], want[i]); j >= 0 {
			t.Fatalf("%s n=%d operand %d: element %d is %x, want %x", c.name, n, i, j, got[i][j], want[i][j])
		}
	}
	if j := diff(g, w); j >= 0 {
		t.Fatalf("%s n=%d: result %d is %x, want %x", c.name, n, j, g[j], w[j])
	}
}

// A rowCase calls one routine on rows×cols elements x, y; r has rows or cols
// elements, whichever it needs, s the other number at least.
type rowCase struct {
	name string
	run  func(kn *kernel, rows, cols int, x, y, r, s []float32)
}

var rowCases = []rowCase{
	{"addBias", func(kn *kernel, rows, cols int, x, y, r, s []float32) { kn.addBias(&x[0], &s[0], rows, cols) }},
	{"addBiasReLU", func(kn *kernel, rows, cols int, x, y, r, s []float32) { kn.addBiasReLU(&x[0], &s[0], rows, cols) }},
	{"scaleRows", func(kn *kernel, rows, cols int, x, y, r, s []float32) {
		kn.scaleRows(&x[0], &r[0], rows, cols, 0.7)
	}},
	{"sumRows", func(kn *kernel, rows, cols int, x, y, r, s []float32) {
		kn.sumRows(&s[0], &x[0], rows, cols, cols, nil)
	}},
	{"sumRows lanes", func(kn *kernel, rows, cols int, x, y, r, s []float32) {
		lanes := startLanes(256 * ((cols + 15) / 16))
		kn.sumRows(&s[0], &x[0], rows, cols, cols, &lanes[0])
		kn.sumRows(&s[0], &y[0], rows, cols, cols, &lanes[0])
	}},
	{"maxRows", func(kn *kernel, rows, cols int, x, y, r, s []float32) {
		kn.maxRows(&r[0], &x[0], rows, cols)
		freeZeros(r)
	}},
	{"expRows", func(kn *kernel, rows, cols int, x, y, r, s []float32) {
		maxs := make([]float32, rows)
		refMaxRows(&maxs[0], &y[0], rows, cols)
		kn.expRows(&x[0], &y[0], &maxs[0], &r[0], rows, cols, nil)
	}},
	{"expRows in place", func(kn *kernel, rows, cols int, x, y, r, s []float32) {
		refMaxRows(&r[0], &x[0], rows, cols)
		kn.expRows(&x[0], &x[0], &r[0], &y[0], rows, cols, nil)
	}},
	{"expRows lanes", func(kn *kernel, rows, cols int, x, y, r, s []float32) {
		if cols > 16 {
			lanes := startLanes(16)
			refMaxRows(&r[0], &x[0], 1, cols)
			kn.expRows(&y[0], &x[0], &r[0], &s[0], 1, cols, &lanes[0])
			kn.expRows(&y[0], &x[0], &r[0], &s[1], 1, cols, &lanes[0])
		}
	}},
	{"copyRows", func(kn *kernel, rows, cols int, x, y, r, s []float32) {
		kn.copyRows(&x[0], &y[0], rows, cols, cols, cols)
	}},
	{"transpose", func(kn *kernel, rows, cols int, x, y, r, s []float32) {
		kn.transpose(&x[0], &y[0], rows, cols, rows, cols)
	}},
}

// check runs the case with kn and with the reference on the same input.
func (c rowCase) check(t *testing.T, kn *kernel, rows, cols int, operand func(i, n int) []float32, rng *rand.Rand) {
	t.Helper()
	var got, want [4][]float32
	for i, n := range []int{rows * cols, rows * cols, rows, cols} {
		want[i] = stratified(rng, n)
		got[i] = operand(i, n)
		copy(got[i], want[i])
	}
	c.run(kn, rows, cols, got[0], got[1], got[2], got[3])
	c.run(&reference, rows, cols, want[0], want[1], want[2], want[3])
	for i := range got {
		if j := diff(got[i], want[i]); j >= 0 {
			t.Fatalf("%s %dx%d operand %d: element %d is %x, want %x", c.name, rows, cols, i, j, got[i][j], want[i][j])
		}
	}
}

var specials = []float32{
	0, float32(math.Copysign(0, -1)), 1, -1, float32(math.Inf(1)), float32(math.Inf(-1)), nan,
	math.Float32frombits(0xffc12345), math.SmallestNonzeroFloat32, -math.SmallestNonzeroFloat32,
	0x1p-126, -0x1p-126, 0x1.fffffep-127, math.MaxFloat32, -math.MaxFloat32, 88.72284, 88.72283, -87.33655,
	-103.97208, -103.97207, 89, -104, 0.5, -0.5, 0x1p-24, 1 - 0x1p-24, 1 + 0x1p-23, 1e-30, -1e30,
}

// stratified returns one of four kinds of vectors: ordinary numbers, numbers in the
// range of exp, any bits, and ordinary numbers among special ones.
func stratified(rng *rand.Rand, n int) []float32 {
	x, kind := make([]float32, n), rng.IntN(4)
	for i := range x {
		switch {
		case kind == 1:
			x[i] = float32(200*rng.Float64() - 110)
		case kind == 2:
			x[i] = math.Float32frombits(rng.Uint32())
		case kind == 3 && rng.IntN(8) == 0:
			x[i] = specials[rng.IntN(len(specials))]
		default:
			x[i] = float32(2 * rng.NormFloat64())
		}
	}
	return x
}
