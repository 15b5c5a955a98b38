package machine

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
)

// commit is what the Go command has noted in the program, or, for `go run`, which
// notes nothing, that of the tree around; "" for builds outside of a repository.
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	var revision, changes string
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			changes = "+changes"
		}
	}
	if program, err := os.Executable(); err == nil && revision == "" && strings.Contains(program, "go-build") {
		return commitAround(".")
	}
	return revision + changes
}

// commitAround asks git for the commit of the tree of this module that dir is in.
func commitAround(dir string) string {
	git := func(args ...string) (string, error) {
		out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).Output()
		return strings.TrimSpace(string(out)), err
	}
	top, err := git("rev-parse", "--show-toplevel")
	if err != nil {
		return ""
	}
	module, err := os.ReadFile(filepath.Join(top, "go.mod"))
	if err != nil || !bytes.HasPrefix(module, []byte("module lanes\n")) {
		return ""
	}
	revision, err := git("rev-parse", "HEAD")
	if err != nil {
		return ""
	}
	if changes, err := git("status", "--porcelain"); err != nil || changes != "" {
		revision += "+changes"
	}
	return revision
}
