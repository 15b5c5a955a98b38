package main

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lanes/kernels"
)

// TestSameBits: the weights of a recipe depend on no kernel set and no number of
// workers.
func TestSameBits(t *testing.T) {
	for _, recipe := range []string{"tutorial", "softmax", "mlp"} {
		hidden := recipeByName(recipe).hidden
		if len(hidden) > 0 {
			hidden = []int{17} // the reference is slow
		}
		var want any
		for _, set := range kernels.Names() {
			if !kernels.Info(set).Exact {
				continue // as its documentation says
			}
			for _, workers := range []string{"1", "2", "3"} {
				r := lanes(t, "train", "-recipe", recipe, "-steps", "4", "-batch", "40", "-json", "-quiet", "-kernel", set, "-workers", workers,
					"-hidden", wholes{p: &hidden, none: "none"}.String()).must(t)
				done := r.last(t, "done")
				if done["kernel"] != set || done["workers"].(float64) != float64(workers[0]-'0') {
					t.Fatalf("asked for %s with %s workers, got %v", set, workers, done)
				}
				if want == nil {
					want = done["weights_sha256"]
				}
				if got := done["weights_sha256"]; got != want {
					t.Errorf("%s, %s, %s workers: weights %v, want %v", recipe, set, workers, got, want)
				}
			}
		}
	}
}

func TestJSON(t *testing.T) {
	r := lanes(t, "train", "-recipe", "tutorial", "-steps", "12", "-json", "-log-every", "5", "-seed", "3", "-holdout", "100").must(t)
	events := r.events(t)
	var steps []float64
	var holdouts int
	for _, e := range events {
		switch e["event"] {
		case "step":
			steps = append(steps, e["step"].(float64))
			for _, key := range []string{"epoch", "loss", "mean_loss", "accuracy", "lr", "samples_per_s", "seconds"} {
				if _, ok := e[key].(float64); !ok {
					t.Errorf("step: %s is %v", key, e[key])
				}
			}
		case "holdout":
			holdouts++
		}
	}
	if want := []float64{1, 5, 10, 12}; !slices.Equal(steps, want) {
		t.Errorf("steps %v, want %v", steps, want)
	}
	if holdouts != 3 { // after 5 and 10 steps of 100 out of 500, and at the end
		t.Errorf("%d evaluations of the hold-out set, want 3", holdouts)
	}
	done := r.last(t, "done")
	for key, want := range map[string]any{
		"recipe": "tutorial", "dataset": "mnist", "data": "directory", "architecture": "784-10", "seed": 3.0,
		"batch": 100.0, "loss_reduction": "mean", "precision": "exact", "kernel": kernels.Active(), "steps": 12.0,
		"epochs": 2.0, "test_samples": float64(testImages),
	} {
		if done[key] != want {
			t.Errorf("done: %s is %v, want %v", key, done[key], want)
		}
	}
	for _, key := range []string{"train_seconds", "samples_per_s", "final_loss", "test_accuracy", "test_loss", "holdout_accuracy"} {
		if _, ok := done[key].(float64); !ok {
			t.Errorf("done: %s is %v", key, done[key])
		}
	}
	if h, _ := done["weights_sha256"].(string); len(h) != 64 {
		t.Errorf("done: weights_sha256 is %q", h)
	}
	if n := len(done["per_class"].([]any)); n != 10 {
		t.Errorf("done: %d classes", n)
	}
	sum := 0.0
	for _, row := range done["confusion"].([]any) {
		for _, n := range row.([]any) {
			sum += n.(float64)
		}
	}
	if sum != testImages {
		t.Errorf("done: confusion holds %v images, want %d", sum, testImages)
	}
	if !strings.Contains(r.stderr, "confusion") || !strings.Contains(r.stderr, "step  5/12") {
		t.Errorf("people's text is not on standard error:\n%s", r.stderr)
	}
}

// TestWholeBatches: images that do not fill a batch are no part of an epoch.
func TestWholeBatches(t *testing.T) {
	start := lanes(t, "train", "-steps", "1", "-hidden", "4", "-batch", "70", "-json").must(t).events(t)[0]
	if n := start["samples_per_epoch"]; n != 560.0 {
		t.Errorf("start: %v samples an epoch, want 560", n)
	}
}

