package compare

import (
	"math"

	"golang.org/x/perf/benchmath"
)

// cell computes what one column says of a benchmark; nil if it says nothing.
func (c *Column) cell(key string) *Cell {
	s := c.samples[key]
	if s == nil || len((*s)["sec/op"]) == 0 {
		return nil
	}
	cell := &Cell{
		Seconds: stat((*s)["sec/op"]), GFLOPS: stat((*s)["GFLOP/s"]).Center,
		Bandwidth: stat((*s)["B/s"]).Center / 1e9,
	}
	if c.Peak.Center > 0 {
		cell.Peak = cell.GFLOPS / c.Peak.Center
	}
	cell.Roof = c.roof(cell)
	return cell
}

// roof places a cell under the roofline of its machine: bytes come from the
// smallest level that holds all that a call reads and writes.
func (c *Column) roof(cell *Cell) *Roof {
	if cell.Peak == 0 || cell.Bandwidth == 0 || len(c.Levels) == 0 {
		return nil
	}
	bytes := cell.Bandwidth * 1e9 * cell.Seconds.Center
	for _, l := range c.Levels {
		if bytes > l.Bytes {
			continue
		}
		r := &Roof{Intensity: cell.GFLOPS / cell.Bandwidth, Level: l.Name}
		r.Attainable = min(c.Peak.Center, r.Intensity*l.Best())
		r.Memory = r.Attainable < c.Peak.Center
		r.Share = cell.GFLOPS / r.Attainable
		return r
	}
	return nil
}

// ratios compares each cell of a row with the first column's.
func (t *Table) ratios(row *Row, key string) {
	base := row.Cells[0]
	if base == nil {
		return
	}
	first := sample((*t.Columns[0].samples[key])["sec/op"])
	for i, cell := range row.Cells {
		if cell == nil {
			continue
		}
		cell.Ratio = base.Seconds.Center / cell.Seconds.Center
		cell.P = 1
		if i > 0 {
			c := benchmath.AssumeNothing.Compare(first, sample((*t.Columns[i].samples[key])["sec/op"]))
			cell.P, cell.Significant = c.P, c.P < c.Alpha
		}
	}
}

// means are the geometric means of the ratios of each column.
func means(rows []*Row, columns int) []Mean {
	out := make([]Mean, columns)
	for i := range out {
		m, sum := &out[i], 0.0
		for _, row := range rows {
			c := row.Cells[i]
			if c == nil || c.Ratio == 0 {
				continue
			}
			m.N++
			sum += math.Log(c.Ratio)
			if c.Significant && c.Ratio > 1 {
				m.Faster++
			}
			if c.Significant && c.Ratio < 1 {
				m.Slower++
			}
		}
		if m.N > 0 {
			m.Ratio = math.Exp(sum / float64(m.N))
		}
	}
	return out
}

// Units of Value.
const (
	unitFlops    = "GFLOP/s"
	unitBytes    = "GB/s"
	unitElements = "elements/ns"
	unitMicros   = "µs"
)

// fit chooses the unit that suits a routine, by what its first cell reports, and
// sets the values: time for what handles samples; elements where these take
// arithmetic; for all else operations or bytes, of which there are more. It is time
// too where one of the cells cannot be told in that unit.
func (g *Group) fit(columns []*Column) {
	each := func(f func(s samples, cell *Cell)) {
		for _, row := range g.Rows {
			for i, cell := range row.Cells {
				if cell != nil {
					f(*columns[i].samples[join(g.Name, row.Name)], cell)
				}
			}
		}
	}
	all := true
	each(func(s samples, cell *Cell) {
		if g.Unit == "" {
			g.Unit = unitOf(s, cell)
		}
		cell.Value = cell.in(g.Unit, s)
		all = all && cell.Value > 0
	})
	if !all {
		g.Unit = unitMicros
		each(func(s samples, cell *Cell) { cell.Value = cell.in(unitMicros, s) })
	}
}

// in is what a cell says in a unit, 0 for nothing.
func (c *Cell) in(unit string, s samples) float64 {
	switch unit {
	case unitFlops:
		return c.GFLOPS
	case unitBytes:
		return c.Bandwidth
	case unitElements:
		return stat(s[unitElements]).Center
	}
	return c.Seconds.Center * 1e6
}

func join(name, params string) string {
	if params == "" {
		return name
	}
	return name + "/" + params
}

func unitOf(s samples, cell *Cell) string {
	switch {
	case s["samples/s"] != nil:
		return unitMicros
	case s[unitElements] != nil && cell.GFLOPS >= 2*cell.Bandwidth: // more than a move of memory
		return unitElements
	case cell.GFLOPS > 0 && (cell.Bandwidth == 0 || cell.GFLOPS >= cell.Bandwidth):
		return unitFlops
	case cell.Bandwidth > 0:
		return unitBytes
	}
	return unitMicros
}
