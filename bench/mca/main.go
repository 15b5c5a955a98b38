// Mca says what a processor model makes of the kernels' innermost loops, for
// processors that are not at hand. It builds the kernels, takes the loops from the
// linked program, has llvm-mca of LLVM 19 or later run them on its models of
// several cores, and prints a Markdown table, or with -json one object a line.
//
//	go run ./bench/mca                   print the table
//	go run ./bench/mca -w FILE           and put it where FILE has its place
//	go run ./bench/mca -here znver4      measure too, this machine being a znver4
//	go run ./bench/mca -check            and fail if NEON falls short on Neoverse
//
// A model has no caches: every load is a hit in the first, and branches are free.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"

	"lanes/bench"
)

const command = "go run ./bench/mca"

func main() {
	write := flag.String("w", "", "put the table into this `file` too")
	asJSON := flag.Bool("json", false, "one JSON object a line")
	here := flag.String("here", "", "measure as well: this machine is of the `model`")
	check := flag.Bool("check", false, "fail if the NEON loops fall short of what they are held to")
	flag.Parse()
	if err := run(*write, *asJSON, *here, *check); err != nil {
		fmt.Fprintln(os.Stderr, "mca:", err)
		os.Exit(1)
	}
}

// A set is a kernel set with the routines whose loops are modelled.
type set struct {
	name, arch      string // ISA token, and the model if it is for one alone; GOARCH
	tile, exp, peak leaf
}

// A leaf is an assembly function and the flops a step of each of its innermost loops
// that multiply and add, in their order. One more, one less or another one is an
// error: no loop is to hide behind the others. On x86 an edge leaves its loop early
// and counts as one row.
type leaf struct {
	name  string
	flops []int
}

var sets = []set{
	{"neon", "arm64", leaf{"Sgemm8x12NEON", []int{192, 192, 96}}, leaf{"ExpNEON", []int{288, 72, 72}}, leaf{"FMALoopNEON", []int{192}}},
	{"avx2", "amd64", leaf{"SgemmTiles6x16AVX2", []int{192, 32, 128, 160}}, leaf{"ExpAVX2", []int{576, 144}}, leaf{"FMALoopAVX2", []int{192}}},
	{"avx512", "amd64", leaf{"SgemmTiles14x32AVX512", []int{896, 64, 512, 576, 640, 704, 768, 832, 64}}, leaf{"ExpAVX512", []int{1152, 288}}, leaf{"FMALoopAVX512", []int{768}}},
	{"avx512 znver4", "amd64", leaf{"SgemmTiles14x16AVX512", []int{256, 288, 320, 352, 384, 416, 448, 256, 288, 320, 352, 384, 416, 448, 32}}, leaf{"ExpAVX512", []int{1152, 288}}, leaf{"FMALoopAVX512", []int{768}}},
}

// models are llvm-mca's names of processors.
var models = []struct {
	cpu  string
	sets []string
}{
	{"neoverse-n1", []string{"neon"}},
	{"neoverse-v1", []string{"neon"}},
	{"neoverse-v2", []string{"neon"}},
	{"apple-m1", []string{"neon"}},
	{"haswell", []string{"avx2"}},
	{"znver4", []string{"avx2", "avx512"}},
	{"sapphirerapids", []string{"avx2", "avx512"}},
}

// A row is what one model makes of one set. Rates are per cycle; Sgemm has one for
// each loop of whole tiles.
type row struct {
	Event string `json:"event"` // "model"
	CPU   string `json:"cpu"`
	Set   string `json:"set"`

	Peak     float64   `json:"peak_flops"`     // flops a cycle, multiply-adds on registers alone
	PeakBusy float64   `json:"peak_percent"`   // of the time that its busiest unit works
	Sgemm    []float64 `json:"sgemm_flops"`    // flops a cycle
	SgemmPct []float64 `json:"sgemm_percent"`  // of Peak
	Exp      float64   `json:"exp_elements"`   // elements a cycle
	ExpMost  float64   `json:"exp_achievable"` // if the busiest unit never waited
	ExpPct   float64   `json:"exp_percent"`    // of ExpMost
	ExpBound string    `json:"exp_bound"`      // that unit
	ExpEven  float64   `json:"exp_even"`       // percent of its work that units of its kind have in the mean

	Measured *measured `json:"measured,omitempty"`
}

func run(write string, asJSON bool, here string, check bool) error {
	if flag.NArg() > 0 {
		return fmt.Errorf("no arguments are wanted")
	}
	rows, err := modelAll()
	if err != nil {
		return err
	}
	if here != "" {
		if err := measure(rows, here); err != nil {
			return err
		}
	}
	if err := show(rows, write, asJSON, here); err != nil || !check {
		return err
	}
	return hold(rows)
}

func show(rows []*row, write string, asJSON bool, here string) error {
	if asJSON {
		enc := json.NewEncoder(os.Stdout)
		for _, r := range rows {
			if err := enc.Encode(r); err != nil {
				return err
			}
		}
		return nil
	}
	text := markdown(rows, here)
	fmt.Print(text)
	if write != "" {
		return bench.Publish(write, command, text)
	}
	return nil
}

// hold fails unless the NEON loops reach, on the models of Neoverse cores, 95 % of
// the peak in Sgemm and 85 % of what is achievable in exp, however its work may be
// spread over the vector pipes; and on any model if the peak is none: its units
// wait, or a product is faster.
func hold(rows []*row) error {
	for _, r := range rows {
		worst, best := slices.Min(r.SgemmPct), slices.Max(r.SgemmPct)
		neoverse := strings.HasPrefix(r.CPU, "neoverse")
		switch {
		case r.PeakBusy < 99:
			return fmt.Errorf("%s, %s: the loop of the peak keeps its busiest unit at work %.1f %% of the time, want 99 %%", r.CPU, r.Set, r.PeakBusy)
		case best > 101:
			return fmt.Errorf("%s, %s: Sgemm leaf at %.1f %% of the model's peak: that is none", r.CPU, r.Set, best)
		case neoverse && worst < 95:
			return fmt.Errorf("%s: Sgemm leaf at %.1f %% of the model's peak, want 95 %%", r.CPU, worst)
		case neoverse && r.ExpPct*r.ExpEven/100 < 85:
			return fmt.Errorf("%s: exp at %.1f %% of the achievable, want 85 %%", r.CPU, r.ExpPct*r.ExpEven/100)
		}
	}
	return nil
}

// modelAll runs every loop on every model.
func modelAll() ([]*row, error) {
	t, err := findTools()
	if err != nil {
		return nil, err
	}
	loops := map[string]setLoops{}
	for _, arch := range []string{"arm64", "amd64"} {
		if err := t.loopsOf(arch, loops); err != nil {
			return nil, err
		}
	}
	var rows []*row
	for _, m := range models {
		for _, name := range m.sets {
			l, own := loops[name+" "+m.cpu]
			if !own {
				l = loops[name]
			}
			r, err := t.model(m.cpu, l)
			if err != nil {
				return nil, err
			}
			r.CPU, r.Set = m.cpu, name
			rows = append(rows, r)
		}
	}
	return rows, nil
}
