package mnist

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// idx returns an IDX file with the given header words and body.
func idx(body []byte, header ...uint32) []byte {
	var b []byte
	for _, h := range header {
		b = binary.BigEndian.AppendUint32(b, h)
	}
	return append(b, body...)
}

// imagesFile and labelsFile return well-formed files of n samples.
func imagesFile(n, rows, cols int) []byte {
	body := make([]byte, n*rows*cols)
	for i := range body {
		body[i] = byte(i * 7)
	}
	return idx(body, magicImages, uint32(n), uint32(rows), uint32(cols))
}

func labelsFile(n int) []byte {
	body := make([]byte, n)
	for i := range body {
		body[i] = byte(i % Classes)
	}
	return idx(body, magicLabels, uint32(n))
}

func zip(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadImages(t *testing.T) {
	file := imagesFile(5, 3, 4)
	for name, data := range map[string][]byte{"plain": file, "gzip": zip(t, file)} {
		for _, r := range []io.Reader{bytes.NewReader(data), iotest.OneByteReader(bytes.NewReader(data)), iotest.DataErrReader(bytes.NewReader(data))} {
			pixels, rows, cols, err := ReadImages(r, "x")
			if err != nil || rows != 3 || cols != 4 || !bytes.Equal(pixels, file[16:]) {
				t.Errorf("%s: %d pixels of %d×%d, %v", name, len(pixels), rows, cols, err)
			}
		}
	}
	// A body above the first buffer is put together from several reads.
	large := imagesFile(2500, 28, 28)
	pixels, _, _, err := ReadImages(bytes.NewReader(large), "x")
	if err != nil || !bytes.Equal(pixels, large[16:]) {
		t.Errorf("large: %d pixels, %v", len(pixels), err)
	}
}

func TestReadLabels(t *testing.T) {
	file := labelsFile(23)
	for name, data := range map[string][]byte{"plain": file, "gzip": zip(t, file)} {
		if labels, err := ReadLabels(bytes.NewReader(data), "x"); err != nil || !bytes.Equal(labels, file[8:]) {
			t.Errorf("%s: %v, %v", name, labels, err)
		}
	}
}

func TestReadImagesRefuses(t *testing.T) {
	good := imagesFile(5, 3, 4)
	zipped := zip(t, good)
	damaged := slices.Clone(zipped)
	damaged[len(damaged)-8] ^= 1 // its CRC
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "the file is empty"},
		{"empty gzip", zip(t, nil), "the file is empty"},
		{"short header", good[:9], "truncated: 9 bytes, want a header of 16"},
		{"short magic", good[:3], "truncated: 3 bytes, want a header of 16"},
		{"labels", labelsFile(5), "magic 0x801, want 0x803"},
		{"html", []byte("<html>not found</html>"), "magic 0x3c68746d, want 0x803"},
		{"little endian", idx(nil, 0x03080000, 1), "magic 0x3080000, want 0x803"},
		{"truncated", good[:len(good)-1], "truncated: 59 bytes after the header, want 60"},
		{"no body", good[:16], "truncated: 0 bytes after the header, want 60"},
		{"trailing byte", append(slices.Clone(good), 0), "more than the 60 bytes that the header promises"},
		{"concatenated", append(slices.Clone(good), good...), "more than the 60 bytes"},
		{"trailing byte in gzip", zip(t, append(slices.Clone(good), 0)), "more than the 60 bytes"},
		{"truncated gzip", zipped[:len(zipped)-20], "truncated: "},
		{"gzip without trailer", zipped[:len(zipped)-8], "after the last byte: truncated"},
		{"gzip magic only", zipped[:2], "gzip header: truncated"},
		{"gzip checksum", damaged, "gzip: invalid checksum"},
		{"gzip and a byte", append(slices.Clone(zipped), 0), "data after the end of the gzip stream"},
		{"gzip members", append(slices.Clone(zipped), zipped...), "data after the end of the gzip stream"},
		{"gzip of gzip", zip(t, zipped), "magic 0x1f8b"},
		{"no images", idx(nil, magicImages, 0, 28, 28), "sizes [0]"},
		{"no rows", idx(nil, magicImages, 1, 0, 28), "sizes [1 0]"},
		{"no columns", idx(nil, magicImages, 1, 28, 0), "sizes [1 28 0]"},
		{"wide", idx(nil, magicImages, 1, 28, 4097), "sizes [1 28 4097]"},
		{"large", idx(nil, magicImages, 1<<20, 1024, 1024), "more than 1073741824 bytes"},
		{"overflow", idx(nil, magicImages, 1<<31, 1<<31, 4), "sizes [2147483648]"},
		{"overflow to 0", idx(nil, magicImages, 1<<30, 4096, 4096), "sizes [1073741824 4096]"},
	} {
		_, _, _, err := ReadImages(bytes.NewReader(c.data), "train-images-idx3-ubyte")
		if err == nil || !strings.HasPrefix(err.Error(), "mnist: train-images-idx3-ubyte: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want …%s", c.name, err, c.want)
		}
		if err != nil && strings.ContainsAny(err.Error(), "\n") || err != nil && strings.Contains(err.Error(), "EOF") {
			t.Errorf("%s: jargon or more than a line: %q", c.name, err)
		}
	}
}

