package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"lanes/layers"
	"lanes/safetensors"
)

// TestNotFinite: a loss can be finite while the update after it is not; such a
// network is neither a success nor saved.
func TestNotFinite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "net")
	r := lanes(t, "train", "-recipe", "softmax", "-loss-reduction", "sum", "-schedule", "constant", "-steps", "1", "-lr", "3e38",
		"-json", "-quiet", "-o", file)
	e := r.last(t, "error")
	want := "after step 1 the weights are not finite"
	if r.code != exitFailed || e["step"] != 1.0 || !strings.Contains(e["error"].(string), want) ||
		strings.Count(r.stderr, "\n") != 1 || !strings.Contains(r.stderr, want) {
		t.Errorf("status %d, %v\n%s", r.code, e, r.stderr)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("the network was saved")
	}
}

// TestNotFiniteFile: a file with weights that are not finite is not put to use.
func TestNotFiniteFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "net")
	inf := func(w []float32, _, _ int, _ *rand.Rand) { w[3] = float32(math.Inf(-1)) }
	n, err := newNetwork([]int{784, 10}, "", layers.Initializer(inf), 0)
	if err == nil {
		err = n.save(file, map[string]string{})
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"eval", file}, {"predict", file, "-index", "1"}, {"train", "-load", file}} {
		r := lanes(t, args...)
		if r.code != exitFailed || !oneLine(r, "not finite: dense1.weight holds -Inf at 3") {
			t.Errorf("%v: %+v", args, r)
		}
	}
}

// TestUnknownActivation: a file that names one is refused, hidden layers or not.
func TestUnknownActivation(t *testing.T) {
	for _, sizes := range [][]int{{784, 10}, {784, 4, 10}} {
		file := filepath.Join(t.TempDir(), "net")
		n, err := newNetwork(sizes, "relu", layers.Zeros, 0)
		if err == nil {
			err = safetensors.SaveParams(file, n.Params(), map[string]string{architectureKey: n.architecture(), activationKey: "gelu"})
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"eval", file}, {"predict", file, "-index", "1"}, {"train", "-load", file}} {
			r := lanes(t, args...)
			if r.code != exitFailed || !oneLine(r, file+`: layers: activation "gelu", want relu, tanh or sigmoid`) {
				t.Errorf("%v of %v: %+v", args, sizes, r)
			}
		}
	}
}

// TestGoOn: the settings are those of the recipe that a file was trained with,
// unless a flag names another one.
func TestGoOn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "net")
	lanes(t, "train", "-recipe", "tutorial", "-steps", "1", "-quiet", "-o", file).must(t)
	for recipe, remark := range map[string]bool{"": false, "tutorial": false, "softmax": true} {
		args := []string{"train", "-load", file, "-steps", "2", "-json"}
		want := "tutorial"
		if recipe != "" {
			args, want = append(args, "-recipe", recipe), recipe
		}
		r := lanes(t, args...).must(t)
		if start := r.events(t)[0]; start["recipe"] != want || start["schedule"] != recipeByName(want).schedule {
			t.Errorf("-recipe %q: %v", recipe, start)
		}
		if strings.Contains(r.stderr, "was trained with those of tutorial") != remark {
			t.Errorf("-recipe %q: %s", recipe, r.stderr)
		}
	}
}

// breaking is a standard output that fails from a word on.
type breaking struct {
	word   string
	broken bool
}

func (b *breaking) Write(p []byte) (int, error) {
	if b.broken = b.broken || strings.Contains(string(p), b.word); b.broken {
		return 0, fmt.Errorf("the disk is full")
	}
	return len(p), nil
}

// TestStdoutBreaks: a run that nobody can follow ends at once and is saved.
func TestStdoutBreaks(t *testing.T) {
	file := filepath.Join(t.TempDir(), "net")
	r := lanesWith(context.Background(), &breaking{word: `"step":3,`},
		"train", "-json", "-quiet", "-log-every", "1", "-hidden", "4", "-o", file)
	if r.code != exitFailed || strings.Count(r.stderr, "\n") != 1 ||
		!strings.Contains(r.stderr, "standard output: the disk is full: stopped after step 3 of 48; the network so far is in ") {
		t.Errorf("%d %s", r.code, r.stderr)
	}
	lanes(t, "eval", file).must(t)
}

// TestUnsaved: a network that cannot be saved is judged all the same.
func TestUnsaved(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs /dev/full")
	}
	full := "/dev/full: no space left"
	r := lanes(t, "train", "-recipe", "tutorial", "-steps", "1", "-quiet", "-o", "/dev/full")
	if r.code != exitFailed || !oneLine(result{stderr: r.stderr}, full) || !strings.Contains(r.stdout, "weights sha256") ||
		strings.Contains(r.stdout, "saved") {
		t.Errorf("a full disk: %+v", r)
	}
	r = lanes(t, "train", "-recipe", "tutorial", "-steps", "1", "-quiet", "-json", "-o", "/dev/full")
	events := r.events(t)
	done := events[len(events)-2]
	if done["event"] != "done" || done["saved"] != "" || done["test_accuracy"] == nil ||
		!strings.Contains(r.last(t, "error")["error"].(string), full) || r.code != exitFailed {
		t.Errorf("a full disk: %+v", r)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r = lanesWith(ctx, canceller{`"step":2,`, cancel}, "train", "-hidden", "4", "-quiet", "-json", "-log-every", "1", "-o", "/dev/full")
	if e := r.last(t, "interrupted"); r.code != exitFailed || e["saved"] != "" || !oneLine(result{stderr: r.stderr}, full) {
		t.Errorf("a full disk and an interrupt: %+v", r)
	}
}

// TestInterruptedAtStart: an interrupt before the first step has its event too.
func TestInterruptedAtStart(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	r := lanesWith(ctx, canceller{`"start"`, cancel}, "train", "-json", "-quiet", "-hidden", "4")
	if e := r.last(t, "interrupted"); r.code != exitInterrupted || e["step"] != 0.0 {
		t.Errorf("status %d, %v", r.code, e)
	}
}
