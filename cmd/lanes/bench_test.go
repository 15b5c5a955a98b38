package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lanes/kernels"
)

// quick measures as little as can be.
func quick(args ...string) []string {
	return append([]string{"bench", "-rounds", "2", "-time", "1us", "-run", "(Sgemm|Sum|^Step).*(m=8/n=8|n=1024$|=784-10/batch=100$)"}, args...)
}

// TestBench: every set leaves a file that says what it holds for and that
// compare reads.
func TestBench(t *testing.T) {
	for _, set := range kernels.Names() {
		file := filepath.Join(t.TempDir(), "results.txt")
		r := lanes(t, quick("-kernel", set, "-o", file, "-emulated")...).must(t)
		if !strings.Contains(r.stdout, "EMULATED") || !strings.Contains(r.stderr, "3 benchmarks with "+set+", 2 rounds") {
			t.Errorf("%s\n%s", r.stdout, r.stderr)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{
			"goos: ", "goarch: ", "cpu: ", "clock-mhz: ", "cache-l2-bytes: ", "emulated: yes, ", "\nworkers: 1\n", "\ngo: go1", "\ncommit: ", "\ndate: 20",
			"\nkernel-set: " + set, "\nfma-peak: ", "\nread-l1: ", "\ncopy-l2: ", "\nupdate-memory: ",
			"\nBenchmarkPeak/kernel=" + set + " ", "\nBenchmarkCopy/level=memory/", "\nBenchmarkSgemm/kernel=" + set + "/m=8/n=8/k=8 ",
		} {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s: no %q in\n%s", set, want, text)
			}
		}
		events := lanes(t, "compare", "-json", file).must(t).events(t)
		if len(events) != 1+3+3+1 || events[0]["kernel"] != set || events[0]["emulated"] != true {
			t.Errorf("%d events, the first %v", len(events), events[0])
		}
	}
}

// TestBenchJSON: with two workers, to standard output alone.
func TestBenchJSON(t *testing.T) {
	events := lanes(t, quick("-json", "-workers", "2")...).must(t).events(t)
	column := events[0]
	if column["event"] != "column" || column["config"].(map[string]any)["workers"] != "2" || column["fma_peak_gflops"] == nil {
		t.Errorf("column %v", column)
	}
	for _, e := range events[1:] {
		if e["event"] == "result" && (e["seconds"].(map[string]any)["samples"] != 2.0 || e["value"].(float64) <= 0) {
			t.Errorf("result %v", e)
		}
	}
}

func TestBenchInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	file := filepath.Join(t.TempDir(), "x")
	r := lanesWith(ctx, nil, quick("-o", file)...)
	if _, err := os.Stat(file); r.code != exitInterrupted || err == nil {
		t.Errorf("status %d, file: %v\n%s", r.code, err, r.stderr)
	}
}
