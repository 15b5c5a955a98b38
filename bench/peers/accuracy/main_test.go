package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lanes/bench/accuracy"
)

// TestMain makes the test binary its own child, as the command is.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "-child" {
		main()
		return
	}
	os.Exit(m.Run())
}

// other writes the results of a machine whose f32 and bf16 have methods of their own.
func other(t *testing.T, seed uint64, f32 accuracy.Error) string {
	t.Helper()
	var text strings.Builder
	text.WriteString("Booting\n")
	for _, inputs := range accuracy.Inputs {
		for _, k := range accuracy.Depths {
			for _, r := range []result{{"result", inputs, k, "exact", "avx9", 1, 2}, {"result", inputs, k, "f32", "tiles", f32.Mean, f32.Max},
				{"result", inputs, k, "bf16x3", "avx9", 1, 2}, {"result", inputs, k, "bf16", "tiles", 5, 60}} {
				if err := json.NewEncoder(&text).Encode(r); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	fmt.Fprintf(&text, `{"event":"done","size":%d,"seed":%d}`+"\n", accuracy.Size, seed)
	file := filepath.Join(t.TempDir(), "other.json")
	if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestAccuracy runs the comparison with what is installed and another machine's results.
func TestAccuracy(t *testing.T) {
	var out bytes.Buffer
	if err := run([]string{"-seed", "3", "-json", "-with", other(t, 3, accuracy.Error{Mean: 1e-9, Max: 40})}, &out); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for line := range strings.Lines(out.String()) {
		var r result
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if count[r.Precision+" "+r.Runs]++; !(r.Mean > 0 && r.Mean < r.Max) {
			t.Error(line)
		}
	}
	want := problems
	for name, n := range count {
		if n != want {
			t.Errorf("%d results of %s, want %d", n, name, want)
		}
	}
	if count["f32 tiles"] != want || count["bf16 tiles"] != want || count["bf16x3 avx9"] != 0 || len(count) < 3 {
		t.Errorf("columns %v", count)
	}
}

// TestBroken: a promise that is not kept is said.
func TestBroken(t *testing.T) {
	for _, c := range []struct {
		e    accuracy.Error
		want string
	}{{accuracy.Error{Mean: 1e-9, Max: 69}, "k = 64: f32 (tiles) is off by 69, at most 68"}, {accuracy.Error{Mean: 9, Max: 10}, "f32 (tiles) has a mean error of 9, exact of"}} {
		err := run([]string{"-contenders", "lanes", "-with", other(t, 1, c.e)}, new(bytes.Buffer))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.e, err, c.want)
		}
	}
	if err := run([]string{"-with", other(t, 2, accuracy.Error{})}, new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), "seed 2") {
		t.Errorf("results of another seed: %v", err)
	}
}

// TestNoContender: a name that nothing has is not measured as lanes alone.
func TestNoContender(t *testing.T) {
	if err := run([]string{"-contenders", "nosuch"}, new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), "-contenders nosuch") {
		t.Errorf("error %v", err)
	}
}

func TestParse(t *testing.T) {
	for _, bad := range [][]string{{"rest"}, {"-seed", "-1"}, {"-contenders", "("}} {
		if _, err := parse(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}
