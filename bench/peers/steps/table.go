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
	fmt.Fprintf(t, "%s, threads: %d; %s, %s; %s; medians of %d interleaved rounds, in microseconds, and how many times lanes'.",
		cpuid.CPU.BrandName, c.threads, runtime.Version(), c.seats[0].about.Version, data, c.o.rounds)
	var names []string
	for _, s := range c.seats[1:] {
		if name := s.about.Version + " over " + s.about.BLAS; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if names != nil {
		fmt.Fprintf(t, " Beside it the best of\n%s.", strings.Join(names, ", "))
	}
	t.WriteString("\n\n| | batch | lanes | of the FMA peak | NumPy | PyTorch | PyTorch by hand | loss differs by at most |\n")
	t.WriteString("|---|--:|--:|--:|--:|--:|--:|--:|\n")
	return t
}

// add writes the line of one task.
func (t *table) add(tr *trial) {
	var best [handColumn + 1]*record
	worst := 0.0
	for i := range tr.rows {
		r := &tr.rows[i]
		worst = max(worst, r.Difference)
		if b := best[r.column]; b == nil || r.Micros < b.Micros {
			best[r.column] = r
		}
	}
	ours := best[lanesColumn]
	fmt.Fprintf(t, "| %s %s | %d | %s | %.0f %% |", tr.Mode, ours.Model, tr.Batch, bench.Figure(ours.Micros), 100*ours.Peak)
	for _, r := range best[numpyColumn:] {
		if r == nil {
			t.WriteString(" |")
			continue
		}
		fmt.Fprintf(t, " %s (%.2f) |", bench.Figure(r.Micros), r.Ratio)
	}
	fmt.Fprintf(t, " %.0e |\n", worst)
}
