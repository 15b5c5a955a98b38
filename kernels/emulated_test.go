package kernels

import (
	"math/rand/v2"
	"testing"
)

// TestEmulateTiles holds the emulation to the model.
func TestEmulateTiles(t *testing.T) {
	defer active.Store(active.Load())
	defer EmulateTiles()()
	rng := rand.New(rand.NewPCG(71, 72))
	kn, model := active.Load(), *active.Load()
	model.terms = &tileModel
	for _, p := range []Precision{F32, BF16x3, BF16} {
		for _, c := range []sgemmCase{{false, false, 70, 45, 600, 1, 1, 0}, {true, false, 33, 64, 100, 0, 1, 1}, {false, true, 50, 100, 70, 0, 0.5, 1}} {
			a, b, c0 := c.operands(func(n int) []float32 { return random(rng, n) })
			got, want := c.runAt(kn, p, a, b, c0), c.runAt(&model, p, a, b, c0)
			if i := diff(got, want); i >= 0 {
				t.Errorf("%v %v: element %d is %v, want %v", c, p, i, got[i], want[i])
			}
		}
	}
}

// EmulateTiles has the active set compute products below Exact as AMX does, until the
// function it returns is called: the same bits, by the leaves that this CPU has. (Sums that
// would be denormal are not flushed, which the range of the operands leaves out.)
func EmulateTiles() (restore func()) {
	old := active.Load()
	kn, u := *old, tileModel
	u.strip = fastTileStrip(old)
	if len(usableUnits) > 0 {
		u.splitRows, u.splitPairs = usableUnits[0].splitRows, usableUnits[0].splitPairs
	}
	u.worth = func(m, n, k, terms int, packed bool) bool { return m >= 16 && n >= 16 && k >= 2*termStep }
	kn.terms = &u
	active.Store(&kn)
	return func() { active.Store(old) }
}

// fastTileStrip is refTileStrip by the tiles of a set: even and odd numbers apart.
func fastTileStrip(kn *kernel) func(m, n, k, terms int, a, b *uint16, c *float32, ldc int, acc bool, _, _ *float32, _ int) {
	return func(m, n, k, terms int, a, b *uint16, c *float32, ldc int, acc bool, _, _ *float32, _ int) {
		kp := roundUp(k, termStep)
		x, y := make([]float32, terms*termRows*kp), make([]float32, terms*termCols*kp)
		for i, h := range slice(a, len(x)) {
			x[i] = fromBF16(h)
		}
		step := func(x, y *float32, m, w, kp int, sum []float32) {
			var chains [2][termRows * termCols]float32
			for odd := range chains {
				for i := 0; i < m; i += kn.mr {
					kn.tiles(min(kn.mr, m-i), w, termStep/2, at(x, i*kp+odd), kp, 2,
						at(y, odd*termCols), 2*termCols, kn.nr, &chains[odd][i*termCols], termCols, false)
				}
			}
			kn.axpy(1, &chains[0][0], &chains[1][0], m*termCols)
			kn.axpy(1, &chains[1][0], &sum[0], m*termCols)
		}
		for j := 0; j < n; j += termCols {
			w := min(termCols, n-j)
			for i, h := range slice(at16(b, j*kp*terms), len(y)) { // row by row instead of in pairs
				pair, half := i/(2*termCols), i%2
				y[(2*pair+half)*termCols+i%(2*termCols)/2] = fromBF16(h)
			}
			sum := make([]float32, termRows*termCols)
			for _, pass := range termPasses[terms] {
				for p := 0; p < kp; p += termStep {
					for _, t := range pass {
						step(&x[t[0]*termRows*kp+p], &y[t[1]*termCols*kp+p*termCols], m, w, kp, sum)
					}
				}
			}
			for i := range m {
				if row := slice(at(c, i*ldc+j), w); acc {
					kn.axpy(1, &sum[i*termCols], &row[0], w)
				} else {
					copy(row, sum[i*termCols:])
				}
			}
		}
	}
}
