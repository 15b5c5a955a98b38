package main

import (
	"fmt"
	"strings"

	"lanes/bench"
)

// families are the columns of the table beside lanes'.
var families = []string{"openblas", "blis", "mkl", "oneDNN", loops}

// A table is what people read: a line for each task, the best of each family.
type table struct{ strings.Builder }

func (t *table) add(rows []record) {
	best := map[string]float64{}
	for _, r := range rows {
		best[r.family] = max(best[r.family], r.Rate)
	}
	most := 0.0
	for _, f := range families {
		most = max(most, best[f])
	}
	size := fmt.Sprint(rows[0].Cols)
	if rows[0].Rows > 1 {
		size = fmt.Sprintf("%d × %d", rows[0].Rows, rows[0].Cols)
	}
	fmt.Fprintf(t, "| %s | %s: %s | %s |", rows[0].Op, rows[0].Place, size, bench.Figure(rows[0].Rate))
	if most > 0 {
		fmt.Fprintf(t, " %.2f |", rows[0].Rate/most)
	} else {
		t.WriteString(" |")
	}
	for _, f := range families {
		if best[f] == 0 {
			t.WriteString(" |")
			continue
		}
		fmt.Fprintf(t, " %s |", bench.Figure(best[f]))
	}
	t.WriteString("\n")
}
