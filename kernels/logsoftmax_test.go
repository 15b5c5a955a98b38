package kernels

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestLogSoftmax(t *testing.T) { checkSoftmax(t, (*kernel).logSoftmax) }

// TestLogSoftmaxBound holds the reference to the bound of the documentation.
func TestLogSoftmaxBound(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, s := range softmaxGrid() {
		rows, cols := s[0], s[1]
		for _, spread := range []float64{0.1, 3, 40} {
			x, y := make([]float32, rows*cols), make([]float32, rows*cols)
			for i := range x {
				x[i] = float32(spread * rng.NormFloat64())
			}
			reference.logSoftmax(y, x, rows, cols)
			for i := range rows {
				row := x[i*cols : (i+1)*cols]
				most, sum := float64(slices.Max(row)), 0.0
				for _, v := range row {
					sum += math.Exp(float64(v) - most)
				}
				for j, v := range row {
					want := float64(v) - most - math.Log(sum)
					bound := (2*math.Abs(want) + float64(cols)/16 + 3*math.Log(float64(cols)) + 10) * 0x1p-24
					if e := math.Abs(float64(y[i*cols+j]) - want); !(e <= bound) {
						t.Fatalf("%dx%d: %v for %v, off by %v, bound %v", rows, cols, y[i*cols+j], want, e, bound)
					}
				}
			}
		}
	}
}

func TestLogSoftmaxSpecial(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, kn := range tested() {
		for _, cols := range []int{2, 10, 16, 17, 40} {
			row := func(fill, first float32) []float32 {
				x := slices.Repeat([]float32{fill}, cols)
				x[0] = first
				kn.logSoftmax(x, x, 1, cols)
				return x
			}
			for _, x := range [][]float32{row(1, nan), row(1, inf), row(-inf, -inf)} {
				for j, v := range x {
					if v == v {
						t.Errorf("kernel=%s cols=%d: element %d is %v, want NaN", kn.name, cols, j, v)
					}
				}
			}
			if x := row(-inf, 3); x[0] != 0 || x[1] != -inf {
				t.Errorf("kernel=%s cols=%d: %v, want 0 and then -Inf", kn.name, cols, x)
			}
		}
	}
}
