//go:build !purego

package kernels

import (
	"github.com/klauspost/cpuid/v2"

	"lanes/kernels/amd64"
)

// native returns the sets this CPU and its operating system can run, best first.
func native() (ks []*kernel) {
	if !cpuid.CPU.Supports(cpuid.AVX2, cpuid.FMA3) {
		return nil
	}
	avx2 := generic // a copy: what is not overridden stays correct
	avx2.name = "avx2"
	avx2.mr, avx2.nr, avx2.nc = 6, 16, blockCols(cpuid.CPU.Cache.L2, 16)
	// 6 rows fit beside what is read once. GFLOP/s on Zen 4, A copied and in place: 64×64×4096
	// 104 and 107, 64³ in rows of 1024 101 and 105, but 256³ 112 and 111.
	avx2.aliasA, avx2.aliasCols = 1024, 128
	// 6 elements of a line a step: 1024×512×64 TN 95 and, copied, 107, 256³ 104 and 110, but
	// 784×512×32 110 and 108, 784×128×100 108 and 104.
	avx2.copyCols = 256
	// Half of a tile's loads of B cross a line: 256³ in rows of 259 103 and, copied, 113,
	// 100×128×784 of 133 99 and 107; avx512 116 and 115, 112 and 112.
	avx2.alignB = 16
	// At (100,n,784) on Zen 4, microseconds direct and transposed, avx512 and avx2:
	// n = 10: 30, 21 and 27, 24; n = 12: 30, 24 and 33, 32; n = 16: 30, 30 and 22, 33.
	avx2.maxTransposed, avx2.maxFlat = 12, 32
	avx2.tiles, avx2.fewRows = amd64.SgemmTiles6x16AVX2, fewRowsAVX2
	avx2.columns = amd64.SgemmColumnsAVX2
	avx2.turned, avx2.maxTurned = amd64.SgemmTurnedAVX2, 10
	avx2.packTiles, avx2.tiny = amd64.SgemmPack6x16AVX2, amd64.Sgemm4x8AVX2
	avx2.gemv, avx2.chains, avx2.ger = amd64.SgemvAVX2, amd64.SgemmChainsAVX2, amd64.SgerAVX2
	avx2.fmaLoop, avx2.roundFlops = amd64.FMALoopAVX2, 12*8*2
	vectorsAVX2(&avx2)
	ks = append(ks, &avx2)
	if !cpuid.CPU.Supports(cpuid.AVX512F, cpuid.AVX512BW, cpuid.AVX512DQ, cpuid.AVX512VL, cpuid.BMI2) {
		return ks
	}
	avx512 := avx2
	avx512.name = "avx512"
	avx512.mr, avx512.nr, avx512.nc = 14, 32, blockCols(cpuid.CPU.Cache.L2, 32)
	avx512.tiles, avx512.stream = tilesAVX512(doublePumped())
	avx512.fewRows = fewRowsAVX512
	avx512.turned = turnedAVX512
	avx512.packTiles = amd64.SgemmPack14x32AVX512
	// 14 rows 4 KB apart overflow the 8 ways of a set of the first cache, 256 rows of B 8 KB
	// apart those of the second. GFLOP/s on Zen 4 with 1 KB for both, and so: 128³ in rows
	// of 512 112 and 117, 64³ and 100³ of 1024 103 and 106, 104 and 107.
	avx512.aliasA, avx512.aliasCols, avx512.aliasB = 1024, 32, 2048
	avx512.tiny, avx512.tinyMax = amd64.Sgemm6x16AVX512, 32
	avx512.ger = gerAVX512
	// 14 elements of a line: 256³ TN 117 in place and 113 copied, 512×512×128 TN 115 and 113.
	avx512.copyCols, avx512.alignB = 0, 0
	avx512.fmaLoop, avx512.roundFlops = amd64.FMALoopAVX512, 24*16*2
	if len(usableUnits) > 0 {
		avx512.terms = usableUnits[0]
	}
	vectorsAVX512(&avx512, doublePumped())
	return append([]*kernel{&avx512}, ks...)
}

// doublePumped reports whether the CPU is a Zen 4, which does 512 bits in two halves.
func doublePumped() bool { return cpuid.CPU.VendorID == cpuid.AMD && cpuid.CPU.Family == 0x19 }

// tilesAVX512 returns the tiles of a CPU that starts one FMA of 512 bits in a cycle, or two:
// those want an element of A broadcast once for two of them and have no stream. GFLOP/s on
// Zen 4, 14×32 and 14×16: 33³ 81 and 87, 64³ 112 and 116, 100³ 108 and 112, 128³ 114 and 117,
// 1000³ 109 and 110.
func tilesAVX512(doublePumped bool) (tiles, stream tilesFunc) {
	if doublePumped {
		return amd64.SgemmTiles14x16AVX512, amd64.SgemmStream14x16AVX512
	}
	return amd64.SgemmTiles14x32AVX512, nil
}

