package main

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lanes/mnist"
)

// TestRoundTrip trains, saves, judges again, goes on and classifies.
func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "net.safetensors")
	r := lanes(t, "train", "-recipe", "mlp", "-hidden", "12", "-batch", "20", "-epochs", "4", "-json", "-o", file).must(t)
	done := r.last(t, "done")
	if done["saved"] != file || done["test_accuracy"].(float64) < 0.5 {
		t.Fatalf("a poor start: %v", done)
	}
	judged := lanes(t, "eval", file, "-json").must(t).last(t, "done")
	for _, key := range []string{"test_accuracy", "test_loss", "weights_sha256", "architecture", "dataset"} {
		if judged[key] != done[key] {
			t.Errorf("eval: %s is %v, was %v", key, judged[key], done[key])
		}
	}
	if text := lanes(t, "eval", file).must(t).stdout; !strings.Contains(text, "784-12-10") || !strings.Contains(text, "confusion") {
		t.Errorf("eval for people:\n%s", text)
	}
	more := lanes(t, "train", "-load", file, "-batch", "20", "-steps", "3", "-json", "-o", file).must(t)
	if start := more.events(t)[0]; start["load"] != file || start["init"] != "file" || start["architecture"] != "784-12-10" {
		t.Errorf("going on: %v", start)
	}
	if lanes(t, "eval", file, "-json").must(t).last(t, "done")["weights_sha256"] != more.last(t, "done")["weights_sha256"] {
		t.Error("going on did not replace the file")
	}
	predictAll(t, file, dir)
}

// TestActivation: the activation is saved, and used again.
func TestActivation(t *testing.T) {
	hashes := map[any]bool{}
	for _, name := range []string{"relu", "tanh", "sigmoid"} {
		file := filepath.Join(t.TempDir(), "net")
		done := lanes(t, "train", "-hidden", "9", "-activation", name, "-steps", "9", "-json", "-o", file).must(t).last(t, "done")
		judged := lanes(t, "eval", file, "-json").must(t).last(t, "done")
		hashes[done["weights_sha256"]] = true
		if done["activation"] != name || judged["activation"] != name || judged["test_loss"] != done["test_loss"] {
			t.Errorf("%s: %v, then %v", name, done, judged)
		}
		more := lanes(t, "train", "-load", file, "-steps", "1", "-json", "-o", file).must(t).last(t, "done")
		if again := lanes(t, "eval", file, "-json").must(t).last(t, "done"); more["activation"] != name || again["activation"] != name {
			t.Errorf("%s: going on with %v, saved as %v", name, more["activation"], again["activation"])
		}
		if said := strings.Contains(lanes(t, "eval", file).must(t).stdout, "784-9-10 of "+name); said != (name != "relu") {
			t.Errorf("eval of %s for people: %v", name, said)
		}
		other := map[string]string{"relu": "tanh", "tanh": "sigmoid", "sigmoid": "relu"}[name]
		if r := lanes(t, "train", "-load", file, "-activation", other); r.code != exitUsage || !oneLine(r, "which -activation contradicts") {
			t.Errorf("%s, -activation %s: %+v", name, other, r)
		}
	}
	if len(hashes) != 3 {
		t.Error("two activations train the same network")
	}
}

