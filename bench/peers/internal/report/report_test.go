package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lanes/bench/peers/internal/contender"
	"lanes/bench/peers/internal/shape"
)

// sample returns a run and the records of two squares.
func sample() (*Run, [][]Record) {
	run := &Run{Kind: "run", CPU: "a processor", Cores: 2, Go: "go1", Threads: 1, ISA: "native", Members: []Member{
		{Name: "lanes-avx512", Class: contender.Lanes, Info: contender.Info{Version: "this tree"}},
		{Name: "mkl", Class: contender.Library, Info: contender.Info{Version: "1.0", Arch: "avx2", CallNs: 4.2}},
		{Name: "blis", Class: contender.Library}, {Name: "mkl-jit", Class: contender.Codegen}, {Name: "naive", Class: contender.Plain},
	}, Missing: []Missing{{"openblas", "not installed"}}}
	all := shape.All()
	var results [][]Record
	for i, speed := range [][]float64{{80, 50, 100, 160}, {90, 60, 45, 80}} {
		var rows []Record
		for j, gflops := range speed {
			m := run.Members[j]
			r := Record{Shape: all[i], Contender: m.Name, Class: m.Class, Calls: 3}
			ns := all[i].Flops() / gflops
			r.Fill([]float64{ns, ns * 0.9, ns * 1.1}, 120, 0)
			rows = append(rows, r)
		}
		rows = append(rows, Record{Kind: "result", Shape: all[i], Contender: "naive", Class: contender.Plain, Wrong: "C[0,0] is off"})
		Compare(rows)
		results = append(results, rows)
	}
	return run, results
}

func TestRecord(t *testing.T) {
	_, results := sample()
	r := results[0][0]
	if math.Abs(r.Gflops-80) > 1e-9 || math.Abs(r.Percent-80./1.2) > 1e-9 || math.Abs(r.Spread-10) > 1e-9 ||
		r.BestPeer != "blis" || math.Abs(r.Ratio-0.8) > 1e-9 || r.Rounds != 3 || r.Rate != 0 {
		t.Errorf("%+v", r)
	}
	if r := results[1][0]; r.BestPeer != "mkl" || math.Abs(r.Ratio-1.5) > 1e-9 {
		t.Errorf("%+v", r)
	}
	var memory Record
	memory.Shape = shape.All()[0]
	memory.Fill([]float64{10}, 100, 20)
	if memory.Rate != memory.Bytes()/10 || memory.Read != 20 {
		t.Errorf("%+v", memory)
	}
	if Median(nil) != 0 || Median([]float64{3, 1, 2}) != 2 || Median([]float64{4, 1}) != 2.5 {
		t.Error("Median")
	}
}

func TestTable(t *testing.T) {
	run, results := sample()
	run.Peak = Summarise([]float64{118, 110, 119})
	var b bytes.Buffer
	Head(&b, run)
	table := &Table{W: &b, Members: run.Members, Detail: true}
	for _, rows := range results {
		table.Rows(rows)
	}
	table.Rows(nil)
	Foot(&b, run, Summaries(results))
	text := b.String()
	for _, want := range []string{"a processor", "left out: not installed", "a call 4.2 ns", "squares: GFLOP/s", "0.80 blis", "1.50 mkl",
		"66.7", "WRONG", "naive is WRONG: C[0,0] is off", "0.50 of mkl-jit", "110.0 in the middle", "(110.0 to 119.0)"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Count(text, "squares: GFLOP/s") != 1 {
		t.Error("more than one heading for a group")
	}
}

func TestSummaries(t *testing.T) {
	_, results := sample()
	list := Summaries(results)
	all := list[len(list)-1]
	if all.Group != "all" || all.Shapes != 2 || all.Behind != 1 || all.LeastAt != "squares/4" ||
		math.Abs(all.Mean-math.Sqrt(0.8*1.5)) > 1e-9 || all.CodegenShapes != 2 {
		t.Errorf("%+v", all)
	}
	if list[0].Group != "squares" || list[1].Group != "small" {
		t.Errorf("groups %+v", list)
	}
	var b bytes.Buffer
	Foot(&b, &Run{}, Summaries(nil))
	if !strings.Contains(b.String(), "No library") {
		t.Errorf("without results: %s", b.String())
	}
}

func TestJSON(t *testing.T) {
	run, results := sample()
	var b bytes.Buffer
	for _, v := range []any{run, results[0][0], results[0][4], Summaries(results)[0]} {
		if err := JSON(&b, v); err != nil {
			t.Fatal(err)
		}
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	kinds := []string{"run", "result", "result", "summary"}
	if len(lines) != len(kinds) {
		t.Fatalf("%d lines", len(lines))
	}
	for i, line := range lines {
		var v map[string]any
		if err := json.Unmarshal([]byte(line), &v); err != nil || v["kind"] != kinds[i] {
			t.Errorf("line %d: %v, %v", i, v["kind"], err)
		}
	}
	var back Record
	if err := json.Unmarshal([]byte(lines[1]), &back); err != nil || back.Contender != "lanes-avx512" || back.M != 4 || back.Op != "NN" {
		t.Errorf("%+v, %v", back, err)
	}
}

func TestPlot(t *testing.T) {
	run, results := sample()
	for name, start := range map[string]string{"a.svg": "<?xml", "a.png": "\x89PNG"} {
		file := filepath.Join(t.TempDir(), name)
		if err := Plot(file, run, results); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(file)
		if err != nil || !strings.HasPrefix(string(data), start) {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
		if name == "a.svg" && (!strings.Contains(string(data), "lanes-avx512") || !strings.Contains(string(data), "FMA peak")) {
			t.Error("svg without its legend")
		}
	}
	if err := Plot(filepath.Join(t.TempDir(), "a.svg"), run, results[:1]); !errors.Is(err, ErrTooFew) {
		t.Error("drew one point")
	}
}
