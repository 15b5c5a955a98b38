// Package report turns what was measured into records, tables, lines of JSON and plots.
package report

import (
	"math"
	"slices"

	"lanes/bench/peers/internal/contender"
	"lanes/bench/peers/internal/shape"
)

// A Run is what all records have in common.
type Run struct {
	Kind    string       `json:"kind"` // "run"
	CPU     string       `json:"cpu"`
	Cores   int          `json:"cores"`
	Go      string       `json:"go"`
	Threads int          `json:"threads"`
	ISA     string       `json:"isa"`
	Batch   float64      `json:"batch_us"`
	Members []Member     `json:"contenders"`
	Missing []Missing    `json:"missing"`
	Peaks   []float64    `json:"-"` // GFLOP/s, in the order of measurement
	Peak    *PeakSummary `json:"peak,omitempty"`
}

// A Member is a contender that takes part.
type Member struct {
	Name  string          `json:"name"`
	Class contender.Class `json:"class"`
	BF16  bool            `json:"bf16,omitzero"`
	contender.Info
}

// A Missing is a contender that does not, and why.
type Missing struct {
	Name string `json:"name"`
	Why  string `json:"why"`
}

// PeakSummary tells how the FMA peak changed in the course of the run, GFLOP/s.
type PeakSummary struct {
	Start  float64 `json:"start"`
	Middle float64 `json:"middle"`
	End    float64 `json:"end"`
	Least  float64 `json:"least"`
	Most   float64 `json:"most"`
}

// A Record is one contender at one shape.
type Record struct {
	Kind string `json:"kind"` // "result"
	shape.Shape
	Op        string          `json:"op"`
	Contender string          `json:"contender"`
	Class     contender.Class `json:"class"`
	Threads   int             `json:"threads"`
	ISA       string          `json:"isa"`
	Rounds    int             `json:"rounds"`
	Calls     int             `json:"calls"` // in the batch of a round
	Nanos     float64         `json:"ns"`    // of a call, the median of the rounds
	Least     float64         `json:"ns_least"`
	Gflops    float64         `json:"gflops"`
	Peak      float64         `json:"peak"` // GFLOP/s, the median of the same rounds
	Percent   float64         `json:"percent_peak"`
	Spread    float64         `json:"spread_percent"` // distance of the quartiles, of the median
	BestPeer  string          `json:"best_peer,omitempty"`
	Ratio     float64         `json:"ratio,omitempty"` // to the best peer
	Read      float64         `json:"read_gbs,omitempty"`
	Rate      float64         `json:"gbs,omitempty"` // all three matrices over the time
	Worst     float64         `json:"worst_error"`   // in 2⁻²⁴·Σ|a||b|; k + 4 is allowed, 2¹⁷ + 2⁸ more with bf16
	Wrong     string          `json:"wrong,omitempty"`
}

// Median returns the middle of xs, which it sorts; 0 of none.
func Median(xs []float64) float64 { return quantile(xs, 0.5) }

// quantile interpolates between the sorted values.
func quantile(xs []float64, q float64) float64 {
	if len(xs) == 0 {
		return 0
	}
	slices.Sort(xs)
	at := q * float64(len(xs)-1)
	i := int(at)
	if i+1 == len(xs) {
		return xs[i]
	}
	return xs[i] + (at-float64(i))*(xs[i+1]-xs[i])
}

// Fill computes what follows from the nanoseconds of the rounds.
func (r *Record) Fill(nanos []float64, peak, read float64) {
	r.Kind, r.Op, r.Rounds = "result", r.Shape.Op(), len(nanos)
	r.Nanos = Median(nanos)
	if r.Nanos > 0 {
		r.Least = nanos[0] // sorted by now
		r.Gflops = r.Flops() / r.Nanos
		r.Spread = 100 * (quantile(nanos, 0.75) - quantile(nanos, 0.25)) / r.Nanos
		r.Rate = r.Bytes() / r.Nanos
	}
	if r.Peak = peak; peak > 0 {
		r.Percent = 100 * r.Gflops / peak
	}
	if r.Read = read; read == 0 {
		r.Rate = 0
	}
}

// Best returns the fastest right result of a class, nil if there is none.
func Best(rows []Record, class contender.Class) *Record {
	var best *Record
	for i := range rows {
		r := &rows[i]
		if r.Class == class && r.Wrong == "" && r.Nanos > 0 && (best == nil || r.Gflops > best.Gflops) {
			best = r
		}
	}
	return best
}

// Compare enters the best peer and the ratio to it into the records of one shape.
func Compare(rows []Record) {
	best := Best(rows, contender.Library)
	if best == nil {
		return
	}
	for i := range rows {
		rows[i].BestPeer = best.Contender
		rows[i].Ratio = rows[i].Gflops / best.Gflops
	}
}

// Summarise returns the course of the peak.
func Summarise(peaks []float64) *PeakSummary {
	if len(peaks) == 0 {
		return nil
	}
	return &PeakSummary{Start: peaks[0], Middle: peaks[len(peaks)/2], End: peaks[len(peaks)-1],
		Least: slices.Min(peaks), Most: slices.Max(peaks)}
}

// mean returns the geometric mean of ratios.
func mean(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += math.Log(x)
	}
	return math.Exp(sum / float64(max(len(xs), 1)))
}
