package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"math"
	"os"

	"lanes/bench/compare"
	"lanes/internal/atomicfile"
)

var compareCommand = subcommand{
	name: "compare", args: "FILE…", summary: "put results of bench, or of go test -bench, side by side",
	setup: func(fs *flag.FlagSet) action { return newComparer(fs).run },
	details: func() string {
		return `Each kernel set of each file is a column, and so is each machine and each value of -cpu
that a file has results of; the first column is what the others are compared with.
Files come from lanes bench -o FILE, or hold what go test -bench prints.`
	},
}

// comparer is one run of lanes compare.
type comparer struct {
	html   string
	asJSON bool
}

func newComparer(fs *flag.FlagSet) *comparer {
	p := new(comparer)
	fs.StringVar(&p.html, "html", "", "write a report with charts into `FILE`, which needs nothing else")
	fs.BoolVar(&p.asJSON, "json", false, "JSON on standard output")
	return p
}

func (p *comparer) run(_ context.Context, c *console, args []string) error {
	if len(args) == 0 {
		return usagef("want at least one file of results")
	}
	if p.html != "" {
		if err := notAmong(p.html, args); err != nil {
			return err
		}
		if err := atomicfile.Check(p.html); err != nil {
			return fmt.Errorf("%s cannot be written: %w", p.html, err)
		}
	}
	var columns []*compare.Column
	var notes []string
	for _, file := range args {
		cs, warnings, err := compare.Read(file)
		if err != nil {
			return err
		}
		columns, notes = append(columns, cs...), append(notes, warnings...)
	}
	table, err := compare.New(columns)
	if err != nil {
		return err
	}
	const most = 10 // of a file of another kind every line may be wrong
	for _, note := range notes[:min(len(notes), most)] {
		c.note("lanes compare: %s: left out", note)
	}
	if n := len(notes) - most; n > 0 {
		c.note("lanes compare: and %s more left out", plural(n, "line"))
	}
	if p.html != "" {
		var page bytes.Buffer
		if err := table.WriteHTML(&page); err != nil {
			return err
		}
		if err := atomicfile.Write(p.html, func(w io.Writer) error {
			_, err := page.WriteTo(w)
			return err
		}); err != nil {
			return fmt.Errorf("%s: %w", p.html, err)
		}
		c.note("report in %s", p.html)
	}
	if p.asJSON {
		return emitTable(c, table)
	}
	return table.WriteText(c.stdout)
}

type columnEvent struct {
	Event    string            `json:"event"`
	Column   string            `json:"column"`
	File     string            `json:"file"`
	Kernel   string            `json:"kernel"`
	Procs    string            `json:"gomaxprocs,omitempty"`
	Emulated bool              `json:"emulated"`
	Peak     *statInfo         `json:"fma_peak_gflops"` // null: not known, here and below
	Levels   []levelInfo       `json:"bandwidth"`
	Config   map[string]string `json:"config"`
}

// statInfo is a median with its interval.
type statInfo struct {
	Median  num `json:"median"`
	Low     num `json:"low"`
	High    num `json:"high"`
	Samples int `json:"samples"`
}

type levelInfo struct {
	Level  string    `json:"level"`
	Read   *statInfo `json:"read_gb_per_s"`
	Copy   *statInfo `json:"copy_gb_per_s"`
	Update *statInfo `json:"update_gb_per_s"`
}

type resultEvent struct {
	Event       string    `json:"event"`
	Column      string    `json:"column"`
	Benchmark   string    `json:"benchmark"`
	Params      string    `json:"params"`
	Seconds     *statInfo `json:"seconds"`
	Value       num       `json:"value"`
	Unit        string    `json:"unit"`
	GFLOPS      *num      `json:"gflops"`
	Bandwidth   *num      `json:"gb_per_s"`
	Peak        *num      `json:"percent_of_peak"`
	Intensity   *num      `json:"flops_per_byte"`
	Bound       string    `json:"bound,omitempty"` // FMA, or the level of memory
	Attainable  *num      `json:"attainable_gflops"`
	Roof        *num      `json:"percent_of_attainable"`
	Ratio       *num      `json:"ratio"` // speed relative to the first column
	P           *num      `json:"p"`
	Significant bool      `json:"significant"`
}

