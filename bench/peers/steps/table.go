package main

import (
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/klauspost/cpuid/v2"

	"lanes/bench"
)

// A table is what people read: a line for each task, the best contender in each
// column.
type table struct {
	strings.Builder
}

func newTable(c *comparison, data string) *table {
	t := new(table)
	fmt.Fprintf(t, "%s, threads: %d; %s, %s; %s; medians of %d interleaved rounds, in microseconds, and how many times lanes'. Beside it the best of\n",
		cpuid.CPU.BrandName, c.threads, runtime.Version(), c.seats[0].about.Version, data, c.o.rounds)
	var names []string
	for _, s := range c.seats[1:] {
		if name := s.about.Version + " over " + s.about.BLAS; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	fmt.Fprintf(t, "%s.\n\n", strings.Join(names, ", "))
	t.WriteString("| | batch | lanes | of the FMA peak | NumPy | PyTorch | PyTorch by hand | loss differs by at most |\n")
	t.WriteString("|---|--:|--:|--:|--:|--:|--:|--:|\n")
	return t
}

// add returns the line of one task and, before the first, what stands above it.
func (t *table) add(task task, rows []record) string {
	before := ""
	if strings.HasSuffix(t.String(), "--:|\n") {
		before = t.String()
	}
	var best [handColumn + 1]*record
	worst := 0.0
	for i := range rows {
		r := &rows[i]
		worst = max(worst, r.Difference)
		if b := best[r.column]; b == nil || r.Micros < b.Micros {
			best[r.column] = r
		}
	}
	var line strings.Builder
	ours := best[lanesColumn]
	fmt.Fprintf(&line, "| %s %s | %d | %s | %.0f %% |", task.Mode, ours.Model, task.Batch, bench.Figure(ours.Micros), 100*ours.Peak)
	for _, r := range best[numpyColumn:] {
		if r == nil {
			line.WriteString(" |")
			continue
		}
		fmt.Fprintf(&line, " %s (%.2f) |", bench.Figure(r.Micros), r.Ratio)
	}
	fmt.Fprintf(&line, " %.0e |\n", worst)
	t.WriteString(line.String())
	return before + line.String()
}
