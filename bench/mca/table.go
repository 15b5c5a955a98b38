package main

import (
	"fmt"
	"strings"

	"lanes/bench/machine"
)

// markdown is the table of rows, with what was measured here beside one model's.
func markdown(rows []*row, here string) string {
	var b strings.Builder
	b.WriteString("What llvm-mca's model of each core makes of the loops; not measured")
	if here != "" {
		fmt.Fprintf(&b, ", but for the last two columns, on an %s, taken to be a %s", machine.Describe().CPU, here)
	}
	b.WriteString(".\n\n| model | set | FMA peak, flops/cycle | Sgemm leaf, flops/cycle | of the peak | exp, elements/cycle | of the achievable | busiest unit in exp |")
	rule := "|---|---|--:|--:|--:|--:|--:|---|"
	if here != "" {
		b.WriteString(" Sgemm leaf, measured | exp, measured |")
		rule += "--:|--:|"
	}
	b.WriteString("\n" + rule + "\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s | %.1f | %s | %s | %.2f | %.0f %% | %s |",
			r.CPU, r.Set, r.Peak, list("%.1f", r.Sgemm), list("%.0f %%", r.SgemmPct), r.Exp, r.ExpPct, r.ExpBound)
		switch {
		case r.Measured != nil:
			fmt.Fprintf(&b, " %.0f %% | %.2f |", r.Measured.SgemmPct, r.Measured.Exp)
		case here != "":
			b.WriteString(" | |")
		}
		b.WriteString("\n")
	}
	b.WriteString("\nTwo figures for the Sgemm leaf: A by columns, as panels are packed, and A with any strides. The achievable rate\n" +
		"of exp is that at which its busiest unit, a vector pipe, never waits; on Neoverse all vector pipes are as busy. The\n" +
		"avx512 leaf of znver4 has tiles of 14×16, that of the others of 14×32. Exp is faster than in\n" +
		"the model of znver4. What LLVM calls apple-m1 is its model of Cyclone, an older core with three\n" +
		"vector pipes.\n")
	return b.String()
}

// list prints numbers with strokes between, one number if they all look the same.
func list(format string, xs []float64) string {
	var parts []string
	for _, x := range xs {
		if s := fmt.Sprintf(format, x); len(parts) == 0 || parts[0] != s {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " / ")
}
