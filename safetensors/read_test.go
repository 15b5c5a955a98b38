package safetensors

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"lanes/tensor"
)

// file puts a header and n bytes of data together.
func file(header string, n int) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), make([]byte, n)...)
}

const f32 = `"dtype":"F32","shape":`

var badFiles = map[string]struct {
	data []byte
	want string // of Read, after "safetensors: "
}{
	"empty":            {nil, "the file is empty"},
	"three bytes":      {[]byte{1, 0, 0}, "3 bytes, want 8 for the length of the header"},
	"absurd length":    {binary.LittleEndian.AppendUint64(nil, math.MaxUint64), "a header of 18446744073709551615 bytes, want at most 100000000"},
	"over the limit":   {binary.LittleEndian.AppendUint64(nil, maxHeader+1), "a header of 100000001 bytes, want at most 100000000"},
	"short header":     {append(binary.LittleEndian.AppendUint64(nil, 100), "{}"...), "2 bytes of a header of 100"},
	"no header":        {file("", 0), "the header does not begin with {"},
	"leading space":    {file(" {}", 0), "the header does not begin with {"},
	"an array":         {file("[]", 0), "the header does not begin with {"},
	"not UTF-8":        {file("{\"\xff\":1}", 0), "the header is not UTF-8"},
	"cut JSON":         {file(`{"a":{`+f32+`[1]`, 4), "header: invalid JSON: it ends too early"},
	"two objects":      {file(`{}{}`, 0), "header: invalid JSON: something follows the object"},
	"junk behind":      {file(`{} x`, 0), "header: invalid JSON: something follows the object"},
	"a number":         {file(`{"a":7}`, 0), `header: "a": 7, want an object`},
	"null":             {file(`{"a":null}`, 0), `header: "a": null, want an object`},
	"twice":            {file(`{"a":{`+f32+`[1],"data_offsets":[0,4]},"a":{`+f32+`[1],"data_offsets":[0,4]}}`, 4), `header: "a" occurs twice`},
	"twice escaped":    {file(`{"a":{`+f32+`[1],"data_offsets":[0,4]},"\u0061":{`+f32+`[1],"data_offsets":[0,4]}}`, 4), `header: "a" occurs twice`},
	"field twice":      {file(`{"a":{`+f32+`[1],"shape":[1],"data_offsets":[0,4]}}`, 4), `header: "a": "shape" occurs twice`},
	"other field":      {file(`{"a":{`+f32+`[1],"data_offsets":[0,4],"x":1}}`, 4), `header: "a": x: want dtype, shape and data_offsets only`},
	"other case":       {file(`{"a":{"DTYPE":"F32","shape":[1],"data_offsets":[0,4]}}`, 4), `header: "a": DTYPE: want dtype, shape and data_offsets only`},
	"no shape":         {file(`{"a":{"dtype":"F32","data_offsets":[0,4]}}`, 4), `header: "a": want dtype, shape and two data_offsets`},
	"one offset":       {file(`{"a":{`+f32+`[1],"data_offsets":[0]}}`, 4), `header: "a": want dtype, shape and two data_offsets`},
	"other dtype":      {file(`{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}`, 4), `header: "a": dtype BF16, want F32`},
	"dtype a number":   {file(`{"a":{"dtype":32,"shape":[2],"data_offsets":[0,4]}}`, 4), `header: "a": dtype: 32, want a value of type string`},
	"shape null":       {file(`{"a":{`+f32+`null,"data_offsets":[0,4]}}`, 4), `header: "a": shape: null, want a list of whole numbers`},
	"dimension null":   {file(`{"a":{`+f32+`[null],"data_offsets":[0,4]}}`, 4), `header: "a": shape: [null], want a list of whole numbers`},
	"dimension 1.5":    {file(`{"a":{`+f32+`[1.5],"data_offsets":[0,4]}}`, 4), `header: "a": shape: [1.5], want a list of whole numbers`},
	"dimension −1":     {file(`{"a":{`+f32+`[-1],"data_offsets":[0,4]}}`, 4), `header: "a": shape [-1] does not fit bytes 0 to 4 of the data`},
	"overflow":         {file(`{"a":{`+f32+`[4294967296,4294967296],"data_offsets":[0,0]}}`, 0), `header: "a": shape [4294967296 4294967296] does not fit bytes 0 to 0 of the data`},
	"offsets reversed": {file(`{"a":{`+f32+`[1],"data_offsets":[4,0]}}`, 4), `header: "a": shape [1] does not fit bytes 4 to 0 of the data`},
	"offset negative":  {file(`{"a":{`+f32+`[1],"data_offsets":[-4,0]}}`, 4), `header: "a": shape [1] does not fit bytes -4 to 0 of the data`},
	"shape too small":  {file(`{"a":{`+f32+`[1],"data_offsets":[0,8]}}`, 8), `header: "a": shape [1] does not fit bytes 0 to 8 of the data`},
	"odd bytes":        {file(`{"a":{`+f32+`[1],"data_offsets":[0,5]}}`, 5), `header: "a": shape [1] does not fit bytes 0 to 5 of the data`},
	"overlap": {file(`{"a":{`+f32+`[2],"data_offsets":[0,8]},"b":{`+f32+`[2],"data_offsets":[4,12]}}`, 12),
		`header: "b" begins at byte 4 of the data, want 8: tensors overlap or leave a gap`},
	"gap": {file(`{"a":{`+f32+`[1],"data_offsets":[0,4]},"b":{`+f32+`[1],"data_offsets":[8,12]}}`, 12),
		`header: "b" begins at byte 8 of the data, want 4: tensors overlap or leave a gap`},
	"gap at the start":   {file(`{"a":{`+f32+`[1],"data_offsets":[4,8]}}`, 8), `header: "a" begins at byte 4 of the data, want 0: tensors overlap or leave a gap`},
	"short data":         {file(`{"a":{`+f32+`[2],"data_offsets":[0,8]}}`, 7), `data of "a": the file ends too early`},
	"no data":            {file(`{"a":{`+f32+`[2],"data_offsets":[0,8]}}`, 0), `data of "a": the file ends too early`},
	"trailing":           {file(`{"a":{`+f32+`[1],"data_offsets":[0,4]}}`, 5), "more than the 4 bytes of data that the header describes"},
	"claims a petabyte":  {file(`{"a":{`+f32+`[250000000000000],"data_offsets":[0,1000000000000000]}}`, 12), `data of "a": the file ends too early`},
	"metadata a list":    {file(`{"__metadata__":[]}`, 0), "header: __metadata__: [], want an object"},
	"metadata a number":  {file(`{"__metadata__":{"a":1}}`, 0), "header: __metadata__: 1, want a value of type string"},
	"metadata null":      {file(`{"__metadata__":{"a":null}}`, 0), "header: __metadata__: null, want a value of type string"},
	"metadata key twice": {file(`{"__metadata__":{"a":"1","a":"2"}}`, 0), `header: __metadata__: "a" occurs twice`},
}

