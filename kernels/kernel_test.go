package kernels

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"
)

// tested returns the sets to hold to the reference: itself only where it is the chosen one,
// for its frames and guard pages, and with -short the chosen set alone, which is for a run
// for each set.
func tested() (kns []*kernel) {
	for _, kn := range available {
		if kn == active.Load() || kn != &reference && !testing.Short() {
			kns = append(kns, kn)
		}
	}
	return kns
}

// exactSets returns those of them that keep the same-bits promise in Sgemm on this build.
func exactSets() []*kernel {
	return slices.DeleteFunc(tested(), func(kn *kernel) bool { return !exact(kn) })
}

// TestFused: what Fused says of the build is what the tile of generic does.
func TestFused(t *testing.T) {
	for _, kn := range available {
		var c float32
		x, y := []float32{fusedZ, fusedX}, []float32{1, fusedX}
		kn.tiles(1, 1, 2, &x[0], 2, 1, &y[0], 1, 0, &c, 1, false)
		if fused := c != 0; fused != exact(kn) {
			t.Errorf("%s: tile fuses: %v, package says %v", kn.name, fused, exact(kn))
		}
	}
}

// TestNothingInherited: a set in assembly starts as a copy of generic and replaces
// every leaf that it calls, or it would be slow there without a word.
func TestNothingInherited(t *testing.T) {
	// The word in a field tells closures of one function apart; their code does not,
	// unless the compiler has inlined what made them.
	word := func(f reflect.Value) uintptr { return *(*uintptr)(unsafe.Pointer(f.UnsafeAddr())) }
	slow := reflect.ValueOf(&generic).Elem()
	for _, kn := range native() {
		set := reflect.ValueOf(kn).Elem()
		for i := range set.NumField() {
			f, name := set.Field(i), set.Type().Field(i).Name
			if strings.HasPrefix(name, "chain") && kn.chainCols == math.MaxInt && name != "chains" {
				continue // not called
			}
			if f.Kind() == reflect.Func && !f.IsNil() && word(f) == word(slow.Field(i)) {
				t.Errorf("%s: %s is that of generic", kn.name, name)
			}
		}
	}
}

func TestUse(t *testing.T) {
	defer active.Store(active.Load())
	for _, name := range Names() {
		if err := Use(name); err != nil || Active() != name || Info(name).Name != name {
			t.Errorf("Use(%q): %v, active %q", name, err, Active())
		}
	}
	if err := Use("sse9"); err == nil || !strings.Contains(err.Error(), "reference") {
		t.Errorf("Use of an unknown set: %v, want an error that lists the usable ones", err)
	}
}

func TestPrecision(t *testing.T) {
	defer SetPrecision(CurrentPrecision())
	for _, p := range []Precision{Exact, F32, BF16x3, BF16} {
		if q, err := PrecisionByName(p.String()); err != nil || q != p {
			t.Errorf("PrecisionByName(%v) = %v, %v", p, q, err)
		}
		SetPrecision(p)
		if CurrentPrecision() != p {
			t.Errorf("CurrentPrecision is %v after SetPrecision(%v)", CurrentPrecision(), p)
		}
	}
	if _, err := PrecisionByName("fp8"); err == nil {
		t.Error("PrecisionByName(fp8) gives no error")
	}
}
