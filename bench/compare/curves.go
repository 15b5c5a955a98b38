package compare

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"lanes/bench"
)

// point is a size and a speed.
type point struct {
	size, value float64
	cell        *Cell
	name        string
}

// size is the one number that a benchmark varies in: n of n × n × n or n=.
func (r *Row) size() (n float64, ok bool) {
	var a, b, c int
	if got, _ := fmt.Sscanf(r.Name, "m=%d/n=%d/k=%d", &a, &b, &c); got == 3 {
		return float64(a), a > 0 && a == b && b == c
	}
	if got, _ := fmt.Sscanf(r.Name, "n=%d", &a); got == 1 && !strings.Contains(r.Name, "/") {
		return float64(a), a > 0
	}
	return 0, false
}

// A chart is a figure and the words above it.
type chart struct {
	SVG     template.HTML
	Caption string
}

// curves draws speed by size of each column, nil if there are not sizes enough.
func (t *Table) curves(g *Group) *chart {
	lines, sizes, top := make([][]point, len(t.Columns)), []float64(nil), 0.0
	for _, row := range g.Rows {
		n, ok := row.size()
		if !ok {
			continue
		}
		sizes = append(sizes, n)
		for i, cell := range row.Cells {
			if cell != nil && t.drawn(i) {
				lines[i] = append(lines[i], point{n, cell.Value, cell, row.Params})
				top = max(top, cell.Value)
			}
		}
	}
	slices.Sort(sizes)
	sizes = slices.Compact(sizes)
	if len(sizes) < 3 || g.Unit == unitMicros {
		return nil
	}
	peaks := t.peakLabels(g)
	for _, p := range peaks {
		top = max(top, p.value)
	}
	title := g.Name + ", " + g.Unit + " by size"
	s := newSVG(fmt.Sprintf("curve-%d", slices.Index(t.Groups, g)), 300, title, fmt.Sprintf("Speed over size, from %s to %s; higher is better. The table of %s has the figures.",
		tick(sizes[0]), tick(sizes[len(sizes)-1]), g.Name))
	x := axis{sizes[0], sizes[len(sizes)-1], 42, chartWidth - 72, true}
	y := axis{0, top * 1.08, 258, 30, false}
	s.frame(x, y, thin(x, sizes), "size n", g.Unit)
	s.peaks(peaks, x, y)
	var ends []ending
	for i, line := range lines {
		if len(line) == 0 {
			continue
		}
		slices.SortFunc(line, func(a, b point) int { return cmp.Compare(a.size, b.size) })
		var path [][2]float64
		for _, p := range line {
			path = append(path, [2]float64{x.at(p.size), y.at(p.value)})
		}
		s.path(fmt.Sprintf("curve c%d d%d", i%colours, i%colours), path)
		for _, p := range line {
			s.mark(fmt.Sprintf("dot c%d", i%colours), i, x.at(p.size), y.at(p.value), 3.6,
				fmt.Sprintf("%s: %s, %s %s", t.Columns[i].Label(), p.name, bench.Figure(p.value), g.Unit))
		}
		ends = append(ends, ending{i, path[len(path)-1][1]})
	}
	t.labelEnds(s, ends, x.to+8, y)
	what := "n elements"
	if g.Name == "Sgemm" {
		what = "n × n × n"
	}
	return &chart{s.end(), fmt.Sprintf("%s of %s, %s by size. Higher is better.", g.Name, what, g.Unit)}
}

// thin keeps those of the sizes that have room for their numbers.
func thin(x axis, sizes []float64) (kept []float64) {
	last := math.Inf(-1)
	for _, v := range sizes {
		if x.at(v)-last >= 34 {
			kept, last = append(kept, v), x.at(v)
		}
	}
	return kept
}

// label is a peak and the columns that have it.
type label struct {
	value float64
	name  string
}

// peakLabels are the peaks, those within two hundredths as one.
func (t *Table) peakLabels(g *Group) (labels []label) {
	if g.Unit != unitFlops {
		return nil
	}
	for i, c := range t.Columns {
		if c.Peak.Center == 0 || !t.drawn(i) {
			continue
		}
		same := slices.IndexFunc(labels, func(l label) bool { return math.Abs(l.value/c.Peak.Center-1) < 0.02 })
		if same < 0 {
			labels = append(labels, label{c.Peak.Center, "peak " + c.Mark})
		} else {
			labels[same].name += ", " + c.Mark
		}
	}
	return labels
}

// peaks draws the peaks. A name that would meet one below goes to the right of it.
func (s *svg) peaks(labels []label, x, y axis) {
	slices.SortFunc(labels, func(a, b label) int { return cmp.Compare(a.value, b.value) })
	left, last := x.from+4, math.Inf(1)
	for _, p := range labels {
		at := y.at(p.value)
		if last-at >= 13 {
			left, last = x.from+4, at
		}
		s.line("peak", x.from, at, x.to, at)
		s.text("label", "start", left, at-4, p.name)
		left += 6.5*float64(len(p.name)) + 8
	}
}

// ending is where a column's curve ends.
type ending struct {
	column int
	y      float64
}

// labelEnds names the curves at their ends, pushed apart where they would meet.
func (t *Table) labelEnds(s *svg, ends []ending, x float64, y axis) {
	slices.SortStableFunc(ends, func(a, b ending) int { return cmp.Compare(a.y, b.y) })
	const room = 15
	for i := range ends {
		if i > 0 {
			ends[i].y = max(ends[i].y, ends[i-1].y+room)
		}
	}
	for i := len(ends) - 1; i >= 0; i-- {
		limit := y.from
		if i < len(ends)-1 {
			limit = ends[i+1].y - room
		}
		ends[i].y = min(ends[i].y, limit)
		s.text(fmt.Sprintf("end t%d", ends[i].column%colours), "start", x, ends[i].y+4, t.Columns[ends[i].column].Label())
	}
}

// Label is the mark and, short, the kernel set.
func (c *Column) Label() string {
	if c.Kernel == "" {
		return c.Mark
	}
	return c.Mark + " " + c.Kernel
}