type meanEvent struct {
	Event     string `json:"event"`
	Column    string `json:"column"`
	Benchmark string `json:"benchmark"` // "" for all
	Ratio     *num   `json:"ratio"`
	Rows      int    `json:"benchmarks"`
	Faster    int    `json:"faster"`
	Slower    int    `json:"slower"`
}

// known is x for JSON, nil if it is zero.
func known(x float64) *num {
	if x == 0 || math.IsNaN(x) {
		return nil
	}
	n := num(x)
	return &n
}

func infoOf(s compare.Stat) *statInfo {
	if s.N == 0 {
		return nil
	}
	return &statInfo{num(s.Center), num(s.Lo), num(s.Hi), s.N}
}

// emitTable prints a table as objects: its columns, their results, the means.
func emitTable(c *console, t *compare.Table) error {
	var events []any
	for _, col := range t.Columns {
		e := columnEvent{"column", col.Mark, col.File, col.Kernel, col.Procs, col.Emulated() != "", infoOf(col.Peak), []levelInfo{}, col.Config}
		for _, l := range col.Levels {
			e.Levels = append(e.Levels, levelInfo{l.Name, infoOf(l.Read), infoOf(l.Copy), infoOf(l.Update)})
		}
		events = append(events, e)
	}
	for _, g := range t.Groups {
		for _, row := range g.Rows {
			for i, cell := range row.Cells {
				if cell != nil {
					events = append(events, resultOf(t.Columns[i].Mark, g, row, cell))
				}
			}
		}
		events = append(events, meansOf(t, g.Name, g.Geomean)...)
	}
	events = append(events, meansOf(t, "", t.Geomean)...)
	for _, e := range events {
		if err := c.emit(e); err != nil {
			return err
		}
	}
	return nil
}

func resultOf(mark string, g *compare.Group, row *compare.Row, cell *compare.Cell) resultEvent {
	e := resultEvent{
		Event: "result", Column: mark, Benchmark: g.Name, Params: row.Name,
		Seconds: infoOf(cell.Seconds), Value: num(cell.Value), Unit: g.Unit,
		GFLOPS: known(cell.GFLOPS), Bandwidth: known(cell.Bandwidth), Peak: known(100 * cell.Peak),
		Ratio: known(cell.Ratio), Significant: cell.Significant,
	}
	if cell.Ratio != 0 {
		p := num(cell.P) // 0 is a figure here
		e.P = &p
	}
	if r := cell.Roof; r != nil {
		e.Intensity, e.Bound, e.Attainable, e.Roof = known(r.Intensity), r.Bound(), known(r.Attainable), known(100*r.Share)
	}
	return e
}

func meansOf(t *compare.Table, name string, means []compare.Mean) (events []any) {
	for i, m := range means {
		events = append(events, meanEvent{"geomean", t.Columns[i].Mark, name, known(m.Ratio), m.N, m.Faster, m.Slower})
	}
	return events
}

// notAmong refuses to write the report over one of the files it is made from.
func notAmong(report string, files []string) error {
	there, err := os.Stat(report)
	if err != nil {
		return nil // nothing to lose; whether it can be made is seen next
	}
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && os.SameFile(there, info) {
			return usagef("-html %s is one of the files to compare", report)
		}
	}
	if head, err := os.ReadFile(report); err == nil && len(head) > 0 && !bytes.HasPrefix(head, []byte("<!DOCTYPE html>")) {
		return usagef("-html %s exists and is no report: is its name missing before it?", report)
	}
	return nil
}
