// Package atomicfile writes files all or nothing.
package atomicfile

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Write lets fill write the file of that name: the bytes go to a new file in the
// same directory, reach the disk, and only then take the name. On an error, which
// does not name the file, one that was there before is as it was.
//
// A new file has mode 0644 less the umask, a replaced one keeps its permissions,
// and one without permission to write is refused. A symbolic link keeps pointing
// to what it names, which is made if it is not there. A device or a pipe is
// written directly. Temporary files, .lanes-*.tmp, that are older than a day are
// removed from the directory: a killed program left them.
func Write(name string, fill func(io.Writer) error) error {
	if err := replace(name, fill); err != nil {
		return bare(err)
	}
	return nil
}

// Check returns the error that Write to that name would end with, as far as it
// can be known beforehand. It makes and removes an empty file beside name and
// touches nothing else; a device or a pipe it does not open, and how full the disk
// is it does not know.
func Check(name string) error {
	if err := probe(name); err != nil {
		return bare(err)
	}
	return nil
}

func probe(name string) error {
	target, old, err := destination(name)
	if err != nil || old != nil && !old.Mode().IsRegular() {
		return err
	}
	out, err := createBeside(target)
	if err != nil {
		return err
	}
	out.Close() // nothing was written
	return os.Remove(out.Name())
}

// destination returns the file that name stands for and what is there already,
// nil if nothing is, or an error if it may not be replaced.
func destination(name string) (target string, old fs.FileInfo, err error) {
	old, err = os.Stat(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", nil, err
	}
	target = follow(name)
	_, base := filepath.Split(target)
	switch {
	case err != nil && base == "":
		return "", nil, errors.New("is not the name of a file")
	case err != nil:
		return target, nil, nil
	case old.IsDir():
		return "", nil, errors.New("is a directory")
	case !old.Mode().IsRegular():
		return target, old, nil
	case old.Mode().Perm()&0o222 == 0:
		return "", nil, errors.New("is read-only") // for root too
	}
	// A rename asks for permission to the directory alone.
	out, err := os.OpenFile(target, os.O_WRONLY, 0)
	if err != nil {
		return "", nil, err
	}
	return target, old, out.Close()
}

// follow returns what a chain of symbolic links ends at, be it there or not. The
// parts are not cleaned: that would misread ".." behind a linked directory.
func follow(name string) string {
	for range 40 { // what is longer is a loop, unless it is growing now
		to, err := os.Readlink(name)
		if err != nil {
			break
		}
		if !filepath.IsAbs(to) {
			dir, _ := filepath.Split(name)
			to = dir + to
		}
		name = to
	}
	return name
}

func replace(name string, fill func(io.Writer) error) (err error) {
	name, old, err := destination(name)
	if err != nil {
		return err
	}
	if old != nil && !old.Mode().IsRegular() {
		return direct(name, fill)
	}
	dir, _ := filepath.Split(name)
	sweep(dir)
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
	if old != nil {
		if err := out.Chmod(old.Mode().Perm()); err != nil && !errors.Is(err, errors.ErrUnsupported) {
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
	b := bufio.NewWriterSize(w, 1<<17)
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

// Temporary files are tempPrefix, a random word, tempSuffix. The name of the file
// is no part: it may already be as long as a name can be.
const tempPrefix, tempSuffix = ".lanes-", ".tmp"

// createBeside makes a new file in the directory of name. os.CreateTemp would
// give it mode 0600, and the umask is not ours to ask for.
func createBeside(name string) (*os.File, error) {
	dir, _ := filepath.Split(name)
	for {
		temp := dir + tempPrefix + strconv.FormatUint(rand.Uint64(), 36) + tempSuffix
		out, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if !errors.Is(err, fs.ErrExist) {
			return out, err
		}
	}
}

// sweep removes the temporary files that killed programs have left in dir. A day
// is longer than any save, so that of another program stays. What cannot be
// removed does no harm.
func sweep(dir string) {
	entries, _ := os.ReadDir(filepath.Clean(dir)) // "" is the current directory
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), tempPrefix) || !strings.HasSuffix(e.Name(), tempSuffix) {
			continue
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > 24*time.Hour {
			os.Remove(dir + e.Name())
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
