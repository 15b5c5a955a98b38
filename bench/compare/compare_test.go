package compare

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// results writes a file of results: a peak of 100 GFLOP/s, caches of 1 and 10 kB
// and memory with 100, 50 and 10 GB/s, and products of two sizes, so many times
// as fast as 10 µs and 20 µs.
func results(kernel string, speed float64) string {
	var out strings.Builder
	fmt.Fprintf(&out, "goos: linux\ncpu: A CPU\nemulated: no\ncache-l1d-bytes: 1000\ncache-l2-bytes: unknown\nworkers: 1\n\n")
	for i := range 10 {
		jitter := 1 + float64(i)/1000
		fmt.Fprintf(&out, "BenchmarkPeak/kernel=%s 1 %v GFLOP/s\n", kernel, 100*jitter)
		for _, level := range []string{"L1/bytes=500 9 100000", "L2/bytes=5000 9 50000", "memory/bytes=99999 9 10000"} {
			fmt.Fprintf(&out, "BenchmarkRead/level=%s MB/s\n", level)
		}
		micros := 10 * jitter / speed
		fmt.Fprintf(&out, "BenchmarkSgemm/kernel=%s/m=8/n=8/k=8 7 %v ns/op %v GFLOP/s %v MB/s\n",
			kernel, 1000*micros, 200/micros, 8000/micros)
		fmt.Fprintf(&out, "BenchmarkSum/kernel=%s/n=2000 7 %v ns/op %v GFLOP/s %v MB/s %v elements/ns\n",
			kernel, 2000*micros, 1/micros, 4000/micros, 1/micros)
	}
	return out.String()
}

func parse(t *testing.T, texts ...string) []*Column {
	t.Helper()
	var columns []*Column
	for i, text := range texts {
		cs, warnings, err := Parse(fmt.Sprintf("dir/%d.txt", i), []byte(text))
		if err != nil || warnings != nil {
			t.Fatal(err, warnings)
		}
		columns = append(columns, cs...)
	}
	return columns
}

func near(x, want float64) bool { return math.Abs(x/want-1) < 0.02 }

