package main

import (
	"fmt"
	"slices"
	"strings"

	"lanes/bench"
)

// plain is the name of whatever one writes without a library.
const plain = "plain loops"

// markdown lays the results out, a column for each contender.
func (m *meter) markdown() string {
	var out strings.Builder
	best := sets()[len(sets())-1]
	fmt.Fprintf(&out, "%s; medians of %d interleaved rounds.\n\n", machine(), m.rounds)
	columns := sets()
	for i, naive := range bench.Naives() {
		columns = slices.Insert(columns, i, naive.Name)
	}
	m.table(&out, "sgemm", "Sgemm m × n × k, GFLOP/s", columns, best+" / peak", func(r result) string { return bench.Figure(r.GFLOPS) },
		func(row map[string]result) string { return fmt.Sprintf("%.0f %%", row[best].Percent) })
	out.WriteString(line("FMA on registers: the peak", columns, func(c string) string {
		if p, ok := m.peak[c]; ok {
			return bench.Figure(p)
		}
		return ""
	}, "100 %"))

	if !m.has("op") {
		return out.String()
	}
	out.WriteString("\n")
	columns = append([]string{plain}, sets()...)
	m.table(&out, "op", "microseconds", columns, plain+" / "+best, func(r result) string { return bench.Figure(r.Micros) },
		func(row map[string]result) string {
			if row[plain].Micros == 0 {
				return ""
			}
			return fmt.Sprintf("%.0f ×", row[plain].Micros/row[best].Micros)
		})
	return out.String()
}

func (m *meter) has(event string) bool {
	for _, r := range m.results {
		if r.Event == event {
			return true
		}
	}
	return false
}

// table writes the results of one kind: a row for each What, in their order.
func (m *meter) table(out *strings.Builder, event, title string, columns []string, last string,
	cell func(result) string, summary func(map[string]result) string) {
	heads := make(map[string]string)
	for _, c := range columns {
		heads[c] = strings.Replace(c, "-", " ", 1)
	}
	out.WriteString(line(title, columns, func(c string) string { return heads[c] }, last))
	out.WriteString("|---|" + strings.Repeat("--:|", len(columns)+1) + "\n")
	for i := 0; i < len(m.results); {
		what, row := m.results[i].What, make(map[string]result)
		kind := m.results[i].Event
		for ; i < len(m.results) && m.results[i].What == what; i++ {
			row[m.results[i].Kernel] = m.results[i]
		}
		if kind == event {
			out.WriteString(line(what, columns, func(c string) string {
				if r, ok := row[c]; ok {
					return cell(r)
				}
				return ""
			}, summary(row)))
		}
	}
}

func line(first string, columns []string, cell func(string) string, last string) string {
	s := "| " + first
	for _, c := range columns {
		s += " | " + cell(c)
	}
	return s + " | " + last + " |\n"
}
