package safetensors

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"

	"lanes/tensor"
)

// File is what a file holds.
type File struct {
	Name     string            // of the file, for messages; empty after Read
	Tensors  []Named           // in the order of their data
	Metadata map[string]string // nil if the file has none
}

// Read reads a file to its end. Anything that is not the format is an error: a
// short, missing or oversized header, invalid JSON, a name that occurs twice, a
// dtype other than F32, a shape that does not fit its bytes, tensors that
// overlap or leave gaps, data that are short or are followed by more.
func Read(r io.Reader) (*File, error) {
	f, err := read(r, -1)
	if err != nil {
		return nil, fmt.Errorf("safetensors: %w", err)
	}
	return f, nil
}

// ReadFile is Read for the file of that name, which errors name.
func ReadFile(name string) (*File, error) {
	f, err := readFile(name)
	if err != nil {
		return nil, fmt.Errorf("safetensors: %w", err)
	}
	return f, nil
}

func readFile(name string) (*File, error) {
	in, err := os.Open(name)
	if err != nil {
		return nil, err // names the file
	}
	defer in.Close()
	size := int64(-1)
	if info, err := in.Stat(); err == nil && info.Mode().IsRegular() {
		size = info.Size()
	}
	f, err := read(in, size)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	f.Name = name
	return f, nil
}

// read reads a file of size bytes, −1 if that is unknown.
func read(r io.Reader, size int64) (*File, error) {
	header, err := readHeader(r, size)
	if err != nil {
		return nil, err
	}
	entries, metadata, dataSize, err := parseHeader(header)
	if err != nil {
		return nil, err
	}
	if found := size - 8 - int64(len(header)); size >= 0 && found != dataSize {
		return nil, fmt.Errorf("%d bytes of data, want %d", found, dataSize)
	}
	f := &File{Metadata: metadata, Tensors: make([]Named, len(entries))}
	buf := make([]byte, chunk)
	for i, e := range entries {
		data, err := readData(r, int(e.end-e.begin)/4, size >= 0, buf)
		if err != nil {
			return nil, fmt.Errorf("data of %q: %w", e.name, short(err))
		}
		shape := make([]int, len(e.shape))
		for j, d := range e.shape {
			shape[j] = int(d)
		}
		f.Tensors[i] = Named{Name: e.name, Tensor: &tensor.Tensor{Shape: shape, Data: data}}
	}
	switch n, err := io.ReadFull(r, buf[:1]); {
	case n > 0:
		return nil, fmt.Errorf("more than the %d bytes of data that the header describes", dataSize)
	case err != io.EOF:
		return nil, err
	}
	return f, nil
}

func readHeader(r io.Reader, size int64) ([]byte, error) {
	var length [8]byte
	if n, err := io.ReadFull(r, length[:]); err == io.EOF {
		return nil, errors.New("the file is empty")
	} else if err == io.ErrUnexpectedEOF {
		return nil, fmt.Errorf("%d bytes, want 8 for the length of the header", n)
	} else if err != nil {
		return nil, err
	}
	limit := uint64(maxHeader)
	if size >= 0 {
		limit = min(limit, uint64(max(size-8, 0)))
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n > limit {
		return nil, fmt.Errorf("a header of %d bytes, want at most %d", n, limit)
	}
	var header bytes.Buffer // grows with what is there, not with what is claimed
	got, err := io.CopyN(&header, r, int64(n))
	if err == io.EOF {
		return nil, fmt.Errorf("%d bytes of a header of %d", got, n)
	}
	return header.Bytes(), err
}

// readData reads n float32. Memory is taken at once only if they are known to be
// there.
func readData(r io.Reader, n int, known bool, buf []byte) ([]float32, error) {
	room := n
	if !known {
		room = min(n, len(buf))
	}
	data := make([]float32, 0, room)
	for len(data) < n {
		b := buf[:min(len(buf), 4*(n-len(data)))]
		if _, err := io.ReadFull(r, b); err != nil {
			return nil, err
		}
		data = slices.Grow(data, len(b)/4)
		for ; len(b) > 0; b = b[4:] {
			data = append(data, math.Float32frombits(binary.LittleEndian.Uint32(b)))
		}
	}
	return data, nil
}

// short gives the two ends of input the same, plain words.
func short(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return errors.New("the file ends too early")
	}
	return err
}

// Load copies the tensors of f into the values of params, by name. f must hold
// exactly the parameters, each in its shape; if not, an error names the first
// difference and no value has changed.
func (f *File) Load(params []*tensor.Param) error {
	if err := f.load(params); err != nil {
		if f.Name != "" {
			return fmt.Errorf("safetensors: %s: %w", f.Name, err)
		}
		return fmt.Errorf("safetensors: %w", err)
	}
	return nil
}

func (f *File) load(params []*tensor.Param) error {
	stored := make(map[string]*tensor.Tensor, len(f.Tensors))
	for _, t := range f.Tensors {
		stored[t.Name] = t.Tensor
	}
	wanted := make(map[string]bool, len(params))
	for _, p := range params {
		t, ok := stored[p.Name]
		switch {
		case wanted[p.Name]:
			return fmt.Errorf("the model has two parameters %s", p.Name)
		case !ok:
			return fmt.Errorf("no %s, want %v", p.Name, p.Value.Shape)
		case !t.SameShape(p.Value):
			return fmt.Errorf("%s is %v, want %v", p.Name, t.Shape, p.Value.Shape)
		}
		wanted[p.Name] = true
	}
	for _, t := range f.Tensors {
		if !wanted[t.Name] {
			return fmt.Errorf("%s %v is not in the model", t.Name, t.Tensor.Shape)
		}
	}
	for _, p := range params {
		copy(p.Value.Data, stored[p.Name].Data)
	}
	return nil
}