// predictAll checks that the ways to the same image have the same answer.
func predictAll(t *testing.T, file, dir string) {
	test := mnist.Synthetic(testImages, 2)
	byIndex := lanes(t, "predict", file, "-index", "7,3", "-json").must(t).events(t)
	byFile := lanes(t, "predict", file, filepath.Join(data, "t10k-images-idx3-ubyte"), "-json").must(t).events(t)
	if len(byIndex) != 2 || len(byFile) != testImages {
		t.Fatalf("%d and %d answers", len(byIndex), len(byFile))
	}
	for i, k := range []int{7, 3} {
		a, b := byIndex[i], byFile[k]
		if a["truth"] != float64(test.Labels[k]) || a["index"] != float64(k) || b["index"] != float64(k) ||
			a["label"] != b["label"] || a["probability"] != b["probability"] {
			t.Errorf("image %d: %v and %v", k, a, b)
		}
	}
	// The same image four times as large, dark on light.
	img := image.NewRGBA(image.Rect(0, 0, 4*side, 4*side))
	for y := range 4 * side {
		for x := range 4 * side {
			img.Set(x, y, color.Gray{Y: 255 - test.Image(7)[y/4*side+x/4]})
		}
	}
	picture := filepath.Join(dir, "digit.png")
	f, err := os.Create(picture)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
	f.Close()
	r := lanes(t, "predict", file, "-invert", picture, "-json").must(t)
	if e := r.last(t, "prediction"); e["label"] != byIndex[0]["label"] || e["image"] != picture || r.stderr != "" {
		t.Errorf("a picture of image 7: %v, %s; want label %v", e, r.stderr, byIndex[0]["label"])
	}
	if r := lanes(t, "predict", file, picture).must(t); !strings.Contains(r.stderr, "-invert") {
		t.Errorf("no word about -invert: %q", r.stderr)
	}
	if text := lanes(t, "predict", file, "-index", "7").must(t).stdout; !strings.Contains(text, "█") || strings.Count(text, "%") != 11 {
		t.Errorf("no drawing beside ten figures:\n%s", text)
	}
	if text := lanes(t, "predict", file, "-index", "7,3", "-plain").must(t).stdout; strings.Count(text, "\n") != 2 {
		t.Errorf("-plain is not a line an image:\n%s", text)
	}
}

// TestFallback: without data train draws its own, loudly, and eval knows.
func TestFallback(t *testing.T) {
	t.Setenv("LANES_MNIST", "")
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	t.Setenv("LocalAppData", t.TempDir())
	command := func(args ...string) result {
		var stdout, stderr strings.Builder
		c := &console{
			stdout: &sink{w: &stdout}, stderr: &stderr, env: func(string) string { return "" },
			synthetic: sizes{train: 100, test: 30},
		}
		code := c.run(t.Context(), args)
		return result{code, stdout.String(), stderr.String()}
	}
	file := filepath.Join(t.TempDir(), "net")
	r := command("train", "-offline", "-steps", "3", "-hidden", "16", "-json", "-o", file).must(t)
	done := r.last(t, "done")
	if done["data"] != "synthetic" || done["dataset"] != "synthetic" || !strings.Contains(r.stderr, "SYNTHETIC DIGITS") {
		t.Errorf("the fallback is not said loudly: %v\n%s", done, r.stderr)
	}
	again := command("eval", file, "-offline", "-json").must(t).last(t, "done")
	if again["data"] != "synthetic" || again["test_accuracy"] != done["test_accuracy"] {
		t.Errorf("eval: %v, train: %v", again, done)
	}
	for _, args := range [][]string{{"eval", file}, {"predict", file, "-index", "1"}} {
		r := command(append(args, "-data", "digits")...)
		if want := file + " was trained on synthetic digits: add -dataset mnist to judge it on digits"; r.code != exitUsage || !oneLine(r, want) {
			t.Errorf("%v: %+v", args, r)
		}
	}
	if r := command("eval", file, "-offline", "-dataset", "mnist"); r.code != exitFailed || !oneLine(r, "offline") {
		t.Errorf("eval on data that are not there: %+v", r)
	}
	if r := command("train", "-offline", "-dataset", "fashion-mnist"); r.code != exitFailed || !oneLine(r, "offline") {
		t.Errorf("clothes are not replaced by digits: %+v", r)
	}
	if done := command("train", "-dataset", "synthetic", "-hidden", "16", "-steps", "2", "-json").must(t).last(t, "done"); done["data"] != "synthetic" {
		t.Errorf("synthetic as asked: %v", done["data"])
	}
}
