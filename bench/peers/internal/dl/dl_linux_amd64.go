// Package dl loads a shared library and calls its functions without cgo, with
// integer and floating-point arguments mixed, and many times in a row without
// returning to Go in between. It works on Linux for amd64; elsewhere Open fails.
package dl

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"unsafe"

	"github.com/ebitengine/purego"
)

// A Lib is a loaded library.
type Lib struct {
	Path   string // as it was asked for
	handle uintptr
}

// Open loads the first of the libraries that is there, each with its names to itself.
func Open(names ...string) (*Lib, error) {
	var all []error
	for _, name := range names {
		h, err := purego.Dlopen(name, purego.RTLD_NOW|purego.RTLD_LOCAL)
		if err == nil {
			return &Lib{name, h}, nil
		}
		all = append(all, err)
	}
	return nil, errors.Join(all...)
}

// Global loads a library whose names those that are loaded later may use without
// saying so.
func Global(name string) error {
	_, err := purego.Dlopen(name, purego.RTLD_NOW|purego.RTLD_GLOBAL)
	return err
}

// Sym returns the address of a function, or an error naming it.
func (l *Lib) Sym(name string) (uintptr, error) {
	p, err := purego.Dlsym(l.handle, name)
	if err != nil || p == 0 {
		return 0, fmt.Errorf("%s has no %s", l.Path, name)
	}
	return p, nil
}

const maxStack = 12 // arguments beyond the six in registers

// A frame is what the trampoline reads: one C call, to be made count times. The
// offsets are known to trampoline_linux_amd64.s.
type frame struct {
	fn, count uintptr
	ints      [6]uintptr // RDI RSI RDX RCX R8 R9
	floats    [8]uint64  // X0–X7
	nstack    uintptr
	stack     [maxStack]uintptr
	result    uintptr
	float     uint64
}

// A Call is a C function with its arguments, ready to be called.
type Call struct {
	f    *frame
	keep []any // the arguments, so that what they point to stays
}

// NewCall lays out the arguments as the System V ABI wants them. They may be int,
// rune, uintptr, unsafe.Pointer, []float32 (the address of element 0) and float32.
// It panics on another type or too many arguments.
func NewCall(fn uintptr, args ...any) *Call {
	c := &Call{f: &frame{fn: fn}, keep: args}
	ints, floats := 0, 0
	word := func(w uintptr) {
		if ints < len(c.f.ints) {
			c.f.ints[ints] = w
		} else {
			c.f.stack[c.f.nstack] = w
			c.f.nstack++
		}
		ints++
	}
	for _, a := range args {
		switch a := a.(type) {
		case int:
			word(uintptr(a))
		case rune: // also a C char
			word(uintptr(a))
		case uintptr:
			word(a)
		case unsafe.Pointer:
			word(uintptr(a))
		case []float32:
			word(uintptr(unsafe.Pointer(unsafe.SliceData(a))))
		case float32:
			c.f.floats[floats] = uint64(math.Float32bits(a))
			floats++
		default:
			panic(fmt.Sprintf("dl: NewCall: argument of type %T", a))
		}
	}
	return c
}

// Do calls the function n times, at least once, and returns what the last call
// returned as an integer or pointer.
func (c *Call) Do(n int) uintptr {
	c.f.count = uintptr(max(n, 1))
	purego.SyscallN(trampoline(), uintptr(unsafe.Pointer(c.f)))
	runtime.KeepAlive(c)
	return c.f.result
}

// Float returns what the last call of Do returned as a float.
func (c *Call) Float() float32 { return math.Float32frombits(uint32(c.f.float)) }

// trampoline returns the address of the C function that makes the calls of a frame.
func trampoline() uintptr

// String returns a copy of the C string at p, "" if p is 0.
func String(p uintptr) string {
	if p == 0 {
		return ""
	}
	var text []byte
	for q := Pointer(p); *(*byte)(q) != 0; q = unsafe.Add(q, 1) {
		text = append(text, *(*byte)(q))
	}
	return string(text)
}

// Pointer turns an address that C returned, which Go does not manage, into a pointer.
func Pointer(p uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&p)) }

// C returns the address of a function of the C library.
func C(name string) (uintptr, error) { return purego.Dlsym(purego.RTLD_DEFAULT, name) }

// Setenv changes the environment that libraries see; that of os.Setenv is Go's alone.
func Setenv(name, value string) error {
	setenv, err := C("setenv")
	if err != nil {
		return err
	}
	n, v := append([]byte(name), 0), append([]byte(value), 0)
	if r := int32(NewCall(setenv, unsafe.Pointer(&n[0]), unsafe.Pointer(&v[0]), 1).Do(1)); r != 0 {
		return fmt.Errorf("setenv %s=%s fails", name, value)
	}
	return nil
}