func TestReadLabelsRefuses(t *testing.T) {
	bad := labelsFile(23)
	bad[8+17] = 10
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"images", imagesFile(1, 2, 2), "mnist: y: magic 0x803, want 0x801"},
		{"class", bad, "mnist: y: label 10 at index 17, want at most 9"},
		{"empty set", idx(nil, magicLabels, 0), "mnist: y: sizes [0]"},
		{"absurd", idx(nil, magicLabels, 1<<31), "mnist: y: sizes [2147483648]: more than"},
		{"truncated", labelsFile(23)[:20], "mnist: y: truncated: 12 bytes after the header, want 23"},
	} {
		_, err := ReadLabels(bytes.NewReader(c.data), "y")
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s…", c.name, err, c.want)
		}
	}
}

// A read that fails is reported as such, not as a truncated file.
func TestReadImagesPassesErrors(t *testing.T) {
	broken := errors.New("cable cut")
	for name, data := range map[string][]byte{"plain": imagesFile(5, 3, 4), "gzip": zip(t, imagesFile(5, 3, 4))} {
		for _, n := range []int{0, 1, 7, 20} {
			r := io.MultiReader(bytes.NewReader(data[:n]), iotest.ErrReader(broken))
			if _, _, _, err := ReadImages(r, "x"); !errors.Is(err, broken) {
				t.Errorf("%s, %d bytes: %v, want %v", name, n, err, broken)
			}
		}
	}
}

// A header that promises a gigabyte must not cost one.
func TestReadImagesBoundedMemory(t *testing.T) {
	data := idx(make([]byte, 5000), magicImages, 1<<20, 32, 32)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _, _, err := ReadImages(bytes.NewReader(data), "x")
	runtime.ReadMemStats(&after)
	if err == nil {
		t.Error("accepted")
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 4*firstRead {
		t.Errorf("%d bytes allocated for a file of %d", used, len(data))
	}
}

func FuzzReadImages(f *testing.F) {
	good := imagesFile(5, 3, 4)
	f.Add(good)
	f.Add(zip(f, good))
	f.Add(good[:20])
	f.Add(append(zip(f, good), 'x'))
	f.Add(idx([]byte{1, 2}, magicImages, 1<<20, 32, 32))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<14 {
			return // deflate expands up to 1032 times
		}
		pixels, rows, cols, err := ReadImages(bytes.NewReader(data), "fuzz")
		if err != nil {
			if pixels != nil || !strings.HasPrefix(err.Error(), "mnist: fuzz: ") {
				t.Fatalf("%d pixels and error %q", len(pixels), err)
			}
			return
		}
		if rows < 1 || cols < 1 || len(pixels) == 0 || len(pixels)%(rows*cols) != 0 {
			t.Fatalf("%d pixels of %d×%d", len(pixels), rows, cols)
		}
		if limit := max(firstRead, 2*1032*len(data)); cap(pixels) > limit {
			t.Fatalf("capacity %d for a file of %d bytes", cap(pixels), len(data))
		}
	})
}
