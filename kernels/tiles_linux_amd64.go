//go:build !purego

package kernels

import "golang.org/x/sys/unix"

// permitTiles asks Linux for the state of AMX's tiles, which a process has to before it
// uses them (Documentation/arch/x86/xstate.rst), and reports whether it was granted.
func permitTiles() bool {
	const requestPermission, tileData = 0x1023, 18
	_, _, errno := unix.RawSyscall(unix.SYS_ARCH_PRCTL, requestPermission, tileData, 0)
	return errno == 0
}
