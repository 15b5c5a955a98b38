//go:build !purego

package kernels

import (
	"testing"
	"testing/fstest"
)

func TestL2Share(t *testing.T) {
	cache := func(level, kind, size, shared string) fstest.MapFS {
		return fstest.MapFS{
			"index0/level": {Data: []byte("1\n")}, "index0/type": {Data: []byte("Data\n")}, "index0/size": {Data: []byte("64K\n")},
			"index2/level": {Data: []byte(level)}, "index2/type": {Data: []byte(kind)},
			"index2/size": {Data: []byte(size)}, "index2/shared_cpu_list": {Data: []byte(shared)},
		}
	}
	for _, c := range []struct {
		name string
		fs   fstest.MapFS
		want int
	}{
		{"Neoverse N1", cache("2\n", "Unified\n", "1024K\n", "0\n"), 1 << 20},
		{"four share 2 MB", cache("2\n", "Unified\n", "2048K\n", "0-3\n"), 512 << 10},
		{"list of ranges", cache("2\n", "Unified\n", "1536K\n", "0,4-5\n"), 512 << 10},
		{"no second cache", cache("3\n", "Unified\n", "32768K\n", "0-63\n"), 0},
		{"size unknown", cache("2\n", "Unified\n", "\n", "0\n"), 0},
		{"no description", fstest.MapFS{}, 0},
	} {
		if got := l2Share(c.fs); got != c.want {
			t.Errorf("%s: %d bytes, want %d", c.name, got, c.want)
		}
	}
	for _, nr := range []int{8, 12} {
		if nc := blockCols(l2Size(), nr); nc%nr != 0 || nc < nr || nc > maxBlock {
			t.Errorf("block of %d columns for tiles of %d", nc, nr)
		}
	}
}
