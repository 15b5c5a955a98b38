package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/klauspost/cpuid/v2"

	"lanes/bench/machine"
	"lanes/kernels"
)

var kernelsCommand = subcommand{
	name: "kernels", summary: "show the CPU and the kernel sets, and check them against the reference",
	setup: func(fs *flag.FlagSet) action { return newLister(fs).run },
}

// lister is one run of lanes kernels.
type lister struct {
	engine
	asJSON bool
}

func newLister(fs *flag.FlagSet) *lister {
	l := new(lister)
	l.engine.flags(fs)
	fs.BoolVar(&l.asJSON, "json", false, "JSON on standard output")
	return l
}

// peakTime is how long the peak of a set is measured.
const peakTime = 100 * time.Millisecond

type cpuEvent struct {
	Event     string   `json:"event"`
	CPU       string   `json:"cpu"`
	Arch      string   `json:"arch"`
	OS        string   `json:"os"`
	Go        string   `json:"go"`
	Cores     int      `json:"cores"`
	Threads   int      `json:"threads"`
	Features  []string `json:"features"`
	Registers []state  `json:"registers"`
	L1D       int      `json:"l1d_bytes"` // −1: not known, here and below
	L2        int      `json:"l2_bytes"`
	L3        int      `json:"l3_bytes"`
}

// state is a group of registers and whether it can be used: the CPU has them and
// the operating system saves them when it switches between threads.
type state struct {
	Name   string `json:"name"`
	Usable bool   `json:"usable"`
}

type setEvent struct {
	Event      string   `json:"event"`
	Name       string   `json:"name"`
	Active     bool     `json:"active"`
	TileRows   int      `json:"tile_rows"`
	TileCols   int      `json:"tile_cols"`
	KBlock     int      `json:"k_block"`
	NC         int      `json:"nc"`
	PeakGFLOPS num      `json:"fma_peak_gflops"`
	Checks     int      `json:"checks"`
	Differ     []string `json:"differ"` // checks whose bits are not the reference's
	Note       string   `json:"note,omitempty"`
}

type kernelsEvent struct {
	Event   string     `json:"event"`
	Active  string     `json:"active"`
	Why     string     `json:"why"`
	Workers int        `json:"workers"`
	Floor   string     `json:"precision"`
	Methods []methodOf `json:"methods"`
	Equal   bool       `json:"bits_equal"`
}

// methodOf is what a precision comes to.
type methodOf struct {
	Precision string `json:"precision"`
	Runs      string `json:"runs"`
	Why       string `json:"why"`
}

func (l *lister) run(ctx context.Context, c *console, args []string) error {
	if len(args) > 0 {
		return usagef("unexpected argument %q", args[0])
	}
	if err := l.engine.apply(); err != nil {
		return err
	}
	cpu := describeCPU()
	sets, err := describeSets(ctx)
	if err != nil {
		return err
	}
	done := kernelsEvent{
		Event: "done", Active: kernels.Active(), Why: l.why(c), Workers: kernels.Workers(),
		Floor: kernels.CurrentPrecision().String(), Methods: methods(), Equal: true,
	}
	var broken []string
	for _, s := range sets {
		if len(s.Differ) > 0 && s.Note == "" {
			broken = append(broken, s.Name)
			done.Equal = false
		}
	}
	if l.asJSON {
		err = errors.Join(c.emit(cpu), emitAll(c, sets), c.emit(done))
	} else {
		writeKernels(c.stdout, cpu, sets, done)
	}
	if err == nil && broken != nil {
		err = fmt.Errorf("bits differ from the reference: %s", strings.Join(broken, ", "))
	}
	return err
}

func emitAll(c *console, sets []setEvent) error {
	for _, s := range sets {
		if err := c.emit(s); err != nil {
			return err
		}
	}
	return nil
}

// why says who chose the active set.
func (l *lister) why(c *console) string {
	switch {
	case l.kernel != "":
		return "-kernel " + l.kernel
	case c.env("LANES_KERNEL") != "":
		return "LANES_KERNEL=" + c.env("LANES_KERNEL")
	}
	return "the best that can be used here"
}

// methods says what products run with at each precision.
func methods() (ms []methodOf) {
	for _, p := range precisions {
		runs, why := kernels.Method(p)
		ms = append(ms, methodOf{p.String(), runs, why})
	}
	return ms
}

