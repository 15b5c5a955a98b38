package main

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestMain makes the test binary its own child, as the command is.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "-child" {
		main()
		return
	}
	os.Exit(m.Run())
}

// TestSteps runs a small comparison, with NumPy where that is installed, and with
// PyTorch where that is.
func TestSteps(t *testing.T) {
	if _, err := findPython(); err != nil {
		t.Skip(err)
	}
	var out bytes.Buffer
	err := run([]string{"-json", "-rounds", "1", "-time", "1ms", "-contenders", "numpy$|torch$|hand$",
		"-tasks", "^(step|loop|predict) 784-(128-)?10 (1|100)$"}, &out)
	if err != nil {
		t.Fatal(err)
	}
	modes := map[mode]int{}
	for line := range strings.Lines(out.String()) {
		var r record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if modes[r.Mode]++; r.Micros <= 0 || r.Ratio <= 0 || r.Difference > tolerance {
			t.Errorf("%s", line)
		}
	}
	if modes[stepMode] < 8 || modes[loopMode]*2 != modes[stepMode] || modes[predictMode] != modes[stepMode] {
		t.Errorf("lines %v", modes)
	}
}

// TestNoContender: a name that nothing has is not measured as lanes alone.
func TestNoContender(t *testing.T) {
	if _, err := findPython(); err != nil {
		t.Skip(err)
	}
	small := []string{"-rounds", "1", "-time", "1ms", "-tasks", "^step 784-10 1$", "-contenders"}
	if err := run(append(small, "nosuch"), new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), "-contenders nosuch") {
		t.Errorf("error %v", err)
	}
	if err := run(append(small, "^lanes$"), new(bytes.Buffer)); err != nil {
		t.Error(err)
	}
}

func TestParse(t *testing.T) {
	for _, bad := range [][]string{{"rest"}, {"-rounds", "0"}, {"-time", "0s"}, {"-threads", "-1"}, {"-tasks", "("}, {"-contenders", "("}} {
		if _, err := parse(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestMatching(t *testing.T) {
	if list, err := matching(regexp.MustCompile("^step 784-10 100$")); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
	if _, err := matching(regexp.MustCompile("nothing")); err == nil {
		t.Error("no error")
	}
}

// TestEpochOrder: a permutation, and not the identity.
func TestEpochOrder(t *testing.T) {
	const n = 70000 // needs three of the four bytes
	order := epochOrder(n)
	if slices.IsSorted(order) {
		t.Error("the order is not shuffled")
	}
	slices.Sort(order)
	for i, k := range order {
		if int(k) != i {
			t.Fatalf("%d images, index %d instead of %d", len(order), k, i)
		}
	}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		want, got []float64
		fine      bool
	}{
		{[]float64{1, 200}, []float64{1 + 5e-6, 200.001}, true},
		{[]float64{1, 2}, []float64{1, 2.1}, false},
		{[]float64{1, 2}, []float64{1}, false},
	} {
		if _, err := compare(c.want, c.got); (err == nil) != c.fine {
			t.Errorf("%v and %v: %v", c.want, c.got, err)
		}
	}
}
