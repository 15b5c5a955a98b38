package kernels

import (
	"math"
	"os"
	"reflect"
	"runtime"
	"sync"
	"testing"
)

// ulps returns how far got is from exact, in units in the last place of a float32
// of exact's size. A result that overflows is taken as 2¹²⁸.
func ulps(got float32, exact float64) float64 {
	switch {
	case math.IsNaN(exact) || got != got:
		if math.IsNaN(exact) && got != got {
			return 0
		}
		return math.Inf(1)
	case float32(exact) == got:
		exponent := max(math.Ilogb(exact), -126)
		if exact == 0 || math.IsInf(exact, 0) || exponent > 127 {
			return 0
		}
		return math.Abs(float64(got)-exact) * math.Ldexp(1, 23-exponent)
	case math.IsInf(exact, 0):
		return math.Inf(1)
	}
	g := float64(got)
	if math.IsInf(g, 0) {
		g = math.Copysign(0x1p128, g)
	}
	return math.Abs(g-exact) * math.Ldexp(1, 23-min(max(math.Ilogb(exact), -126), 127))
}

// functions are those with a promise in ulp, which ulps measures against math.
var functions = []struct {
	name  string
	bound float64
	exact func(float64) float64
	leaf  func(kn *kernel) func(dst, src *float32, n int)
}{
	{"exp", 0.91, math.Exp, func(kn *kernel) func(dst, src *float32, n int) { return kn.exp }},
	{"log", 0.86, math.Log, func(kn *kernel) func(dst, src *float32, n int) { return kn.log }},
	{"sigmoid", 2.41, sigmoid64, func(kn *kernel) func(dst, src *float32, n int) { return kn.sigmoid }},
	{"tanh", 2.5, math.Tanh, func(kn *kernel) func(dst, src *float32, n int) { return kn.tanh }},
}

func sigmoid64(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

const allBits = 1 << 32

// accuracy goes through bit patterns first, first+step, … below last: all sets must
// give the bits of the reference. It returns the largest error of that.
func accuracy(t *testing.T, i int, first, last, step uint64) (worst float64, at float32) {
	const block = 1 << 12
	f := functions[i]
	x, want, got := make([]float32, block), make([]float32, block), make([]float32, block)
	for b := first; b < last; {
		n := 0
		for ; n < block && b < last; b += step {
			x[n] = math.Float32frombits(uint32(b))
			n++
		}
		f.leaf(&reference)(&want[0], &x[0], n)
		for j, v := range x[:n] {
			if e := ulps(want[j], f.exact(float64(v))); !(e <= worst) {
				worst, at = e, v
			}
		}
		for _, kn := range available {
			leaf := f.leaf(kn)
			if reflect.ValueOf(leaf).Pointer() == reflect.ValueOf(f.leaf(&reference)).Pointer() {
				continue // a set that uses the definition itself
			}
			leaf(&got[0], &x[0], n)
			if j := diff(got[:n], want[:n]); j >= 0 {
				t.Errorf("kernel=%s: %s(%x) is %x, want %x", kn.name, f.name, x[j], got[j], want[j])
				return worst, at
			}
		}
	}
	return worst, at
}

// TestAccuracy takes a sample of all inputs, and the neighbourhoods of special ones.
// With LANES_LONG=1 it takes all 2³² inputs, which is minutes of work.
func TestAccuracy(t *testing.T) {
	for i, f := range functions {
		t.Run(f.name, func(t *testing.T) {
			if os.Getenv("LANES_LONG") != "" {
				everyInput(t, i)
				return
			}
			worst, at := accuracy(t, i, 0, allBits, 4099)
			for _, v := range specials {
				b := uint64(math.Float32bits(v))
				if e, x := accuracy(t, i, max(b, 500)-500, min(b+500, allBits), 1); !(e <= worst) {
					worst, at = e, x
				}
			}
			if !(worst <= f.bound) {
				t.Errorf("%s(%x) is off by %v ulp, want at most %v", f.name, at, worst, f.bound)
			}
		})
	}
}

// everyInput shares all inputs out among the processors.
func everyInput(t *testing.T, i int) {
	const share = 1 << 26
	var mu sync.Mutex
	var wg sync.WaitGroup
	next, worst, at := uint64(0), 0.0, float32(0)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for {
				mu.Lock()
				b := next
				next += share
				mu.Unlock()
				if b >= allBits || t.Failed() {
					return
				}
				e, x := accuracy(t, i, b, b+share, 1)
				mu.Lock()
				if !(e <= worst) {
					worst, at = e, x
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	t.Logf("%s: at most %.4f ulp, at %x", functions[i].name, worst, at)
	if !(worst <= functions[i].bound) {
		t.Errorf("more than %v ulp", functions[i].bound)
	}
}

func TestExpExact(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, c := range []struct{ x, want float32 }{{0, 1}, {float32(math.Copysign(0, -1)), 1}, {inf, inf}, {-inf, 0}, {nan, nan}} {
		if got := exp32(c.x); !same(got, c.want) {
			t.Errorf("exp(%v) is %v, want %v", c.x, got, c.want)
		}
	}
	for _, c := range []struct{ x, want float32 }{{1, 0}, {0, -inf}, {float32(math.Copysign(0, -1)), -inf}, {inf, inf}, {-1, nan}, {-inf, nan}, {nan, nan}} {
		if got := log32(c.x); !same(got, c.want) {
			t.Errorf("log(%v) is %v, want %v", c.x, got, c.want)
		}
	}
}
