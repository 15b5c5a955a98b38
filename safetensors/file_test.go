package safetensors

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"lanes/internal/atomicfile"
	"lanes/tensor"
)

func only(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(names, " ") {
		t.Errorf("%s holds %v, want %v", dir, got, names)
	}
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "m.safetensors")
	params := []*tensor.Param{tensor.NewParam("w", 300, 200), tensor.NewParam("b", 7)}
	for round := range 2 {
		params[0].Value.Data[5] = float32(round)
		if err := SaveParams(name, params, map[string]string{"round": "x"}); err != nil {
			t.Fatal(err)
		}
		f, err := ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name != name || f.Tensors[0].Tensor.Data[5] != float32(round) || f.Metadata["round"] != "x" {
			t.Errorf("round %d: %s, %v", round, f.Name, f.Metadata)
		}
		only(t, dir, "m.safetensors")
	}
}

// TestReplaceFails: whatever goes wrong, the old file is as it was and nothing
// is left beside it.
func TestReplaceFails(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "m.safetensors")
	if err := os.WriteFile(name, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	err := atomicfile.Write(name, func(w io.Writer) error {
		w.Write(make([]byte, 1<<20))
		return errFull
	})
	if !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
	err = WriteFile(name, []Named{{"__metadata__", tensor.New(1)}}, nil)
	if err == nil || !strings.HasPrefix(err.Error(), "safetensors: "+name+": the name ") {
		t.Errorf("got %v", err)
	}
	if data, err := os.ReadFile(name); string(data) != "old" || err != nil {
		t.Errorf("the old file is %q, %v", data, err)
	}
	only(t, dir, "m.safetensors")
}

func TestWriteFileErrors(t *testing.T) {
	dir := t.TempDir()
	for name, want := range map[string]error{
		filepath.Join(dir, "missing", "m.safetensors"): os.ErrNotExist,
		dir: nil,
	} {
		err := WriteFile(name, nil, nil)
		if err == nil || !strings.HasPrefix(err.Error(), "safetensors: "+name+": ") || strings.Contains(err.Error(), ".tmp") ||
			want != nil && !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	only(t, dir)
}

func TestWriteFileFullDevice(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full here")
	}
	err := WriteFile("/dev/full", []Named{{"a", numbers(10)}}, nil)
	if err == nil || !strings.HasPrefix(err.Error(), "safetensors: /dev/full: ") {
		t.Errorf("got %v", err)
	}
	if err := WriteFile(os.DevNull, []Named{{"a", numbers(10)}}, nil); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Fatalf("the null device was replaced: %v, %v", info, err)
	}
}

