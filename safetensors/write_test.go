package safetensors

import (
	"bytes"
	"errors"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"lanes/tensor"
)

func numbers(shape ...int) *tensor.Tensor {
	t := tensor.New(shape...)
	for i := range t.Data {
		t.Data[i] = float32(i) + 0.5
	}
	return t
}

func encode(t *testing.T, tensors []Named, metadata map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, tensors, metadata); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestGolden pins the bytes of a file: the same arguments must always give them.
// The published Python package reads them as written here.
func TestGolden(t *testing.T) {
	got := encode(t, []Named{
		{"b", tensor.FromSlice([]float32{1, -2, float32(math.Inf(1))}, 3)},
		{"a<é>", tensor.FromSlice([]float32{0.5, float32(math.Copysign(0, -1))}, 2, 1)},
		{"none", tensor.New(0, 7)},
		{"scalar", tensor.FromSlice([]float32{math.MaxFloat32})},
	}, map[string]string{"z": "1", "format": "\"quoted\"\n"})
	header := `{"__metadata__":{"format":"\"quoted\"\n","z":"1"},` +
		`"b":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},` +
		`"a<é>":{"dtype":"F32","shape":[2,1],"data_offsets":[12,20]},` +
		`"none":{"dtype":"F32","shape":[0,7],"data_offsets":[20,20]},` +
		`"scalar":{"dtype":"F32","shape":[],"data_offsets":[20,24]}}`
	header += strings.Repeat(" ", 7-(len(header)+7)%8)
	want := "\x00\x00\x00\x00\x00\x00\x00\x00" + header +
		"\x00\x00\x80\x3f" + "\x00\x00\x00\xc0" + "\x00\x00\x80\x7f" +
		"\x00\x00\x00\x3f" + "\x00\x00\x00\x80" + "\xff\xff\x7f\x7f"
	want = string([]byte{byte(len(header)), byte(len(header) >> 8)}) + want[2:]
	if len(header)%8 != 0 || string(got) != want {
		t.Errorf("got\n%q, want\n%q", got, want)
	}
}

func TestGoldenEmpty(t *testing.T) {
	if got, want := encode(t, nil, nil), "\x08\x00\x00\x00\x00\x00\x00\x00{}      "; string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWriteErrors(t *testing.T) {
	x := tensor.New(2)
	for _, c := range []struct {
		tensors  []Named
		metadata map[string]string
		want     string
	}{
		{[]Named{{"a", x}, {"a", x}}, nil, `safetensors: the name "a" is used twice, reserved or not UTF-8`},
		{[]Named{{"__metadata__", x}}, nil, `safetensors: the name "__metadata__" is used twice, reserved or not UTF-8`},
		{[]Named{{"\xff", x}}, nil, `safetensors: the name "\xff" is used twice, reserved or not UTF-8`},
		{nil, map[string]string{"k": "\xff"}, `safetensors: metadata "k" is not UTF-8`},
		{[]Named{{"a", &tensor.Tensor{Shape: []int{3}, Data: x.Data}}}, nil, "safetensors: a is [3] with 2 elements"},
		{[]Named{{"a", &tensor.Tensor{Shape: []int{-1, -2}, Data: x.Data}}}, nil, "safetensors: a is [-1 -2] with 2 elements"},
	} {
		var b bytes.Buffer
		err := Write(&b, c.tensors, c.metadata)
		if err == nil || err.Error() != c.want || b.Len() != 0 {
			t.Errorf("%v and %d bytes, want %s", err, b.Len(), c.want)
		}
	}
}

// failing takes n bytes and then fails.
type failing struct{ n int }

var errFull = errors.New("no space")

func (f *failing) Write(b []byte) (int, error) {
	if f.n -= len(b); f.n < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestWriteFails(t *testing.T) {
	tensors := []Named{{"a", numbers(100_000)}, {"b", numbers(3)}}
	size := len(encode(t, tensors, nil))
	for _, n := range []int{0, 100, 1 << 17, size - 1} {
		if err := Write(&failing{n}, tensors, nil); !errors.Is(err, errFull) {
			t.Errorf("with room for %d of %d bytes: %v", n, size, err)
		}
	}
	if err := Write(&failing{size}, tensors, nil); err != nil {
		t.Errorf("with room for all: %v", err)
	}
}

func TestRoundTrip(t *testing.T) {
	nan := math.Float32frombits(0x7fc12345) // the payload must survive
	tensors := []Named{
		{"large", numbers(301, 333)},
		{"chunk", numbers(chunk / 4)},
		{"", tensor.FromSlice([]float32{nan, math.SmallestNonzeroFloat32}, 1, 2)},
		{"none", tensor.New(3, 0)},
		{"scalar", numbers()},
	}
	metadata := map[string]string{"a": "b", "": "\u2028 \x00"}
	data := encode(t, tensors, metadata)
	for name, read := range map[string]func() (*File, error){
		"Read": func() (*File, error) { return Read(bytes.NewReader(data)) },
		"ReadFile": func() (*File, error) {
			name := t.TempDir() + "/m.safetensors"
			if err := os.WriteFile(name, data, 0o644); err != nil {
				t.Fatal(err)
			}
			return ReadFile(name)
		},
	} {
		f, err := read()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(f.Tensors) != len(tensors) || len(f.Metadata) != 2 || f.Metadata[""] != metadata[""] {
			t.Fatalf("%s: %d tensors, metadata %v", name, len(f.Tensors), f.Metadata)
		}
		for i, want := range tensors {
			got := f.Tensors[i]
			if got.Name != want.Name || !slices.Equal(bits(got.Tensor), bits(want.Tensor)) ||
				!slices.Equal(got.Tensor.Shape, want.Tensor.Shape) {
				t.Errorf("%s: tensor %d is %q %v, want %q %v", name, i, got.Name, got.Tensor.Shape, want.Name, want.Tensor.Shape)
			}
		}
	}
}

func bits(t *tensor.Tensor) []uint32 {
	b := make([]uint32, t.Len())
	for i, v := range t.Data {
		b[i] = math.Float32bits(v)
	}
	return b
}
