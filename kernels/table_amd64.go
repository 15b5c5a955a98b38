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
	avx2.mr, avx2.nr, avx2.nc = 6, 16, 512
	avx2.tile = amd64.Sgemm6x16AVX2
	avx2.fmaLoop, avx2.roundFlops = amd64.FMALoopAVX2, 12*8*2
	ks = append(ks, &avx2)
	if !cpuid.CPU.Supports(cpuid.AVX512F, cpuid.AVX512BW, cpuid.AVX512DQ, cpuid.AVX512VL) {
		return ks
	}
	avx512 := avx2
	avx512.name = "avx512"
	avx512.mr, avx512.nr, avx512.nc = 14, 32, 512
	avx512.tile = amd64.Sgemm14x32AVX512
	avx512.fmaLoop, avx512.roundFlops = amd64.FMALoopAVX512, 24*16*2
	return append([]*kernel{&avx512}, ks...)
}
