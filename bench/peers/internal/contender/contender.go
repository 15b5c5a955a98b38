// Package contender knows everyone that takes part in the comparison: the sets of
// lanes, plain Go code, and the libraries that it finds by dlopen.
package contender

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"lanes/bench/peers/internal/check"
	"lanes/bench/peers/internal/dl"
)

// A Class says what a contender may be compared with.
type Class string

// The classes.
const (
	Lanes   Class = "lanes"
	Library Class = "library" // the peers: any size through one function
	Codegen Class = "codegen" // makes machine code for one size ahead of the calls
	Plain   Class = "go"      // Go without assembly of ours
)

// Instruction sets that contenders may be held to.
const (
	Native = "native"
	AVX2   = "avx2"
)

// A Config says how a contender is to run.
type Config struct {
	Threads int    `json:"threads"`
	ISA     string `json:"isa"`     // Native or AVX2
	Library string `json:"library"` // path in place of the usual ones, or ""
}

// Info tells what was opened.
type Info struct {
	Version string  `json:"version"`
	Arch    string  `json:"arch"`     // the code path it chose, in its own words
	CallNs  float64 `json:"call_ns"`  // cost of calling an empty function as this one is called, in a batch
	EntryNs float64 `json:"entry_ns"` // cost of one batch
}

// Path returns what of Arch decides the speed of Sgemm: "avx512" for all processors
// with AVX-512 by the names that libraries give them, else Arch.
func (i Info) Path() string {
	arch := strings.ToLower(i.Arch)
	for _, name := range []string{"skylakex", "cooperlake", "sapphirerapids", "skx", "zen4", "zen5", "avx-512", "avx512"} {
		if strings.Contains(arch, name) {
			return "avx512"
		}
	}
	return i.Arch
}

// A Contender multiplies.
type Contender interface {
	// Info describes it.
	Info() Info
	// Prepare returns a function that computes C = op(A)·op(B) n times, valid until
	// the next Prepare or a change of A or B. The error is ErrShape if it does not offer this product.
	Prepare(o *check.Operands) (func(n int), error)
}

// Linked is a Contender from a library that has other functions too.
type Linked interface {
	// Sym returns the address of one, or an error that names it.
	Sym(name string) (uintptr, error)
}

// ErrShape says that a contender does not offer a product.
var ErrShape = errors.New("not offered")

// An Entry is a contender that may be there.
type Entry struct {
	Name      string
	Class     Class
	Family    string  // of the entries of a family on the same Path only the first takes part; "": no family
	MaxFlops  float64 // larger products would take too long; 0: any
	OneThread bool    // takes no part when several threads are compared
	Threads   int     // runs with as many whatever is asked for; 0: as asked
	BF16      bool    // takes part in products of bfloat16, and in no other
	env       func(Config) []string
	open      func(Config) (Contender, error)
}

// Library is the name under which Config.Library is given: several entries may
// come from one library.
func (e Entry) Library() string {
	name, _, _ := strings.Cut(e.Name, "-")
	return name
}

// Env returns what must be in the environment before the library is loaded.
func (e Entry) Env(c Config) []string {
	if e.env == nil {
		return nil
	}
	return e.env(c)
}

// Open loads the contender into this process.
func (e Entry) Open(c Config) (Contender, error) {
	if e.Threads > 0 {
		c.Threads = e.Threads
	}
	return e.open(c)
}

// All returns the entries for a configuration in the order of the table: lanes
// with its sets, the peers, the makers of code, plain Go.
func All(c Config) []Entry {
	list := lanesEntries(c)
	list = append(list, blasEntries(c)...)
	list = append(list, dnnlEntries()...)
	list = append(list, jitEntry(), xsmmEntry())
	list = append(list, plainEntries()...)
	list = append(list, bf16Entries(c)...)
	if c.Threads > 1 {
		list = slices.DeleteFunc(list, func(e Entry) bool { return e.OneThread })
	}
	return list
}

// Find returns the entry of that name.
func Find(c Config, name string) (Entry, error) {
	for _, e := range All(c) {
		if e.Name == name {
			return e, nil
		}
	}
	return Entry{}, fmt.Errorf("peers: no contender %q", name)
}

// load opens the library of the configuration or else the first of the usual
// places that is there; a place may be a pattern.
func load(c Config, places ...string) (*dl.Lib, error) {
	if c.Library != "" {
		return dl.Open(c.Library)
	}
	var names []string
	for _, p := range places {
		if !strings.Contains(p, "*") {
			names = append(names, p)
		} else if found, err := filepath.Glob(p); err == nil {
			names = append(names, found...)
		}
	}
	lib, err := dl.Open(names...)
	if err != nil {
		return nil, fmt.Errorf("not installed (%s)", strings.Join(names, ", "))
	}
	return lib, nil
}

// functions looks up several symbols of a library.
func functions(lib *dl.Lib, names ...string) (map[string]uintptr, error) {
	found := map[string]uintptr{}
	for _, name := range names {
		p, err := lib.Sym(name)
		if err != nil {
			return nil, err
		}
		found[name] = p
	}
	return found, nil
}

// transposed picks one of two values, as libraries name them.
func transposed[T any](t bool, no, yes T) T {
	if t {
		return yes
	}
	return no
}
