package compare

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"

	"lanes/bench"
	"lanes/bench/machine"
)

// colours is how many the style sheet has for columns; then they come again, and
// the marks' shapes and letters tell columns apart.
const colours = 6

//go:embed report.html
var reportText string

var report = template.Must(template.New("report").Funcs(template.FuncMap{
	"figure": bench.Figure, "percent": Percent, "percentOf": Stat.spread,
}).Parse(reportText))

// page is what the template shows.
type page struct {
	*Table
	First    *Column
	Verdicts []string
	Emulated []string
	Keys     []template.HTML // of columns
	Facts    []fact
	Ratios   template.HTML
	Curves   []*chart
	Roofs    []template.HTML
	Families []familyKey
	Notes    []string
}

type familyKey struct {
	Key  template.HTML
	Name string
}

// fact is a row of the table of machines.
type fact struct {
	Name   string
	Values []string
}

// WriteHTML writes a page that needs nothing but itself.
func (t *Table) WriteHTML(w io.Writer) error {
	p := &page{Table: t, First: t.Columns[0], Facts: t.machineFacts(), Ratios: t.ratioChart(), Roofs: t.rooflines(), Notes: t.notes()}
	for i, c := range t.Columns {
		p.Keys = append(p.Keys, markSample(fmt.Sprintf("dot c%d", i%colours), i))
		if by := c.Emulated(); by != "" {
			p.Emulated = append(p.Emulated, fmt.Sprintf("%s was measured in an emulator (%s): its times say nothing of a real CPU.", c.Label(), by))
			if !t.drawn(i) {
				p.Emulated[len(p.Emulated)-1] += " They are in the tables and under a roofline of their own."
			}
		}
		if m := t.Geomean[i]; i > 0 && m.N > 0 && t.drawn(i) && t.drawn(0) {
			p.Verdicts = append(p.Verdicts, t.verdict(c, m))
		}
	}
	for _, g := range t.Groups {
		if chart := t.curves(g); chart != nil {
			p.Curves = append(p.Curves, chart)
		}
	}
	for i, name := range families {
		p.Families = append(p.Families, familyKey{markSample("dot ink", i), name})
	}
	return report.Execute(w, p)
}

// drawn reports whether the charts compare a column with the others: one of an
// emulator is so slow that nothing else could be told apart beside it.
func (t *Table) drawn(i int) bool {
	real := slices.ContainsFunc(t.Columns, func(c *Column) bool { return c.Emulated() == "" })
	return !real || t.Columns[i].Emulated() == ""
}

// verdict says in a sentence how a column compares with the first.
func (t *Table) verdict(c *Column, m Mean) string {
	benchmarks := fmt.Sprintf("geometric mean of %d benchmarks", m.N)
	if m.N == 1 {
		benchmarks = "one benchmark"
	}
	return fmt.Sprintf("%s is %s times as fast as %s (%s: %d faster, %d slower, %d without a significant difference).",
		c.Label(), m, t.Columns[0].Label(), benchmarks, m.Faster, m.Slower, m.N-m.Faster-m.Slower)
}

func (t *Table) machineFacts() (facts []fact) {
	add := func(name string, of func(*Column) string) {
		f, some := fact{Name: name}, false
		for _, c := range t.Columns {
			v := of(c)
			if v == "" || v == "unknown" {
				v = "–"
			} else {
				some = true
			}
			f.Values = append(f.Values, v)
		}
		if some {
			facts = append(facts, f)
		}
	}
	config := func(key string) func(*Column) string {
		return func(c *Column) string { return c.Config[key] }
	}
	add("file", func(c *Column) string { return c.File })
	add("kernel set", func(c *Column) string { return c.Kernel })
	add("CPU", config("cpu"))
	add("clock", func(c *Column) string { return with(c.Config["clock-mhz"], " MHz") })
	add("caches", caches)
	add("FMA peak", func(c *Column) string { return rate(c.Peak, "GFLOP/s") })
	for i, l := range t.longest() {
		for j, kind := range []string{"read", "copy", "update"} {
			add(l.Name+", "+kind, func(c *Column) string {
				if i >= len(c.Levels) || c.Levels[i].Name != l.Name {
					return ""
				}
				return rate([]Stat{c.Levels[i].Read, c.Levels[i].Copy, c.Levels[i].Update}[j], "GB/s")
			})
		}
	}
	add("workers", config("workers"))
	add("GOMAXPROCS", func(c *Column) string { return c.Procs })
	add("precision", config("precision"))
	add("system", func(c *Column) string { return with(c.Config["goos"], "/"+c.Config["goarch"]) })
	add("emulated", config("emulated"))
	add("Go", config("go"))
	add("commit", func(c *Column) string { return fmt.Sprintf("%.12s", c.Config["commit"]) })
	add("date", config("date"))
	return facts
}

// longest are the levels of the column that has most.
func (t *Table) longest() (levels []Level) {
	for _, c := range t.Columns {
		if len(c.Levels) > len(levels) {
			levels = c.Levels
		}
	}
	return levels
}

func with(value, unit string) string {
	if value == "" || value == "unknown" {
		return ""
	}
	return value + unit
}

func caches(c *Column) (text string) {
	for _, l := range []string{"l1d", "l2", "l3"} {
		if n, err := strconv.Atoi(c.Config["cache-"+l+"-bytes"]); err == nil {
			if text != "" {
				text += ", "
			}
			text += machine.Bytes(n)
		}
	}
	return text
}

// rate writes a median with its spread.
func rate(s Stat, unit string) string {
	if s.N == 0 {
		return ""
	}
	return fmt.Sprintf("%s %s ± %s", bench.Figure(s.Center), unit, s.spread())
}

// notes explain the tables.
func (t *Table) notes() (notes []string) {
	notes = append(notes,
		"±: the interval of 95 % confidence of the median time, or the range of 2 to 5 samples; ? of one sample.",
		"peak: share of the machine's own rate of fused multiply-adds on registers.",
		"roof: share of what bandwidth and peak allow for the bytes and operations of the routine's definition, and which of them is the limit; a little over 100 % can be, for bandwidths are measured too.")
	if len(t.Columns) > 1 {
		notes = append(notes, "×: speed relative to "+t.Columns[0].Label()+"; ~ marks p > 0.05 (Mann-Whitney U test): no difference is shown.")
	}
	if t.Apart > 0 {
		notes = append(notes, fmt.Sprintf("%d more benchmarks are in one column alone and not shown.", t.Apart))
	}
	return notes
}
