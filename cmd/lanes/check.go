package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	"lanes/kernels"
)

// checked is the result of one routine on one input.
type checked struct {
	name string
	bits []float32
}

// runChecks runs a few products, softmax and exp with the named set, which is in
// use afterwards. The inputs are the same every time; the sizes take whole tiles,
// edges, more than one block of k, and the path for small products.
func runChecks(set string) []checked {
	if err := kernels.Use(set); err != nil {
		panic("lanes: " + err.Error()) // only listed sets come here
	}
	rng := rand.New(rand.NewPCG(7, 7))
	var out []checked
	for _, s := range []struct {
		m, n, k int
		ta, tb  kernels.Transpose
	}{
		{4, 5, 6, false, false}, {33, 65, 300, false, false}, {65, 33, 300, true, false},
		{47, 70, 270, false, true}, {31, 33, 257, true, true}, {100, 10, 784, false, false},
	} {
		a, b, c := draws(rng, s.m*s.k), draws(rng, s.k*s.n), draws(rng, s.m*s.n)
		lda, ldb := s.k, s.n
		if s.ta {
			lda = s.m
		}
		if s.tb {
			ldb = s.k
		}
		kernels.SgemmAt(kernels.Exact, s.ta, s.tb, s.m, s.n, s.k, 0.75, a, lda, b, ldb, -0.5, c, s.n)
		out = append(out, checked{fmt.Sprintf("sgemm %c%c %d %d %d", letter(s.ta), letter(s.tb), s.m, s.n, s.k), c})
	}
	for _, s := range [][2]int{{100, 10}, {3, 1000}} {
		x := draws(rng, s[0]*s[1])
		kernels.Softmax(x, x, s[0], s[1])
		out = append(out, checked{fmt.Sprintf("softmax %d %d", s[0], s[1]), x})
	}
	x := draws(rng, 4096)
	for i := range x {
		x[i] *= 30
	}
	kernels.Exp(x, x)
	return append(out, checked{"exp 4096", x})
}

func letter(t kernels.Transpose) rune {
	if t {
		return 'T'
	}
	return 'N'
}

// draws returns n numbers around 0.
func draws(rng *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return x
}

// sameBits compares as the engine promises: NaN equals NaN, the sign of zero counts.
func sameBits(x, y []float32) bool {
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if math.Float32bits(x[i]) != math.Float32bits(y[i]) && (x[i] == x[i] || y[i] == y[i]) {
			return false
		}
	}
	return true
}
