package report

import (
	"fmt"
	"io"
	"slices"

	"lanes/bench/peers/internal/contender"
)

// A Summary compares lanes with the best peer of each shape over a group.
type Summary struct {
	Kind    string  `json:"kind"` // "summary"
	Group   string  `json:"group"`
	Shapes  int     `json:"shapes"` // with a right result of lanes and of a peer
	Mean    float64 `json:"mean_ratio"`
	Least   float64 `json:"least_ratio"`
	LeastAt string  `json:"least_at"`
	Behind  int     `json:"behind"` // shapes with a ratio below 0.97
	// The same against the generators of code, where one offers the shape.
	CodegenShapes int     `json:"codegen_shapes,omitempty"`
	CodegenMean   float64 `json:"codegen_mean_ratio,omitempty"`
}

// tolerated is the ratio from which a shape does not count as behind.
const tolerated = 0.97

// Summaries returns a summary for each group and, last, for all shapes; results
// holds the records of one shape in each element.
func Summaries(results [][]Record) []Summary {
	var groups []string
	for _, rows := range results {
		for _, g := range rows[0].Groups {
			if !slices.Contains(groups, g) {
				groups = append(groups, g)
			}
		}
	}
	var list []Summary
	for _, g := range groups {
		list = append(list, summary(g, slices.DeleteFunc(slices.Clone(results), func(rows []Record) bool {
			return !rows[0].In(g)
		})))
	}
	return append(list, summary("all", results))
}

func summary(group string, results [][]Record) Summary {
	s := Summary{Kind: "summary", Group: group}
	var ratios, codegen []float64
	for _, rows := range results {
		r := ours(rows)
		if r == nil {
			continue
		}
		if gen := Best(rows, contender.Codegen); gen != nil {
			codegen = append(codegen, r.Gflops/gen.Gflops)
		}
		if r.BestPeer == "" {
			continue
		}
		ratios = append(ratios, r.Ratio)
		if len(ratios) == 1 || r.Ratio < s.Least {
			s.Least, s.LeastAt = r.Ratio, r.Name
		}
		if r.Ratio < tolerated {
			s.Behind++
		}
	}
	s.Shapes, s.CodegenShapes = len(ratios), len(codegen)
	if len(ratios) > 0 {
		s.Mean = mean(ratios)
	}
	if len(codegen) > 0 {
		s.CodegenMean = mean(codegen)
	}
	return s
}

// Foot prints the course of the peak and the summaries.
func Foot(w io.Writer, run *Run, list []Summary) {
	if p := run.Peak; p != nil {
		fmt.Fprintf(w, "\nFMA peak, GFLOP/s: %.1f at the start, %.1f in the middle, %.1f at the end (%.1f to %.1f)\n",
			p.Start, p.Middle, p.End, p.Least, p.Most)
	}
	if list[len(list)-1].Shapes == 0 {
		fmt.Fprintln(w, "No library to compare with: see install.sh.")
		return
	}
	fmt.Fprintf(w, "\n%-12s %7s %11s %11s %7s  %s\n", "lanes/peer", "shapes", "geom. mean", "behind .97", "least", "at")
	for _, s := range list {
		if s.Shapes == 0 {
			continue
		}
		fmt.Fprintf(w, "%-12s %7d %11.3f %11d %7.2f  %s", s.Group, s.Shapes, s.Mean, s.Behind, s.Least, s.LeastAt)
		if s.CodegenShapes > 0 {
			fmt.Fprintf(w, "; %.2f of generated code at %d shapes", s.CodegenMean, s.CodegenShapes)
		}
		fmt.Fprintln(w)
	}
}
