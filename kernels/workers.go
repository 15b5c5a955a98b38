package kernels

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"
)

// maxWorkers bounds the goroutines that wait for work, and what is computed from their
// number.
const maxWorkers = 1 << 10

var workers atomic.Int32 // 0: GOMAXPROCS

// SetWorkers sets how many goroutines, the caller's among them, a call may use.
// 1 keeps all work on the caller; 0 restores the default, GOMAXPROCS at the
// time of the call. The bits of the results do not depend on it. Goroutines that a
// call started look for more work for 0.1 ms and then sleep until the next. More than
// 1024 are as good as 1024. It panics if n < 0.
func SetWorkers(n int) {
	if n < 0 {
		panic("kernels: SetWorkers: n < 0")
	}
	workers.Store(int32(min(n, maxWorkers)))
}

// Workers returns how many goroutines a call may use now.
func Workers() int {
	if n := int(workers.Load()); n > 0 {
		return n
	}
	return min(runtime.GOMAXPROCS(0), maxWorkers)
}

// A job is a product being shared out in pieces, for whoever is
// free: a grid of pieces of C, or, where C is small and k long, runs of blocks of k.
type job struct {
	kn     *kernel
	g      gemm
	h, w   int // a piece: rows × columns
	across int // pieces in a row of the grid
	pieces int

	depth bool      // pieces are runs of blocks of k
	first int       // the block that piece 0 begins with
	count int       // blocks in all pieces
	run   int       // blocks in a piece, which a worker reads on from one to the next
	sums  []float32 // m×n for each block
}

var jobsPool = sync.Pool{New: func() any { return new(job) }}

// share computes g with up to w workers, by the team that the caller has.
func (kn *kernel) share(g *gemm, w int) {
	j := jobsPool.Get().(*job)
	j.kn, j.g = kn, *g
	j.cut(w)
	j.depth = g.m*g.n <= depthMax && g.k >= depthMin*w*KBlock && (j.pieces < 2*w || g.m <= maxFewRows && g.b.cs == 1)
	if j.depth {
		j.shareDepth(w)
	} else {
		crew.run(j, j.pieces, w)
	}
	j.g = gemm{} // do not keep the operands alive
	jobsPool.Put(j)
}

// depthMax is the largest C, in elements, whose products are shared out by blocks
// of k, if there are depthMin of them for each worker, where C is too small to be cut or its
// rows are so few that B is read by whole ones; as many at a time as have depthSums
// elements: 2 MB. By blocks of k and by pieces of C two cores on Zen 4 read, in GB/s,
// 1×1024×3136 89 and 62, but 4096×4×4096 14 and 42, 1000×10×4096 20 and 31.
const (
	depthMax  = 1 << 14
	depthMin  = 4
	depthSums = 1 << 19
)

// shareDepth has the workers compute the sums of blocks of k, each by itself,
// and adds them to C in order: the additions that the definition asks for.
func (j *job) shareDepth(w int) {
	g := &j.g
	blocks := (g.k + KBlock - 1) / KBlock
	turn := min(blocks, depthSums/(g.m*g.n))
	j.sums = grow(j.sums, turn*g.m*g.n)
	if g.clear {
		j.kn.scaleC(g.m, g.n, 0, g.c, g.ldc)
	}
	for j.first = 0; j.first < blocks; j.first += turn {
		j.count = min(turn, blocks-j.first)
		j.run = (j.count + 8*w - 1) / (8 * w)
		crew.run(j, (j.count+j.run-1)/j.run, w)
		for b := range j.count {
			s := j.sums[b*g.m*g.n:]
			for i := range g.m {
				j.kn.axpy(1, &s[i*g.n], &g.c[i*g.ldc], g.n)
			}
		}
	}
}

// block computes the sum of block b. It is added to −0, the only number that
// changes no sum, not even one of −0.
func (j *job) block(b int) {
	g := j.g
	p0 := (j.first + b) * KBlock
	g.a.data, g.b.data = g.a.data[p0*g.a.cs:], g.b.data[p0*g.b.rs:]
	g.k = min(KBlock, g.k-p0)
	g.c, g.ldc, g.clear = j.sums[b*g.m*g.n:(b+1)*g.m*g.n], g.n, false
	for i := range g.c {
		g.c[i] = negativeZero
	}
	j.kn.region(&g, 0, g.m, 0, g.n)
}

var negativeZero = float32(math.Copysign(0, -1))

// bandK is the most products an element for which C is cut into bands of rows first: where
// two cores have parts of the same rows, each asks ahead for lines of C that are the
// other's. A band of 200 KB took 6.5 µs on Zen 4 with three products an element, 20 where its other
// half was the other core's; with 32 and 128 512×512 and 784×512 were 3 to 8 % faster.
const bandK = 128

// cut chooses the pieces of C: about four for each worker, so that one that is
// held up does not hold up the call, each at least a tile in both directions.
func (j *job) cut(w int) {
	kn, g := j.kn, &j.g
	j.h, j.w = g.m, g.n
	if g.thin { // strips of lanes along m
		strips := (g.m + kn.nr - 1) / kn.nr
		j.h = (strips + 4*w - 1) / (4 * w) * kn.nr
		j.across, j.pieces = 1, (g.m+j.h-1)/j.h
		return
	}
	most := 4 * w
	if g.b.cs != 1 && g.k <= maxShallow { // each piece transposes B: on two cores 256×512×10 161, so 195 GFLOP/s
		most = 2 * w
	}
	for pieces := 1; pieces < most; pieces *= 2 {
		switch {
		case (j.h >= j.w || g.k <= bandK) && j.h >= 4*kn.mr:
			j.h = (j.h/2 + kn.mr - 1) / kn.mr * kn.mr
		case j.w >= 2*kn.nr:
			j.w = (j.w/2 + kn.nr - 1) / kn.nr * kn.nr
		case j.h >= 2*kn.mr:
			j.h = (j.h/2 + kn.mr - 1) / kn.mr * kn.mr
		default:
			pieces = most
		}
	}
	down := (g.m + j.h - 1) / j.h
	if down > 1 { // of equal height: 100 rows not as 56 and 44
		j.h = roundUp((g.m+down-1)/down, max(1, kn.step))
		down = (g.m + j.h - 1) / j.h
	}
	j.across = (g.n + j.w - 1) / j.w
	j.pieces = j.across * down
}

// piece computes one piece, by whoever is free.
func (j *job) piece(p int) {
	if j.depth {
		for b := p * j.run; b < min((p+1)*j.run, j.count); b++ {
			j.block(b)
		}
		return
	}
	i0, j0 := p/j.across*j.h, p%j.across*j.w
	j.kn.region(&j.g, i0, min(i0+j.h, j.g.m), j0, min(j0+j.w, j.g.n))
}