func TestText(t *testing.T) {
	r := lanes(t, "train", "-recipe", "softmax", "-epochs", "3", "-holdout", "60").must(t)
	for _, want := range []string{"15 steps in", "test accuracy", "precision", "confusion", "weights sha256"} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("no %q in\n%s", want, r.stdout)
		}
	}
	if strings.Count(r.stderr, "\nepoch ") != 3 || strings.Count(r.stderr, "hold-out") != 3 || strings.Contains(r.stdout, "epoch") {
		t.Errorf("progress is not three lines on standard error:\n%s", r.stderr)
	}
	r = lanes(t, "train", "-recipe", "softmax", "-epochs", "2", "-quiet").must(t)
	if r.stderr != "" || !strings.Contains(r.stdout, "test accuracy") {
		t.Errorf("-quiet: %+v", r)
	}
	r = lanes(t, "train", "-recipe", "softmax", "-epochs", "2", "-quiet", "-json").must(t)
	if r.stderr != "" {
		t.Errorf("-quiet -json: %s", r.stderr)
	}
}

// TestFlags: every hyper-parameter changes the weights, and the same flags give
// the same weights.
func TestFlags(t *testing.T) {
	base := []string{"train", "-recipe", "mlp", "-hidden", "8", "-batch", "20", "-steps", "9", "-json", "-quiet"}
	seen := map[any]string{}
	for _, change := range []string{
		"", "-seed 2", "-lr 0.05", "-momentum 0.5", "-momentum 0", "-nesterov=false", "-weight-decay 0.01", "-batch 21",
		"-steps 8", "-hidden none", "-hidden 8,8", "-init normal", "-init glorot", "-loss-reduction sum", "-holdout 100",
		"-schedule constant", "-schedule constant -warmup 4", "-schedule cosine", "-schedule cosine -end-lr 0.01",
		"-schedule step", "-schedule step -decay-every 4", "-schedule step -decay-factor 0.5",
		"-optimizer adam", "-optimizer adam -lr 0.002", "-optimizer adam -beta1 0.8", "-optimizer adam -beta2 0.9", "-optimizer adam -epsilon 0.01",
		"-optimizer adam -weight-decay 0.01", "-optimizer adamw -weight-decay 0.01",
	} {
		hash := lanes(t, append(base, strings.Fields(change)...)...).must(t).last(t, "done")["weights_sha256"]
		if other, ok := seen[hash]; ok {
			t.Errorf("%q and %q give the same weights", change, other)
		}
		seen[hash] = change
	}
	for _, same := range []string{"", "-optimizer sgd", "-steps 9 -epochs 5", "-epochs 1 -steps 9", "-log-every 2", "-precision exact"} {
		hash := lanes(t, append(base, strings.Fields(same)...)...).must(t).last(t, "done")["weights_sha256"]
		if change, ok := seen[hash]; !ok || change != "" {
			t.Errorf("%q gives other weights than without", same)
		}
	}
	if done := lanes(t, append(base[:5:5], "-epochs", "2", "-json", "-quiet")...).must(t).last(t, "done"); done["steps"] != 12.0 {
		t.Errorf("2 epochs of 600 images in batches of 100: %v steps", done["steps"])
	}
}

// TestPrecision: a floor gives the same weights with any number of workers, and those of
// the exact method where that runs.
func TestPrecision(t *testing.T) {
	train := func(args ...string) any {
		base := []string{"train", "-recipe", "mlp", "-steps", "1", "-json", "-quiet"}
		return lanes(t, append(base, args...)...).must(t).last(t, "done")["weights_sha256"]
	}
	exact := train()
	for _, p := range precisions {
		hash := train("-precision", p.String(), "-workers", "1")
		if other := train("-precision", p.String(), "-workers", "2"); other != hash {
			t.Errorf("%v: 1 and 2 workers give other weights", p)
		}
		if runs, _ := kernels.Method(p); (hash == exact) != (runs == kernels.Active()) {
			t.Errorf("%v runs on %s, and its weights are those of the exact method: %v", p, runs, hash == exact)
		}
	}
}

