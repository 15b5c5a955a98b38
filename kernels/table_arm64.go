//go:build !purego

package kernels

// native returns the sets in assembly for this platform: none yet, so that the
// generic set runs, which the compiler fuses here.
func native() []*kernel { return nil }
