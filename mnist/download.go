package mnist

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// errStalled is why a request was given up on.
var errStalled = errors.New("the mirror sends nothing")

// A downloader brings the files of one collection into the cache.
type downloader struct {
	dir            string
	mirrors        []string
	first          int // the mirror to begin with: the last one that served a file
	stall, timeout time.Duration
	progress       func(file string, done, total int64)
	client         *http.Client
}

func newDownloader(c *collection, o *LoadOptions, dir string) *downloader {
	d := &downloader{
		dir: dir, mirrors: o.Mirrors,
		stall: o.Stall, timeout: o.Timeout, progress: o.Progress,
		// The sums are of the files as they are stored: no second compression.
		client: &http.Client{Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, DisableCompression: true,
			DialContext: (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		}},
	}
	if len(d.mirrors) == 0 {
		d.mirrors = c.mirrors
	}
	if d.stall <= 0 {
		d.stall = 20 * time.Second
	}
	if d.timeout <= 0 {
		d.timeout = 10 * time.Minute
	}
	if d.progress == nil {
		d.progress = func(string, int64, int64) {}
	}
	return d
}

// path is where f is kept: gzipped, as it came.
func (d *downloader) path(f *file) string { return filepath.Join(d.dir, f.name+".gz") }

// fetch asks one mirror after the other for f.
func (d *downloader) fetch(ctx context.Context, f *file) (content, error) {
	if err := os.MkdirAll(d.dir, 0o755); err != nil {
		return content{}, fmt.Errorf("mnist: %w", err)
	}
	d.sweep(f)
	failed := &unserved{file: f.name}
	for i := range d.mirrors {
		k := (d.first + i) % len(d.mirrors)
		mirror := strings.TrimSuffix(d.mirrors[k], "/")
		c, err := d.fetchFrom(ctx, f, mirror+"/"+f.name+".gz")
		if err == nil {
			d.first = k
			return c, nil
		}
		if ctx.Err() != nil {
			return content{}, fmt.Errorf("mnist: %s: %w", f.name, context.Cause(ctx))
		}
		if isLocal(err) { // a full disk is full for every mirror
			return content{}, fmt.Errorf("mnist: %s: %w", f.name, err)
		}
		failed.refusals = append(failed.refusals, refusal{mirror, err})
	}
	return content{}, failed
}

// sweep removes what killed programs have left of f. A day is longer than any
// download, so that of another program stays.
func (d *downloader) sweep(f *file) {
	parts, _ := filepath.Glob(filepath.Join(d.dir, f.name+".*.part"))
	for _, p := range parts {
		if info, err := os.Stat(p); err == nil && time.Since(info.ModTime()) > 24*time.Hour {
			os.Remove(p) // if it cannot be, it does no harm
		}
	}
}

// isLocal reports whether err came from the file system.
func isLocal(err error) bool {
	var path *fs.PathError
	var link *os.LinkError
	return errors.As(err, &path) || errors.As(err, &link)
}

// fetchFrom brings f from url into the cache. The file gets its name last, so
// whatever interrupts it before leaves at most a ".part" file that no one reads.
func (d *downloader) fetchFrom(ctx context.Context, f *file, url string) (c content, err error) {
	tmp, err := os.CreateTemp(d.dir, f.name+".*.part")
	if err != nil {
		return c, err
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
		}
	}()
	if err = d.get(ctx, tmp, f, url); err != nil {
		return c, err
	}
	if _, err = tmp.Seek(0, io.SeekStart); err != nil {
		return c, err
	}
	if c, err = f.readContent(tmp, true); err != nil {
		return c, err
	}
	if err = tmp.Sync(); err != nil {
		return c, err
	}
	if err = tmp.Close(); err != nil {
		return c, err
	}
	if err = os.Rename(tmp.Name(), d.path(f)); err != nil {
		// Windows lets no one replace a file that another process is reading;
		// if that is the same file, all is well.
		if same, e := f.open(d.path(f), true); e == nil {
			os.Remove(tmp.Name())
			return same, nil
		}
	}
	return c, err
}

// get copies the body at url to w.
func (d *downloader) get(ctx context.Context, w io.Writer, f *file, url string) error {
	ctx, stop := context.WithTimeoutCause(ctx, d.timeout, fmt.Errorf("not complete after %v", d.timeout))
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := time.AfterFunc(d.stall, func() { cancel(fmt.Errorf("%w for %v", errStalled, d.stall)) })
	defer watch.Stop()

	err := d.copyBody(ctx, w, f, url, func() { watch.Reset(d.stall) })
	if cause := context.Cause(ctx); err != nil && cause != nil && !isLocal(err) {
		err = cause // what "context canceled" means here
	}
	return err
}

func (d *downloader) copyBody(ctx context.Context, w io.Writer, f *file, url string, alive func()) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return innermost(err)
	}
	d.progress(f.name, 0, -1)
	resp, err := d.client.Do(req)
	if err != nil {
		return innermost(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status)
	}
	m := &meter{r: resp.Body, tick: func(done int64) {
		alive()
		d.progress(f.name, done, resp.ContentLength)
	}}
	m.tick(0)
	switch n, err := io.Copy(w, io.LimitReader(m, f.limit+1)); {
	case err != nil && isLocal(err):
		return err
	case err != nil:
		return fmt.Errorf("after %d bytes: %w", n, innermost(err))
	case n > f.limit:
		return fmt.Errorf("more than %d bytes", f.limit)
	}
	return nil
}

// A meter tells tick how many bytes have been read.
type meter struct {
	r    io.Reader
	n    int64
	tick func(done int64)
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if n > 0 {
		m.n += int64(n)
		m.tick(m.n)
	}
	return n, err
}
