package compare

import (
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"

	"lanes/bench"
)

// WriteText writes the table for a terminal.
func (t *Table) WriteText(w io.Writer) error {
	out := new(strings.Builder)
	for _, c := range t.Columns {
		fmt.Fprintf(out, "%s  %s\n", c.Mark, c.Title())
		for _, line := range c.facts() {
			fmt.Fprintf(out, "   %s\n", line)
		}
	}
	out.WriteString("\n")
	tab := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, g := range t.Groups {
		t.writeGroup(tab, g)
	}
	if len(t.Columns) > 1 {
		t.writeMeans(tab, "geometric mean of all", t.Geomean)
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	out.WriteString("\n")
	for _, line := range t.Legend() {
		out.WriteString(line + "\n")
	}
	// The first column is padded to the right instead, by exchanging the two ends.
	_, err := io.WriteString(w, leftAlign(out.String()))
	return err
}

// margin ends the first cell of a line of the table.
const margin = "\x00"

// leftAlign moves the padding in front of a first cell behind it.
func leftAlign(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		if first, rest, found := strings.Cut(line, margin); found {
			name := strings.TrimLeft(first, " ")
			line = name + strings.Repeat(" ", len(first)-len(name)) + rest
		}
		out.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	return out.String()
}

func (t *Table) writeGroup(w io.Writer, g *Group) {
	fmt.Fprintf(w, "%s, %s%s\t", g.Name, g.Unit, margin)
	for i, c := range t.Columns {
		fmt.Fprintf(w, "%s\t±\tpeak\troof\t", c.Mark)
		if i > 0 {
			fmt.Fprintf(w, "×%s\t", t.Columns[0].Mark)
		}
	}
	fmt.Fprintln(w)
	for _, row := range g.Rows {
		fmt.Fprintf(w, "%s%s\t", row.Params, margin)
		for i, cell := range row.Cells {
			if cell == nil {
				fmt.Fprint(w, "\t\t\t\t")
			} else {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t", bench.Figure(cell.Value), cell.Seconds.spread(),
					Percent(cell.Peak), cell.Roof.String())
			}
			if i > 0 {
				fmt.Fprintf(w, "%s\t", cell.Times())
			}
		}
		fmt.Fprintln(w)
	}
	if len(t.Columns) > 1 && len(g.Rows) > 1 {
		t.writeMeans(w, "geometric mean", g.Geomean)
	}
	fmt.Fprintln(w, margin+strings.Repeat("\t", 5*len(t.Columns)))
}

func (t *Table) writeMeans(w io.Writer, name string, means []Mean) {
	fmt.Fprintf(w, "%s%s\t", name, margin)
	for i, m := range means {
		fmt.Fprint(w, "\t\t\t\t")
		if i > 0 {
			fmt.Fprintf(w, "%s\t", m)
		}
	}
	fmt.Fprintln(w)
}

// Title names a column by its file and its kernel set.
func (c *Column) Title() string {
	if c.Kernel == "" {
		return c.Source()
	}
	return c.Kernel + ", " + c.Source()
}

// Source is the file and, where the names say it, GOMAXPROCS.
func (c *Column) Source() string {
	if c.Procs == "" {
		return c.File
	}
	return c.File + " -cpu " + c.Procs
}

// facts say in a few lines what a column holds for.
func (c *Column) facts() (lines []string) {
	var words []string
	for _, key := range []string{"cpu", "goos", "goarch", "go", "date"} {
		if v := c.Config[key]; v != "" && v != "unknown" {
			words = append(words, v)
		}
	}
	if n := c.Config["workers"]; n == "1" {
		words = append(words, "1 worker")
	} else if n != "" {
		words = append(words, n+" workers")
	}
	if p := c.Config["precision"]; p != "" {
		words = append(words, "precision "+p)
	}
	if words != nil {
		lines = append(lines, strings.Join(words, ", "))
	}
	var speeds []string
	if c.Peak.N > 0 {
		speeds = append(speeds, fmt.Sprintf("peak %s GFLOP/s ± %s", bench.Figure(c.Peak.Center), c.Peak.spread()))
	}
	for _, l := range c.Levels {
		speeds = append(speeds, fmt.Sprintf("%s %s GB/s", l.Name, bench.Figure(l.Best())))
	}
	if speeds != nil {
		lines = append(lines, strings.Join(speeds, ", "))
	}
	if by := c.Emulated(); by != "" {
		lines = append(lines, "EMULATED ("+by+"): these times say nothing of a real CPU")
	}
	return lines
}

// Emulated names the emulator that a column was measured in; "" if by none.
func (c *Column) Emulated() string {
	v, by, _ := strings.Cut(c.Config["emulated"], ", ")
	if v != "yes" {
		return ""
	}
	if by == "" {
		return "it is not said by what"
	}
	return by
}

// Legend explains the columns of the table, a line each.
func (t *Table) Legend() (lines []string) {
	lines = append(lines,
		"±     95 % confidence of the median time, or the range of 2 to 5 samples; ? of one sample",
		"peak  share of the machine's own rate of fused multiply-adds on registers",
		"roof  share of what its bandwidth and its peak allow, and which of them is the limit; a little over 100 % can be, for bandwidths are measured too")
	if len(t.Columns) > 1 {
		lines = append(lines, fmt.Sprintf("×%s    speed relative to %s; ~ marks p > 0.05: no difference is shown",
			t.Columns[0].Mark, t.Columns[0].Mark))
	}
	if t.Apart > 0 {
		lines = append(lines, fmt.Sprintf("%d more are in one column alone and not shown", t.Apart))
	}
	return lines
}

// Percent formats a share, "" for none.
func Percent(share float64) string {
	switch {
	case share == 0 || math.IsNaN(share) || math.IsInf(share, 0):
		return ""
	case share > 9.99:
		return "> 999 %"
	case share < 0.0095:
		return fmt.Sprintf("%.1f %%", 100*share)
	}
	return fmt.Sprintf("%.0f %%", 100*share)
}

// spread formats how far a median is uncertain.
func (s Stat) spread() string {
	switch {
	case s.N < 2:
		return "?"
	case s.Spread() < 0.0005:
		return "0 %"
	}
	return Percent(s.Spread())
}

// String is the share of the attainable and its limit, "" for no roof.
func (r *Roof) String() string {
	if r == nil {
		return ""
	}
	return Percent(r.Share) + " " + r.Bound()
}

// Times is the ratio to the first column; ~ marks one without significance.
func (c *Cell) Times() string {
	switch {
	case c == nil || c.Ratio == 0:
		return ""
	case !c.Significant:
		return "~" + ratio(c.Ratio)
	}
	return ratio(c.Ratio)
}

func (m Mean) String() string {
	if m.N == 0 {
		return ""
	}
	return ratio(m.Ratio)
}

func ratio(x float64) string {
	if x < 0.1 {
		return fmt.Sprintf("%.2g", x)
	}
	return fmt.Sprintf("%.2f", x)
}
