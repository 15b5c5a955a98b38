package compare

import (
	"fmt"
	"strings"
	"testing"
)

// TestSeveralMachines: what one file has of several machines and GOMAXPROCS is kept
// apart, bandwidths included, and what it has of one machine twice is put together.
func TestSeveralMachines(t *testing.T) {
	other := strings.NewReplacer("A CPU", "B CPU", "=L1/bytes=500 9 100000", "=L1/bytes=500 9 70000").Replace(results("avx2", 2))
	columns := parse(t, results("avx2", 1)+"\n"+other+"\n"+results("avx2", 1))
	if len(columns) != 2 {
		t.Fatalf("%d columns, want one for each CPU", len(columns))
	}
	for i, want := range []struct {
		cpu     string
		l1      float64
		samples int
	}{{"A CPU", 100, 20}, {"B CPU", 70, 10}} {
		c := columns[i]
		if n := c.cell("Sum/n=2000").Seconds.N; c.Config["cpu"] != want.cpu || len(c.Levels) != 3 || !near(c.Levels[0].Best(), want.l1) || n != want.samples {
			t.Errorf("column %d: %s, %d levels, %d samples, want %+v", i, c.Config["cpu"], len(c.Levels), n, want)
		}
	}
	columns = parse(t, "BenchmarkA/n=1 1 9 ns/op\nBenchmarkA/n=1-2 1 5 ns/op\nBenchmarkA/n=1-4 1 3 ns/op\nBenchmarkA/n=1-2 1 5 ns/op\n")
	var titles []string
	for _, c := range columns {
		titles = append(titles, fmt.Sprint(c.Title(), ": ", c.cell("A/n=1").Seconds.N))
	}
	if got := strings.Join(titles, ", "); got != "0.txt: 1, 0.txt -cpu 2: 2, 0.txt -cpu 4: 1" {
		t.Errorf("columns %s", got)
	}
}

// TestLeftOut: of every line that does not count it is said why; the others do.
func TestLeftOut(t *testing.T) {
	for line, want := range map[string]string{
		"BenchmarkA 1 0 ns/op":                      "A: 0 ns/op",
		"BenchmarkA 1 -3 ns/op":                     "A: -3 ns/op",
		"BenchmarkA 1 NaN ns/op":                    "A: NaN ns/op",
		"BenchmarkA 1 +Inf ns/op":                   "A: +Inf ns/op",
		"BenchmarkA 1 7 ms/op":                      "A: no ns/op",
		"BenchmarkA 1 7 ns/op 0 GFLOP/s":            "A: 0 GFLOP/s",
		"BenchmarkA 1 7 ns/op +Inf MB/s":            "A: +Inf MB/s",
		"BenchmarkPeak/kernel=avx2 1 7 ns/op":       "Peak/kernel=avx2: no GFLOP/s",
		"BenchmarkRead/level=L1/bytes=5 1 5 ns/op":  "Read/level=L1/bytes=5: no MB/s",
		"BenchmarkRead/level=L1/bytes=5 1 0 MB/s":   "Read/level=L1/bytes=5: 0 MB/s",
		"BenchmarkA 1 5":                            "",
		"BenchmarkA 1 7 ns/op 0 B/op 0 allocs/op":   "fine",
		"BenchmarkA 1 7 ns/op 0 of-something-other": "fine",
	} {
		columns, warnings, err := Parse("dir/x", []byte("BenchmarkA 1 5 ns/op\n"+line+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		n := columns[0].cell("A").Seconds.N
		if want == "fine" {
			if n != 2 || warnings != nil {
				t.Errorf("%q: %d samples, warnings %q", line, n, warnings)
			}
			continue
		}
		if n != 1 || len(warnings) != 1 || !strings.HasPrefix(warnings[0], "dir/x:2: "+want) {
			t.Errorf("%q: %d samples, warnings %q, want %q", line, n, warnings, want)
		}
	}
}

// TestOneSample: one measurement says nothing of how far it can be trusted.
func TestOneSample(t *testing.T) {
	for want, values := range map[string][]float64{"?": {5}, "0 %": {5, 5}, "100 %": {5, 10, 5}} {
		if got := stat(values).spread(); got != want {
			t.Errorf("± of %v is %s, want %s", values, got, want)
		}
	}
}

// TestUnit: a routine is told in a unit that all its columns have.
func TestUnit(t *testing.T) {
	table, err := New(parse(t, results("avx2", 1), "BenchmarkSgemm/kernel=avx2/m=8/n=8/k=8 1 5000 ns/op\n"))
	if err != nil {
		t.Fatal(err)
	}
	g := table.Groups[0]
	if a, b := g.Rows[0].Cells[0].Value, g.Rows[0].Cells[1].Value; g.Unit != unitMicros || !near(a, 10) || b != 5 {
		t.Errorf("%v and %v %s", a, b, g.Unit)
	}
}

// FuzzParse: whatever a file holds, there are tables without nonsense, or an error.
func FuzzParse(f *testing.F) {
	f.Add("workers: 1\nBenchmarkPeak/kernel=a 1 9 GFLOP/s\nBenchmarkRead/level=L1/bytes=5 9 7 MB/s\nBenchmarkSum/kernel=a/n=20 7 3 ns/op 1 GFLOP/s 4 MB/s 1 elements/ns\n",
		"BenchmarkSum/kernel=a/n=20 7 5 ns/op 1 GFLOP/s 4 MB/s 1 elements/ns\n")
	f.Add("BenchmarkA/n=1-2 1 5e-300 ns/op 9e300 GFLOP/s 1 %peak\n", "workers: -1\ncache-l1d-bytes: 1e999\nBenchmarkA/n=1 1 9e300 ns/op 1 MB/s\n")
	sizes := ""
	for i, v := range []string{"1", "1e29", "1e-20", "3"} {
		sizes += fmt.Sprintf("BenchmarkSgemm/m=%d/n=%d/k=%d 1 %s ns/op %s GFLOP/s\nBenchmark/n=%d 1 %s ns/op\n", i, i, i, v, v, i*i, v)
	}
	f.Add(sizes, "emulated: yes\n"+sizes)
	f.Fuzz(func(t *testing.T, a, b string) {
		var columns []*Column
		for _, text := range []string{a, b} {
			cs, _, err := Parse("x", []byte(text))
			if err != nil {
				return
			}
			columns = append(columns, cs...)
		}
		table, err := New(columns)
		if err != nil {
			return
		}
		var text, page strings.Builder
		if err := table.WriteText(&text); err != nil {
			t.Fatal(err)
		}
		if err := table.WriteHTML(&page); err != nil {
			t.Fatal(err)
		}
		_, charts, _ := strings.Cut(page.String(), "<main>")
		for _, coordinate := range []string{`="NaN`, `="+Inf`, `="-Inf`, " NaN", "(NaN"} {
			if strings.Contains(charts, coordinate) && !strings.Contains(a+b, "NaN") && !strings.Contains(a+b, "Inf") {
				t.Errorf("%q in a chart", coordinate)
			}
		}
	})
}
