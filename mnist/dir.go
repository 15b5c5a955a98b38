package mnist

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// missing is the text of an error that is fs.ErrNotExist.
type missing string

func (m missing) Error() string        { return string(m) }
func (m missing) Is(target error) bool { return target == fs.ErrNotExist }

// firstFile is where the files that are wanted begin in a collection.
func firstFile(testOnly bool) int {
	if testOnly {
		return 2
	}
	return 0
}

// fromDir reads the files from the caller's directory.
func (c *collection) fromDir(ctx context.Context, dir string, testOnly bool) (*Loaded, error) {
	switch info, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, missing(fmt.Sprintf("mnist: %s: no such directory", dir))
	case err != nil:
		return nil, fmt.Errorf("mnist: %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("mnist: %s is not a directory", dir)
	}
	var paths [4]string
	var absent []string
	first := firstFile(testOnly)
	for i := first; i < len(paths); i++ {
		path, err := locate(dir, c.files[i].name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("mnist: %w", err)
		}
		if err != nil {
			absent = append(absent, c.files[i].name)
		}
		paths[i] = path
	}
	if absent != nil {
		return nil, missing(fmt.Sprintf("mnist: %s: no %s, neither plain nor with .gz", dir, strings.Join(absent, ", ")))
	}
	var parts [4]content
	for i := first; i < len(parts); i++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var err error
		if parts[i], err = c.files[i].open(paths[i], false); err != nil {
			return nil, fmt.Errorf("%w (in %s)", err, dir)
		}
	}
	return c.loaded(&parts, SourceDir, dir)
}

// locate returns the path of name or name.gz in dir.
func locate(dir, name string) (string, error) {
	path := filepath.Join(dir, name)
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		path += ".gz"
		_, err = os.Stat(path)
	}
	return path, err
}

// open reads the file at path. Opening a pipe would wait for its writer, so
// what the path names is looked at before.
func (f *file) open(path string, check bool) (content, error) {
	info, err := os.Stat(path)
	if err != nil {
		return content{}, fmt.Errorf("mnist: %w", err)
	}
	if !info.Mode().IsRegular() {
		return content{}, fmt.Errorf("mnist: %s is not a regular file", filepath.Base(path))
	}
	r, err := os.Open(path)
	if err != nil {
		return content{}, fmt.Errorf("mnist: %w", err)
	}
	defer r.Close()
	return f.read(r, check)
}
