// Package record runs the list of package bench on one kernel set and keeps what
// it measures in the Go benchmark format, with the machine it holds for: its
// peak and its bandwidths are measured in the same rounds as everything else.
package record

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/perf/benchfmt"

	"lanes/bench"
	"lanes/bench/machine"
	"lanes/kernels"
)

// Options say what Run measures. The set in use is the one that is measured.
type Options struct {
	Match    *regexp.Regexp // of titles such as Sgemm/kernel=avx2/m=8/n=8/k=8; nil: all
	Rounds   int            // samples of each benchmark, at least 1
	Time     time.Duration  // about how long one sample takes
	Workers  int            // goroutines of the engine, at least 1
	Emulated bool           // the figures are an emulator's even if none shows

	// Started, unless it is nil, is told how many benchmarks there are and that
	// a round, counted from 0, begins.
	Started func(benchmarks, round int)
}

// peakTime is how long the peak is measured before each round.
const peakTime = 2 * time.Millisecond

// A File is results and what they hold for.
type File struct {
	config  []benchfmt.Config
	results []*benchfmt.Result
}

// runner is one run.
type runner struct {
	Options
	set    string
	titles []string
	cases  []bench.Case
	levels []level
	cs     []bench.Contender
	peaks  []float64
}

// Run measures. It returns the error of ctx if that ends first, and says so if
// nothing matches. It leaves the engine as it found it but for the number of
// workers.
func Run(ctx context.Context, o Options) (*File, error) {
	r := &runner{Options: o, set: kernels.Active()}
	kernels.SetWorkers(o.Workers)
	defer use(r.set)()
	r.prepare()
	if len(r.cases) == 0 {
		return nil, fmt.Errorf("no benchmark matches %q", o.Match)
	}
	m := machine.Describe()
	if o.Emulated && m.Emulated == "" {
		m.Emulated = "as the command was told"
	}
	r.bandwidths(m)
	timings, err := bench.Rounds(o.Rounds, o.Time, r.cs, func(round int) error {
		if o.Started != nil {
			o.Started(len(r.cases), round)
		}
		use(r.set)()
		r.peaks = append(r.peaks, together(o.Workers, func() float64 { return kernels.FMAPeak(peakTime) }))
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	return r.file(m, timings), nil
}

// use returns a function that switches to a set that Names has listed.
func use(set string) func() {
	return func() {
		if err := kernels.Use(set); err != nil {
			panic("record: " + err.Error())
		}
	}
}

// prepare makes the inputs of all cases that match.
func (r *runner) prepare() {
	for _, c := range bench.Cases() {
		title := c.Title(r.set)
		if !c.Runs(r.set) || r.Match != nil && !r.Match.MatchString(title) {
			continue
		}
		r.cases, r.titles = append(r.cases, c), append(r.titles, title)
		r.cs = append(r.cs, bench.Contender{Ready: use(r.set), Run: c.Prepare().Engine(r.set)})
	}
}

// together sums what n goroutines return at the same time.
func together(n int, f func() float64) (sum float64) {
	parts := make([]float64, n)
	var done sync.WaitGroup
	for i := range parts[1:] {
		done.Go(func() { parts[1+i] = f() })
	}
	parts[0] = f()
	done.Wait()
	for _, p := range parts {
		sum += p
	}
	return sum
}

// file puts peaks and bandwidths first, as what the rest is judged by.
func (r *runner) file(m machine.Machine, timings []bench.Timing) *File {
	f := &File{config: r.config(m)}
	for _, p := range r.peaks {
		f.add("Peak/kernel="+r.set, 1, bench.Rate{Value: p, Unit: "GFLOP/s"})
	}
	f.summarise("fma-peak", "GFLOP/s", r.peaks)
	bands := timings[len(r.cases):]
	for i, l := range r.levels {
		for j, name := range kinds {
			var rates []float64
			t := bands[len(kinds)*i+j]
			for _, s := range t.Seconds {
				rate := l.bytes[j] / s * 1e-6
				rates = append(rates, rate/1e3)
				f.add(fmt.Sprintf("%s/level=%s/bytes=%d", name, l.name, l.size), t.Calls, bench.Rate{Value: rate, Unit: "MB/s"})
			}
			f.summarise(strings.ToLower(name+"-"+l.name), "GB/s", rates)
		}
	}
	for i, c := range r.cases {
		for _, s := range timings[i].Seconds {
			rates := append([]bench.Rate{{Value: s * 1e9, Unit: "ns/op"}}, c.Rates(s)...)
			f.add(r.titles[i], timings[i].Calls, rates...)
		}
	}
	return f
}

// add appends one sample.
func (f *File) add(title string, calls int, rates ...bench.Rate) {
	res := &benchfmt.Result{Name: benchfmt.Name(title), Iters: calls}
	for _, r := range rates {
		v, err := strconv.ParseFloat(strconv.FormatFloat(r.Value, 'g', 5, 64), 64)
		if err != nil {
			panic("record: " + err.Error()) // FormatFloat has just written it
		}
		res.Values = append(res.Values, benchfmt.Value{Value: v, Unit: r.Unit})
	}
	f.results = append(f.results, res)
}

// WriteTo writes the file.
func (f *File) WriteTo(w io.Writer) (int64, error) {
	counter := &counter{w: w}
	out := benchfmt.NewWriter(counter)
	for _, r := range f.results {
		r.Config = f.config
		if err := out.Write(r); err != nil {
			return counter.n, err
		}
	}
	return counter.n, nil
}

// counter counts what is written.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
