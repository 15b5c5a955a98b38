//go:build purego || (!amd64 && !arm64)

package kernels

// native returns the sets in assembly for this platform: none.
func native() []*kernel { return nil }

// nativeUnits returns the units for bfloat16: none is known here.
func nativeUnits() []*unit { return nil }
