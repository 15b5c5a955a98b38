//go:build !purego

package kernels

import "lanes/kernels/arm64"

// native returns the sets in assembly for this platform. Every AArch64 CPU that Go
// runs on has NEON.
func native() []*kernel {
	neon := generic // a copy: what is not overridden stays correct
	neon.name = "neon"
	neon.mr, neon.nr, neon.nc = 8, 12, 504
	neon.tile = arm64.Sgemm8x12NEON
	neon.fmaLoop, neon.roundFlops = arm64.FMALoopNEON, 24*4*2
	return []*kernel{&neon}
}
