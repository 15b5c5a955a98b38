package kernels

import (
	"math/rand/v2"
	"testing"
)

// TestGatherShared: a batch large enough to be shared out is the one that a worker
// makes alone.
func TestGatherShared(t *testing.T) {
	defer SetWorkers(0)
	rng := rand.New(rand.NewPCG(31, 32))
	const total, cols, n = 300, 3000, 200
	src, rows := make([]uint8, total*cols), make([]uint32, n)
	for i := range src {
		src[i] = uint8(rng.Uint32())
	}
	for i := range rows {
		rows[i] = rng.Uint32N(total)
	}
	for _, w := range []int{1, 2, 5} {
		SetWorkers(w)
		got := make([]float32, n*cols)
		GatherBytes(got, src, rows, rows[n/2:], cols, 0.5)
		for i, v := range got {
			if want := float32(src[int(rows[i/cols])*cols+i%cols]) * 0.5; v != want {
				t.Fatalf("%d workers: element %d is %v, want %v", w, i, v, want)
			}
		}
	}
}
