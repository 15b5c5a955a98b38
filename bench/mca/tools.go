package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// tools are the programs of LLVM by their paths.
type tools struct{ mca, objdump string }

// findTools looks for llvm-mca and llvm-objdump of LLVM 19 or later: the models
// of Neoverse in older ones are wrong.
func findTools() (t tools, err error) {
	if t.mca, err = findTool("llvm-mca"); err != nil {
		return t, err
	}
	t.objdump, err = findTool("llvm-objdump")
	return t, err
}

var version = regexp.MustCompile(`LLVM version (\d+)`)

func findTool(name string) (string, error) {
	for _, n := range []string{name + "-21", name + "-20", name + "-19", name} {
		path, err := exec.LookPath(n)
		if err != nil {
			continue
		}
		out, err := exec.Command(path, "--version").Output()
		if m := version.FindSubmatch(out); err == nil && m != nil {
			if v, _ := strconv.Atoi(string(m[1])); v >= 19 {
				return path, nil
			}
		}
	}
	return "", fmt.Errorf("no %s of LLVM 19 or later in PATH (Debian: llvm-19)", name)
}

// setLoops are the loops of one set.
type setLoops struct {
	arch      string
	peak, exp loop
	tile      []loop
}

// loopsOf builds the kernels for arch, with their tests so that there is a
// program to link, and adds the loops of its sets.
func (t tools) loopsOf(arch string, loops map[string]setLoops) error {
	dir, err := os.MkdirTemp("", "lanes-mca")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "program")
	build := exec.Command("go", "test", "-c", "-o", program, "lanes/kernels")
	build.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+arch, "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %w\n%s", build, err, out)
	}
	for _, s := range sets {
		if s.arch != arch {
			continue
		}
		l := setLoops{arch: arch}
		for _, f := range []struct {
			leaf
			put func([]loop)
		}{
			{s.peak, func(ls []loop) { l.peak = ls[0] }},
			{s.exp, func(ls []loop) { l.exp = most(ls)[0] }},
			{s.tile, func(ls []loop) { l.tile = most(ls) }},
		} {
			found, err := t.disassemble(program, arch, f.leaf)
			if err != nil {
				return err
			}
			f.put(found)
		}
		loops[s.name] = l
	}
	return nil
}

// disassemble returns the loops of an assembly function that multiply and add.
func (t tools) disassemble(program, arch string, f leaf) ([]loop, error) {
	symbol := "lanes/kernels/" + arch + "." + f.name + ".abi0"
	cmd := exec.Command(t.objdump, "-d", "--no-show-raw-insn", "--disassemble-symbols="+symbol, program)
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%v: %w", cmd, err)
	}
	loops := working(innermost(parse(string(out), arch)))
	if got := flopsOf(loops); !slices.Equal(got, f.flops) {
		return nil, fmt.Errorf("%s: its loops do %v flops a step, want %v: bench/mca has the list", symbol, got, f.flops)
	}
	return loops, nil
}

// A report is what llvm-mca says, in JSON.
type report struct {
	CodeRegions []struct {
		Instructions         []string
		ResourcePressureView struct {
			ResourcePressureInfo []struct {
				InstructionIndex, ResourceIndex int
				ResourceUsage                   float64
			}
		}
		SummaryView struct {
			DispatchWidth, Iterations, TotalCycles int
			TotaluOps                              int
		}
	}
	TargetInfo struct{ Resources []string }
}

// unitName is the part of a unit's name that is text: copies of a unit have their
// number as a byte behind it.
var unitName = regexp.MustCompile(`^\w+`)

// kind is a unit's name without its number.
var kind = regexp.MustCompile(`^.*[^0-9]`)

// A verdict is a model's opinion of one loop, in cycles a step.
type verdict struct {
	cycles float64
	most   float64 // cycles that the busiest unit works
	bound  string  // that unit
	even   float64 // cycles that units of its kind work in the mean
}

// steps is how often a loop is run, so that its start no longer counts.
const steps = 5000

func (t tools) judge(cpu, arch string, l loop) (v verdict, err error) {
	triple := map[string]string{"arm64": "aarch64", "amd64": "x86_64"}[arch]
	cmd := exec.Command(t.mca, "-mtriple="+triple, "-mcpu="+cpu, "-iterations="+strconv.Itoa(steps), "-json", "-")
	cmd.Stdin = strings.NewReader(l.String())
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		return v, fmt.Errorf("%v: %w\n%s", cmd, err, complaints.String())
	}
	var r report
	if err := json.Unmarshal(out, &r); err != nil {
		return v, fmt.Errorf("%v: %w", cmd, err)
	}
	if len(r.CodeRegions) != 1 || len(r.CodeRegions[0].Instructions) != len(l.text) {
		return v, fmt.Errorf("%v: %d instructions were not understood", cmd, len(l.text))
	}
	c := r.CodeRegions[0]
	s := c.SummaryView
	v.cycles = float64(s.TotalCycles) / float64(s.Iterations)
	v.most = float64(s.TotaluOps) / float64(s.Iterations) / float64(s.DispatchWidth)
	v.bound = "dispatch"
	work := make([]float64, len(r.TargetInfo.Resources))
	for _, p := range c.ResourcePressureView.ResourcePressureInfo {
		if p.InstructionIndex != len(l.text) { // the sum over all
			continue
		}
		work[p.ResourceIndex] = p.ResourceUsage
		if p.ResourceUsage > v.most {
			v.most, v.bound = p.ResourceUsage, unitName.FindString(r.TargetInfo.Resources[p.ResourceIndex])
		}
	}
	v.even = v.most
	if alike := kind.FindString(v.bound); v.bound != "dispatch" {
		sum, units := 0.0, 0
		for i, name := range r.TargetInfo.Resources {
			if name = unitName.FindString(name); kind.FindString(name) == alike {
				sum, units = sum+work[i], units+1
			}
		}
		v.even = sum / float64(units)
	}
	return v, nil
}

// model is one row: the loops of a set on one processor.
func (t tools) model(cpu string, l setLoops) (*row, error) {
	r := &row{Event: "model"}
	peak, err := t.judge(cpu, l.arch, l.peak)
	if err != nil {
		return nil, err
	}
	r.Peak, r.PeakBusy = float64(l.peak.flops)/peak.cycles, 100*peak.most/peak.cycles
	for _, tile := range l.tile {
		v, err := t.judge(cpu, l.arch, tile)
		if err != nil {
			return nil, err
		}
		rate := float64(tile.flops) / v.cycles
		r.Sgemm, r.SgemmPct = append(r.Sgemm, rate), append(r.SgemmPct, 100*rate/r.Peak)
	}
	v, err := t.judge(cpu, l.arch, l.exp)
	if err != nil {
		return nil, err
	}
	r.Exp, r.ExpMost = float64(l.exp.elements)/v.cycles, float64(l.exp.elements)/v.most
	r.ExpPct, r.ExpBound, r.ExpEven = 100*r.Exp/r.ExpMost, v.bound, 100*v.even/v.most
	return r, nil
}
