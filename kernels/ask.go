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