// canceller cancels a context when it sees a word.
type canceller struct {
	word   string
	cancel context.CancelFunc
}

func (c canceller) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(c.word)) {
		c.cancel()
	}
	return len(p), nil
}

// TestInterrupt: a run that is cut short saves what it has and says so.
func TestInterrupt(t *testing.T) {
	file := filepath.Join(t.TempDir(), "net")
	ctx, cancel := context.WithCancel(context.Background())
	r := lanesWith(ctx, canceller{`"step":5,`, cancel}, "train", "-json", "-quiet", "-log-every", "1", "-hidden", "4", "-o", file)
	e := r.last(t, "interrupted")
	if r.code != exitInterrupted || e["steps"] != 5.0 || e["saved"] != file || !strings.Contains(r.stderr, "after step 5 of 48; the network so far is in ") {
		t.Fatalf("status %d, %v\n%s", r.code, e, r.stderr)
	}
	want := lanes(t, "train", "-json", "-quiet", "-hidden", "4", "-steps", "48").must(t)
	if lanes(t, "eval", file, "-json").must(t).last(t, "done")["weights_sha256"] != e["weights_sha256"] {
		t.Error("the file holds other weights than were reported")
	}
	if want.last(t, "done")["weights_sha256"] == e["weights_sha256"] {
		t.Error("the run was not cut short")
	}
	// Before the first step there is nothing to save: the file stays.
	before, _ := os.ReadFile(file)
	r = lanesWith(ctx, nil, "train", "-o", file, "-quiet")
	if after, _ := os.ReadFile(file); r.code != exitInterrupted || r.stderr != "lanes train: interrupted\n" || !bytes.Equal(before, after) {
		t.Errorf("interrupted at once: %+v", r)
	}
}

// TestDiverges: a loss that is not finite ends the run, and nothing is saved.
func TestDiverges(t *testing.T) {
	file := filepath.Join(t.TempDir(), "net")
	write(file, []byte("precious"))
	r := lanes(t, "train", "-lr", "1e30", "-hidden", "16", "-json", "-quiet", "-o", file)
	e := r.last(t, "error")
	if r.code != exitFailed || e["step"].(float64) < 2 || !oneLine(result{stderr: r.stderr}, "nothing saved") ||
		!strings.Contains(r.stderr, "step "+strconv.Itoa(int(e["step"].(float64)))+": the loss is ") {
		t.Errorf("status %d, %v\n%s", r.code, e, r.stderr)
	}
	if b, _ := os.ReadFile(file); string(b) != "precious" {
		t.Errorf("the file now holds %q", b)
	}
	if left, _ := filepath.Glob(filepath.Dir(file) + "/.*"); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

// TestNoAllocations: steps that are not reported allocate nothing.
func TestNoAllocations(t *testing.T) {
	info, _ := debug.ReadBuildInfo()
	if info != nil && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		t.Skip("the race detector empties pools")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // so does a collection, which a slow machine has more of
	allocations := func(steps string) float64 {
		fs := flag.NewFlagSet("train", flag.ContinueOnError)
		tr := newTrainer(fs)
		c := &console{stdout: &sink{w: io.Discard}, stderr: io.Discard, env: func(string) string { return data }}
		args := []string{"-steps", steps, "-hidden", "16", "-batch", "10", "-log-every", "1000", "-json"}
		if err := fs.Parse(args); err != nil {
			t.Fatal(err)
		}
		if err := tr.resolve(); err != nil {
			t.Fatal(err)
		}
		if err := tr.prepare(context.Background(), c); err != nil {
			t.Fatal(err)
		}
		return testing.AllocsPerRun(3, func() {
			if _, err := tr.fit(context.Background(), c); err != nil {
				t.Fatal(err)
			}
		})
	}
	// Both are within the first epoch of 60; 45 steps that each allocate would not
	// hide in a difference of two.
	if few, many := allocations("10"), allocations("55"); many > few+2 {
		t.Errorf("10 steps: %v allocations, 55 steps: %v", few, many)
	}
}
