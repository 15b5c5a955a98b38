package safetensors

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"unicode/utf8"

	"lanes/tensor"
)

// Write writes the tensors in their order, and metadata (which may be nil), to
// w. The same arguments give the same bytes. A name that is used twice, is
// "__metadata__" or is not UTF-8, and a shape that does not fit its data, are
// errors, found before the first byte is written.
func Write(w io.Writer, tensors []Named, metadata map[string]string) error {
	if err := write(w, tensors, metadata); err != nil {
		return fmt.Errorf("safetensors: %w", err)
	}
	return nil
}

func write(w io.Writer, tensors []Named, metadata map[string]string) error {
	header, err := encodeHeader(tensors, metadata)
	if err != nil {
		return err
	}
	if _, err := w.Write(header); err != nil {
		return err
	}
	buf := make([]byte, 0, chunk)
	for _, t := range tensors {
		for data := range slices.Chunk(t.Tensor.Data, chunk/4) {
			buf = buf[:0]
			for _, v := range data {
				buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(v))
			}
			if _, err := w.Write(buf); err != nil {
				return err
			}
		}
	}
	return nil
}

// encodeHeader returns the length and the header, with its padding.
func encodeHeader(tensors []Named, metadata map[string]string) ([]byte, error) {
	b := append(make([]byte, 8), '{')
	if len(metadata) > 0 {
		for k, v := range metadata {
			if !utf8.ValidString(k) || !utf8.ValidString(v) {
				return nil, fmt.Errorf("metadata %q is not UTF-8", k)
			}
		}
		b = append(appendJSON(append(appendJSON(b, metadataKey), ':'), metadata), ',')
	}
	seen := map[string]bool{metadataKey: true}
	offset := 0
	for _, t := range tensors {
		if seen[t.Name] || !utf8.ValidString(t.Name) {
			return nil, fmt.Errorf("the name %q is used twice, reserved or not UTF-8", t.Name)
		}
		seen[t.Name] = true
		if n, ok := elements(t.Tensor); !ok || n != t.Tensor.Len() {
			return nil, fmt.Errorf("%s is %v with %d elements", t.Name, t.Tensor.Shape, t.Tensor.Len())
		}
		end := offset + 4*t.Tensor.Len()
		b = append(appendJSON(b, t.Name), ':')
		b = append(appendJSON(b, struct {
			DType   string `json:"dtype"`
			Shape   []int  `json:"shape"`
			Offsets [2]int `json:"data_offsets"`
		}{dtype, append([]int{}, t.Tensor.Shape...), [2]int{offset, end}}), ',')
		offset = end
	}
	if b[len(b)-1] == ',' {
		b = b[:len(b)-1]
	}
	b = append(b, '}')
	for len(b)%8 != 0 {
		b = append(b, ' ')
	}
	if len(b)-8 > maxHeader {
		return nil, fmt.Errorf("a header of %d bytes, want at most %d", len(b)-8, maxHeader)
	}
	binary.LittleEndian.PutUint64(b, uint64(len(b)-8))
	return b, nil
}

// appendJSON appends v, which holds only strings and ints, as JSON.
func appendJSON(b []byte, v any) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("safetensors: " + err.Error())
	}
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...)
}

func elements(t *tensor.Tensor) (int, bool) {
	shape := make([]int64, len(t.Shape))
	for i, d := range t.Shape {
		shape[i] = int64(d)
	}
	n, ok := product(shape)
	return int(n), ok
}
