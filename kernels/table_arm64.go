//go:build !purego

package kernels

import (
	"math"

	"lanes/kernels/arm64"
)

// native returns the sets in assembly for this platform. Every AArch64 CPU that Go
// runs on has NEON.
func native() []*kernel {
	neon := generic // a copy: what is not overridden stays correct
	neon.name = "neon"
	neon.mr, neon.nr, neon.nc = 8, 12, blockCols(l2Size(), 12)
	neon.step, neon.packColumns, neon.aliasCols = 4, true, neon.nr
	// By llvm-mca's Neoverse models, n = 5–9: thin with packing costs 33–50 % more than
	// direct. A single column is gemv's, which packs nothing.
	neon.maxTransposed = 1
	neon.tiles = tilesOf(arm64.Sgemm8x12NEON, neon.nr)
	neon.tiny = tinyOf(neon.tiles, neon.mr, neon.nr)
	neon.fewRows, neon.gemv, neon.chains = rowsNEON, arm64.SgemvNEON, chainsNEON
	neon.packTiles = packTilesOf(neon.tiles, arm64.CopyRowsNEON, neon.mr, neon.nr)
	neon.ger = arm64.SgerNEON
	neon.fmaLoop, neon.roundFlops = arm64.FMALoopNEON, 24*4*2
	neon.copyRows, neon.transpose = arm64.CopyRowsNEON, arm64.TransposeNEON
	neon.exp, neon.log = arm64.ExpNEON, arm64.LogNEON
	neon.sigmoid, neon.sigmoidGrad = arm64.SigmoidNEON, arm64.SigmoidGradNEON
	neon.tanh, neon.tanhGrad = arm64.TanhNEON, arm64.TanhGradNEON
	neon.maxRows, neon.expRows, neon.scaleRows = arm64.MaxRowsNEON, arm64.ExpRowsNEON, arm64.ScaleRowsNEON
	neon.chainCols = math.MaxInt // one kind of pipe for all: nothing to overlap
	neon.shiftRows = arm64.ShiftRowsNEON
	neon.addBias, neon.addBiasReLU = arm64.AddBiasNEON, arm64.AddBiasReLUNEON
	neon.relu, neon.reluGrad = arm64.ReLUNEON, arm64.ReLUGradNEON
	neon.reluSumRows = arm64.ReLUSumRowsNEON
	neon.sumRows, neon.sum, neon.dot = arm64.SumRowsNEON, arm64.SumNEON, arm64.DotNEON
	neon.squares, neon.reluPast = arm64.SquaresNEON, arm64.ReLUNEON
	neon.axpy, neon.scal = arm64.AxpyNEON, arm64.ScalNEON
	neon.bytes, neon.sgd, neon.adam = arm64.BytesNEON, arm64.SGDNEON, arm64.AdamNEON
	neon.prefetch = arm64.Prefetch
	return []*kernel{&neon}
}

// The tile computes four rows even where there is one, which thus has a leaf of its
// own; what is narrower than that is left to the tile.
var (
	tileRows   = rowsOf(arm64.Sgemm8x12NEON, 12)
	tileChains = chainOf(arm64.Sgemm8x12NEON, 12)
)

// rowsNEON is fewRows.
func rowsNEON(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool, s *float32) {
	if m == 1 && n >= 16 {
		arm64.SgemmRowNEON(n, k, 1, a, csa, b, ldb, c, acc)
		return
	}
	tileRows(m, n, k, a, rsa, csa, b, ldb, c, ldc, acc, s)
}

// chainsNEON is chains.
func chainsNEON(n, blocks int, a, b *float32, ldb int, c *float32, acc bool) {
	if n >= 8 {
		arm64.SgemmRowNEON(n, KBlock, blocks, a, 1, b, ldb, c, acc)
		return
	}
	tileChains(n, blocks, a, b, ldb, c, acc)
}

// nativeUnits returns the units for bfloat16: none is known here.
func nativeUnits() []*unit { return nil }
