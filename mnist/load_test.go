package mnist

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func sha(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// small returns a collection of a few 2×3 images and its gzipped files by
// name. The labels are checked by the sum of their gzipped bytes, the images
// by that of the plain ones.
func small(t *testing.T) (*collection, map[string][]byte) {
	t.Helper()
	c := &collection{name: "small", files: collections[0].files}
	served := make(map[string][]byte)
	for i := range c.files {
		f := &c.files[i]
		n := 7 - i/2*3 // 7 to train, 4 to test
		if f.images {
			data := imagesFile(n, 2, 3)
			f.sum, f.gzSum = sha(data), ""
			served[f.name] = zip(t, data)
		} else {
			served[f.name] = zip(t, labelsFile(n))
			f.sum, f.gzSum = "", sha(served[f.name])
		}
	}
	return c, served
}

func writeFiles(t *testing.T, dir, suffix string, files map[string][]byte) {
	t.Helper()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name+suffix), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// check fails unless err is one line that holds every want.
func check(t *testing.T, what string, err error, want ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: no error", what)
		return
	}
	if !strings.HasPrefix(err.Error(), "mnist: ") || strings.Contains(err.Error(), "\n") {
		t.Errorf("%s: %q", what, err)
	}
	for _, w := range want {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%s: %v, want …%s…", what, err, w)
		}
	}
}

func TestLoadDir(t *testing.T) {
	_, files := small(t)
	ctx := context.Background()
	dir := t.TempDir()
	writeFiles(t, dir, ".gz", files)
	// The caller's own files need no published sums.
	l, err := Load(ctx, LoadOptions{Dir: dir})
	if err != nil || l.Source != SourceDir || l.Where != dir || l.Train.Len() != 7 || l.Test.Len() != 4 || l.Train.Name != "mnist" {
		t.Fatalf("%+v, %v", l, err)
	}
	// A plain file goes before a gzipped one.
	writeFiles(t, dir, "", map[string][]byte{testLabels: labelsFile(3)})
	_, err = Load(ctx, LoadOptions{Dir: dir})
	check(t, "count", err, "mnist: "+testImages+" has 4 images but "+testLabels+" has 3 labels (in "+dir+")")
	writeFiles(t, dir, "", map[string][]byte{testLabels: imagesFile(4, 2, 3)})
	_, err = Load(ctx, LoadOptions{Dir: dir, AllowSynthetic: true})
	check(t, "magic", err, "mnist: "+testLabels+": magic 0x803, want 0x801", dir)
	writeFiles(t, dir, "", map[string][]byte{testLabels: labelsFile(4), testImages: imagesFile(4, 3, 2)})
	_, err = Load(ctx, LoadOptions{Dir: dir})
	check(t, "sizes", err, "training images of 2×3 but test images of 3×2")
}

func TestLoadDirMissing(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	writeFiles(t, dir, "", map[string][]byte{trainLabels: labelsFile(4)})
	t.Setenv("LANES_MNIST", dir)
	_, err := Load(ctx, LoadOptions{AllowSynthetic: true})
	check(t, "missing", err, dir, trainImages, testImages, testLabels, ".gz")
	if !errors.Is(err, fs.ErrNotExist) || strings.Contains(err.Error(), trainLabels) {
		t.Errorf("%v", err)
	}
	_, err = Load(ctx, LoadOptions{Dir: filepath.Join(dir, "nowhere")})
	check(t, "no directory", err, filepath.Join(dir, "nowhere")+": no such directory")
	_, err = Load(ctx, LoadOptions{Dir: filepath.Join(dir, trainLabels)})
	check(t, "file", err, filepath.Join(dir, trainLabels)+" is not a directory")
	_, err = Load(ctx, LoadOptions{TestOnly: true})
	check(t, "test set missing", err, dir, testImages, testLabels)
	if strings.Contains(err.Error(), "train") {
		t.Errorf("%v", err)
	}
	// The variable speaks of MNIST alone.
	_, err = Load(ctx, LoadOptions{Name: "fashion-mnist", Offline: true, Cache: t.TempDir()})
	check(t, "fashion-mnist", err, "offline")
}

func TestLoadNames(t *testing.T) {
	_, err := Load(context.Background(), LoadOptions{Name: "cifar"})
	check(t, "unknown", err, `"cifar", want one of mnist, fashion-mnist, synthetic`)
	_, err = Load(context.Background(), LoadOptions{Name: "synthetic", Dir: "x"})
	check(t, "synthetic from a directory", err)
	_, err = Load(context.Background(), LoadOptions{Name: "synthetic", TrainSize: -1})
	check(t, "negative size", err)
	if want := []string{"mnist", "fashion-mnist", "synthetic"}; !slices.Equal(Names(), want) {
		t.Errorf("%v, want %v", Names(), want)
	}
}

func TestLoadSynthetic(t *testing.T) {
	t.Setenv("LANES_MNIST", "")
	o := LoadOptions{Name: "synthetic", TrainSize: 20, TestSize: 10, Seed: 5}
	l, err := Load(context.Background(), o)
	if err != nil || l.Source != SourceSynthetic || l.Train.Len() != 20 || l.Test.Len() != 10 || l.Reason != nil {
		t.Fatalf("%+v, %v", l, err)
	}
	if slices.Equal(l.Train.Image(0), l.Test.Image(0)) {
		t.Error("training and test set are alike")
	}
	// In place of MNIST only if allowed, and with the reason.
	o.Name, o.Offline, o.Cache = "mnist", true, t.TempDir()
	_, err = Load(context.Background(), o)
	check(t, "offline", err, "not in "+o.Cache+", and offline")
	o.AllowSynthetic = true
	l, err = Load(context.Background(), o)
	if err != nil || l.Source != SourceSynthetic || l.Train.Name != "synthetic" || !errors.Is(l.Reason, fs.ErrNotExist) {
		t.Errorf("%+v, %v", l, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err = Load(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// Drawing all digits takes seconds; a cancelled program does not wait for it.
func TestLoadSyntheticCancel(t *testing.T) {
	digits() // outlined once, and not what is timed here
	ctx, cancel := context.WithCancel(context.Background())
	var cancelled time.Time
	time.AfterFunc(50*time.Millisecond, func() { cancelled = time.Now(); cancel() })
	l, err := Load(ctx, LoadOptions{Name: "synthetic", TrainSize: 1 << 20})
	if l != nil || err != context.Canceled {
		t.Fatalf("%v, %v", l, err)
	}
	if late := time.Since(cancelled); late > time.Second {
		t.Errorf("it returned %v after the cancel", late)
	}
}

func TestLoadDirTestOnly(t *testing.T) {
	_, files := small(t)
	dir := t.TempDir()
	writeFiles(t, dir, ".gz", map[string][]byte{testImages: files[testImages], testLabels: files[testLabels]})
	l, err := Load(context.Background(), LoadOptions{Dir: dir, TestOnly: true})
	if err != nil || l.Train != nil || l.Test.Len() != 4 {
		t.Fatalf("%+v, %v", l, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Load(ctx, LoadOptions{Dir: dir, TestOnly: true}); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
	// A directory stands for all that is no file: a pipe, a device.
	if err := os.Mkdir(filepath.Join(dir, testLabels), 0o755); err != nil {
		t.Fatal(err)
	}
	_, err = Load(context.Background(), LoadOptions{Dir: dir, TestOnly: true})
	check(t, "no regular file", err, "mnist: "+testLabels+" is not a regular file (in "+dir+")")
}
