//go:build !linux && !purego

package kernels

// permitTiles reports that AMX is used on Linux alone.
func permitTiles() bool { return false }
