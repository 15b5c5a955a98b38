package kernels

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestShare: every piece is done once, whatever the number of workers, whether
// helpers are at work, look for it or sleep, from many callers and nested.
func TestShare(t *testing.T) {
	defer SetWorkers(0)
	count := func(n, cost int) {
		done := make([]atomic.Int32, n)
		Share(n, cost, func(i int) {
			Share(2, coldMin, func(int) {})
			done[i].Add(1)
		})
		for i := range done {
			if c := done[i].Load(); c != 1 {
				t.Errorf("piece %d of %d was done %d times", i, n, c)
			}
		}
	}
	for _, w := range []int{1, 2, 3, 8, 2} {
		SetWorkers(w)
		for _, n := range []int{0, 1, 2, 7, 1000} {
			for _, cost := range []int{0, warmMin, coldMin} {
				count(n, cost)
			}
		}
		time.Sleep(3 * spinTime)
	}
	SetWorkers(4)
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			for range 200 {
				count(5, coldMin)
			}
		})
	}
	wg.Wait()
}

// TestSharePanic: a panic of any piece reaches the caller, who may go on with all workers.
func TestSharePanic(t *testing.T) {
	defer SetWorkers(0)
	for _, w := range []int{1, 4} {
		SetWorkers(w)
		for _, bad := range []int{0, 1, 19} {
			var done atomic.Int32
			func() {
				defer func() {
					if p := recover(); p != bad {
						t.Errorf("%d workers: recovered %v, want %d", w, p, bad)
					}
				}()
				Share(20, coldMin, func(i int) {
					if i == bad {
						panic(i)
					}
					done.Add(1)
				})
			}()
			if n := done.Load(); w > 1 && n != 19 {
				t.Errorf("%d workers: %d other calls, want 19", w, n)
			}
			if crew.busy.Load() {
				t.Fatalf("%d workers: the team is still taken", w)
			}
		}
	}
}

// BenchmarkShare is what it costs to share out nothing, with helpers that look for
// work, and with helpers that must be woken.
func BenchmarkShare(b *testing.B) {
	nothing := func(int) {}
	b.Run("helpers=warm", func(b *testing.B) {
		for b.Loop() {
			Share(2, coldMin, nothing)
		}
	})
	b.Run("helpers=asleep", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			time.Sleep(3 * spinTime)
			b.StartTimer()
			Share(2, coldMin, nothing)
		}
	})
}
