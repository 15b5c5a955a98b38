package mnist

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// LoadOptions says which data set [Load] returns and where it may look. The
// zero value is MNIST from $LANES_MNIST, the cache or the network.
type LoadOptions struct {
	// Name is one of Names; "" is "mnist".
	Name string

	// Dir holds the four IDX files under their published names, plain or with
	// ".gz" added. "" is $LANES_MNIST, which speaks of MNIST alone. A directory
	// that is given is the only place looked in. Its files are the caller's
	// own: their form is checked, their SHA-256 is not.
	Dir string

	// Cache is the directory for downloaded files; "" is lanes/NAME in
	// os.UserCacheDir. Two programs may use it at once.
	Cache string

	// Offline forbids the network.
	Offline bool

	// TestOnly leaves the training set alone: its files are neither read nor
	// fetched nor missed, its digits not drawn, and Loaded.Train is nil.
	TestOnly bool

	// AllowSynthetic permits synthetic digits where neither the cache nor the
	// network has the data. Loaded.Source then says so, and the caller should
	// tell the user.
	AllowSynthetic bool

	// Fallback, unless nil, is called before synthetic digits are drawn in
	// place of others, which takes seconds. reason is Loaded.Reason.
	Fallback func(reason error)

	// Seed, TrainSize and TestSize are for synthetic digits; a size of 0 is
	// that of MNIST, 60,000 and 10,000.
	Seed                uint64
	TrainSize, TestSize int

	// Progress, unless nil, is called from the goroutine of Load before a
	// mirror is asked for a file, with 0 and −1, and as the file arrives: its
	// name, the bytes so far and all of them, or −1 if the mirror does not say.
	Progress func(file string, done, total int64)

	// Mirrors replaces the data set's own mirrors: URLs that file names are
	// added to after a slash.
	Mirrors []string

	// Stall is how long a mirror may send nothing; Timeout is for a whole file.
	// 0 is 20 seconds and 10 minutes. Connecting may take 5 seconds.
	Stall, Timeout time.Duration
}

// A Source says where data came from.
type Source string

// The sources in the order in which Load tries them.
const (
	SourceDir       Source = "directory" // LoadOptions.Dir or $LANES_MNIST
	SourceCache     Source = "cache"     // all files were in the cache
	SourceDownload  Source = "download"  // at least one file was fetched
	SourceSynthetic Source = "synthetic" // drawn, not data
)

// Loaded is a training set, a test set and where they came from.
type Loaded struct {
	Train, Test *Dataset // Train is nil with LoadOptions.TestOnly
	Source      Source
	Where       string // the directory; "" if synthetic
	Reason      error  // why the digits are synthetic though others were asked for, in a short line, or nil
}

// Load returns the data set that o names: from o.Dir or $LANES_MNIST if there
// is one, else from the cache, else from the mirrors, else, if o allows it,
// synthetic digits.
//
// Cached and downloaded files are checked against the published SHA-256. A
// cached file that fails is downloaded again, or is an error if o.Offline. A
// download gets its name only once it is complete, checked and on the disk.
// When ctx is done, be it in the middle of the drawing, Load returns its error
// and leaves no partial file.
func Load(ctx context.Context, o LoadOptions) (*Loaded, error) {
	if o.Name == "" {
		o.Name = collections[0].name
	}
	if o.TrainSize < 0 || o.TestSize < 0 {
		return nil, fmt.Errorf("mnist: synthetic digits: sizes %d and %d, want at least 0", o.TrainSize, o.TestSize)
	}
	if o.Name == "synthetic" {
		if o.Dir != "" {
			return nil, fmt.Errorf("mnist: synthetic digits are drawn, not read from %s", o.Dir)
		}
		return synthetic(ctx, &o, nil)
	}
	c := find(o.Name)
	if c == nil {
		return nil, fmt.Errorf("mnist: data set %q, want one of %s", o.Name, strings.Join(Names(), ", "))
	}
	if o.Dir == "" && c == &collections[0] {
		o.Dir = os.Getenv("LANES_MNIST")
	}
	if o.Dir != "" {
		return c.fromDir(ctx, o.Dir, o.TestOnly)
	}
	l, err := c.fromCache(ctx, &o)
	if err != nil && o.AllowSynthetic && ctx.Err() == nil {
		reason := brief(err)
		if o.Fallback != nil {
			o.Fallback(reason)
		}
		return synthetic(ctx, &o, reason)
	}
	return l, err
}

func find(name string) *collection {
	for i := range collections {
		if collections[i].name == name {
			return &collections[i]
		}
	}
	return nil
}

// synthetic draws both sets. The test set's seed is the training set's with
// every bit turned over: no neighbouring seed shares images with it.
func synthetic(ctx context.Context, o *LoadOptions, reason error) (*Loaded, error) {
	size := func(n, standard int) int {
		if n == 0 {
			return standard
		}
		return n
	}
	var train *Dataset
	if !o.TestOnly {
		var err error
		if train, err = synthesize(ctx, size(o.TrainSize, 60000), o.Seed); err != nil {
			return nil, err
		}
	}
	test, err := synthesize(ctx, size(o.TestSize, 10000), ^o.Seed)
	if err != nil {
		return nil, err
	}
	return &Loaded{Train: train, Test: test, Source: SourceSynthetic, Reason: reason}, nil
}

// fromCache reads the files from the cache and fetches those that are not there.
func (c *collection) fromCache(ctx context.Context, o *LoadOptions) (*Loaded, error) {
	dir := o.Cache
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("mnist: no directory to keep %s in: %w", c.name, err)
		}
		dir = filepath.Join(user, "lanes", c.name)
	}
	d := newDownloader(c, o, dir)
	defer d.client.CloseIdleConnections()
	source := SourceCache
	var parts [4]content
	for i := firstFile(o.TestOnly); i < len(parts); i++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		f := &c.files[i]
		var err error
		parts[i], err = f.open(d.path(f), true)
		switch {
		case err == nil:
			continue
		case o.Offline && errors.Is(err, fs.ErrNotExist):
			return nil, missing(fmt.Sprintf("mnist: %s: not in %s, and offline", f.name, dir))
		case o.Offline:
			return nil, fmt.Errorf("%w (in %s, and offline)", err, dir)
		}
		cached := err
		if parts[i], err = d.fetch(ctx, f); err != nil {
			if !errors.Is(cached, fs.ErrNotExist) {
				err = fmt.Errorf("%w; the file in %s is no use: %w", err, dir, cached)
			}
			return nil, err
		}
		source = SourceDownload
	}
	return c.loaded(&parts, source, dir)
}

func (c *collection) loaded(parts *[4]content, source Source, where string) (*Loaded, error) {
	train, test, err := c.assemble(parts)
	if err != nil {
		return nil, fmt.Errorf("%w (in %s)", err, where)
	}
	return &Loaded{Train: train, Test: test, Source: source, Where: where}, nil
}
