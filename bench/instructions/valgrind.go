package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// errUnable is that of a machine without a valgrind that can run the set.
var errUnable = errors.New("no instructions can be counted here")

// count builds the program and counts every shape.
func count() (r record, err error) {
	valgrind, err := exec.LookPath("valgrind")
	if err != nil {
		return r, fmt.Errorf("%w: no valgrind in PATH (Debian: valgrind)", errUnable)
	}
	dir, err := os.MkdirTemp("", "lanes-instructions")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "program")
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-o", program, "lanes/bench/instructions")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOAMD64=v1", "GOFLAGS=")
	if _, err := output(build); err != nil {
		return r, err
	}
	version, err := output(exec.Command(valgrind, "--version"))
	if err != nil {
		return r, fmt.Errorf("%w: %w", errUnable, err)
	}
	about, err := output(underValgrind(valgrind, "", "--tool=none", program, childArg))
	if err != nil {
		return r, fmt.Errorf("%w: %w", errUnable, err)
	}
	built, sets, _ := strings.Cut(strings.TrimSpace(about), " ")
	if !slices.Contains(strings.Fields(strings.Trim(sets, "[]")), set) {
		return r, fmt.Errorf("%w: under %s the CPU has no %s, but %s", errUnable, strings.TrimSpace(version), set, sets)
	}
	r.tools = built + " " + strings.TrimSpace(version)
	for i, s := range shapes {
		var runs [2]int64
		for twice := range runs {
			profile := filepath.Join(dir, "profile")
			_, err := output(underValgrind(valgrind, set, "--tool=callgrind", "--toggle-collect=main.repeat",
				"--callgrind-out-file="+profile, program, childArg, strconv.Itoa(i), strconv.Itoa(s.calls<<twice)))
			if err != nil {
				return r, err
			}
			text, err := os.ReadFile(profile)
			if err != nil {
				return r, err
			}
			if runs[twice], err = total(string(text)); err != nil {
				return r, err
			}
		}
		n, err := perCall(s, runs)
		if err != nil {
			return r, err
		}
		r.counts = append(r.counts, entry{s.String(), n})
	}
	return r, nil
}

// underValgrind is a run by valgrind with a kernel set, "" for the one that is chosen
// by itself. What the environment says of kernels and of valgrind does not count, and
// the runtime is to do as little as it can beside the program.
func underValgrind(valgrind, set string, args ...string) *exec.Cmd {
	cmd := exec.Command(valgrind, args...)
	cmd.Env = append(os.Environ(), "LANES_KERNEL="+set, "LANES_PRECISION=", "VALGRIND_OPTS=",
		"GOMAXPROCS=1", "GOGC=off", "GOMEMLIMIT=off", "GODEBUG=asyncpreemptoff=1")
	return cmd
}

// output runs a command for what it prints; what it complains of goes into the error.
func output(cmd *exec.Cmd) (string, error) {
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%v: %w\n%s", cmd, err, complaints.String())
	}
	return string(out), nil
}

var (
	eventsLine = regexp.MustCompile(`(?m)^events: Ir$`)
	totalsLine = regexp.MustCompile(`(?m)^totals: (\d+)$`)
)

// total is the number of instructions in callgrind's profile.
func total(profile string) (int64, error) {
	m := totalsLine.FindStringSubmatch(profile)
	if m == nil || !eventsLine.MatchString(profile) {
		return 0, errors.New("callgrind's profile has no total of instructions, Ir, alone")
	}
	return strconv.ParseInt(m[1], 10, 64)
}

// perCall is the cost of a call by two runs, of s.calls and of twice as many, so that
// what is done once cancels. Were callgrind misled by the runtime's change of stacks,
// when the scheduler has its turn, it would miss part of a run: they have to agree.
func perCall(s shape, runs [2]int64) (int64, error) {
	const agree = 200 // 0.5 %
	once, more := runs[0], runs[1]-runs[0]
	if once <= 0 || max(more-once, once-more) > once/agree {
		return 0, fmt.Errorf("%s: %d instructions in %d calls, %d in twice as many: one of them is wrong", s, once, s.calls, runs[1])
	}
	return more / int64(s.calls), nil
}
