package kernels

// Go cannot interrupt assembly, and a signal that finds a worker in a leaf is lost: a loop that
// calls nothing but leaves would hold up the garbage collector, and all that waits for it, to its
// end. A function of Go that calls another looks for such a request when it begins.

// pause is such a function, for loops over leaves.
//
//go:noinline
func pause() { paused() }

var paused = func() {} // tests count

// pauseAfter pauses if a leaf was given a whole piece, so that there may be another.
func pauseAfter(n int) {
	if n == piece {
		pause()
	}
}

// A pacer counts the products of the leaves that a loop calls, and pauses after as many as
// take 20 µs on Zen 4.
type pacer int

func (p *pacer) add(products int) {
	if *p += pacer(products); *p >= 1<<20 {
		*p = 0
		pause()
	}
}

// elements counts those that a leaf reads or writes, of which a piece takes as long.
func (p *pacer) elements(n int) { p.add(n * (1 << 20 / piece)) }