func TestReadErrors(t *testing.T) {
	for name, c := range badFiles {
		_, err := Read(bytes.NewReader(c.data))
		if err == nil || err.Error() != "safetensors: "+c.want {
			t.Errorf("%s: %v, want safetensors: %s", name, err, c.want)
		}
		path := filepath.Join(t.TempDir(), "m.safetensors")
		if err := os.WriteFile(path, c.data, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadFile(path); err == nil || !strings.HasPrefix(err.Error(), "safetensors: "+path+": ") {
			t.Errorf("%s: ReadFile: %v", name, err)
		}
	}
}

// TestReadFileSizes: the size of a file is compared with its header before any
// data are read, and the message has both.
func TestReadFileSizes(t *testing.T) {
	for _, c := range []struct {
		name, want string
	}{
		{"trailing", "5 bytes of data, want 4"},
		{"short data", "7 bytes of data, want 8"},
		{"claims a petabyte", "12 bytes of data, want 1000000000000000"},
		{"short header", "a header of 100 bytes, want at most 2"},
	} {
		path := filepath.Join(t.TempDir(), "m.safetensors")
		if err := os.WriteFile(path, badFiles[c.name].data, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadFile(path); err == nil || !strings.HasSuffix(err.Error(), ": "+c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	if _, err := ReadFile("nowhere.safetensors"); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "nowhere.safetensors") {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := ReadFile(t.TempDir()); err == nil {
		t.Error("a directory was read")
	}
}

// TestReadMemory: what a header claims is not what is allocated.
func TestReadMemory(t *testing.T) {
	for _, name := range []string{"absurd length", "over the limit", "short header", "claims a petabyte"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		Read(bytes.NewReader(badFiles[name].data))
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
			t.Errorf("%s: %d bytes allocated", name, n)
		}
	}
}

// broken fails after some bytes with an error that is not an end.
type broken struct{ r io.Reader }

func (b broken) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if err == io.EOF {
		err = errFull
	}
	return n, err
}

func TestReadFails(t *testing.T) {
	data := encode(t, []Named{{"a", numbers(5)}}, nil)
	for n := range len(data) + 1 {
		if _, err := Read(broken{bytes.NewReader(data[:n])}); !errors.Is(err, errFull) {
			t.Errorf("after %d bytes: %v", n, err)
		}
		if n < len(data) {
			if _, err := Read(bytes.NewReader(data[:n])); err == nil {
				t.Errorf("%d of %d bytes were read", n, len(data))
			}
		}
	}
}

func TestReadTolerates(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		n    int
	}{
		"no tensors":      {file(`{}`, 0), 0},
		"padding":         {file("{}\n\t  ", 0), 0},
		"any order":       {file(`{"b":{`+f32+`[1],"data_offsets":[4,8]},"a":{"data_offsets":[0,4],"shape":[1],"dtype":"F32"}}`, 8), 2},
		"no bytes":        {file(`{"a":{`+f32+`[1],"data_offsets":[0,4]},"b":{`+f32+`[0,9],"data_offsets":[0,0]}}`, 4), 2},
		"empty metadata":  {file(`{"__metadata__":{}}`, 0), 0},
		"zero and a huge": {file(`{"a":{`+f32+`[0,4294967296,4294967296],"data_offsets":[0,0]}}`, 0), 1},
	} {
		f, err := Read(bytes.NewReader(c.data))
		if err != nil || len(f.Tensors) != c.n {
			t.Errorf("%s: %v, %v", name, f, err)
		}
		if name == "any order" && f.Tensors[0].Name != "a" {
			t.Errorf("%s: %s comes first", name, f.Tensors[0].Name)
		}
	}
}

func TestLoad(t *testing.T) {
	params := []*tensor.Param{tensor.NewParam("l.weight", 2, 3), tensor.NewParam("l.bias", 3)}
	w, b := numbers(2, 3), numbers(3)
	f := &File{Tensors: []Named{{"l.bias", b}, {"l.weight", w}}}
	if err := f.Load(params); err != nil || params[0].Value.Data[5] != 5.5 || params[1].Value.Data[2] != 2.5 {
		t.Errorf("%v: %v %v", err, params[0].Value.Data, params[1].Value.Data)
	}
	w.Data[0] = 99
	if params[0].Value.Data[0] == 99 {
		t.Error("the parameter shares memory with the file")
	}
	for _, c := range []struct {
		tensors []Named
		want    string
	}{
		{[]Named{{"l.bias", b}}, "no l.weight, want [2 3]"},
		{[]Named{{"l.weight", numbers(3, 2)}, {"l.bias", b}}, "l.weight is [3 2], want [2 3]"},
		{[]Named{{"l.weight", w}, {"l.bias", numbers(4)}}, "l.bias is [4], want [3]"},
		{[]Named{{"l.weight", w}, {"l.bias", b}, {"m.bias", b}}, "m.bias [3] is not in the model"},
	} {
		f := &File{Name: "m.safetensors", Tensors: c.tensors}
		if err := f.Load(params); err == nil || err.Error() != "safetensors: m.safetensors: "+c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
		if params[0].Value.Data[0] != 0.5 {
			t.Fatalf("%s: a parameter has changed", c.want)
		}
	}
	f.Tensors = nil
	if err := f.Load(params); err == nil || err.Error() != "safetensors: no l.weight, want [2 3]" {
		t.Errorf("without a name: %v", err)
	}
	if err := f.Load(nil); err != nil {
		t.Errorf("nothing into nothing: %v", err)
	}
	f.Tensors = []Named{{"a", b}}
	if err := f.Load([]*tensor.Param{tensor.NewParam("a", 3), tensor.NewParam("a", 3)}); err == nil {
		t.Error("two parameters of one name were loaded")
	}
}

func FuzzRead(f *testing.F) {
	for _, c := range badFiles {
		f.Add(c.data)
	}
	f.Add(file(`{"__metadata__":{"k":"v"},"a":{`+f32+`[1,2],"data_offsets":[0,8]},"b":{`+f32+`[0],"data_offsets":[8,8]}}`, 8))
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := Read(bytes.NewReader(data))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "safetensors: ") {
				t.Errorf("error %q", err)
			}
			return
		}
		// What is read can be written, and is then read the same.
		written := encode(t, first.Tensors, first.Metadata)
		second, err := Read(bytes.NewReader(written))
		if err != nil {
			t.Fatal(err)
		}
		if again := encode(t, second.Tensors, second.Metadata); !bytes.Equal(written, again) {
			t.Errorf("%q and then %q", written, again)
		}
	})
}
