package kernels

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// parallelMin is the number of products below which a call stays on its
// caller: waking another worker costs several microseconds.
const parallelMin = 1 << 19

var workers atomic.Int32 // 0: GOMAXPROCS

// SetWorkers sets how many goroutines, the caller's among them, a call may use.
// 1 keeps all work on the caller; 0 restores the default, GOMAXPROCS at the
// time of the call. The bits of the results do not depend on it. It panics if n < 0.
func SetWorkers(n int) {
	if n < 0 {
		panic("kernels: SetWorkers: n < 0")
	}
	workers.Store(int32(n))
}

// Workers returns how many goroutines a call may use now.
func Workers() int {
	if n := int(workers.Load()); n > 0 {
		return n
	}
	return runtime.GOMAXPROCS(0)
}

// A job is a product being shared out: a grid of pieces of C, taken in order
// by whoever is free.
type job struct {
	kn     *kernel
	g      gemm
	h, w   int // a piece: rows × columns
	across int // pieces in a row of the grid
	pieces int64
	next   atomic.Int64
	wg     sync.WaitGroup
}

var (
	jobs     = make(chan *job) // unbuffered: a send succeeds only if a helper waits
	helpers  atomic.Int32      // goroutines that wait on jobs, parked, never spinning
	jobsPool = sync.Pool{New: func() any { return new(job) }}
)

// share computes g with up to w workers. The caller works too; helpers that are
// busy with other calls are not waited for, so that many callers at once do not
// run more goroutines than there are workers.
func (kn *kernel) share(g *gemm, w int) {
	j := jobsPool.Get().(*job)
	j.kn, j.g = kn, *g
	j.cut(w)
	for n := helpers.Load(); n < int32(w-1); n = helpers.Load() {
		if helpers.CompareAndSwap(n, n+1) {
			go helper()
		}
	}
	for range min(w, int(j.pieces)) - 1 {
		j.wg.Add(1)
		select {
		case jobs <- j:
		default:
			j.wg.Done()
		}
	}
	j.run()
	j.wg.Wait()
	j.g = gemm{} // do not keep the operands alive
	jobsPool.Put(j)
}

func helper() {
	for j := range jobs {
		j.run()
		j.wg.Done()
	}
}

// cut chooses the pieces: about four for each worker, so that one that is held
// up does not hold up the call, each at least a few tiles in both directions.
func (j *job) cut(w int) {
	kn, g := j.kn, &j.g
	j.h, j.w = g.m, g.n
	for pieces := 1; pieces < 4*w; pieces *= 2 {
		switch {
		case j.h >= j.w && j.h >= 4*kn.mr:
			j.h = (j.h/2 + kn.mr - 1) / kn.mr * kn.mr
		case j.w >= 2*kn.nr:
			j.w = (j.w/2 + kn.nr - 1) / kn.nr * kn.nr
		case j.h >= 2*kn.mr:
			j.h = (j.h/2 + kn.mr - 1) / kn.mr * kn.mr
		default:
			pieces = 4 * w
		}
	}
	j.across = (g.n + j.w - 1) / j.w
	j.pieces = int64(j.across * ((g.m + j.h - 1) / j.h))
	j.next.Store(0)
}

func (j *job) run() {
	for {
		p := int(j.next.Add(1) - 1)
		if int64(p) >= j.pieces {
			return
		}
		i0, j0 := p/j.across*j.h, p%j.across*j.w
		j.kn.region(&j.g, i0, min(i0+j.h, j.g.m), j0, min(j0+j.w, j.g.n))
	}
}
