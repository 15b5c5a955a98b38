package suite

import (
	"fmt"
	"testing"

	"lanes/bench"
	"lanes/kernels"
)

// Shapes of Sgemm, m, n, k: squares, the products of MNIST's networks on a batch
// of 100 (forward, and the gradient of the weights), and a thin one.
var shapes = [][3]int{
	{8, 8, 8}, {16, 16, 16}, {32, 32, 32}, {64, 64, 64}, {128, 128, 128},
	{256, 256, 256}, {512, 512, 512}, {1024, 1024, 1024},
	{100, 10, 784}, {784, 10, 100}, {100, 128, 784}, {784, 128, 100},
	{64, 64, 4096},
}

// A product that takes longer than about half a second is left out: the
// reference does some 0.2 GFLOP/s, the plain loops one or more.
const (
	maxReference = 1 << 22
	maxNaive     = 1 << 29
)

// Sgemm is C = A·B. The plain loops are compared with the peak of the best set.
func Sgemm(b *testing.B) {
	for _, s := range shapes {
		m, n, k := s[0], s[1], s[2]
		rng := source()
		x, y, z := bench.Random(rng, m*k), bench.Random(rng, k*n), make([]float32, m*n)
		run := func(name string, f func()) {
			b.Run(fmt.Sprintf("kernel=%s/m=%d/n=%d/k=%d", name, m, n, k), func(b *testing.B) {
				before := peak()
				for b.Loop() {
					f()
				}
				gflops(b, 2*m*n*k, before)
			})
		}
		for _, naive := range bench.Naives() {
			if m*n*k <= maxNaive {
				run(naive.Name, func() { naive.MatMul(m, n, k, x, y, z) })
			}
		}
		eachSet(b, func(set string) {
			if set != "reference" || m*n*k <= maxReference {
				run(set, func() {
					kernels.Sgemm(kernels.NoTrans, kernels.NoTrans, m, n, k, 1, x, k, y, n, 0, z, n)
				})
			}
		})
	}
}

// Softmax is the softmax of each row; a byte is counted once when it is read and
// once when it is written, whatever the passes.
func Softmax(b *testing.B) {
	for _, s := range [][2]int{{100, 10}, {64, 1000}, {1, 100000}} {
		rows, cols := s[0], s[1]
		x, y := bench.Random(source(), rows*cols), make([]float32, rows*cols)
		run := func(name string, f func(dst, src []float32, rows, cols int)) {
			b.Run(fmt.Sprintf("kernel=%s/rows=%d/cols=%d", name, rows, cols), func(b *testing.B) {
				b.SetBytes(int64(2 * 4 * rows * cols))
				for b.Loop() {
					f(y, x, rows, cols)
				}
			})
		}
		run("naive", bench.Softmax)
		eachSet(b, func(set string) { run(set, kernels.Softmax) })
	}
}
