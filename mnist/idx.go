package mnist

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Classes is the number of classes of every data set in this package.
const Classes = 10

// The magic numbers of IDX files: two zero bytes, 8 for unsigned bytes, then
// the number of dimensions.
const (
	magicLabels = 0x801
	magicImages = 0x803
)

// Limits on what a header may claim. MNIST needs 28 pixels a side and 45 MiB.
const (
	maxSide = 4096
	maxData = 1 << 30
)

// firstRead is the buffer a body is first read into, whatever its header says.
const firstRead = 1 << 20

// ReadImages reads an IDX file of images, plain or gzipped: which of the two
// is told from its first bytes. It returns the pixels, image after image and
// row after row, and the size of an image; the number of images is
// len(pixels)/(rows*cols), at least 1.
//
// The whole of r must be one file: bytes after the last image or after the
// gzip member are an error, as are a wrong magic number, a size of 0 or above
// 4096, more than 1 GiB of pixels, and a file that holds fewer pixels than its
// header promises. Memory grows with what is read, not with what the header
// says. Errors begin with "mnist: " and name, which is used for nothing else.
//
// Format: the IDX section of http://yann.lecun.com/exdb/mnist/.
func ReadImages(r io.Reader, name string) (pixels []uint8, rows, cols int, err error) {
	c, err := (&file{name: name, images: true}).read(r, false)
	return c.data, c.rows, c.cols, err
}

// ReadLabels reads an IDX file of labels, plain or gzipped, under the rules of
// [ReadImages]. A label above 9 is an error that says where it is.
func ReadLabels(r io.Reader, name string) ([]uint8, error) {
	c, err := (&file{name: name}).read(r, false)
	return c.data, err
}

// checkLabels returns an error naming the first label that is not a class.
func checkLabels(labels []uint8, classes int) error {
	for i, l := range labels {
		if int(l) >= classes {
			return fmt.Errorf("label %d at index %d, want at most %d", l, i, classes-1)
		}
	}
	return nil
}

// readIDX reads an uncompressed IDX file of bytes with len(dims) dimensions, to
// its end, into dims and the returned slice.
func readIDX(r io.Reader, magic uint32, dims []uint32) ([]uint8, error) {
	size, err := readHeader(r, magic, dims)
	if err != nil {
		return nil, err
	}
	data, err := readBody(r, size)
	if err != nil {
		return nil, err
	}
	var one [1]byte
	switch _, err = io.ReadFull(r, one[:]); {
	case err == nil:
		return nil, fmt.Errorf("more than the %d bytes that the header promises", size)
	case err != io.EOF:
		return nil, fmt.Errorf("after the last byte: %w", cutOff(err))
	}
	return data, nil
}

// readHeader reads magic number and dimensions and returns their product.
func readHeader(r io.Reader, magic uint32, dims []uint32) (int, error) {
	var buf [16]byte
	header := buf[:4+4*len(dims)]
	n, err := io.ReadFull(r, header)
	// A file of another kind is better told by its magic number than by its length.
	if n >= 4 {
		if got := binary.BigEndian.Uint32(header); got != magic {
			return 0, fmt.Errorf("magic %#x, want %#x", got, magic)
		}
	}
	switch {
	case err == io.EOF:
		return 0, errors.New("the file is empty")
	case err == io.ErrUnexpectedEOF:
		return 0, fmt.Errorf("truncated: %d bytes, want a header of %d", n, len(header))
	case err != nil:
		return 0, err
	}
	size := uint64(1)
	for i := range dims {
		d := binary.BigEndian.Uint32(header[4+4*i:])
		dims[i] = d
		if d == 0 || i > 0 && d > maxSide {
			return 0, fmt.Errorf("sizes %d: each must be at least 1, an image at most %d a side", dims[:i+1], maxSide)
		}
		// No overflow: a factor is below 2³², and size is at most 2³⁰ here.
		if size *= uint64(d); size > maxData {
			return 0, fmt.Errorf("sizes %d: more than %d bytes", dims[:i+1], maxData)
		}
	}
	return int(size), nil
}

// readBody reads exactly size bytes. The buffer doubles as it fills, so that a
// short file with a large size in its header costs little.
func readBody(r io.Reader, size int) ([]uint8, error) {
	data := make([]uint8, min(size, firstRead))
	for n := 0; ; {
		m, err := io.ReadFull(r, data[n:])
		n += m
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return nil, fmt.Errorf("truncated: %d bytes after the header, want %d", n, size)
		}
		if err != nil {
			return nil, err
		}
		if n == size {
			return data, nil
		}
		grown := make([]uint8, min(size, 2*n))
		copy(grown, data)
		data = grown
	}
}

// errTrailing reports bytes behind a complete gzip member.
var errTrailing = errors.New("data after the end of the gzip stream")

// plain returns the uncompressed bytes of r, which is gzipped if it begins
// with gzip's two magic bytes; an IDX file begins with two zeros.
func plain(r io.Reader) (io.Reader, error) {
	br := bufio.NewReaderSize(r, 64<<10)
	if head, _ := br.Peek(2); len(head) < 2 || head[0] != 0x1f || head[1] != 0x8b {
		return br, nil
	}
	gz, err := gzip.NewReader(br)
	if err != nil {
		return nil, fmt.Errorf("gzip header: %w", cutOff(err))
	}
	gz.Multistream(false)
	return &member{gz, br}, nil
}

// member reads one gzip member that must be all there is.
type member struct {
	gz   *gzip.Reader
	file *bufio.Reader
}

func (m *member) Read(p []byte) (int, error) {
	n, err := m.gz.Read(p)
	switch {
	case err == io.EOF:
		// The decompressor takes no byte of a ByteReader beyond its stream.
		if _, after := m.file.Peek(1); after == nil {
			err = errTrailing
		} else {
			err = after
		}
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		err = fmt.Errorf("gzip: %w", err)
	}
	return n, err
}

// cutOff gives the two ends of input the same, plain words.
func cutOff(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return errors.New("truncated")
	}
	return err
}
