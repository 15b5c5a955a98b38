package compare

import (
	"fmt"
	"html"
	"html/template"
	"math"

	"lanes/bench"
)

// families are the kinds of routines that have a mark each under the rooflines.
var families = []string{"Sgemm", "Softmax and cross-entropy", "Exp", "vectors", "training and prediction"}

func family(name string) int {
	switch name {
	case "Sgemm":
		return 0
	case "Softmax", "SoftmaxCrossEntropy":
		return 1
	case "Exp":
		return 2
	case "Step", "Fit", "Predict":
		return 4
	}
	return 3
}

// extent are the axes that the rooflines of all columns have in common that are
// drawn together, so that they can be compared by eye; or those of the others.
func (t *Table) extent(drawn bool) (x, y axis, ok bool) {
	x = axis{math.Inf(1), 0, 48, chartWidth - 10, true}
	y = axis{math.Inf(1), 0, 268, 30, true}
	for i, c := range t.Columns {
		if t.drawn(i) != drawn {
			continue
		}
		for _, g := range t.Groups {
			for _, row := range g.Rows {
				if cell := row.Cells[i]; cell != nil && cell.Roof != nil {
					x.lo, x.hi = min(x.lo, cell.Roof.Intensity), max(x.hi, cell.Roof.Intensity)
					y.lo, y.hi = min(y.lo, cell.GFLOPS), max(y.hi, cell.GFLOPS, c.Peak.Center)
					ok = true
				}
			}
		}
	}
	x.lo, x.hi, y.lo, y.hi = x.lo/1.6, x.hi*1.6, y.lo/1.6, y.hi*1.8
	return x, y, ok
}

// rooflines draws one chart for each column that has what it takes.
func (t *Table) rooflines() (charts []template.HTML) {
	for i, c := range t.Columns {
		x, y, ok := t.extent(t.drawn(i))
		if !ok {
			continue
		}
		if chart := t.roofline(i, c, x, y); chart != "" {
			charts = append(charts, chart)
		}
	}
	return charts
}

func (t *Table) roofline(i int, c *Column, x, y axis) template.HTML {
	if c.Peak.Center == 0 || len(c.Levels) == 0 {
		return ""
	}
	s := newSVG(fmt.Sprintf("roof-%d", i), 310, "Roofline of "+c.Label(), fmt.Sprintf(
		"Speed over operations a byte, both logarithmic, under the lines of bandwidth and of the peak of %s GFLOP/s.",
		bench.Figure(c.Peak.Center)))
	s.frame(x, y, x.ticks(), "operations a byte", "GFLOP/s")
	s.text(fmt.Sprintf("end t%d", i%colours), "end", x.to, y.to-12, c.Label())
	peak := c.Peak.Center
	for j, l := range c.Levels {
		ridge := peak / l.Best()
		from, to := max(x.lo, y.lo/l.Best()), min(max(ridge, x.lo), x.hi)
		if to <= from {
			continue
		}
		s.line("roof", x.at(from), y.at(from*l.Best()), x.at(to), y.at(to*l.Best()))
		s.along(x, y, from, to, l.Best(), float64(j)/float64(len(c.Levels)), l.Name)
		s.text("num", "end", x.to-2, y.from-8-14*float64(len(c.Levels)-1-j), fmt.Sprintf("%s %s GB/s", l.Name, bench.Figure(l.Best())))
	}
	s.line("roof", x.at(min(max(peak/c.Levels[0].Best(), x.lo), x.hi)), y.at(peak), x.to, y.at(peak))
	s.text("label", "end", x.to-2, y.at(peak)-6, "FMA peak "+bench.Figure(peak))
	for _, g := range t.Groups {
		for _, row := range g.Rows {
			cell := row.Cells[i]
			if cell == nil || cell.Roof == nil {
				continue
			}
			class := fmt.Sprintf("dot c%d", i%colours)
			if cell.Roof.Memory {
				class += " hollow"
			}
			s.mark(class, family(g.Name), x.at(cell.Roof.Intensity), y.at(cell.GFLOPS), 4, fmt.Sprintf("%s %s: %s GFLOP/s, %s of what %s allows",
				g.Name, row.Params, bench.Figure(cell.GFLOPS), Percent(cell.Roof.Share), cell.Roof.Bound()))
		}
	}
	return s.end()
}

// along writes on a line of bandwidth, between two intensities, the further up
// the larger the share.
func (s *svg) along(x, y axis, from, to, bandwidth, share float64, words string) {
	at := from * math.Pow(to/from, 0.25+0.5*share)
	angle := math.Atan2(y.at(2*bandwidth)-y.at(bandwidth), x.at(2)-x.at(1)) * 180 / math.Pi
	fmt.Fprintf(s, `<text class="label" transform="translate(%.1f %.1f) rotate(%.1f)" dy="-4">%s</text>`+"\n",
		x.at(at), y.at(at*bandwidth), angle, html.EscapeString(words))
}