// vectorsAVX512 sets the routines on vectors and rows. On a double-pumped CPU those that
// loads and stores bind stay as they are in AVX2: elements a ns on Zen 4, AVX2 and AVX-512,
// in L1 Axpy 25.8 and 22.4, Scal 28.3 and 27.5, the others alike; from memory Axpy 3.45
// and 3.18, Dot 3.59 and 3.12, Sum 7.7 and 6.6, ReLU 3.49 and 3.07. Transposing 8×8 elements
// takes, in cycles, in matrices of 784×10 18 and 22, 10×784 18 and 25, 16×256 13 and 16,
// 4×256 19 and 58, 14×256 21 and 17.
func vectorsAVX512(kn *kernel, doublePumped bool) {
	if !doublePumped {
		kn.relu, kn.axpy, kn.scal = amd64.ReLUAVX512, amd64.AxpyAVX512, amd64.ScalAVX512
		kn.sum, kn.dot = amd64.SumAVX512, amd64.DotAVX512
		kn.transpose = amd64.TransposeAVX512
	}
	kn.copyRows = amd64.CopyRowsAVX512
	kn.exp, kn.log = amd64.ExpAVX512, amd64.LogAVX512
	kn.sigmoid, kn.sigmoidGrad = amd64.SigmoidAVX512, amd64.SigmoidGradAVX512
	kn.tanh, kn.tanhGrad = amd64.TanhAVX512, amd64.TanhGradAVX512
	kn.maxRows, kn.expRows, kn.scaleRows = amd64.MaxRowsAVX512, amd64.ExpRowsAVX512, amd64.ScaleRowsAVX512
	kn.chainRows, kn.chainPast, kn.chainCols = amd64.ChainRowsAVX512, amd64.ChainPastAVX512, 64
	kn.shiftRows = amd64.ShiftRowsAVX512
	kn.addBias, kn.addBiasReLU = amd64.AddBiasAVX512, amd64.AddBiasReLUAVX512
	kn.reluGrad = amd64.ReLUGradAVX512
	kn.sumRows = amd64.SumRowsAVX512
	kn.bytes, kn.sgd, kn.adam = amd64.BytesAVX512, amd64.SGDAVX512, amd64.AdamAVX512
}

// vectorsAVX2 sets the routines on vectors and rows.
func vectorsAVX2(kn *kernel) {
	kn.copyRows, kn.transpose = amd64.CopyRowsAVX2, amd64.TransposeAVX2
	kn.exp, kn.log = amd64.ExpAVX2, amd64.LogAVX2
	kn.sigmoid, kn.sigmoidGrad = amd64.SigmoidAVX2, amd64.SigmoidGradAVX2
	kn.tanh, kn.tanhGrad = amd64.TanhAVX2, amd64.TanhGradAVX2
	kn.maxRows, kn.expRows, kn.scaleRows = amd64.MaxRowsAVX2, amd64.ExpRowsAVX2, amd64.ScaleRowsAVX2
	// Softmax on Zen 4, by passes and by a chain: 100×100 4.4 µs and 4.9, 128×1000 46.3 and
	// 41.7; 1024×4096 1.92 ms and, past the caches, 1.42.
	kn.chainRows, kn.chainPast, kn.chainCols = amd64.ChainRowsAVX2, amd64.ChainPastAVX2, 256
	kn.shiftRows = amd64.ShiftRowsAVX2
	kn.addBias, kn.addBiasReLU = amd64.AddBiasAVX2, amd64.AddBiasReLUAVX2
	kn.relu, kn.reluGrad = amd64.ReLUAVX2, amd64.ReLUGradAVX2
	kn.reluSumRows = amd64.ReLUSumRowsAVX2
	kn.sumRows, kn.sum, kn.dot = amd64.SumRowsAVX2, amd64.SumAVX2, amd64.DotAVX2
	kn.squares, kn.reluPast = amd64.SquaresAVX2, amd64.ReLUPastAVX2
	kn.axpy, kn.scal = amd64.AxpyAVX2, amd64.ScalAVX2
	kn.bytes, kn.sgd, kn.adam = amd64.BytesAVX2, amd64.SGDAVX2, amd64.AdamAVX2
	kn.prefetch = amd64.Prefetch
}

// fewRowsAVX2 leaves the last columns, fewer than 8 or 16, to the tile, which has masks.
func fewRowsAVX2(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool, s *float32) {
	w := n &^ 15
	if m == 1 {
		w = n &^ 7
	}
	switch {
	case w == 0:
	case m == 1:
		amd64.SgemmRowAVX2(w, k, a, csa, b, ldb, c, acc, s)
	default:
		amd64.SgemmRowsAVX2(m, w, k, a, rsa, csa, b, ldb, c, ldc, acc, s)
	}
	if w < n {
		amd64.SgemmTiles6x16AVX2(m, n-w, k, a, rsa, csa, at(b, w), ldb, 0, at(c, w), ldc, acc)
	}
}

// fewRowsAVX512 has a leaf of its own for one row.
func fewRowsAVX512(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool, s *float32) {
	if m > 1 {
		amd64.SgemmRowsAVX512(m, n, k, a, rsa, csa, b, ldb, c, ldc, acc, s)
		return
	}
	amd64.SgemmRowAVX512(n, k, a, csa, b, ldb, c, acc, s)
}

// gerAVX512 has a leaf of its own for short rows. For long ones the stores are the limit.
func gerAVX512(m, n int, x *float32, incx int, y, a *float32, lda int, acc bool) {
	if n > 32 {
		amd64.SgerAVX2(m, n, x, incx, y, a, lda, acc)
		return
	}
	amd64.SgerAVX512(m, n, x, incx, y, a, lda, acc)
}

// turnedAVX512 leaves the last eight rows to AVX2, and all where sixteen at a time fall into
// one set of the first cache.
func turnedAVX512(m, n, k int, a *float32, lda int, x *float32, ldx int, y *float32, ldy int, acc bool) {
	w := m &^ 15
	if lda%1024 == 0 {
		w = 0
	}
	if w > 0 {
		amd64.SgemmTurnedAVX512(w, n, k, a, lda, x, ldx, y, ldy, acc)
	}
	if w < m {
		amd64.SgemmTurnedAVX2(m-w, n, k, at(a, w*lda), lda, x, ldx, at(y, w), ldy, acc)
	}
}