func TestTable(t *testing.T) {
	table, err := New(parse(t, results("avx2", 1), results("avx512", 2), results("avx512", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if len(table.Groups) != 2 || len(table.Columns) != 3 || table.Apart != 0 {
		t.Fatalf("%d groups, %d columns, %d apart", len(table.Groups), len(table.Columns), table.Apart)
	}
	product := table.Groups[0].Rows[0]
	if table.Groups[0].Unit != "GFLOP/s" || product.Params != "8 × 8 × 8" {
		t.Errorf("%s in %s", product.Params, table.Groups[0].Unit)
	}
	// 200,000 operations on 8,000 bytes in 5 µs: from the second cache, whose
	// 50 GB/s would feed far more than the peak.
	c := product.Cells[1]
	if !near(c.GFLOPS, 40) || !near(c.Peak, 0.4) || !near(c.Roof.Intensity, 25) || c.Roof.String() != "40 % FMA" {
		t.Errorf("cell %+v under %+v", c, c.Roof)
	}
	if !near(c.Ratio, 2) || !c.Significant || c.Times() != "2.00" {
		t.Errorf("ratio %v, p %v", c.Ratio, c.P)
	}
	if c := product.Cells[2]; !near(c.Ratio, 1) || c.Significant || c.Times() != "~1.00" {
		t.Errorf("the same again: ratio %v, p %v", c.Ratio, c.P)
	}
	if m := table.Geomean[1]; !near(m.Ratio, 2) || m.N != 2 || m.Faster != 2 || m.Slower != 0 {
		t.Errorf("mean %+v", m)
	}
	sum := table.Groups[1].Rows[0].Cells[0]
	if table.Groups[1].Unit != "GB/s" || !near(sum.Value, 0.4) || sum.Roof.Level != "L2" || !sum.Roof.Memory {
		t.Errorf("sum %+v under %+v", sum, sum.Roof)
	}
}

// TestGoTest: what go test -bench prints, with the number of processors in its
// names, two kernel sets, two packages, and the root's way to name benchmarks.
func TestGoTest(t *testing.T) {
	text := `goos: linux
goarch: amd64
pkg: lanes/bench
cpu: A CPU
BenchmarkPeak/kernel=avx2-2     	     100	 1000 ns/op	       120 GFLOP/s
BenchmarkSgemm/kernel=avx2/m=8/n=8/k=8-2     	     100	      100 ns/op	        10.24 GFLOP/s	        10 %peak	       0 B/op	       0 allocs/op
BenchmarkSgemm/kernel=generic/m=8/n=8/k=8-2     	     100	      400 ns/op	        2.56 GFLOP/s	        40 %peak
PASS
ok  	lanes/bench	1.0s
pkg: lanes/other
BenchmarkSgemm/kernel=avx2/m=8/n=8/k=8-2     	     100	      999 ns/op
PASS
`
	root := "BenchmarkX\nBenchmark/bench=Sgemm/kernel=avx2/m=8/n=8/k=8-8 10 50 ns/op\n"
	table, err := New(parse(t, text, root))
	if err != nil {
		t.Fatal(err)
	}
	if len(table.Columns) != 3 || len(table.Groups) != 1 || table.Apart != 1 {
		t.Fatalf("%d columns, %d groups, %d apart", len(table.Columns), len(table.Groups), table.Apart)
	}
	cells := table.Groups[0].Rows[0].Cells
	if !near(cells[0].Peak, 10.24/120) || !near(cells[1].Peak, 0.4) || !near(cells[1].Ratio, 0.25) || !near(cells[2].Ratio, 2) {
		t.Errorf("cells %+v, %+v, %+v", cells[0], cells[1], cells[2])
	}
	if cells[1].Significant || cells[0].Roof != nil {
		t.Error("one sample is significant, or there is a roof without bandwidth")
	}
}

func TestNothingToCompare(t *testing.T) {
	_, err := New(parse(t, "BenchmarkA 1 5 ns/op\n", "BenchmarkB/n=2 1 5 ns/op\n"))
	if err == nil || err.Error() != "no benchmark in common: 0.txt has A …, 1.txt has B/n=2 …" {
		t.Errorf("error %v", err)
	}
	for text, want := range map[string]string{
		"":                     "x: no benchmark results, found an empty file",
		" \n\t\n":              "x: no benchmark results, found an empty file",
		"PK\x03\x04 and so on": `x: no benchmark results, found "PK\x03\x04 and so on"`,
		"BenchmarkA 1 5":       `x: no benchmark results, found "BenchmarkA 1 5"`,
		"BenchmarkA 1 NaN ns/op\nBenchmarkB 1 0 ns/op\nBenchmarkC 1 +Inf ns/op\n": `x: no benchmark results, found "BenchmarkA 1 NaN ns/op"`,
		"BenchmarkPeak/kernel=avx2 1 5 GFLOP/s\n":                                 `x: no benchmark results, found "BenchmarkPeak/kernel=avx2 1 5 GFLOP/s"`,
		strings.Repeat("x", 1<<17):                                                `x: a line is too long for results of benchmarks, found "` + strings.Repeat("x", 40) + `" …`,
		strings.Repeat("x", 100):                                                  `x: no benchmark results, found "` + strings.Repeat("x", 40) + `" …`,
	} {
		if _, _, err := Parse("x", []byte(text)); err == nil || err.Error() != want {
			t.Errorf("%.20q: error %v, want %s", text, err, want)
		}
	}
	dir := t.TempDir()
	for _, file := range []string{dir, filepath.Join(dir, "none")} {
		if _, _, err := Read(file); err == nil || strings.Count(err.Error(), file) != 1 {
			t.Errorf("error %v", err)
		}
	}
	os.WriteFile(filepath.Join(dir, "half"), []byte("BenchmarkA 1 5 ns/op\nBenchmarkA 1 \n"), 0o644)
	if _, warnings, err := Read(filepath.Join(dir, "half")); err != nil || len(warnings) != 1 || !strings.Contains(warnings[0], "half:2") {
		t.Errorf("warnings %q, error %v", warnings, err)
	}
}

// TestText: the table has its first column to the left and nothing odd in it.
func TestText(t *testing.T) {
	table, err := New(parse(t, results("avx2", 1), strings.Replace(results("avx512", 2), "emulated: no", "emulated: yes, qemu-x", 1)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := table.WriteText(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"A  avx2, 0.txt\n   A CPU, linux, 1 worker\n   peak 100 GFLOP/s ±", "EMULATED (qemu-x)", "\n8 × 8 × 8 ", "  2.00\n", "geometric mean of all",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	if strings.ContainsAny(out.String(), "\x00\t") || strings.Contains(out.String(), " \n") || strings.Contains(out.String(), "NaN") {
		t.Errorf("odd characters in %q", out.String())
	}
}
