//go:build unix

package kernels

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// guarded returns n floats, all canaryValue, flush against an inaccessible page: at
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
		all[i] = canaryValue
	}
	s, around := all[:n:n], all[n:]
	if atEnd {
		s, around = all[len(all)-n:], all[:len(all)-n]
	}
	t.Cleanup(func() {
		for i, v := range around {
			if math.Float32bits(v) != math.Float32bits(canaryValue) {
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

// TestGuards runs every routine on vectors and rows with each operand flush
// against an inaccessible page, at its end and at its start, for every tail.
func TestGuards(t *testing.T) {
	kns := tested()
	for _, atEnd := range []bool{true, false} {
		t.Run(fmt.Sprintf("end=%v", atEnd), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 2))
			cut := guardedOperands(t, atEnd)
			guardVectors(t, kns, cut, rng)
			for _, c := range rowCases {
				for _, rows := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 20, 33, 40} {
					if testing.Short() && rows > 17 {
						break
					}
					for cols := 1; cols <= 40; cols += brief(1, 13) {
						c.check(t, kns, rows, cols, cut, rng)
					}
				}
				// The loops of four vectors, and what is left of them.
				for _, rows := range []int{1, 2, 5, 17} {
					for _, cols := range []int{63, 64, 65, 79, 80, 81, 96, 97, 128, 141, 145, 176} {
						c.check(t, kns, rows, cols, cut, rng)
					}
				}
			}
		})
	}
}

// guardedOperands returns a function that returns the first n floats of an operand or,
// with atEnd, the last, flush against an inaccessible page.
func guardedOperands(t *testing.T, atEnd bool) func(i, n int) []float32 {
	t.Helper()
	var pages [5][]float32
	for i := range pages {
		pages[i] = guarded(t, 4096, atEnd)
	}
	return func(i, n int) []float32 {
		if atEnd {
			return pages[i][len(pages[i])-n:]
		}
		return pages[i][:n]
	}
}

// guardVectors runs the routines on vectors for every tail.
func guardVectors(t *testing.T, kns []*kernel, cut func(i, n int) []float32, rng *rand.Rand) {
	t.Helper()
	for _, c := range vectorCases {
		for n := 1; n <= 141; n += brief(1, 11) {
			c.check(t, kns, n, cut, rng)
		}
	}
}
