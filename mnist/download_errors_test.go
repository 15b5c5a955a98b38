package mnist

import (
	"context"
	"errors"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// What a killed program left is removed, what a running one writes is not.
func TestDownloadSweeps(t *testing.T) {
	c, files := small(t)
	dir := t.TempDir()
	writeFiles(t, dir, ".1.part", map[string][]byte{trainImages: {1}})
	writeFiles(t, dir, ".2.part", map[string][]byte{trainImages: {2}})
	old := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(filepath.Join(dir, trainImages+".1.part"), old, old); err != nil {
		t.Fatal(err)
	}
	if _, err := c.fromCache(context.Background(), &LoadOptions{Cache: dir, Mirrors: []string{serve(t, files, nil)}}); err != nil {
		t.Fatal(err)
	}
	parts, err := filepath.Glob(filepath.Join(dir, "*.part"))
	if err != nil || len(parts) != 1 || filepath.Base(parts[0]) != trainImages+".2.part" {
		t.Errorf("%v, %v; want the second alone", parts, err)
	}
}

// What is wrong with the cache itself is told once, not once a mirror.
func TestDownloadLocalError(t *testing.T) {
	c, files := small(t)
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	mirror := serve(t, files, nil)
	o := &LoadOptions{Cache: filepath.Join(blocked, "cache"), Mirrors: []string{mirror, mirror}}
	_, err := c.fromCache(context.Background(), o)
	check(t, "not a directory", err, "file")

	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		return // modes do not bind there
	}
	o.Cache = t.TempDir()
	if err := os.Chmod(o.Cache, 0o555); err != nil {
		t.Fatal(err)
	}
	_, err = c.fromCache(context.Background(), o)
	check(t, "read-only", err, trainImages, "permission denied")
	if !errors.Is(err, fs.ErrPermission) || strings.Contains(err.Error(), "no mirror") {
		t.Errorf("%v", err)
	}
}

// Before a mirror answers, and though none does, the file is announced; the
// reason for synthetic digits is a short line with one cause.
func TestDownloadUnreachable(t *testing.T) {
	t.Setenv("LANES_MNIST", "")
	gone := httptest.NewServer(nil)
	gone.Close()
	var calls []string
	o := LoadOptions{Cache: t.TempDir(), Mirrors: []string{gone.URL, gone.URL + "/x"},
		AllowSynthetic: true, TestOnly: true, TestSize: 3,
		Progress: func(file string, done, total int64) {
			if done != 0 || total != -1 {
				t.Errorf("progress %d of %d", done, total)
			}
			calls = append(calls, file)
		},
		Fallback: func(reason error) { calls = append(calls, reason.Error()) },
	}
	l, err := Load(context.Background(), o)
	if err != nil || l.Train != nil || l.Test.Len() != 3 || l.Source != SourceSynthetic {
		t.Fatalf("%+v, %v", l, err)
	}
	want := []string{testImages, testImages, l.Reason.Error()}
	if !slices.Equal(calls, want) {
		t.Errorf("%q, want %q", calls, want)
	}
	check(t, "reason", l.Reason, strings.TrimPrefix(gone.URL, "http://"), "refused")
	if n := len(l.Reason.Error()); n > 80 {
		t.Errorf("%d characters: %v", n, l.Reason)
	}
	o.AllowSynthetic = false
	_, err = Load(context.Background(), o)
	check(t, "all causes", err, "no mirror served it: "+gone.URL+": ", "; "+gone.URL+"/x: ")
}

// The training files are neither read nor fetched where only the test set is wanted.
func TestDownloadTestOnly(t *testing.T) {
	c, files := small(t)
	o := &LoadOptions{Cache: t.TempDir(), Mirrors: []string{serve(t, files, nil)}, TestOnly: true}
	l, err := c.fromCache(context.Background(), o)
	if err != nil || l.Train != nil || l.Test.Len() != 4 {
		t.Fatalf("%+v, %v", l, err)
	}
	cached(t, o.Cache, 2)
}
