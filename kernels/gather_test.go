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

// TestGatherBytes: rows in any order, and again, are those of BytesToFloat.
func TestGatherBytes(t *testing.T) {
	defer active.Store(active.Load())
	const cols, total = 29, 40
	src := make([]uint8, cols*total+5)
	for i := range src {
		src[i] = uint8(i * 7)
	}
	rows := []uint32{39, 0, 0, 17, 3, 38, 1, 2, 30, 31, 5, 39}
	got, want := make([]float32, len(rows)*cols), make([]float32, len(rows)*cols)
	for i, r := range rows {
		refBytes(&want[i*cols], &src[int(r)*cols], cols, 1./255)
	}
	for _, kn := range available {
		active.Store(kn)
		clear(got)
		GatherBytes(got, src, rows, append(rows[3:], 1<<31), cols, 1./255)
		if i := diff(got, want); i >= 0 {
			t.Errorf("%s: element %d is %v, want %v", kn.name, i, got[i], want[i])
		}
	}
	for _, bad := range []func(){
		func() { GatherBytes(got, src, []uint32{total}, nil, cols, 1) },
		func() { GatherBytes(got[:cols], src, []uint32{total}, nil, cols, 1) },
		func() { GatherBytes(got[:cols], src, []uint32{0}, nil, 0, 1) },
		func() { GatherBytes(got[:cols-1], src, []uint32{0}, nil, cols, 1) },
	} {
		func() {
			defer func() {
				if _, ok := recover().(string); !ok {
					t.Error("no panic with a constant message")
				}
			}()
			bad()
		}()
	}
}
