package bench

import (
	"math"
	"os"
	"path/filepath"
	"testing"
)

func TestPublish(t *testing.T) {
	file := filepath.Join(t.TempDir(), "doc.md")
	const head, tail = "a\n<!-- figures: x -->\n", end + "\nb\n<!-- figures: y -->\n1\n" + end + "\n"
	if err := os.WriteFile(file, []byte(head+"old\n"+tail), 0o644); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := Publish(file, "x", "new\n"); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(file); string(got) != head+"\nnew\n\n"+tail {
			t.Fatalf("document is %q", got)
		}
	}
	if Publish(file, "z", "") == nil || Publish(file+"x", "x", "") == nil {
		t.Error("no error for figures that the document has no place for, or no document")
	}
}

func TestMedian(t *testing.T) {
	if m := Median([]float64{3, 1, 2}); m != 2 {
		t.Errorf("median of three is %v", m)
	}
	if m := Median([]float64{4, 1, 2, 3}); m != 2.5 {
		t.Errorf("median of four is %v", m)
	}
	if m := Median(nil); !math.IsNaN(m) {
		t.Errorf("median of none is %v", m)
	}
}

func TestRace(t *testing.T) {
	ready, run := 0, 0
	m := Race(3, 0, []Contender{{Ready: func() { ready++ }, Run: func() { run++ }}, {Run: func() {}}})
	if len(m) != 2 || m[0] < 0 || ready != 4 || run != 4 {
		t.Errorf("medians %v after %d stretches of %d calls", m, ready, run)
	}
}
