package kernels

import (
	"slices"
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

type pieces []int

func (p *pieces) piece(i int) { *p = append(*p, i) }

// TestTake: the caller takes pieces from the first on, helpers from the last, up to the
// largest number of both, and only as many workers as may.
func TestTake(t *testing.T) {
	for _, test := range []struct {
		pieces, workers int
		ids, want       []int
	}{
		{5, 3, []int{0, 1, 2, 0, 1, 0, 1}, []int{0, 4, 3, 1, 2}},
		{3, 2, []int{2, 3, 1, 1, 1, 0}, []int{2, 1, 0}},
		{maxPieces, maxWorkers, []int{maxWorkers, maxWorkers - 1, 0}, []int{maxPieces - 1, 0}},
	} {
		var got pieces
		tm := &team{work: &got}
		tm.left.Store(uint64(stockOf(test.pieces, test.workers)))
		for _, id := range test.ids {
			tm.take(id)
		}
		if !slices.Equal(got, test.want) || int(tm.done.Load()) != len(got) {
			t.Errorf("%d pieces, %d workers, taken by %d: %d, %d done; want %d", test.pieces, test.workers, test.ids, got, tm.done.Load(), test.want)
		}
	}
}

// TestManyPieces: more than a stock has room for are done once each.
func TestManyPieces(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	done := make(marks, maxPieces+3)
	new(team).run(done, len(done), 2)
	for i, d := range done {
		if d != 1 {
			t.Fatalf("piece %d was done %d times", i, d)
		}
	}
}

type marks []uint8

func (m marks) piece(i int) { m[i]++ }

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
