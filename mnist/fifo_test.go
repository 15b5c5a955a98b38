//go:build unix

package mnist

import (
	"context"
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe without a writer must not hang the program.
func TestLoadPipe(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, "", map[string][]byte{testLabels: labelsFile(4)})
	if err := syscall.Mkfifo(filepath.Join(dir, testImages), 0o644); err != nil {
		t.Skip(err)
	}
	_, err := Load(context.Background(), LoadOptions{Dir: dir, TestOnly: true})
	check(t, "pipe", err, testImages+" is not a regular file")
}
