package main

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestMain makes the test binary its own child, as the command is.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "-child" {
		main()
		return
	}
	os.Exit(m.Run())
}

// TestVectors runs a small comparison with what is installed.
func TestVectors(t *testing.T) {
	var out bytes.Buffer
	if err := run([]string{"-json", "-rounds", "1", "-time", "10us", "-tasks", " (L1|L2)$"}, &out); err != nil {
		t.Fatal(err)
	}
	lanes := 0
	for line := range strings.Lines(out.String()) {
		var r record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if strings.HasPrefix(r.Contender, "lanes") {
			lanes++
		}
		if r.Wrong == "" && (r.Rate <= 0 || r.Ratio <= 0 || r.Bandwidth <= 0) {
			t.Error(line)
		}
	}
	if want := 2*len(ops) + 1; lanes != want {
		t.Errorf("%d lines of lanes, want %d", lanes, want)
	}
}

// TestNoContender: a name that nothing has is not measured as lanes alone.
func TestNoContender(t *testing.T) {
	small := []string{"-rounds", "1", "-time", "10us", "-tasks", "^axpy L1$", "-contenders"}
	if err := run(append(small, "nosuch"), new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), "-contenders nosuch") {
		t.Errorf("error %v", err)
	}
	if err := run(append(small, "^lanes"), new(bytes.Buffer)); err != nil {
		t.Error(err)
	}
}

func TestParse(t *testing.T) {
	for _, bad := range [][]string{{"rest"}, {"-rounds", "0"}, {"-time", "0s"}, {"-tasks", "("}, {"-contenders", "("}} {
		if _, err := parse(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestMatching(t *testing.T) {
	if list, err := matching(regexp.MustCompile("^axpy L1$")); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
	if _, err := matching(regexp.MustCompile("nothing")); err == nil {
		t.Error("no error")
	}
}

// TestCheck: lanes' results pass, and one wrong element or number does not.
func TestCheck(t *testing.T) {
	for i := range ops {
		p := &ops[i]
		before, after := newOperands(5, 37, 1, false), newOperands(5, 37, 1, false)
		number := p.lanes(after)
		if err := p.check(before, after, number); err != nil {
			t.Error(err)
		}
		after.y[100] += 1e-3
		if err := p.check(before, after, number+1); err == nil {
			t.Errorf("%s: a wrong result passes", p.name)
		}
	}
}
