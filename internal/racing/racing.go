// Package racing tells tests whether the race detector is at work.
package racing

import (
	"runtime/debug"
	"slices"
)

// Enabled reports whether this program was built with -race. The detector makes
// sync.Pool, which the kernels use, drop some of what it holds, so that
// allocations cannot be counted.
func Enabled() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}
