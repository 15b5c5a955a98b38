package safetensors

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"unicode/utf8"
)

// entry is what a header says of one tensor.
type entry struct {
	name       string
	dtype      string
	shape      []int64
	begin, end int64 // bytes of the data
}

// parseHeader checks a header and returns its tensors in the order of their data,
// its metadata and the size of the data.
func parseHeader(raw []byte) (entries []entry, metadata map[string]string, size int64, err error) {
	switch {
	case !utf8.Valid(raw):
		return nil, nil, 0, errors.New("the header is not UTF-8")
	case len(raw) == 0 || raw[0] != '{':
		return nil, nil, 0, errors.New("the header does not begin with {")
	}
	err = parseObject(raw, func(name string, value json.RawMessage) error {
		if name == metadataKey {
			metadata, err = parseMetadata(value)
			return err
		}
		e, err := parseEntry(value)
		if err != nil {
			return fmt.Errorf("%q: %w", name, err)
		}
		e.name = name
		entries = append(entries, e)
		return nil
	})
	if err != nil {
		return nil, nil, 0, fmt.Errorf("header: %w", err)
	}
	slices.SortStableFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(a.end, b.end))
	})
	for _, e := range entries {
		if e.begin != size {
			return nil, nil, 0, fmt.Errorf("header: %q begins at byte %d of the data, want %d: tensors overlap or leave a gap",
				e.name, e.begin, size)
		}
		size = e.end
	}
	return entries, metadata, size, nil
}

// parseObject calls f for each member of the one JSON object in raw. A key that
// occurs twice is an error.
func parseObject(raw []byte, f func(key string, value json.RawMessage) error) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return cmp.Or(jsonError(err), fmt.Errorf("%.20s, want an object", raw))
	}
	seen := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return jsonError(err)
		}
		key := t.(string) // what else could precede a colon is a syntax error
		if seen[key] {
			return fmt.Errorf("%q occurs twice", key)
		}
		seen[key] = true
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return jsonError(err)
		}
		if err := f(key, value); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return jsonError(err)
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("invalid JSON: something follows the object")
	}
	return nil
}

func jsonError(err error) error {
	switch {
	case err == nil:
		return nil
	case err == io.EOF || err == io.ErrUnexpectedEOF:
		return errors.New("invalid JSON: it ends too early")
	}
	return fmt.Errorf("invalid JSON: %w", err)
}

func parseMetadata(raw []byte) (map[string]string, error) {
	metadata := map[string]string{}
	err := parseObject(raw, func(key string, value json.RawMessage) error {
		s, err := parse[string](value)
		metadata[key] = s
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", metadataKey, err)
	}
	return metadata, nil
}

// parseEntry checks one tensor by itself.
func parseEntry(raw []byte) (e entry, err error) {
	var offsets []int64
	fields := 0
	err = parseObject(raw, func(key string, value json.RawMessage) (err error) {
		fields++
		switch key {
		case "dtype":
			e.dtype, err = parse[string](value)
		case "shape":
			e.shape, err = parseInts(value)
		case "data_offsets":
			offsets, err = parseInts(value)
		default:
			err = errors.New("want dtype, shape and data_offsets only")
		}
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		return nil
	})
	if err != nil {
		return e, err
	}
	if fields != 3 || len(offsets) != 2 {
		return e, errors.New("want dtype, shape and two data_offsets")
	}
	if e.dtype != dtype {
		return e, fmt.Errorf("dtype %s, want %s", e.dtype, dtype)
	}
	e.begin, e.end = offsets[0], offsets[1]
	n, ok := product(e.shape)
	if !ok || e.begin < 0 || e.end < e.begin || (e.end-e.begin)/4 != n || (e.end-e.begin)%4 != 0 {
		return e, fmt.Errorf("shape %v does not fit bytes %d to %d of the data", e.shape, e.begin, e.end)
	}
	return e, nil
}

// parse reads one JSON value of type T; null is none.
func parse[T any](raw []byte) (v T, err error) {
	var p *T
	if err := json.Unmarshal(raw, &p); err != nil || p == nil {
		return v, fmt.Errorf("%.40s, want a value of type %T", raw, v)
	}
	return *p, nil
}

func parseInts(raw []byte) ([]int64, error) {
	ptrs, err := parse[[]*int64](raw)
	ints := make([]int64, len(ptrs))
	for i, p := range ptrs {
		if p == nil {
			err = fmt.Errorf("null")
			break
		}
		ints[i] = *p
	}
	if err != nil {
		return nil, fmt.Errorf("%.40s, want a list of whole numbers", raw)
	}
	return ints, nil
}

// product returns the number of elements of a shape; ok is false if a dimension
// is negative or the product, in bytes of float32, too large for an int.
func product(shape []int64) (n int64, ok bool) {
	n = 1
	for _, d := range shape {
		if d < 0 || d > math.MaxInt || d > 0 && n > math.MaxInt/4/d {
			return 0, false
		}
		n *= d
	}
	return n, true
}