func TestWriteFileModes(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "js" {
		t.Skip("no unix permissions here")
	}
	dir := t.TempDir()
	// What a new file gets here, the umask applied.
	probe, err := os.OpenFile(filepath.Join(dir, "probe"), os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	probe.Close()
	mode := func(name string) os.FileMode {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode()
	}
	save := func(name string) {
		if err := WriteFile(filepath.Join(dir, name), nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	save("new")
	if mode("new") != mode("probe") {
		t.Errorf("a new file has mode %v, want %v", mode("new"), mode("probe"))
	}
	if err := os.Chmod(filepath.Join(dir, "probe"), 0o600); err != nil {
		t.Fatal(err)
	}
	save("probe")
	if mode("probe") != 0o600 {
		t.Errorf("a replaced file has mode %v, want 0600", mode("probe"))
	}
	if err := os.Symlink("probe", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(dir, "probe"), 0); err != nil {
		t.Fatal(err)
	}
	save("link")
	if to, err := os.Readlink(filepath.Join(dir, "link")); to != "probe" || err != nil {
		t.Errorf("the link points to %q, %v", to, err)
	}
	if _, err := ReadFile(filepath.Join(dir, "probe")); err != nil {
		t.Errorf("the file behind the link: %v", err)
	}
	only(t, dir, "link", "new", "probe")
}

// both fails unless CheckWritable and WriteFile agree that name cannot be written.
func both(t *testing.T, name, want string) {
	t.Helper()
	for what, err := range map[string]error{"check": CheckWritable(name), "write": WriteFile(name, nil, nil)} {
		if err == nil || !strings.HasPrefix(err.Error(), "safetensors: "+name) || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: %v, want …%s", what, err, want)
		}
	}
}

func TestCheckWritable(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "old")
	if err := os.WriteFile(old, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	// A name as long as one can be leaves no room for more.
	long := filepath.Join(dir, strings.Repeat("n", 245))
	for _, name := range []string{old, long, os.DevNull} {
		if err := CheckWritable(name); err != nil {
			t.Error(err)
		}
	}
	if data, err := os.ReadFile(old); string(data) != "old" || err != nil {
		t.Errorf("the old file is %q, %v", data, err)
	}
	only(t, dir, "old")
	if err := WriteFile(long, nil, nil); err != nil {
		t.Error(err)
	}
	only(t, dir, filepath.Base(long), "old")

	both(t, dir, "is a directory")
	both(t, filepath.Join(dir, "none")+string(filepath.Separator), "is not the name of a file")
	both(t, filepath.Join(dir, "none", "m"), "")
	both(t, filepath.Join(old, "m"), "")
	both(t, filepath.Join(dir, strings.Repeat("n", 300)), "")
	only(t, dir, filepath.Base(long), "old")
}

// A rename would replace a file that may not be written.
func TestReadOnlyFileStays(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "m")
	if err := os.WriteFile(name, []byte("old"), 0o444); err != nil {
		t.Fatal(err)
	}
	both(t, name, "is read-only")
	if runtime.GOOS != "windows" && runtime.GOOS != "js" && os.Geteuid() != 0 {
		if err := os.Chmod(name, 0o464); err != nil {
			t.Fatal(err)
		}
		both(t, name, "permission denied")
		if err := os.Chmod(name, 0o444); err != nil {
			t.Fatal(err)
		}
	}
	if data, err := os.ReadFile(name); string(data) != "old" || err != nil {
		t.Errorf("the file is %q, %v", data, err)
	}
	only(t, dir, "m")
}

func TestSymbolicLinks(t *testing.T) {
	dir := t.TempDir()
	link := func(to, name string) string {
		name = filepath.Join(dir, name)
		if err := os.Symlink(to, name); err != nil {
			t.Skip(err)
		}
		return name
	}
	if err := os.MkdirAll(filepath.Join(dir, "a", "b"), 0o755); err != nil {
		t.Fatal(err)
	}
	both(t, link("loop", "loop"), "")
	both(t, link("none/m", "nowhere"), "")
	link("a/b", "ab")
	// Through a linked directory and up: to a/m, not to m.
	for _, to := range []string{"ab/../m", filepath.Join(dir, "a", "m")} {
		name := link(to, "link")
		for _, f := range []func() error{
			func() error { return CheckWritable(name) },
			func() error { return WriteFile(name, nil, nil) }, // dangling
			func() error { return WriteFile(name, nil, nil) }, // not any more
		} {
			if err := f(); err != nil {
				t.Error(err)
			}
		}
		only(t, filepath.Join(dir, "a"), "b", "m")
		if got, err := os.Readlink(name); got != to || err != nil {
			t.Errorf("the link points to %q, %v", got, err)
		}
		os.Remove(filepath.Join(dir, "a", "m"))
		os.Remove(name)
	}
}

// What a killed program left is removed, what a running one writes is not.
func TestWriteFileSweeps(t *testing.T) {
	dir := t.TempDir()
	past := time.Now().Add(-25 * time.Hour)
	for name, old := range map[string]bool{".lanes-1.tmp": true, ".lanes-2.tmp": false, "lanes-3.tmp": true} {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if old {
			if err := os.Chtimes(name, past, past); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := WriteFile(filepath.Join(dir, "m"), nil, nil); err != nil {
		t.Fatal(err)
	}
	only(t, dir, ".lanes-2.tmp", "lanes-3.tmp", "m")
}
