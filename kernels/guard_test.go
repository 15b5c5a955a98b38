//go:build unix

package kernels

import (
	"math"
	"os"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// canary fills what lies around a guarded slice, and the slice itself.
var canary = math.Float32frombits(0x7fe5a5a5)

// guarded returns n floats, all canary, flush against an inaccessible page: at
// their end, or at their start if !atEnd. Reading or writing beyond that side
// ends the test program; writing beyond the other side fails the test when it
// ends. The memory is freed then. A test that needs many lengths should take one
// slice of the largest and cut it: s[len(s)-n:] or s[:n] keeps the guarded side.
func guarded(t testing.TB, n int, atEnd bool) []float32 {
	t.Helper()
	page := os.Getpagesize()
	room := (4*n + page - 1) / page * page
	mem, err := unix.Mmap(-1, 0, room+2*page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		t.Fatalf("mmap: %v", err)
	}
	for _, off := range []int{0, page + room} {
		if err := unix.Mprotect(mem[off:off+page], unix.PROT_NONE); err != nil {
			t.Fatalf("mprotect: %v", err)
		}
	}
	// Mapped memory is aligned to a page and holds no pointers.
	all := unsafe.Slice((*float32)(unsafe.Pointer(&mem[page])), room/4)
	for i := range all {
		all[i] = canary
	}
	s, around := all[:n:n], all[n:]
	if atEnd {
		s, around = all[len(all)-n:], all[:len(all)-n]
	}
	t.Cleanup(func() {
		for i, v := range around {
			if math.Float32bits(v) != math.Float32bits(canary) {
				t.Errorf("float %d outside a guarded slice of %d (atEnd=%v) was overwritten", i, n, atEnd)
				break
			}
		}
		if err := unix.Munmap(mem); err != nil {
			t.Errorf("munmap: %v", err)
		}
	})
	return s
}
