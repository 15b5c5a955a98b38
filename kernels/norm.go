package kernels

import "math"

// normLanes is how many lanes Nrm2 has.
const normLanes = 32

// Nrm2 returns the Euclidean norm of x, √Σx[i]², within 0.51 ulp for up to 2²⁸ elements.
// It overflows only where the norm does, and no small element is lost: the squares are
// summed in float64, which holds each exactly. 32 lanes add elements l, l+32, … and are
// then halved down to one. The norm of nothing is 0.
func Nrm2(x []float32) float32 {
	ws := rowScratch.Get().(*scratch)
	lanes := &ws.squares
	clear(lanes[:])
	for kn := active.Load(); len(x) > 0; {
		n := min(piece, len(x))
		kn.squares(&x[0], n, &lanes[0])
		pauseAfter(n)
		x = x[n:]
	}
	for h := normLanes / 2; h > 0; h /= 2 {
		for l := range h {
			lanes[l] += lanes[l+h]
		}
	}
	s := lanes[0]
	rowScratch.Put(ws)
	return float32(math.Sqrt(s))
}
