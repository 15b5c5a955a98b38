package machine

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

func TestDescribe(t *testing.T) {
	m := Describe()
	if m.Threads != runtime.NumCPU() || m.Emulated == "" && runtime.GOOS == "linux" && runtime.GOARCH == "amd64" && m.Caches[0] <= 0 {
		t.Errorf("%+v", m)
	}
	if m.Emulated != "" && (m.Caches != [3]int{} || m.Clock != 0) {
		t.Errorf("the emulator's host shows: %+v", m)
	}
	t.Logf("%+v", m)
}

func TestField(t *testing.T) {
	const info = "processor\t: 0\nmodel name\t: A CPU @ 2: fast\ncpu MHz\t\t: 2595.1\n"
	if got := field(info, "model name"); got != "A CPU @ 2: fast" {
		t.Errorf("model name %q", got)
	}
	if field(info, "vendor_id") != "" || field("", "x") != "" {
		t.Error("a field that is not there")
	}
}

// TestCommit: a tree of this module has a commit, with a mark once it is changed;
// another one has none to offer.
func TestCommit(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	dir := t.TempDir()
	run := func(args ...string) {
		t.Helper()
		args = append([]string{"-C", dir, "-c", "user.name=x", "-c", "user.email=x@example.org"}, args...)
		if out, err := exec.Command("git", args...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	module := func(text string) {
		if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := commitAround(dir); got != "" {
		t.Errorf("outside of a repository: %q", got)
	}
	module("module lanes\n")
	run("init", "-q")
	run("add", ".")
	run("commit", "-q", "-m", "x")
	clean := commitAround(dir)
	module("module lanes\n\n")
	if changed := commitAround(dir); len(clean) != 40 || changed != clean+"+changes" {
		t.Errorf("commit %q, and %q with changes", clean, changed)
	}
	module("module other\n")
	if got := commitAround(dir); got != "" {
		t.Errorf("of another module: %q", got)
	}
}

func TestBytes(t *testing.T) {
	for n, want := range map[int]string{-1: "unknown", 0: "unknown", 32 << 10: "32 KiB", 1 << 20: "1 MiB", 33 << 20: "33 MiB"} {
		if got := Bytes(n); got != want {
			t.Errorf("Bytes(%d) is %q, want %q", n, got, want)
		}
	}
}
