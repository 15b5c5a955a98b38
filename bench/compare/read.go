// Package compare reads benchmark results, those of lanes bench and those of
// go test -bench, and puts them side by side: speed, part of each machine's own
// peak, position under its roofline, ratio to the first, significance. Text and
// HTML show the outcome.
package compare

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/perf/benchfmt"
	"golang.org/x/perf/benchunit"
)

// A Column is the results of one kernel set in one file, of one machine and one
// GOMAXPROCS if there are several in it.
type Column struct {
	Mark   string            // A, B, …
	File   string            // base name
	Kernel string            // "" if the names say nothing of kernels
	Procs  string            // GOMAXPROCS, "" if the names say nothing of it
	Config map[string]string // the file's configuration

	Peak   Stat    // GFLOP/s of fused multiply-adds on registers; zero: not known
	Levels []Level // from the first cache to the memory; none: not known

	machine string              // its identity
	samples map[string]*samples // by benchmark, the name without its kernel
	order   []string            // of benchmarks
}

// samples are the values of one benchmark by unit.
type samples map[string][]float64

// reader sorts the results of one file into columns.
type reader struct {
	file    string
	columns []*Column
	bands   map[string]*bands // by machine
	pkgs    map[string]string // the package that a benchmark's name belongs to
	notes   []string
}

// Read reads one file, a column for each kernel set and machine in it, and returns
// as warnings which lines it left out.
func Read(file string) (columns []*Column, warnings []string, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		if path := new(fs.PathError); errors.As(err, &path) {
			err = path.Err // the name is about to be said
		}
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	return Parse(file, text)
}

// Parse is Read for what a file of that name holds.
func Parse(file string, text []byte) (columns []*Column, warnings []string, err error) {
	r := &reader{file: filepath.Base(file), bands: make(map[string]*bands), pkgs: make(map[string]string)}
	in := benchfmt.NewReader(bytes.NewReader(text), file)
	for in.Scan() {
		switch rec := in.Result().(type) {
		case *benchfmt.Result:
			r.result(rec)
		case *benchfmt.SyntaxError:
			r.notes = append(r.notes, rec.Error())
		}
	}
	if in.Err() != nil { // of text in memory: a line of more than 64 KB
		return nil, nil, fmt.Errorf("%s: a line is too long for results of benchmarks, found %s", file, describe(text))
	}
	for _, c := range r.columns {
		c.measured(r.bands[c.machine])
		if len(c.order) > 0 {
			columns = append(columns, c)
		}
	}
	if len(columns) == 0 {
		return nil, nil, fmt.Errorf("%s: no benchmark results, found %s", file, describe(text))
	}
	return columns, r.notes, nil
}

// describe says what is in a file that is no results.
func describe(text []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimSpace(text), []byte("\n"))
	if len(line) == 0 {
		return "an empty file"
	}
	if len(line) > 40 {
		return strconv.Quote(string(line[:40])) + " …"
	}
	return strconv.Quote(string(bytes.TrimSpace(line)))
}

// result takes one line, or leaves it out and notes why.
func (r *reader) result(rec *benchfmt.Result) {
	name, kernel, procs, keys := split(rec.Name)
	level := keys["level"]
	band := level != "" && (name == "Read" || name == "Copy" || name == "Update")
	need := "sec/op"
	switch {
	case band:
		need = "B/s"
	case name == "Peak":
		need = "GFLOP/s"
	}
	values, fault := usable(rec, need)
	if fault != "" {
		file, line := rec.Pos()
		r.notes = append(r.notes, fmt.Sprintf("%s:%d: %s: %s", file, line, rec.Name, fault))
		return
	}
	if band {
		r.band(level, name, keys["bytes"], rec, values["B/s"])
		return
	}
	c := r.column(kernel, procs, rec)
	if name == "Peak" {
		c.add("Peak", need, values[need])
		return
	}
	if kept := r.pkgs[name]; kept == "" {
		r.pkgs[name] = rec.GetConfig("pkg") + " "
	} else if pkg := rec.GetConfig("pkg"); kept != pkg+" " {
		name = path.Base(pkg) + "." + name // another package's
	}
	key := name + keys["/"]
	if c.samples[key] == nil {
		c.order = append(c.order, key)
	}
	for unit, v := range values {
		c.add(key, unit, v)
	}
}

// used are the units that the table is made of.
var used = []string{"sec/op", "B/s", "GFLOP/s", "%peak", unitElements, "samples/s"}

// usable returns the values of a line in the units that are used, or what is wrong
// with it: one of them is no speed, or the one that is needed is not there.
func usable(rec *benchfmt.Result, need string) (values map[string]float64, fault string) {
	values = make(map[string]float64)
	for _, v := range rec.Values {
		value, unit := benchunit.Tidy(v.Value, v.Unit) // benchfmt leaves the units of 0 and Inf as they are
		if unit == "GB/s" {
			unit, value = "B/s", 1e9*value
		}
		if !slices.Contains(used, unit) {
			continue
		}
		if !(value > 1e-30 && value < 1e30) {
			if v.OrigUnit != "" {
				v.Unit, v.Value = v.OrigUnit, v.OrigValue
			}
			return nil, fmt.Sprintf("%v %s", v.Value, v.Unit)
		}
		values[unit] = value
	}
	if values[need] == 0 {
		return nil, "no " + map[string]string{"sec/op": "ns/op", "B/s": "MB/s", "GFLOP/s": "GFLOP/s"}[need]
	}
	return values, ""
}

// split takes a name apart: the routine, the kernel set, GOMAXPROCS if it is said,
// the keys. The key "/" is all that is left, in order. The root's benchmarks have
// the routine's name under bench=.
func split(full benchfmt.Name) (name, kernel, procs string, keys map[string]string) {
	base, parts := full.Parts()
	name, keys = string(base), make(map[string]string)
	for _, p := range parts {
		part := string(p)
		if strings.HasPrefix(part, "-") {
			procs = part[1:]
			continue
		}
		k, v, _ := strings.Cut(part[1:], "=")
		switch {
		case k == "kernel":
			kernel = v
			continue
		case k == "bench" && name == "":
			name = v
			continue
		}
		keys[k] = v
		keys["/"] += part
	}
	return name, kernel, procs, keys
}

// identity is what tells the machines and builds in a file apart: results are of one
// sample only if all of it is the same.
func identity(rec *benchfmt.Result) string {
	var id strings.Builder
	for _, key := range []string{"goos", "goarch", "cpu", "threads", "emulated", "precision", "workers", "go", "commit"} {
		id.WriteString(rec.GetConfig(key) + "\n")
	}
	return id.String()
}

// column finds or starts the column of a kernel set.
func (r *reader) column(kernel, procs string, rec *benchfmt.Result) *Column {
	machine := identity(rec)
	for _, c := range r.columns {
		if c.Kernel == kernel && c.Procs == procs && c.machine == machine {
			return c
		}
	}
	c := &Column{File: r.file, Kernel: kernel, Procs: procs, machine: machine,
		Config: make(map[string]string), samples: make(map[string]*samples)}
	for _, kv := range rec.Config {
		c.Config[kv.Key] = string(kv.Value)
	}
	r.columns = append(r.columns, c)
	return c
}

func (c *Column) add(key, unit string, v float64) {
	if c.samples[key] == nil {
		c.samples[key] = &samples{}
	}
	s := *c.samples[key]
	s[unit] = append(s[unit], v)
}