func describeCPU() cpuEvent {
	cpu := &cpuid.CPU
	e := cpuEvent{
		Event: "cpu", CPU: cpu.BrandName, Arch: runtime.GOARCH, OS: runtime.GOOS, Go: runtime.Version(),
		Cores: cpu.PhysicalCores, Threads: runtime.NumCPU(),
		L1D: cpu.Cache.L1D, L2: cpu.Cache.L2, L3: cpu.Cache.L3,
	}
	if e.CPU == "" {
		e.CPU = "unknown"
	}
	for _, f := range []cpuid.FeatureID{
		cpuid.AVX2, cpuid.FMA3, cpuid.AVX512F, cpuid.AVX512BW, cpuid.AVX512DQ, cpuid.AVX512VL,
		cpuid.AVX512VNNI, cpuid.AVX512BF16, cpuid.AMXTILE, cpuid.AMXBF16,
		cpuid.ASIMD, cpuid.SVE, cpuid.SVE2,
	} {
		if cpu.Supports(f) {
			e.Features = append(e.Features, f.String())
		}
	}
	switch runtime.GOARCH {
	case "amd64", "386":
		e.Registers = []state{{"ymm", cpu.Supports(cpuid.AVX)}, {"zmm", cpu.Supports(cpuid.AVX512F)}}
		if cpu.Supports(cpuid.AMXTILE) {
			e.Registers = append(e.Registers, state{"tile", slices.Contains(kernels.Units(), "amx")})
		}
	case "arm64":
		e.Registers = []state{{"v", cpu.Supports(cpuid.ASIMD)}}
	}
	return e
}

// describeSets checks and measures each set.
func describeSets(ctx context.Context) ([]setEvent, error) {
	active := kernels.Active()
	defer kernels.Use(active) // it was in use, so it can be
	var sets []setEvent
	want := runChecks("reference")
	for _, name := range kernels.Names() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		info := kernels.Info(name)
		s := setEvent{
			Event: "set", Name: name, Active: name == active,
			TileRows: info.TileRows, TileCols: info.TileCols, KBlock: info.KBlock, NC: info.NC,
			Differ: []string{},
		}
		got := runChecks(name)
		s.Checks = len(got)
		for i := range got {
			if !sameBits(got[i].bits, want[i].bits) {
				s.Differ = append(s.Differ, got[i].name)
			}
		}
		if !info.Exact {
			s.Note = "this build does not fuse multiply and add: its products are rounded twice"
		}
		s.PeakGFLOPS = num(kernels.FMAPeak(peakTime)) // of the set that the checks used last
		sets = append(sets, s)
	}
	return sets, nil
}

func writeKernels(w io.Writer, cpu cpuEvent, sets []setEvent, done kernelsEvent) {
	t := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	fmt.Fprintf(t, "cpu\t%s, %s, %s\n", cpu.CPU, cpu.Arch, plural(cpu.Threads, "thread"))
	fmt.Fprintf(t, "features\t%s\n", strings.Join(cpu.Features, " "))
	fmt.Fprintf(t, "caches\tL1 %s, L2 %s, L3 %s\n", machine.Bytes(cpu.L1D), machine.Bytes(cpu.L2), machine.Bytes(cpu.L3))
	for _, r := range cpu.Registers {
		usable := "kept by the operating system"
		if !r.Usable {
			usable = "not in this CPU, or not kept by the operating system"
		}
		fmt.Fprintf(t, "%s registers\t%s\n", r.Name, usable)
	}
	fmt.Fprintf(t, "system\t%s, %s\n", cpu.OS, cpu.Go)
	t.Flush()

	fmt.Fprintln(w)
	t = tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	fmt.Fprintln(t, "set\ttile\tk block\tcolumns\tFMA peak\tagainst the reference")
	for _, s := range sets {
		mark := " "
		if s.Active {
			mark = "*"
		}
		verdict := fmt.Sprintf("bits equal in %d checks", s.Checks)
		if len(s.Differ) > 0 {
			verdict = "DIFFERS in " + strings.Join(s.Differ, ", ")
		}
		if s.Note != "" {
			verdict += " (" + s.Note + ")"
		}
		fmt.Fprintf(t, "%s %s\t%d×%d\t%d\t%d\t%.1f GFLOP/s\t%s\n", mark, s.Name, s.TileRows, s.TileCols, s.KBlock, s.NC,
			float64(s.PeakGFLOPS), verdict)
	}
	t.Flush()

	fmt.Fprintf(w, "\n* active: %s (%s), %s\n", done.Active, done.Why, plural(done.Workers, "worker"))
	for _, m := range done.Methods {
		mark := " "
		if m.Precision == done.Floor {
			mark = "*"
		}
		fmt.Fprintf(w, "%s precision %-7s runs %s, %s\n", mark, m.Precision, m.Runs, m.Why)
	}
}
