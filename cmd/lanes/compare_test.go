package main

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Results of two kernel sets of one machine, and of an emulator.
var recorded = []string{"testdata/avx2.txt", "testdata/avx512.txt", "testdata/qemu-arm64.txt"}

func TestCompareGolden(t *testing.T) {
	for golden, files := range map[string][]string{
		"testdata/compare.golden": recorded[:2], "testdata/emulated.golden": recorded,
	} {
		got := lanes(t, append([]string{"compare"}, files...)...).must(t).stdout
		if *update {
			write(golden, []byte(got))
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != strings.ReplaceAll(string(want), "\r\n", "\n") {
			t.Errorf("%s has\n%s, not\n%s", golden, want, got)
		}
	}
}

func TestCompareJSON(t *testing.T) {
	events := lanes(t, append([]string{"compare", "-json"}, recorded...)...).must(t).events(t)
	kinds := make(map[any]int)
	for _, e := range events {
		kinds[e["event"]]++
		if e["event"] != "result" {
			continue
		}
		for key, most := range map[string]float64{"percent_of_peak": 105, "percent_of_attainable": 130, "p": 1} {
			if v, ok := e[key].(float64); ok && (v < 0 || v > most) {
				t.Errorf("%s of %v in %v", key, v, e)
			}
		}
		if e["column"] == "A" && (e["ratio"] != 1.0 || e["significant"] != false) || e["seconds"] == nil {
			t.Errorf("result %v", e)
		}
	}
	if kinds["column"] != 3 || kinds["result"] < 90 || kinds["geomean"] < 3*13 {
		t.Errorf("events %v", kinds)
	}
	for i, kernel := range []string{"avx2", "avx512", "neon"} {
		if e := events[i]; e["kernel"] != kernel || e["emulated"] != (kernel == "neon") || len(e["bandwidth"].([]any)) < 3 {
			t.Errorf("column %v", e)
		}
	}
	last := events[len(events)-2]
	if last["event"] != "geomean" || last["column"] != "B" || last["benchmark"] != "" || last["ratio"].(float64) < 1 {
		t.Errorf("the mean of avx512 is %v", last)
	}
}

// TestCompareHTML: the page is well-formed, its charts say what they are, and
// nothing in it comes from elsewhere.
func TestCompareHTML(t *testing.T) {
	for _, files := range [][]string{recorded[:1], recorded[:2], recorded, recorded[2:], {recorded[2], recorded[0]}} {
		page := filepath.Join(t.TempDir(), "report.html")
		lanes(t, append([]string{"compare", "-html", page}, files...)...).must(t)
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		charts := wellFormed(t, string(text))
		if want := 1 + len(files); charts < want {
			t.Errorf("%d charts, want at least %d", charts, want)
		}
		if found := regexp.MustCompile(`(?i)(src|href|@import|url\()[^>]{0,40}`).FindString(string(text)); found != "" {
			t.Errorf("the page needs %q", found)
		}
		for _, want := range []string{"prefers-color-scheme: dark", "@media print", "GFLOP/s", `lang="en"`} {
			if !strings.Contains(string(text), want) {
				t.Errorf("no %q", want)
			}
		}
		for _, not := range []string{"NaN", "Inf", "ZgotmplZ", "%!"} {
			if strings.Contains(string(text), not) {
				t.Errorf("%q in the page", not)
			}
		}
	}
}

// wellFormed parses a page as XML and returns how many charts it has: each one
// needs title and description; what has none must be hidden from readers.
func wellFormed(t *testing.T, text string) (charts int) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(text, "<!DOCTYPE html>\n")))
	ids := make(map[string]bool)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return charts
		}
		if err != nil {
			t.Fatal(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		attrs := make(map[string]string)
		for _, a := range start.Attr {
			attrs[a.Name.Local] = a.Value
		}
		if id := attrs["id"]; id != "" {
			if ids[id] {
				t.Errorf("id %s twice", id)
			}
			ids[id] = true
		}
		if start.Name.Local == "svg" && attrs["aria-hidden"] != "true" {
			charts++
			if attrs["role"] != "img" || len(strings.Fields(attrs["aria-labelledby"])) != 2 {
				t.Errorf("a chart with %v", attrs)
			}
		}
	}
}

func TestCompareBad(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		write(path, []byte(text))
		return path
	}
	one := file("one.txt", "BenchmarkA 1 5 ns/op\nBenchmarkA 1 x ns/op\n")
	for _, c := range []struct {
		args, want string
		code       int
	}{
		{"compare", "at least one file", exitUsage},
		{"compare -x " + one, "-x", exitUsage},
		{"compare " + one + " " + dir + "/none.txt", "none.txt: ", exitFailed},
		{"compare " + dir, "s a directory", exitFailed},
		{"compare " + file("empty", ""), "empty: no benchmark results, found an empty file", exitFailed},
		{"compare " + file("notes", "seven\n8"), `notes: no benchmark results, found "seven"`, exitFailed},
		{"compare " + file("two.txt", "BenchmarkB 1 5 ns/op\n") + " " + recorded[0],
			"no benchmark in common: two.txt has B …, avx2.txt avx2 has Sgemm/m=8/n=8/k=8 …", exitFailed},
		{"compare -html " + dir + "/none/x " + recorded[0], "cannot be written", exitFailed},
		{"bench x", `"x"`, exitUsage},
		{"bench -run (", "missing closing", exitUsage},
		{"bench -rounds 0", "from 1 to 1000", exitUsage},
		{"bench -time 5", "such as 5ms", exitUsage},
		{"bench -time 2m", "such as 5ms", exitUsage},
		{"bench -workers 0", "from 1 to", exitUsage},
		{"bench -kernel sse9", "want one of", exitUsage},
		{"bench -run nothing", `no benchmark matches "nothing"`, exitFailed},
		{"bench -o " + dir, "is a directory", exitFailed},
	} {
		if r := lanes(t, strings.Fields(c.args)...); r.code != c.code || !oneLine(r, c.want) {
			t.Errorf("lanes %s: status %d, want %d and one line with %q:\n%s", c.args, r.code, c.code, c.want, r.stderr)
		}
	}
	r := lanes(t, "compare", one).must(t)
	if !strings.Contains(r.stderr, "one.txt:2: ") {
		t.Errorf("a line that means nothing: %q", r.stderr)
	}
}
