package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"lanes/bench/peers/internal/contender"
)

// A Table prints one line a shape as the shapes are measured.
type Table struct {
	W       io.Writer
	Members []Member
	Detail  bool     // also a line for each contender
	group   string   // of the last line
	members []Member // that may take part in it
}

// Head prints what the run is: the machine, the contenders, what is missing.
func Head(w io.Writer, run *Run) {
	fmt.Fprintf(w, "Sgemm on %s, %d cores, %s; threads %d, instruction sets %s\n", run.CPU, run.Cores, run.Go, run.Threads, run.ISA)
	for _, m := range run.Members {
		fmt.Fprintf(w, "  %-18s %-8s %s", m.Name, m.Class, m.Version)
		if m.Arch != "" {
			fmt.Fprintf(w, ", %s", m.Arch)
		}
		if m.CallNs > 0 {
			fmt.Fprintf(w, "; a call %.1f ns, a batch %.0f ns", m.CallNs, m.EntryNs)
		}
		fmt.Fprintln(w)
	}
	for _, m := range run.Missing {
		fmt.Fprintf(w, "  %-18s left out: %s\n", m.Name, m.Why)
	}
}

// column returns the heading of a contender's column and its width.
func column(m Member) (heading string, width int) {
	heading = strings.TrimPrefix(m.Name, "lanes-")
	return heading, max(len(heading), 6)
}

// Rows prints the records of one shape.
func (t *Table) Rows(rows []Record) {
	if len(rows) == 0 {
		return
	}
	if g := rows[0].Groups[0]; g != t.group {
		t.group = g
		t.members = slices.DeleteFunc(slices.Clone(t.Members), func(m Member) bool { return m.BF16 != rows[0].BF16 })
		t.header()
	}
	byName := map[string]*Record{}
	for i := range rows {
		byName[rows[i].Contender] = &rows[i]
	}
	fmt.Fprintf(t.W, "%-30s %-20s %6.0f %s |", rows[0].Name, rows[0].Size(), rows[0].Peak, verdict(rows))
	for _, m := range t.members {
		cell := "–"
		if r := byName[m.Name]; r != nil && r.Wrong != "" {
			cell = "WRONG"
		} else if r != nil && r.Nanos > 0 {
			cell = fmt.Sprintf("%.1f", r.Gflops)
		}
		_, width := column(m)
		fmt.Fprintf(t.W, " %*s", width, cell)
	}
	fmt.Fprintln(t.W, remarks(rows))
	for _, r := range rows {
		if r.Wrong != "" {
			fmt.Fprintf(t.W, "    %s is WRONG: %s\n", r.Contender, r.Wrong)
		}
	}
	if t.Detail {
		t.details(rows)
	}
}

func (t *Table) header() {
	fmt.Fprintf(t.W, "\n%-30s %-20s %6s %6s %6s %6s %-12s |", t.group+": GFLOP/s", "m,n,k", "peak", "%peak", "spread", "ratio", "best peer")
	for _, m := range t.members {
		heading, width := column(m)
		fmt.Fprintf(t.W, " %*s", width, heading)
	}
	fmt.Fprintln(t.W)
}

// ours returns the result of the set that lanes would choose by itself.
func ours(rows []Record) *Record {
	for i := range rows {
		if rows[i].Class == contender.Lanes {
			if rows[i].Wrong != "" || rows[i].Nanos == 0 {
				return nil
			}
			return &rows[i]
		}
	}
	return nil
}

// verdict is lanes against the peak and against the best peer.
func verdict(rows []Record) string {
	r := ours(rows)
	if r == nil {
		return fmt.Sprintf("%6s %6s %6s %-12s", "–", "–", "–", "")
	}
	spread, ratio, name := r.Spread, "–", ""
	if best := Best(rows, contender.Library); best != nil {
		spread, name, ratio = max(spread, best.Spread), best.Contender, fmt.Sprintf("%.2f", r.Ratio)
	}
	return fmt.Sprintf("%6.1f %6.1f %6s %-12s", r.Percent, spread, ratio, name)
}

// remarks end the line with what only some shapes have.
func remarks(rows []Record) (text string) {
	r := ours(rows)
	if r == nil {
		return ""
	}
	if gen := Best(rows, contender.Codegen); gen != nil {
		text += fmt.Sprintf("  %.2f of %s", r.Gflops/gen.Gflops, gen.Contender)
	}
	if r.Read > 0 {
		text += fmt.Sprintf("  %.0f%% of reading at %.1f GB/s", 100*r.Rate/r.Read, r.Read)
	}
	for _, other := range rows {
		if other.Contender == r.Contender+"-one" && other.Gflops > 0 {
			text += fmt.Sprintf("  %.2f of one thread", r.Gflops/other.Gflops)
		}
	}
	return text
}

// details prints a line for each contender.
func (t *Table) details(rows []Record) {
	for _, r := range rows {
		if r.Nanos == 0 {
			continue
		}
		fmt.Fprintf(t.W, "    %-18s %9.1f GFLOP/s %6.1f%% of peak", r.Contender, r.Gflops, r.Percent)
		if r.BestPeer != "" {
			fmt.Fprintf(t.W, " %6.2f of %s", r.Ratio, r.BestPeer)
		}
		fmt.Fprintf(t.W, ", spread %.1f%% in %d rounds of %d; error %.2g", r.Spread, r.Rounds, r.Calls, r.Worst)
		if r.Read > 0 {
			fmt.Fprintf(t.W, "; %.1f GB/s, %.0f%% of reading", r.Rate, 100*r.Rate/r.Read)
		}
		fmt.Fprintln(t.W)
	}
}

// JSON writes one value as a line.
func JSON(w io.Writer, v any) error { return json.NewEncoder(w).Encode(v) }
