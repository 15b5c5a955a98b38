package kernels

import (
	"runtime"
	"sync/atomic"
	"time"
)

// Waking a parked goroutine takes 50 µs on a virtual machine, a training step of
// 784-128-10 on one core 400. So helpers look for more work for a while before they
// park: between the products of a step, and from one step to the next, they are
// reached in a fraction of a microsecond.
const (
	spinTime = 100 * time.Microsecond

	// warmMin and coldMin are the numbers of products, or their like in time, from
	// which a call is shared out: to helpers that look for work, and to helpers that
	// must be woken. On one Zen 4 core they take 6 and 70 µs.
	warmMin = 3 << 17
	coldMin = 1 << 22
)

// A shared is work in pieces that may be done at the same time, in any order.
type shared interface {
	piece(i int)
}

// A team is the caller's goroutine and helpers that share its work. One call has it
// at a time; others that come meanwhile do their work alone, so that many callers
// at once do not run more goroutines than there are workers.
type team struct {
	busy    atomic.Bool
	missed  atomic.Int64 // products of calls that would have been shared out, were the helpers warm
	helpers []*helper    // changed by the caller that has the team
	work    shared       // of the call that has the team
	base    int          // the piece of it that is first in left

	_    [64]byte      // what helpers look at all the time is on a line of its own
	left atomic.Uint64 // a stock
	_    [56]byte
	done atomic.Int32 // pieces that are finished
	warm atomic.Int32 // helpers that look for work

	panicked atomic.Pointer[any] // what a function given to Share panicked with first
}

// A helper is a goroutine of the team.
type helper struct {
	id     int // from 1: it belongs to calls with more workers than that
	parked atomic.Bool
	wake   chan struct{} // of one element
}

var crew team

// Share calls f(0) to f(n−1), in order on the caller's goroutine, or at the same time on
// up to Workers goroutines if cost, the products of all calls together or what takes
// as long, says that this pays. Calls of this package in f stay on their goroutine then.
// A panic of f reaches the caller, as a value without f's stack: on one goroutine at once,
// on several when all other calls are done.
// f must not end its goroutine otherwise.
func Share(n, cost int, f func(i int)) {
	if w := Workers(); n > 1 && crew.enter(cost, w) {
		crew.run(calls(f), n, w)
		p := crew.panicked.Swap(nil)
		crew.leave()
		if p != nil {
			panic(*p)
		}
		return
	}
	for i := range n {
		f(i)
	}
}

type calls func(i int)

// piece keeps a panic for the caller of Share: it may recover from it, which it could
// not on a helper, and the team is his until every piece is done.
func (f calls) piece(i int) {
	defer func() {
		if p := recover(); p != nil {
			first := p // p itself would be allocated each time
			crew.panicked.CompareAndSwap(nil, &first)
		}
	}()
	f(i)
}

// enter takes the team for a call of so many products, up to w workers, and reports
// whether that pays and it was free. leave gives it back.
func (t *team) enter(products, w int) bool {
	if w == 1 || products < warmMin || !t.busy.CompareAndSwap(false, true) {
		return false
	}
	if t.warm.Load() > 0 || products >= coldMin {
		return true
	}
	// Calls like this one may go on: wake the helpers for the next.
	if t.missed.Add(int64(products)) >= 2*coldMin {
		t.missed.Store(0)
		t.rouse(w)
	}
	t.leave()
	return false
}

func (t *team) leave() { t.busy.Store(false) }

// run does the work in pieces, with up to w workers, and returns when all is done.
// The caller works too; helpers that are not there yet are not waited for.
func (t *team) run(work shared, pieces, w int) {
	t.work = work
	for t.base = 0; t.base < pieces; {
		some := min(maxPieces, pieces-t.base)
		t.runSome(some, w)
		t.base += some
	}
	t.work = nil // do not keep the operands alive
}

// runSome does the pieces of the work from base on.
func (t *team) runSome(pieces, w int) {
	w = min(w, pieces)
	t.done.Store(0)
	t.left.Store(uint64(stockOf(pieces, w)))
	t.rouse(w)
	for t.take(0) {
	}
	// To sleep here after 0.1 ms gained 8 % where another process had one of two
	// processors, and cost 25 % of a large step where none had.
	for spins := 0; t.done.Load() < int32(pieces); spins++ {
		if spins > 1000 { // the system may have stopped a helper, or there is one processor
			runtime.Gosched()
		}
	}
}

// rouse starts or wakes the helpers of a call with w workers.
func (t *team) rouse(w int) {
	for len(t.helpers) < w-1 {
		h := &helper{id: len(t.helpers) + 1, wake: make(chan struct{}, 1)}
		t.helpers = append(t.helpers, h)
		go t.help(h)
	}
	for _, h := range t.helpers[:w-1] {
		if h.parked.Load() && h.parked.CompareAndSwap(true, false) {
			h.wake <- struct{}{}
		}
	}
}

// A stock is the pieces that nobody has taken, from first to end, and how many workers may.
// The caller takes the first and helpers the last, so that calls that follow one another
// find a worker's part of the matrices in its own caches: 2000×2000×1 and 784×512×8 take two
// Zen 4 cores 150 and 35 µs so, 320 and 58 if each takes the next piece.
type stock uint64

const (
	stockBits = 26
	maxPieces = 1<<stockBits - 1
)

func stockOf(pieces, w int) stock { return stock(w)<<(2*stockBits) | stock(pieces) }

func (s stock) workers() int { return int(s >> (2 * stockBits)) }
func (s stock) first() int   { return int(s>>stockBits) & maxPieces }
func (s stock) end() int     { return int(s) & maxPieces }

// offers reports whether there is a piece for the worker of this number.
func (s stock) offers(id int) bool { return s.first() < s.end() && id < s.workers() }

// take does a piece if one is left for the worker of this number, 0 being the caller.
// Whoever has changed left has a piece of the work that is there now, which stays
// until that piece is done.
func (t *team) take(id int) bool {
	s := stock(t.left.Load())
	for s.offers(id) {
		i, rest := s.first(), s+1<<stockBits
		if id > 0 {
			i, rest = s.end()-1, s-1
		}
		if t.left.CompareAndSwap(uint64(s), uint64(rest)) {
			t.work.piece(t.base + i)
			t.done.Add(1)
			return true
		}
		s = stock(t.left.Load())
	}
	return false
}

func (t *team) help(h *helper) {
	for {
		t.warm.Add(1)
		for t.await(h) {
			t.take(h.id)
		}
		t.warm.Add(-1)
		h.parked.Store(true)
		// Work that came before the helper was seen to be parked wakes nobody.
		if !stock(t.left.Load()).offers(h.id) || !h.parked.CompareAndSwap(true, false) {
			<-h.wake
		}
	}
}

// await looks for work for spinTime and reports whether there is some.
func (t *team) await(h *helper) bool {
	start := time.Now()
	for {
		for range 256 {
			if stock(t.left.Load()).offers(h.id) {
				return true
			}
		}
		if time.Since(start) > spinTime {
			return false
		}
	}
}
