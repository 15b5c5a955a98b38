package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// program builds the command and returns its file.
func program(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the program")
	}
	file := filepath.Join(t.TempDir(), "lanes.exe")
	build := exec.Command("go", "build", "-o", file, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Skipf("cannot build the program here: %v\n%s", err, out)
	}
	if err := exec.Command(file, "help").Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Skipf("built for another machine, and the tests run in an emulator: %v", err)
	}
	return file
}

// TestEnvironment runs the program itself, because it is about what happens before
// main: a choice of the environment that cannot be met is one line, not a panic.
func TestEnvironment(t *testing.T) {
	file := program(t)
	start := func(env []string, args ...string) result {
		cmd := exec.Command(file, args...)
		cmd.Env = append(os.Environ(), env...)
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		var exit *exec.ExitError
		if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
	}
	for _, c := range []struct{ env, want string }{
		{"LANES_KERNEL=foo", `LANES_KERNEL: kernels: set "foo" cannot be used here`},
		{"LANES_PRECISION=foo", "LANES_PRECISION: "},
	} {
		for _, command := range []string{"kernels", "train", "eval"} {
			if r := start([]string{c.env}, command); r.code != exitUsage || !oneLine(r, c.want) {
				t.Errorf("%s lanes %s: %+v", c.env, command, r)
			}
		}
		start([]string{c.env}, "help", "train").must(t)
	}
	r := start([]string{"LANES_KERNEL=reference", "LANES_PRECISION=bf16"}, "kernels", "-json").must(t)
	if e := r.last(t, "done"); e["active"] != "reference" || e["why"] != "LANES_KERNEL=reference" || e["precision"] != "bf16" {
		t.Errorf("as the environment says: %v", e)
	}
	r = start([]string{"LANES_KERNEL=foo", "LANES_PRECISION=foo"}, "kernels", "-json", "-kernel", "generic", "-precision", "f32").must(t)
	if e := r.last(t, "done"); e["active"] != "generic" || e["why"] != "-kernel generic" || e["precision"] != "f32" {
		t.Errorf("as the flags say: %v", e)
	}
}

// TestClosedPipe: when the reader of standard output leaves, the run is saved.
func TestClosedPipe(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "js" {
		t.Skip("about a signal of Unix")
	}
	exe, net := program(t), filepath.Join(t.TempDir(), "net")
	cmd := exec.Command(exe, "train", "-data", data, "-json", "-quiet", "-hidden", "4", "-log-every", "1", "-epochs", "100000", "-o", net)
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = writer, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	writer.Close()
	reader.Read(make([]byte, 100))
	reader.Close()
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitFailed || !strings.Contains(stderr.String(), "; the network so far is in ") {
		t.Errorf("exit status %d\n%s", code, stderr.String())
	}
	lanes(t, "eval", net).must(t)
}
