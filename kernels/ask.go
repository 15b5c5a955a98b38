package kernels

import "unsafe"

// What is asked for ahead: between tiles, or by tiles that do so themselves.

// manyB is from how many elements on a B that is read in place is asked for block by block,
// by the tiles of the block before, if these are enough for that. On Zen 4 100×512×784 goes
// from 92 to 94 GFLOP/s with it, 128×512×784 from 88 to 95, but 32×512×784 from 93 to 91, and
// 100×128×784, whose B stays in the second cache, from 107 to 86.
const manyB = 1 << 18

// streamC is the most rows and columns of a C whose A and B, of long k, stream past: what comes
// after a block of k is the next one of the same rows. It is asked for by the tiles themselves, a
// line a step, where the set has such, but for an A that is copied or stored by rows; else between
// tiles, if there are enough of them to do it in. GFLOP/s on Zen 4 without, so between tiles, and by
// tiles: avx512 64×64×4096 TN 108, 110, 115 and from memory 74, 92, 106; 25×32×78400 TN 90, –, 112 and
// 71, –, 100; NN, where A is asked for between tiles, 64×64×4100 –, 108, 111 and –, 97, 103, 64×64×4096,
// whose A is copied, –, 106, 107 and –, 85, 91; avx2 25×32×78400 TN between tiles 65, 77.
const streamC = 128

// An asking says what rows asks for between tiles, of what comes next.
type asking struct {
	tiles  tilesFunc // stream, which asks for B, and for an A in place stored by columns, itself
	rowsA  bool      // the next rows of A, for this block of k
	blockA bool      // these rows of A, for the next block of k
	blockB bool      // B for the next block of k
}

// asks decides that for rows×cols of C and the block of k from p0 on, by tiles that read B in
// place or not.
func (kn *kernel) asks(g *gemm, packA, inPlaceB bool, rows, cols, p0, kb int) asking {
	ask := asking{tiles: kn.tiles}
	if kb < KBlock/2 || g.m*g.k <= small || cols <= kn.nr/2 { // the tiles are too short to ask in
		return ask
	}
	stream := max(g.m, g.n) <= streamC
	// Up to 24 columns go to leaves that ask for nothing; see SgemmStream14x16AVX512.
	byTiles := stream && kn.stream != nil && inPlaceB && cols > 24 && p0+2*KBlock <= g.k
	if byTiles {
		ask.tiles = kn.stream
		if !packA && g.a.rs == 1 {
			return ask
		}
	}
	ask.blockA = stream && rows > 2*kn.mr
	ask.rowsA = !ask.blockA
	ask.blockB = !byTiles && inPlaceB && g.k*cols > manyB && (ask.blockA || rows > 5*kn.mr)
	return ask
}

// askRows asks for columns j0 to j1 of the block of rows of v from p0 on, of k in all: shares
// done to done+now of all.
func (kn *kernel) askRows(v *view, k, p0, j0, j1, done, now, all int) {
	kb := min(KBlock, k-p0)
	if first, end := kb*done/all, kb*(done+now)/all; first < end {
		kn.prefetch((*uint8)(unsafe.Pointer(v.ptr(p0+first, j0))), 4*(j1-j0), end-first, 4*v.rs)
	}
}

// askA asks for rows i to i+m of the block of columns of A from p0 on: shares done to done+now
// of all.
func (kn *kernel) askA(g *gemm, i, m, p0, done, now, all int) {
	if g.a.cs != 1 {
		kn.askRows(&view{g.a.data, g.a.cs, 1}, g.k, p0, i, i+m, done, now, all)
		return
	}
	first, end := m*done/all, m*(done+now)/all
	if kb := min(KBlock, g.k-p0); kb > 0 && first < end {
		kn.prefetch((*uint8)(unsafe.Pointer(g.a.ptr(i+first, p0))), 4*kb, end-first, 4*g.a.rs)
	}
}
