package compare

import (
	"fmt"
	"html/template"
	"math"
)

// ratioChart shows how much faster than the first column each of the others is:
// the geometric mean of each routine as a mark, its benchmarks as strokes.
func (t *Table) ratioChart() template.HTML {
	others := 0
	for i := range t.Columns[1:] {
		if t.drawn(1 + i) {
			others++
		}
	}
	if others < 1 || !t.drawn(0) {
		return ""
	}
	lo, hi := 1.0, 1.0
	for _, g := range t.Groups {
		for _, row := range g.Rows {
			for i, c := range row.Cells {
				if c != nil && c.Ratio > 0 && t.drawn(i) {
					lo, hi = min(lo, c.Ratio), max(hi, c.Ratio)
				}
			}
		}
	}
	line, last := 18.0, 18.0
	if others > 2 { // numbers on every line would make a chart longer than a page
		line, last = 6, 13
	}
	height := (line*float64(others)+7)*float64(len(t.Groups)) + last*float64(others)
	first := t.Columns[0].Label()
	s := newSVG("ratios", height+87, "Speed relative to "+first, "For each routine the geometric mean of the ratios of its benchmarks; right of 1 is faster. The tables have the figures.")
	x := axis{lo / 1.15, hi * 1.15, 140, chartWidth - 52, true}
	y := axis{0, 1, height + 43, 30, false}
	for _, v := range x.ticks() {
		s.line("grid", x.at(v), y.from, x.at(v), y.to)
		s.text("num", "middle", x.at(v), y.from+16, tick(v)+"×")
	}
	s.line("one", x.at(1), y.from, x.at(1), y.to)
	s.text("name", "middle", min(max(x.at(1), 60), chartWidth-60), y.to-12, "as fast as "+first)
	s.text("name", "end", x.to, y.from+34, "faster →")
	at := y.to + 12
	for _, g := range t.Groups {
		s.line("grid", x.from, at-(line+7)/2, x.to, at-(line+7)/2)
		at = t.ratioRows(s, x, at, line, g.Name, g.Rows, g.Geomean)
	}
	t.ratioRows(s, x, at, last, "all", nil, t.Geomean)
	return s.end()
}

// ratioRows draws a routine, a line for each column but the first, with numbers if
// lines are high enough, and returns where the next begins.
func (t *Table) ratioRows(s *svg, x axis, at, line float64, name string, rows []*Row, means []Mean) float64 {
	class := "name"
	if rows == nil {
		class = "name strong"
	}
	s.text(class, "end", x.from-8, at+4, name)
	for i, m := range means {
		if i == 0 || !t.drawn(i) {
			continue
		}
		for _, row := range rows {
			if c := row.Cells[i]; c != nil && c.Ratio > 0 {
				s.line(fmt.Sprintf("stroke c%d", i%colours), x.at(c.Ratio), at-line/4, x.at(c.Ratio), at+line/4)
			}
		}
		if m.N > 0 && !math.IsNaN(m.Ratio) {
			s.mark(fmt.Sprintf("dot c%d", i%colours), i, x.at(m.Ratio), at, 5,
				fmt.Sprintf("%s, %s: %s× as fast as %s", name, t.Columns[i].Label(), m, t.Columns[0].Label()))
			if line > 12 {
				s.text(fmt.Sprintf("end t%d", i%colours), "end", chartWidth-2, at+4, m.String()+"×")
			}
		}
		at += line
	}
	return at + 7
}
