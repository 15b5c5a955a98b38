package mnist

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The published MNIST, where LANES_MNIST says it is.
func TestRealMNIST(t *testing.T) {
	dir := os.Getenv("LANES_MNIST")
	if dir == "" {
		t.Skip("LANES_MNIST is not set: it names the directory of the four MNIST files")
	}
	if !filepath.IsAbs(dir) { // it is meant from the root, where the command is typed
		dir = filepath.Join("..", dir)
		t.Setenv("LANES_MNIST", dir)
	}
	l, err := Load(context.Background(), LoadOptions{Offline: true})
	if err != nil {
		t.Fatal(err)
	}
	if l.Source != SourceDir || l.Where != dir || l.Train.Len() != 60000 || l.Test.Len() != 10000 || l.Train.Rows != 28 {
		t.Errorf("%d and %d images of %d rows from %s %s", l.Train.Len(), l.Test.Len(), l.Train.Rows, l.Source, l.Where)
	}
	if first := []uint8{5, 0, 4, 1, 9}; !slices.Equal(l.Train.Labels[:5], first) {
		t.Errorf("labels %v, want %v", l.Train.Labels[:5], first)
	}

	// From a mirror and from the cache the published sums are checked.
	mirror := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path, err := locate(dir, strings.TrimSuffix(path.Base(r.URL.Path), ".gz")); err != nil {
			http.NotFound(w, r)
		} else {
			http.ServeFile(w, r, path)
		}
	}))
	defer mirror.Close()
	t.Setenv("LANES_MNIST", "")
	o := LoadOptions{Cache: t.TempDir(), Mirrors: []string{mirror.URL}}
	for _, want := range []Source{SourceDownload, SourceCache} {
		m, err := Load(context.Background(), o)
		if err != nil || m.Source != want {
			t.Fatalf("%+v, %v, want it from the %s", m, err, want)
		}
		if !bytes.Equal(m.Train.Images, l.Train.Images) || !bytes.Equal(m.Test.Labels, l.Test.Labels) {
			t.Errorf("other data from the %s", want)
		}
	}
}
