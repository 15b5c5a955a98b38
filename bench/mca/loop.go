package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// An instruction is one line of a disassembly.
type instruction struct {
	addr   uint64
	text   string // mnemonic and operands, a branch's target replaced by "loop"
	target uint64 // of a branch inside the function, else 0
}

// A loop is the straight path through an innermost loop.
type loop struct {
	text     []string
	flops    int // of multiply-adds, a step
	elements int // of float32 stored, a step
}

var (
	line   = regexp.MustCompile(`^\s*([0-9a-f]+):\s+(\S.*)$`)
	branch = regexp.MustCompile(`^(b|b\.\w+|cbn?z|tbn?z|j\w+)\s.*?(0x[0-9a-f]+) <`)
)

// parse reads the listing of one function by llvm-objdump.
func parse(listing, arch string) (code []instruction) {
	remark := "//"
	if arch == "amd64" {
		remark = "#"
	}
	for _, l := range strings.Split(listing, "\n") {
		m := line.FindStringSubmatch(l)
		if m == nil {
			continue
		}
		addr, err := strconv.ParseUint(m[1], 16, 64)
		if err != nil {
			continue
		}
		text, _, _ := strings.Cut(m[2], remark)
		in := instruction{addr: addr, text: strings.TrimSpace(text)}
		if b := branch.FindStringSubmatch(in.text); b != nil {
			in.target, _ = strconv.ParseUint(b[2], 0, 64)

			in.text = in.text[:strings.Index(in.text, b[2])] + "loop"
		}
		code = append(code, in)
	}
	return code
}

// innermost returns the loops that contain no other.
func innermost(code []instruction) (loops []loop) {
	for i, in := range code {
		if in.target == 0 || in.target > in.addr {
			continue
		}
		inner := true
		for j, other := range code {
			back := other.target != 0 && other.target <= other.addr
			inner = inner && (j == i || !back || other.target < in.target || other.addr > in.addr)
		}
		if inner {
			loops = append(loops, path(code, in.target, in.addr))
		}
	}
	return loops
}

// path follows a loop from its first to its last address. A branch forward inside
// the loop is taken: what it skips is the rare case, such as a prefetch.
func path(code []instruction, first, last uint64) (l loop) {
	for i := 0; i < len(code); i++ {
		in := code[i]
		if in.addr < first || in.addr > last {
			continue
		}
		l.text = append(l.text, in.text)
		l.flops += flops(in.text)
		l.elements += stored(in.text)
		if in.target > in.addr && in.target <= last {
			for i+1 < len(code) && code[i+1].addr < in.target {
				i++
			}
		}
	}
	return l
}

// working returns the loops that multiply and add.
func working(loops []loop) []loop {
	return slices.DeleteFunc(loops, func(l loop) bool { return l.flops == 0 })
}

// flopsOf lists what the loops do a step.
func flopsOf(loops []loop) (flops []int) {
	for _, l := range loops {
		flops = append(flops, l.flops)
	}
	return flops
}

// most returns the loops that do the largest amount of arithmetic a step.
func most(loops []loop) []loop {
	top := slices.Max(flopsOf(loops))
	return slices.DeleteFunc(loops, func(l loop) bool { return l.flops < top })
}

var (
	neonFMA   = regexp.MustCompile(`^fml[as]\s+v\d+\.4s`)
	x86FMA    = regexp.MustCompile(`^vfn?m(?:add|sub)\d+ps\s.*%([xyz])mm\d+(?: \{.*\})?$`)
	neonStore = regexp.MustCompile(`^st[rp1]\s+(\{[^}]*\}|q\d+(?:, q\d+)?),`)
	x86Store  = regexp.MustCompile(`^vmov[ua]ps\s+%([xyz])mm\d+, [^%]*\(`)
)

var lanes = map[string]int{"x": 4, "y": 8, "z": 16}

// flops counts a multiply-add on vectors of float32 as two a lane.
func flops(text string) int {
	if neonFMA.MatchString(text) {
		return 8
	}
	if m := x86FMA.FindStringSubmatch(text); m != nil {
		return 2 * lanes[m[1]]
	}
	return 0
}

// stored counts the float32 that a store of whole vectors writes.
func stored(text string) int {
	if m := neonStore.FindStringSubmatch(text); m != nil {
		return 4 * (1 + strings.Count(m[1], ","))
	}
	if m := x86Store.FindStringSubmatch(text); m != nil {
		return lanes[m[1]]
	}
	return 0
}

// String is the loop as a program for llvm-mca.
func (l loop) String() string {
	return fmt.Sprintf("loop:\n\t%s\n", strings.Join(l.text, "\n\t"))
}
