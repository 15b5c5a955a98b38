package kernels

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"
)

// A leafCase calls one routine of the table on n elements. Operands x, y, z have n
// elements, l has 64; all may be written. A result beside them is returned.
type leafCase struct {
	name string
	run  func(kn *kernel, n int, x, y, z, l []float32) []float32
}

// vectorCases are the routines on vectors.
var vectorCases = []leafCase{
	{"exp", func(kn *kernel, n int, x, y, z, l []float32) []float32 { kn.exp(&x[0], &y[0], n); return nil }},
	{"exp in place", func(kn *kernel, n int, x, y, z, l []float32) []float32 { kn.exp(&x[0], &x[0], n); return nil }},
	{"log", func(kn *kernel, n int, x, y, z, l []float32) []float32 { kn.log(&x[0], &y[0], n); return nil }},
	{"log in place", func(kn *kernel, n int, x, y, z, l []float32) []float32 { kn.log(&x[0], &x[0], n); return nil }},
	{"sigmoid", func(kn *kernel, n int, x, y, z, l []float32) []float32 { kn.sigmoid(&x[0], &y[0], n); return nil }},
	{"sigmoid in place", func(kn *kernel, n int, x, y, z, l []float32) []float32 { kn.sigmoid(&x[0], &x[0], n); return nil }},
	{"sigmoidGrad", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		kn.sigmoidGrad(&x[0], &y[0], &z[0], n)
		return nil
	}},
	{"sigmoidGrad in place", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		kn.sigmoidGrad(&x[0], &x[0], &z[0], n)
		return nil
	}},
	{"tanh", func(kn *kernel, n int, x, y, z, l []float32) []float32 { kn.tanh(&x[0], &y[0], n); return nil }},
	{"tanh in place", func(kn *kernel, n int, x, y, z, l []float32) []float32 { kn.tanh(&x[0], &x[0], n); return nil }},
	{"tanhGrad", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		kn.tanhGrad(&x[0], &y[0], &z[0], n)
		return nil
	}},
	{"tanhGrad in place", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		kn.tanhGrad(&x[0], &x[0], &z[0], n)
		return nil
	}},
	{"relu", func(kn *kernel, n int, x, y, z, l []float32) []float32 { kn.relu(&x[0], &y[0], n); return nil }},
	{"relu in place", func(kn *kernel, n int, x, y, z, l []float32) []float32 { kn.relu(&x[0], &x[0], n); return nil }},
	{"reluPast", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		if n%16 == 0 && uintptr(unsafe.Pointer(&x[0]))%64 == 0 {
			kn.reluPast(&x[0], &y[0], n)
		} else {
			refReLU(&x[0], &y[0], n)
		}
		return nil
	}},
	{"reluGrad", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		kn.reluGrad(&x[0], &y[0], &z[0], n)
		return nil
	}},
	{"reluGrad in place", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		kn.reluGrad(&x[0], &x[0], &z[0], n)
		return nil
	}},
	{"axpy", func(kn *kernel, n int, x, y, z, l []float32) []float32 { kn.axpy(-1.7, &x[0], &y[0], n); return nil }},
	{"axpy in place", func(kn *kernel, n int, x, y, z, l []float32) []float32 { kn.axpy(0.3, &x[0], &x[0], n); return nil }},
	{"scal", func(kn *kernel, n int, x, y, z, l []float32) []float32 { kn.scal(1.1, &x[0], n); return nil }},
	{"scal NaN", func(kn *kernel, n int, x, y, z, l []float32) []float32 { kn.scal(nan, &x[0], n); return nil }},
	{"sgd", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		kn.sgd(&x[0], &y[0], nil, n, 0.1, 0.9, 1e-3, false)
		return nil
	}},
	{"sgd momentum", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		kn.sgd(&x[0], &y[0], &z[0], n, 0.1, 0.9, 1e-3, false)
		return nil
	}},
	{"sgd nesterov", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		kn.sgd(&x[0], &y[0], &z[0], n, 0.1, 0.9, 1e-3, true)
		return nil
	}},
	{"adam", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		u := make([]float32, 2*n)
		copy(u, z)
		for i := range n {
			u[n+i] = float32(math.Abs(float64(z[n-1-i])))
		}
		kn.adam(&x[0], &y[0], &u[0], &u[n], n, 0.01, 0.9, 0.1, 0.999, 0.001, 1.5, 1e-8, 0.01, 0.99)
		return u
	}},
	{"adam moments", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		u := slices.Clone(x)
		kn.adam(&u[0], &u[0], &x[0], &z[0], n, 0.01, 0.9, 0.1, 0.99, 0.01, 1.2, 1e-8, 0.01, 0.99)
		return nil
	}},
	{"bytes first", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		kn.bytes(&x[0], (*uint8)(unsafe.Pointer(&y[0])), n, 1./255)
		return nil
	}},
	{"bytes last", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		kn.bytes(&x[0], (*uint8)(unsafe.Add(unsafe.Pointer(&y[0]), 3*n)), n, -3)
		return nil
	}},
	{"sum", func(kn *kernel, n int, x, y, z, l []float32) []float32 { return []float32{kn.sum(&x[0], n, nil)} }},
	{"dot", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		return []float32{kn.dot(&x[0], &y[0], n, nil)}
	}},
	{"squares", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		lanes := make([]float64, normLanes)
		for i := range lanes {
			lanes[i] = math.Abs(float64(l[i]))
		}
		kn.squares(&x[0], n, &lanes[0])
		bits := make([]float32, 0, 2*normLanes)
		for _, v := range lanes {
			b := math.Float64bits(v)
			if v != v {
				b = math.Float64bits(math.NaN())
			}
			bits = append(bits, math.Float32frombits(uint32(b>>32)), math.Float32frombits(uint32(b)))
		}
		return bits
	}},
	{"sum lanes", func(kn *kernel, n int, x, y, z, l []float32) []float32 { return []float32{kn.sum(&x[0], n, &l[0])} }},
	{"dot lanes", func(kn *kernel, n int, x, y, z, l []float32) []float32 {
		return []float32{kn.dot(&x[0], &y[0], n, &l[0])}
	}},
}

// freeZeros makes zeros positive, where a routine may return either.
func freeZeros(x []float32) {
	for i := range x {
		x[i] += 0
	}
}

var nan = float32(math.NaN())

// check runs the case with each set and, once, with the reference on the same input.
func (c leafCase) check(t *testing.T, kns []*kernel, n int, operand func(i, n int) []float32, rng *rand.Rand) {
	t.Helper()
	var in, got, want [4][]float32
	for i, n := range []int{n, n, n, 64} {
		in[i] = stratified(rng, n)
		want[i] = slices.Clone(in[i])
	}
	w := c.run(&reference, n, want[0], want[1], want[2], want[3])
	for _, kn := range kns {
		for i := range in {
			got[i] = operand(i, len(in[i]))
			copy(got[i], in[i])
		}
		g := c.run(kn, n, got[0], got[1], got[2], got[3])
		for i := range got {
			if j := diff(got[i], want[i]); j >= 0 {
				t.Fatalf("%s: %s n=%d operand %d: element %d is %x, want %x", kn.name, c.name, n, i, j, got[i][j], want[i][j])
			}
		}
		if j := diff(g, w); j >= 0 {
			t.Fatalf("%s: %s n=%d: result %d is %x, want %x", kn.name, c.name, n, j, g[j], w[j])
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
