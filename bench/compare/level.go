package compare

import (
	"math"
	"strconv"

	"golang.org/x/perf/benchfmt"
)

// A Level is a cache or the memory. Bandwidths are in GB/s.
type Level struct {
	Name       string
	Bytes      float64 // its size; +Inf for the memory
	Read, Copy Stat
	Update     Stat // two vectors read, one of them written
}

// Best is the roof: the highest rate that was seen, of any kind.
// What slows a sample is never the level itself.
func (l *Level) Best() float64 { return max(l.Read.Most, l.Copy.Most, l.Update.Most) }

// bands are the bandwidths of one machine in a file.
type bands struct {
	rates  map[[2]string][]float64 // GB/s by level and kind
	sizes  map[string]float64      // bytes worked on, by level
	levels []string
}

// band takes a bandwidth of the machine, in B/s.
func (r *reader) band(level, kind, size string, rec *benchfmt.Result, rate float64) {
	machine := identity(rec)
	b := r.bands[machine]
	if b == nil {
		b = &bands{make(map[[2]string][]float64), make(map[string]float64), nil}
		r.bands[machine] = b
	}
	if _, known := b.sizes[level]; !known {
		b.levels = append(b.levels, level)
		n, _ := strconv.ParseFloat(size, 64) // 0: nothing fits
		b.sizes[level] = n
	}
	b.rates[[2]string{level, kind}] = append(b.rates[[2]string{level, kind}], rate/1e9)
}

// measured gives a column what was measured of its machine, bandwidths if there are
// any. A cache holds what its size says, or else twice what was read from it.
func (c *Column) measured(b *bands) {
	if p := c.samples["Peak"]; p != nil {
		c.Peak = stat((*p)["GFLOP/s"])
	} else {
		c.Peak = c.impliedPeak()
	}
	if b == nil {
		return
	}
	workers, err := strconv.Atoi(c.Config["workers"])
	if err != nil || workers < 1 {
		workers = 1
	}
	for i, name := range b.levels {
		l := Level{Name: name, Bytes: 2 * b.sizes[name]}
		if n, err := strconv.ParseFloat(c.Config[map[string]string{
			"L1": "cache-l1d-bytes", "L2": "cache-l2-bytes", "L3": "cache-l3-bytes"}[name]], 64); err == nil && n > 0 {
			l.Bytes = n
		}
		if name == "L1" || name == "L2" {
			l.Bytes *= float64(workers)
		}
		if i == len(b.levels)-1 {
			l.Bytes = math.Inf(1)
		}
		of := func(kind string) Stat { return stat(b.rates[[2]string{name, kind}]) }
		l.Read, l.Copy, l.Update = of("Read"), of("Copy"), of("Update")
		c.Levels = append(c.Levels, l)
	}
}

// impliedPeak is the peak that a benchmark was compared with, which go test
// -bench of this module reports as a percentage.
func (c *Column) impliedPeak() Stat {
	var peaks []float64
	for _, key := range c.order {
		s := *c.samples[key]
		rates, parts := s["GFLOP/s"], s["%peak"]
		for i := range min(len(rates), len(parts)) {
			peaks = append(peaks, 100*rates[i]/parts[i])
		}
	}
	return stat(peaks)
}
