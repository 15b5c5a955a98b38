package dl

import (
	"testing"
	"unsafe"
)

// TestCall calls functions of the C library: every place an argument can be in.
func TestCall(t *testing.T) {
	lib, err := Open("libnosuch.so.77", "libc.so.6")
	if err != nil {
		t.Skip(err)
	}
	labs, err := C("labs")
	if err != nil {
		t.Fatal(err)
	}
	if got := NewCall(labs, -5).Do(1000); got != 5 {
		t.Errorf("labs(-5) = %d", got)
	}
	snprintf, err := lib.Sym("snprintf")
	if err != nil {
		t.Fatal(err)
	}
	text, form := make([]byte, 64), []byte("%ld %ld %ld %ld %ld %ld %ld\x00")
	c := NewCall(snprintf, unsafe.Pointer(&text[0]), len(text), unsafe.Pointer(&form[0]), 1, 2, 3, 4, 5, rune(6), uintptr(7))
	c.Do(3)
	if got := String(uintptr(unsafe.Pointer(&text[0]))); got != "1 2 3 4 5 6 7" {
		t.Errorf("snprintf wrote %q", got)
	}
	if _, err := lib.Sym("no_such_function"); err == nil {
		t.Error("found a function that is not there")
	}
}

func TestFloats(t *testing.T) {
	lib, err := Open("libm.so.6")
	if err != nil {
		t.Skip(err)
	}
	lroundf, err := lib.Sym("lroundf")
	if err != nil {
		t.Fatal(err)
	}
	if got := int(NewCall(lroundf, float32(-2.75)).Do(2)); got != -3 {
		t.Errorf("lroundf(-2.75) = %d", got)
	}
	fabsf, err := lib.Sym("fabsf")
	if err != nil {
		t.Fatal(err)
	}
	c := NewCall(fabsf, float32(-2.5))
	if c.Do(3); c.Float() != 2.5 {
		t.Errorf("fabsf(-2.5) = %v", c.Float())
	}
	if String(0) != "" {
		t.Error("String(0) is not empty")
	}
}

func TestSetenv(t *testing.T) {
	if err := Setenv("PEERS_TEST", "17"); err != nil {
		t.Fatal(err)
	}
	getenv, err := C("getenv")
	if err != nil {
		t.Fatal(err)
	}
	name := []byte("PEERS_TEST\x00")
	if got := String(NewCall(getenv, unsafe.Pointer(&name[0])).Do(1)); got != "17" {
		t.Errorf("the C library sees %q", got)
	}
	if Setenv("", "1") == nil {
		t.Error("set a variable without a name")
	}
}

func BenchmarkCall(b *testing.B) {
	labs, err := C("labs")
	if err != nil {
		b.Skip(err)
	}
	c := NewCall(labs, 1)
	b.Run("batch", func(b *testing.B) { c.Do(b.N) })
	b.Run("single", func(b *testing.B) {
		for b.Loop() {
			c.Do(1)
		}
	})
}
