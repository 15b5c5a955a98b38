package mnist

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// serve starts a mirror of files; an override answers for its file instead.
func serve(t *testing.T, files map[string][]byte, override map[string]http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimSuffix(path.Base(r.URL.Path), ".gz")
		if h := override[name]; h != nil {
			h(w, r)
		} else if data, ok := files[name]; ok {
			w.Write(data)
		} else {
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// cached fails unless dir holds exactly the given number of complete files.
func cached(t *testing.T, dir string, want int) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), "ubyte.gz") {
			t.Errorf("left behind: %s", e.Name())
		}
	}
	if len(entries) != want {
		t.Errorf("%d files in the cache, want %d", len(entries), want)
	}
}

func TestDownload(t *testing.T) {
	c, files := small(t)
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "new", "cache")
	seen := make(map[string]int64)
	o := &LoadOptions{Cache: dir, Mirrors: []string{serve(t, nil, nil), serve(t, files, nil) + "/"},
		Progress: func(file string, done, total int64) {
			if total != int64(len(files[file])) && done > 0 {
				t.Errorf("%s: %d bytes in all, want %d", file, total, len(files[file]))
			}
			seen[file] = done
		}}
	l, err := c.fromCache(ctx, o)
	if err != nil || l.Source != SourceDownload || l.Where != dir || l.Train.Len() != 7 || l.Test.Len() != 4 {
		t.Fatalf("%+v, %v", l, err)
	}
	for name, data := range files {
		if seen[name] != int64(len(data)) {
			t.Errorf("%s: progress ended at %d of %d", name, seen[name], len(data))
		}
	}
	cached(t, dir, 4)
	o.Offline = true
	if l, err = c.fromCache(ctx, o); err != nil || l.Source != SourceCache {
		t.Errorf("from the cache: %+v, %v", l, err)
	}
}

func TestDownloadRepairsCache(t *testing.T) {
	c, files := small(t)
	dir := t.TempDir()
	writeFiles(t, dir, ".gz", files)
	damaged := filepath.Join(dir, testImages+".gz")
	other := zip(t, imagesFile(4, 3, 2)) // well-formed, but not the published bytes
	for name, data := range map[string][]byte{"truncated": files[testImages][:30], "other": other, "empty": nil} {
		if err := os.WriteFile(damaged, data, 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := c.fromCache(context.Background(), &LoadOptions{Cache: dir, Offline: true})
		check(t, name+", offline", err, testImages, dir, "offline")
		_, err = c.fromCache(context.Background(), &LoadOptions{Cache: dir, Mirrors: []string{serve(t, nil, nil)}})
		check(t, name+", no mirror", err, testImages, "404", "is no use")
		l, err := c.fromCache(context.Background(), &LoadOptions{Cache: dir, Mirrors: []string{serve(t, files, nil)}})
		if err != nil || l.Source != SourceDownload {
			t.Errorf("%s: %+v, %v", name, l, err)
		}
		cached(t, dir, 4)
	}
}

// Every way in which a mirror can fail is told, leaves nothing behind, and
// sends the download on to the next mirror.
func TestDownloadBadMirrors(t *testing.T) {
	c, files := small(t)
	released := make(chan struct{})
	defer close(released)
	c.files[0].limit = 4096
	body := files[trainImages]
	for _, bad := range []struct {
		name, want string
		answer     http.HandlerFunc
	}{
		{"missing", "404 Not Found", http.NotFound},
		{"error", "500 Internal", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(500) }},
		{"page", "magic 0x3c68746d, want 0x803", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("<html>welcome")) }},
		{"cut off", "after 30 bytes: the connection was closed too early", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "4000")
			w.Write(body[:30])
		}},
		{"truncated", "truncated", func(w http.ResponseWriter, r *http.Request) { w.Write(body[:30]) }},
		{"empty", "the file is empty", func(w http.ResponseWriter, r *http.Request) {}},
		{"other data", "SHA-256", func(w http.ResponseWriter, r *http.Request) { w.Write(zip(t, imagesFile(7, 3, 2))) }},
		{"endless", "more than 4096 bytes", func(w http.ResponseWriter, r *http.Request) { w.Write(make([]byte, 10000)) }},
		{"stall", "sends nothing for 500ms", func(w http.ResponseWriter, r *http.Request) {
			w.Write(body[:30])
			w.(http.Flusher).Flush()
			select {
			case <-released:
			case <-r.Context().Done():
			}
		}},
	} {
		t.Run(bad.name, func(t *testing.T) {
			mirror := serve(t, files, map[string]http.HandlerFunc{trainImages: bad.answer})
			o := &LoadOptions{Cache: t.TempDir(), Mirrors: []string{mirror}, Stall: 500 * time.Millisecond}
			if bad.name != "stall" {
				o.Stall = 0 // a slow machine is not a stalled mirror
			}
			_, err := c.fromCache(context.Background(), o)
			check(t, "alone", err, "mnist: "+trainImages+": no mirror served it: ", bad.want, mirror)
			cached(t, o.Cache, 0)
			o.Mirrors = append(o.Mirrors, serve(t, files, nil))
			if l, err := c.fromCache(context.Background(), o); err != nil || l.Source != SourceDownload {
				t.Errorf("with a second mirror: %v", err)
			}
			cached(t, o.Cache, 4)
		})
	}
}

// The mirror that served a file is asked first for the next.
func TestDownloadKeepsMirror(t *testing.T) {
	c, files := small(t)
	var asked atomic.Int32
	refuse := func(w http.ResponseWriter, r *http.Request) { asked.Add(1); http.NotFound(w, r) }
	bad := serve(t, nil, map[string]http.HandlerFunc{trainImages: refuse, trainLabels: refuse, testImages: refuse, testLabels: refuse})
	o := &LoadOptions{Cache: t.TempDir(), Mirrors: []string{bad, serve(t, files, nil)}}
	if _, err := c.fromCache(context.Background(), o); err != nil || asked.Load() != 1 {
		t.Errorf("%v; the bad mirror was asked %d times, want 1", err, asked.Load())
	}
}

func TestDownloadTimeout(t *testing.T) {
	c, files := small(t)
	drip := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			w.Write([]byte{0})
			w.(http.Flusher).Flush()
			time.Sleep(5 * time.Millisecond)
		}
	}
	mirror := serve(t, files, map[string]http.HandlerFunc{trainImages: drip})
	o := &LoadOptions{Cache: t.TempDir(), Mirrors: []string{mirror}, Timeout: 200 * time.Millisecond}
	_, err := c.fromCache(context.Background(), o)
	check(t, "timeout", err, "not complete after 200ms")
	cached(t, o.Cache, 0)
}

func TestDownloadCancel(t *testing.T) {
	c, files := small(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	hang := func(w http.ResponseWriter, r *http.Request) {
		w.Write(files[testImages][:20])
		w.(http.Flusher).Flush()
		cancel()
		<-r.Context().Done()
	}
	mirror := serve(t, files, map[string]http.HandlerFunc{testImages: hang})
	o := &LoadOptions{Cache: t.TempDir(), Mirrors: []string{mirror, mirror}}
	_, err := c.fromCache(ctx, o)
	check(t, "cancel", err, "context canceled")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v is not context.Canceled", err)
	}
	cached(t, o.Cache, 2) // the files before it are complete and stay
}

func TestDownloadTwoAtOnce(t *testing.T) {
	c, files := small(t)
	mirror, dir := serve(t, files, nil), t.TempDir()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := c.fromCache(context.Background(), &LoadOptions{Cache: dir, Mirrors: []string{mirror}}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	cached(t, dir, 4)
}
