package compare

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"golang.org/x/perf/benchmath"
)

// A Stat is a median and, of enough samples, its interval of 95 % confidence;
// of fewer, their range. Zero: nothing was measured.
type Stat struct {
	Center, Lo, Hi float64
	Least, Most    float64
	N              int
}

func stat(values []float64) Stat {
	if len(values) == 0 {
		return Stat{}
	}
	s := benchmath.AssumeNothing.Summary(sample(values), 0.95)
	lo, hi, least, most := s.Lo, s.Hi, slices.Min(values), slices.Max(values)
	if math.IsInf(lo, 0) || math.IsInf(hi, 0) {
		lo, hi = least, most
	}
	return Stat{s.Center, lo, hi, least, most, len(values)}
}

func sample(values []float64) *benchmath.Sample {
	return benchmath.NewSample(slices.Clone(values), &benchmath.DefaultThresholds)
}

// Spread is how far the interval reaches from the median, as a share of it.
func (s Stat) Spread() float64 {
	return max(s.Hi/s.Center-1, 1-s.Lo/s.Center)
}

// A Table is results side by side.
type Table struct {
	Columns []*Column
	Groups  []*Group
	Geomean []Mean // of each column, over all rows
	Apart   int    // benchmarks that only one column has, which are not in Groups
}

// A Group is the benchmarks of one routine.
type Group struct {
	Name    string
	Unit    string // of Value in its cells
	Rows    []*Row
	Geomean []Mean
}

// A Row is one benchmark. Cells has one for each column, nil where there is none.
type Row struct {
	Name   string // key=value without the routine, "" if there is nothing more
	Params string // the same for people
	Cells  []*Cell
}

// A Cell is one benchmark of one column. What is not known is zero.
type Cell struct {
	Seconds   Stat    // of a call
	Value     float64 // in the group's unit
	GFLOPS    float64
	Bandwidth float64 // GB/s of what a call must read and write
	Peak      float64 // share of the peak
	Roof      *Roof

	Ratio       float64 // times as fast as the first column, 1 for itself
	P           float64 // of the hypothesis that the two are equally fast
	Significant bool    // P is below 0.05
}

// A Roof is what the machine would allow.
type Roof struct {
	Intensity  float64 // operations a byte
	Level      string  // that holds the operands
	Attainable float64 // GFLOP/s: the lower one of peak and bandwidth times intensity
	Memory     bool    // bound by that level, not by arithmetic
	Share      float64 // of the attainable
}

// Bound names what limits.
func (r *Roof) Bound() string {
	if r.Memory {
		return r.Level
	}
	return "FMA"
}

// A Mean is the geometric mean of the ratios of N rows, and how many of these
// are faster and slower than the first column with significance.
type Mean struct {
	Ratio             float64
	N, Faster, Slower int
}

// New puts columns side by side. It fails if they have nothing in common.
func New(columns []*Column) (*Table, error) {
	t := &Table{Columns: columns}
	for i, c := range columns {
		c.Mark = mark(i)
	}
	groups := make(map[string]*Group)
	for _, key := range t.keys() {
		name, params, _ := strings.Cut(key, "/")
		row := &Row{Name: params, Params: words(params), Cells: make([]*Cell, len(columns))}
		have := 0
		for i, c := range columns {
			if row.Cells[i] = c.cell(key); row.Cells[i] != nil {
				have++
			}
		}
		if have < min(2, len(columns)) {
			t.Apart++
			continue
		}
		t.ratios(row, key)
		g := groups[name]
		if g == nil {
			g = &Group{Name: name}
			groups[name] = g
			t.Groups = append(t.Groups, g)
		}
		g.Rows = append(g.Rows, row)
	}
	if len(t.Groups) == 0 {
		return nil, t.apart()
	}
	var all []*Row
	for _, g := range t.Groups {
		g.fit(columns)
		g.Geomean = means(g.Rows, len(columns))
		all = append(all, g.Rows...)
	}
	t.Geomean = means(all, len(columns))
	return t, nil
}

// apart is the error of results that have nothing in common.
func (t *Table) apart() error {
	var have []string
	for _, c := range t.Columns {
		have = append(have, fmt.Sprintf("%s has %s …", strings.TrimSpace(c.Source()+" "+c.Kernel), c.order[0]))
	}
	return fmt.Errorf("no benchmark in common: %s", strings.Join(have, ", "))
}

// mark is A to Z, then A1 and so on.
func mark(i int) string {
	s := string(rune('A' + i%26))
	if i >= 26 {
		s += fmt.Sprint(i / 26)
	}
	return s
}

// keys are the benchmarks of all columns, in the order of the first that has them.
func (t *Table) keys() (keys []string) {
	seen := make(map[string]bool)
	for _, c := range t.Columns {
		for _, k := range c.order {
			if !seen[k] {
				seen[k] = true
				keys = append(keys, k)
			}
		}
	}
	return keys
}

// words writes m=8/n=8/k=8 as 8 × 8 × 8 and other keys with spaces.
func words(params string) string {
	var m, n, k int
	if c, _ := fmt.Sscanf(params, "m=%d/n=%d/k=%d", &m, &n, &k); c == 3 && params == fmt.Sprintf("m=%d/n=%d/k=%d", m, n, k) {
		return fmt.Sprintf("%d × %d × %d", m, n, k)
	}
	if c, _ := fmt.Sscanf(params, "rows=%d/cols=%d", &m, &n); c == 2 && params == fmt.Sprintf("rows=%d/cols=%d", m, n) {
		return fmt.Sprintf("%d × %d", m, n)
	}
	if size, found := strings.CutPrefix(params, "n="); found && !strings.Contains(size, "/") {
		return size + " elements"
	}
	return strings.NewReplacer("/", ", ", "model=", "", "=", " ").Replace(params)
}
