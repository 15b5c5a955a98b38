package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"lanes/bench/peers/internal/child"
	"lanes/bench/peers/internal/contender"
	"lanes/bench/peers/internal/shape"
)

// TestMain makes the test binary its own child, as the command is.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "-child" {
		main()
		return
	}
	runtime.LockOSThread()
	os.Exit(m.Run())
}

func TestParse(t *testing.T) {
	o, err := parse([]string{"-threads", "all", "-isa", "avx2", "-shapes", "conv", "-lib", "mkl=/x.so", "-plot", "a.svg,b.png"}, io.Discard)
	if err != nil || o.threads != runtime.NumCPU() || len(o.shapes) != 6 || o.libraries["mkl"] != "/x.so" || len(o.plots) != 2 {
		t.Errorf("%+v, %v", o, err)
	}
	for _, bad := range [][]string{{"-threads", "3"}, {"-isa", "sse"}, {"-shapes", "nosuch"}, {"-plot", "a.gif"}, {"-lib", "mkl"},
		{"-lib", "nosuch=/x"}, {"-contenders", "("}, {"-rounds", "0"}, {"rest"}} {
		if _, err := parse(bad, io.Discard); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

// TestLibraries has every library that is installed check itself on a few products,
// each in a process of its own, at full width and held to AVX2.
func TestLibraries(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	shapes, err := shape.Select(shape.All(), `^squares/(4|17|100) |/64 |padded/64|aliasing/64|vectors/784-10 |-10/weights/32|bf16/(256|784-512)`)
	if err != nil {
		t.Fatal(err)
	}
	for _, cfg := range []contender.Config{{Threads: 1, ISA: contender.Native}, {Threads: 2, ISA: contender.Native}, {Threads: 1, ISA: contender.AVX2}} {
		for _, e := range contender.All(cfg) {
			if e.Class != contender.Library && e.Class != contender.Codegen {
				continue
			}
			t.Run(e.Name, func(t *testing.T) {
				p := testProcess(t, self, e.Name, e.Env(cfg), cfg)
				for _, s := range shapes {
					if s.BF16 != e.BF16 {
						continue
					}
					r, err := p.ask(child.Request{Op: child.Prepare, Shape: s, Nanos: 1})
					if err != nil || r.Error != "" || r.Skip != "" && e.Class == contender.Library && cfg.ISA == contender.Native {
						t.Fatalf("%s: %v %s%s", s.Name, err, r.Error, r.Skip)
					}
				}
			})
		}
	}
}

// testProcess starts and opens a child, or skips the test if it is not installed.
func testProcess(t *testing.T, self, name string, env []string, cfg contender.Config) *process {
	t.Helper()
	p, err := start(context.Background(), self, name, env)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.End() })
	r, err := p.ask(child.Request{Op: child.Open, Config: cfg})
	if err != nil {
		t.Fatal(err)
	}
	if r.Error != "" {
		t.Skip(r.Error)
	}
	t.Logf("%s, %s", r.Info.Version, r.Info.Arch)
	return p
}

// TestCompare runs a whole small comparison without libraries.
func TestCompare(t *testing.T) {
	dir := t.TempDir()
	plot := filepath.Join(dir, "a.svg")
	o, err := parse([]string{"-contenders", "lanes-generic|naive", "-shapes", "^squares/(4|8) |vectors/784-128 ", "-rounds", "2",
		"-batch", "20us", "-json", "-plot", plot}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	var out, people bytes.Buffer
	if err := compare(t.Context(), o, &sink{w: &out}, &people); err != nil {
		t.Error(err)
	}
	kinds := map[string]int{}
	for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		var v struct {
			Kind   string  `json:"kind"`
			Gflops float64 `json:"gflops"`
		}
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if kinds[v.Kind]++; v.Kind == "result" && v.Gflops <= 0 {
			t.Errorf("no speed in %s", line)
		}
	}
	if kinds["run"] != 1 || kinds["result"] != 6 || kinds["end"] != 1 || kinds["summary"] == 0 {
		t.Errorf("lines %v", kinds)
	}
	if _, err := os.Stat(plot); err != nil {
		t.Error(err)
	}
	if !strings.Contains(people.String(), "No library") || !strings.Contains(people.String(), "of reading at") {
		t.Errorf("table:\n%s", people.String())
	}
}
