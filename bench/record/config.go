package record

import (
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/perf/benchfmt"

	"lanes/bench"
	"lanes/bench/machine"
	"lanes/kernels"
)

// unknown stands for what the machine does not tell.
const unknown = "unknown"

// config says what the results hold for, by keys of the benchmark format.
func (r *runner) config(m machine.Machine) (config []benchfmt.Config) {
	word := func(s string) string {
		if s == "" {
			return unknown
		}
		return s
	}
	number := func(x float64) string {
		if x <= 0 {
			return unknown
		}
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	emulated := "no"
	if m.Emulated != "" {
		emulated = "yes, " + m.Emulated
	}
	for _, kv := range [][2]string{
		{"goos", runtime.GOOS}, {"goarch", runtime.GOARCH},
		{"cpu", word(m.CPU)}, {"threads", strconv.Itoa(m.Threads)}, {"clock-mhz", number(m.Clock)},
		{"cache-l1d-bytes", number(float64(m.Caches[0]))}, {"cache-l2-bytes", number(float64(m.Caches[1]))},
		{"cache-l3-bytes", number(float64(m.Caches[2]))},
		{"emulated", emulated},
		{"kernel-set", r.set}, {"precision", kernels.CurrentPrecision().String()}, {"workers", strconv.Itoa(r.Workers)},
		{"go", runtime.Version()}, {"commit", word(m.Commit)}, {"date", time.Now().UTC().Format(time.RFC3339)},
	} {
		config = append(config, setting(kv[0], kv[1]))
	}
	return config
}

func setting(key, value string) benchfmt.Config {
	return benchfmt.Config{Key: key, Value: []byte(strings.ReplaceAll(value, "\n", " ")), File: true}
}

// summarise adds the median of values to the head of the file, and what they
// range over.
func (f *File) summarise(key, unit string, values []float64) {
	text := fmt.Sprintf("%s %s (%s to %s)", bench.Figure(bench.Median(values)), unit,
		bench.Figure(slices.Min(values)), bench.Figure(slices.Max(values)))
	f.config = append(f.config, setting(key, text))
}
