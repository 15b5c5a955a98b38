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
	"math"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/perf/benchfmt"
)

// A Column is the results of one kernel set in one file.
type Column struct {
	Mark   string            // A, B, …
	File   string            // base name
	Kernel string            // "" if the names say nothing of kernels
	Config map[string]string // the file's configuration

	Peak   Stat    // GFLOP/s of fused multiply-adds on registers; zero: not known
	Levels []Level // from the first cache to the memory; none: not known

	samples map[string]*samples // by benchmark, the name without its kernel
	order   []string            // of benchmarks
}

// A Level is a cache or the memory. Bandwidths are in GB/s.
type Level struct {
	Name       string
	Bytes      float64 // its size; +Inf for the memory
	Read, Copy Stat
	Update     Stat // two vectors read, one of them written
}

// Best is the roof: the highest rate that was seen, of any kind.
// What slows a sample is never the level itself.
func (l *Level) Best() float64 { return max(l.Read.Most, l.Copy.Most, l.Update.Most) }

// samples are the values of one benchmark by unit.
type samples map[string][]float64

// reader sorts the results of one file into columns.
type reader struct {
	file    string
	columns []*Column
	bands   map[[2]string][]float64 // bandwidths by level, and kind
	sizes   map[string]float64      // bytes worked on, by level
	levels  []string
	pkgs    map[string]string // the package that a benchmark's name belongs to
	errs    []string
}

// Read reads one file, a column for each kernel set in it, and returns what it
// did not understand as warnings.
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
	r := &reader{file: filepath.Base(file), bands: make(map[[2]string][]float64),
		sizes: make(map[string]float64), pkgs: make(map[string]string)}
	in := benchfmt.NewReader(bytes.NewReader(text), file)
	for in.Scan() {
		switch rec := in.Result().(type) {
		case *benchfmt.Result:
			r.result(rec)
		case *benchfmt.SyntaxError:
			r.errs = append(r.errs, rec.Error())
		}
	}
	if err := in.Err(); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	for _, c := range r.columns {
		r.machine(c)
		if len(c.order) > 0 {
			columns = append(columns, c)
		}
	}
	if len(columns) == 0 {
		return nil, nil, fmt.Errorf("%s: no benchmark results, found %s", file, describe(text))
	}
	return columns, r.errs, nil
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

// result takes one line.
func (r *reader) result(rec *benchfmt.Result) {
	name, kernel, keys := split(rec.Name)
	switch name {
	case "Read", "Copy", "Update":
		if level := keys["level"]; level != "" {
			r.band(level, name, keys["bytes"], rec)
			return
		}
	case "Peak":
		c := r.column(kernel, rec)
		if v, ok := rec.Value("GFLOP/s"); ok && usable(v) {
			c.add("Peak", "GFLOP/s", v)
		}
		return
	}
	if kept := r.pkgs[name]; kept == "" {
		r.pkgs[name] = rec.GetConfig("pkg") + " "
	} else if pkg := rec.GetConfig("pkg"); kept != pkg+" " {
		name = path.Base(pkg) + "." + name // another package's
	}
	c := r.column(kernel, rec)
	key := name + keys["/"]
	for _, v := range rec.Values {
		if !usable(v.Value) {
			if v.Unit == "sec/op" {
				r.errs = append(r.errs, fmt.Sprintf("%s: %s takes %v s", r.file, rec.Name, v.Value))
			}
			continue
		}
		if _, known := c.samples[key]; !known && v.Unit == "sec/op" {
			c.order = append(c.order, key)
		}
		c.add(key, v.Unit, v.Value)
	}
}

func usable(v float64) bool { return v > 0 && !math.IsInf(v, 0) }

// split takes a name apart: the routine, the kernel set, the keys. The key "/"
// is all that is left, in order. The root's benchmarks have the routine's name
// under bench=; the number of processors at the end is no part of a name.
func split(full benchfmt.Name) (name, kernel string, keys map[string]string) {
	base, parts := full.Parts()
	name, keys = string(base), make(map[string]string)
	for _, p := range parts {
		part := string(p)
		if strings.HasPrefix(part, "-") {
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
	return name, kernel, keys
}

// column finds or starts the column of a kernel set.
func (r *reader) column(kernel string, rec *benchfmt.Result) *Column {
	for _, c := range r.columns {
		if c.Kernel == kernel {
			return c
		}
	}
	c := &Column{File: r.file, Kernel: kernel, Config: make(map[string]string), samples: make(map[string]*samples)}
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

// band takes a bandwidth of the machine.
func (r *reader) band(level, kind, size string, rec *benchfmt.Result) {
	v, ok := rec.Value("B/s")
	if !ok || !usable(v) {
		return
	}
	if _, known := r.sizes[level]; !known {
		r.levels = append(r.levels, level)
		n, _ := strconv.ParseFloat(size, 64) // 0: nothing fits
		r.sizes[level] = n
	}
	r.bands[[2]string{level, kind}] = append(r.bands[[2]string{level, kind}], v/1e9)
}

// machine gives a column what was measured of its machine. A cache holds what
// its size says, or else twice what was read from it.
func (r *reader) machine(c *Column) {
	if p := c.samples["Peak"]; p != nil {
		c.Peak = stat((*p)["GFLOP/s"])
	} else {
		c.Peak = c.impliedPeak()
	}
	workers, err := strconv.Atoi(c.Config["workers"])
	if err != nil || workers < 1 {
		workers = 1
	}
	for i, name := range r.levels {
		l := Level{Name: name, Bytes: 2 * r.sizes[name]}
		if n, err := strconv.ParseFloat(c.Config[map[string]string{
			"L1": "cache-l1d-bytes", "L2": "cache-l2-bytes", "L3": "cache-l3-bytes"}[name]], 64); err == nil && n > 0 {
			l.Bytes = n
		}
		if name == "L1" || name == "L2" {
			l.Bytes *= float64(workers)
		}
		if i == len(r.levels)-1 {
			l.Bytes = math.Inf(1)
		}
		of := func(kind string) Stat { return stat(r.bands[[2]string{name, kind}]) }
		l.Read, l.Copy, l.Update = of("Read"), of("Copy"), of("Update")
		c.Levels = append(c.Levels, l)
	}
}

// impliedPeak is the peak that a benchmark was compared with, which go test
// -bench of this module reports as a percentage.
func (c *Column) impliedPeak() Stat {
	var peaks []float64
	for _, key := range c.order {
		s := *c.samples[key]
		rates, parts := s["GFLOP/s"], s["%peak"]
		for i := range min(len(rates), len(parts)) {
			peaks = append(peaks, 100*rates[i]/parts[i])
		}
	}
	return stat(peaks)
}
