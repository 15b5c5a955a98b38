package safetensors

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"lanes/tensor"
)

// WriteFile is Write to the file of that name, all or nothing: the bytes go to a
// new file in the same directory, reach the disk, and only then take the name. On
// an error, which names the file, a file that was there before is as it was.
//
// A new file has mode 0644 less the umask, a replaced one keeps its permissions,
// and a symbolic link keeps pointing to what it names. A device or a pipe is
// written directly.
func WriteFile(name string, tensors []Named, metadata map[string]string) error {
	err := replace(name, func(w io.Writer) error { return write(w, tensors, metadata) })
	if err != nil {
		return fmt.Errorf("safetensors: %s: %w", name, bare(err))
	}
	return nil
}

// SaveParams is WriteFile for the values of params.
func SaveParams(name string, params []*tensor.Param, metadata map[string]string) error {
	return WriteFile(name, FromParams(params), metadata)
}

// replace lets fill write a file and gives it the name when it is complete.
func replace(name string, fill func(io.Writer) error) (err error) {
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return errors.New("is a directory")
	case err == nil && !info.Mode().IsRegular():
		return direct(name, fill)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	out, err := createBeside(name)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			out.Close() // an error again where it is closed already; harmless
			os.Remove(out.Name())
		}
	}()
	if info != nil {
		if err := out.Chmod(info.Mode().Perm()); err != nil && !errors.Is(err, errors.ErrUnsupported) {
			return err
		}
	}
	if err := finish(out, fill); err != nil {
		return err
	}
	if err := os.Rename(out.Name(), name); err != nil {
		return err
	}
	syncDir(filepath.Dir(name))
	return nil
}

// finish fills a new file, brings it to the disk and closes it.
func finish(out *os.File, fill func(io.Writer) error) error {
	if err := buffered(out, fill); err != nil {
		return err
	}
	if err := out.Sync(); err != nil {
		return err
	}
	return out.Close()
}

func buffered(w io.Writer, fill func(io.Writer) error) error {
	b := bufio.NewWriterSize(w, 2*chunk)
	if err := fill(b); err != nil {
		return err
	}
	return b.Flush()
}

// direct writes to what is not a regular file and has no name to take.
func direct(name string, fill func(io.Writer) error) error {
	out, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if err := buffered(out, fill); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

// createBeside makes a new file in the directory of name. os.CreateTemp would
// give it mode 0600, and the umask is not ours to ask for.
func createBeside(name string) (*os.File, error) {
	dir, base := filepath.Split(name)
	for {
		temp := dir + "." + base + "." + strconv.FormatUint(rand.Uint64(), 36) + ".tmp"
		out, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if !errors.Is(err, fs.ErrExist) {
			return out, err
		}
	}
}

// syncDir brings a rename to the disk where the system can do that. The file is
// complete under its name either way, so there is nothing to report.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		d.Sync()
		d.Close()
	}
}

// bare drops the path that os puts before an error: the message names the file
// the caller asked for, not the temporary one.
func bare(err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Err
	case errors.As(err, &l):
		return l.Err
	}
	return err
}
