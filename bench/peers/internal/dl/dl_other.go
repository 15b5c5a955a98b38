//go:build !(linux && amd64)

// Package dl loads a shared library and calls its functions without cgo. It
// works on Linux for amd64; here Open fails.
package dl

import (
	"errors"
	"unsafe"
)

var errNone = errors.New("libraries are loaded on Linux for amd64 only")

// A Lib is a loaded library.
type Lib struct{ Path string }

// Open fails on this platform.
func Open(...string) (*Lib, error) { return nil, errNone }

// Global fails on this platform.
func Global(string) error { return errNone }

// Sym fails on this platform.
func (l *Lib) Sym(string) (uintptr, error) { return 0, errNone }

// A Call is a C function with its arguments.
type Call struct{}

// NewCall panics: there is no function to call on this platform.
func NewCall(uintptr, ...any) *Call { panic(errNone) }

// Do is never reached: no Call can be made.
func (c *Call) Do(int) uintptr { panic(errNone) }

// Float is never reached: no Call can be made.
func (c *Call) Float() float32 { panic(errNone) }

// String is never reached: no C function can be called.
func String(uintptr) string { panic(errNone) }

// Pointer is never reached: no C function can be called.
func Pointer(uintptr) unsafe.Pointer { panic(errNone) }

// C fails on this platform.
func C(string) (uintptr, error) { return 0, errNone }

// Setenv fails on this platform.
func Setenv(string, string) error { return errNone }
