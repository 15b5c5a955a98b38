//go:build !purego

package kernels

import "github.com/klauspost/cpuid/v2"

// native returns the sets this CPU and its operating system can run, best first.
func native() (ks []*kernel) {
	if !cpuid.CPU.Supports(cpuid.AVX2, cpuid.FMA3) {
		return nil
	}
	avx2 := generic // a copy: what is not overridden stays correct
	avx2.name = "avx2"
	ks = append(ks, &avx2)
	if !cpuid.CPU.Supports(cpuid.AVX512F, cpuid.AVX512BW, cpuid.AVX512DQ, cpuid.AVX512VL) {
		return ks
	}
	avx512 := avx2
	avx512.name = "avx512"
	return append([]*kernel{&avx512}, ks...)
}
