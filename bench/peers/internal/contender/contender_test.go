package contender

import (
	"strings"
	"testing"

	"lanes/bench/peers/internal/check"
	"lanes/bench/peers/internal/shape"
)

func operands(s shape.Shape) *check.Operands {
	a, b, c := check.Len(s)
	return &check.Operands{Shape: s, A: make([]float32, a), B: make([]float32, b), C: make([]float32, c)}
}

// TestGo checks the contenders that need no library, in all transpositions.
func TestGo(t *testing.T) {
	cfg := Config{Threads: 1, ISA: Native}
	for _, e := range All(cfg) {
		if e.Class != Lanes && e.Class != Plain {
			continue
		}
		c, err := e.Open(cfg)
		if err != nil {
			t.Errorf("%s: %v", e.Name, err)
			continue
		}
		for _, ld := range [][3]int{{7, 7, 7}, {9, 10, 11}} {
			for op := range 4 {
				s := shape.Shape{Name: "test", M: 7, N: 7, K: 7, TransA: op&1 != 0, TransB: op&2 != 0,
					LDA: ld[0], LDB: ld[1], LDC: ld[2]}
				o := operands(s)
				run, err := c.Prepare(o)
				if err != nil {
					t.Fatalf("%s: %v", e.Name, err)
				}
				o.Integers(1)
				run(2)
				if err := o.Exact(1); err != nil {
					t.Errorf("%s, %s: %v", e.Name, s.Size(), err)
				}
				o.Fractions(1)
				run(1)
				if _, err := o.Bounded(1); err != nil {
					t.Errorf("%s, %s: %v", e.Name, s.Size(), err)
				}
			}
		}
	}
}

func TestEntries(t *testing.T) {
	for _, c := range []Config{{Threads: 1, ISA: Native}, {Threads: 2, ISA: Native}, {Threads: 1, ISA: AVX2}} {
		seen := map[string]bool{}
		for _, e := range All(c) {
			if seen[e.Name] {
				t.Errorf("%+v: %s twice", c, e.Name)
			}
			seen[e.Name] = true
			if c.ISA == AVX2 && strings.Contains(e.Name, "512") {
				t.Errorf("%s takes part in avx2", e.Name)
			}
			env := strings.ToLower(strings.Join(e.Env(c), " "))
			held := strings.Contains(env, "haswell") || strings.Contains(env, "avx2") || strings.Contains(env, "=hsw")
			if (e.Class == Library || e.Class == Codegen) && e.Name != "blis" && e.Name != "blis-skx" && held != (c.ISA == AVX2) {
				t.Errorf("%+v: %s: environment %v", c, e.Name, e.Env(c)) // BLIS is told by openBLIS
			}
			if found, err := Find(c, e.Name); err != nil || found.Name != e.Name {
				t.Errorf("Find(%s): %v", e.Name, err)
			}
		}
		if seen["libxsmm"] != (c.Threads == 1) {
			t.Errorf("%+v: libxsmm %v", c, seen["libxsmm"])
		}
	}
	if _, err := Find(Config{Threads: 1, ISA: Native}, "nosuch"); err == nil {
		t.Error("found a contender that is not there")
	}
}

func TestPath(t *testing.T) {
	for arch, want := range map[string]string{"SkylakeX": "avx512", "Cooperlake": "avx512", "zen3": "zen3", "avx2": "avx2",
		"Advanced Vector Extensions 512 (AVX-512)": "avx512"} {
		if got := (Info{Arch: arch}).Path(); got != want {
			t.Errorf("Path of %s = %s, want %s", arch, got, want)
		}
	}
}

func TestNotInstalled(t *testing.T) {
	cfg := Config{Threads: 1, ISA: Native, Library: "/nosuch/lib.so"}
	for _, e := range All(cfg) {
		if e.Class == Library || e.Class == Codegen {
			if _, err := e.Open(cfg); err == nil {
				t.Errorf("%s opened without its library", e.Name)
			}
		}
	}
}
