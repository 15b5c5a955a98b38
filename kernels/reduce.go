package kernels

// Sum returns the sum of x: 64 lanes add elements l, l+64, … and are then
// halved down to one. The sum of nothing is 0.
func Sum(x []float32) float32 {
	if len(x) == 0 {
		return 0
	}
	return active.Load().sumOf(x)
}

// sumOf carries the lanes from piece to piece.
func (kn *kernel) sumOf(x []float32) (s float32) {
	if len(x) < piece {
		return kn.sum(&x[0], len(x), nil)
	}
	ws := rowScratch.Get().(*scratch)
	ws.lanes = grow(ws.lanes, 64)
	clear(ws.lanes)
	for len(x) > 0 {
		n := min(piece, len(x))
		s = kn.sum(&x[0], n, &ws.lanes[0])
		pauseAfter(n)
		x = x[n:]
	}
	rowScratch.Put(ws)
	return s
}

// Dot returns the inner product of x and y by fused multiply-adds in 64 lanes,
// as Sum does. It panics if the lengths differ.
func Dot(x, y []float32) float32 {
	if len(x) != len(y) {
		panic("kernels: Dot: lengths differ")
	}
	if len(x) == 0 {
		return 0
	}
	return active.Load().dotOf(x, y)
}

func (kn *kernel) dotOf(x, y []float32) (s float32) {
	if len(x) < piece {
		return kn.dot(&x[0], &y[0], len(x), nil)
	}
	ws := rowScratch.Get().(*scratch)
	ws.lanes = grow(ws.lanes, 64)
	clear(ws.lanes)
	for len(x) > 0 {
		n := min(piece, len(x))
		s = kn.dot(&x[0], &y[0], n, &ws.lanes[0])
		pauseAfter(n)
		x, y = x[n:], y[n:]
	}
	rowScratch.Put(ws)
	return s
}
