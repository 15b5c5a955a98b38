package record

import (
	"sync"

	"lanes/bench"
	"lanes/bench/machine"
	"lanes/kernels"
)

// kinds are the ways to use bandwidth: reading is kernels.Sum, copying is Go's
// copy, updating is kernels.Axpy, which reads two vectors and writes one of them.
// A byte counts when it is read and when it is written.
var kinds = [...]string{"Read", "Copy", "Update"}

// A level is a cache or the memory, and what one call of each kind moves there.
type level struct {
	name  string
	size  int // bytes that a goroutine works on
	bytes [len(kinds)]float64
}

// Where the caches are not known these are small enough for the first and the
// second cache of any machine, and large enough for none to hold.
const (
	defaultL1  = 32 << 10
	defaultL2  = 512 << 10
	memorySize = 64 << 20
)

// levels halves the caches, for others use them too.
func levels(m machine.Machine) []level {
	l1, l2, l3 := m.Caches[0], m.Caches[1], m.Caches[2]
	if l1 <= 0 {
		l1 = defaultL1
	}
	if l2 <= l1 {
		l2 = max(defaultL2, 4*l1)
	}
	ls := []level{{name: "L1", size: l1 / 2}, {name: "L2", size: l2 / 2}}
	if l3 > 2*l2 {
		ls = append(ls, level{name: "L3", size: min(l3/2, memorySize/4)})
	}
	memory := min(max(memorySize, 2*l3), 2*memorySize)
	if m.Emulated != "" && l3 <= 0 {
		memory = memorySize / 8 // or it would take seconds
	}
	return append(ls, level{name: "memory", size: memory})
}

// bandwidths adds contenders of each kind at every level. They use the best set,
// whatever set is measured: it is the machine that is asked here.
func (r *runner) bandwidths(m machine.Machine) {
	r.levels = levels(m)
	most := r.levels[len(r.levels)-1].size / 4
	from, to := make([][]float32, r.Workers), make([][]float32, r.Workers)
	for w := range r.Workers {
		from[w], to[w] = make([]float32, most), make([]float32, most)
		for i := range from[w] {
			from[w][i] = 1 // a page that nobody has written may be no memory at all
		}
		copy(to[w], from[w])
	}
	best := kernels.Names()[0]
	for i := range r.levels {
		l := &r.levels[i]
		n := l.size / 4
		passes := max(1, 1<<18/l.size) // a goroutine's start must not count
		moved := float64(r.Workers) * float64(passes) * float64(4*n)
		l.bytes = [len(kinds)]float64{moved, moved, 1.5 * moved} // the last two: half of it from, half to
		for _, pass := range []func(w int){
			func(w int) { kernels.Sum(from[w][:n]) },
			func(w int) { copy(to[w][:n/2], from[w][:n/2]) },
			func(w int) { kernels.Axpy(1e-9, from[w][:n/2], to[w][:n/2]) },
		} {
			r.cs = append(r.cs, bench.Contender{Ready: use(best), Run: r.share(passes, pass)})
		}
	}
}

// share returns a call that does something so many times on each worker.
func (r *runner) share(passes int, f func(worker int)) func() {
	repeat := func(w int) {
		for range passes {
			f(w)
		}
	}
	if r.Workers == 1 {
		return func() { repeat(0) }
	}
	return func() {
		var done sync.WaitGroup
		for w := range r.Workers {
			done.Go(func() { repeat(w) })
		}
		done.Wait()
	}
}
