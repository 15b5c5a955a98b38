// Package safetensors reads and writes tensors in the safetensors format, so
// that a model trained here opens in Python and the other way round.
//
// A file is the length of its header as a little-endian uint64, a header in
// JSON, padded with spaces to a multiple of eight bytes, and the data. The header
// gives for each tensor its dtype, shape and range of bytes in the data, and
// under "__metadata__" strings of the writer's. The data are little-endian
// whatever the machine, row-major, one tensor after the other without gaps.
// Format: https://github.com/huggingface/safetensors#format.
//
// Tensors are float32, dtype F32; a file with another dtype is refused. Reading
// checks everything a file says before it is believed: no header, whatever it
// claims, makes the reader allocate more than a small multiple of the bytes that
// are there.
package safetensors

import "lanes/tensor"

// Named is a tensor under its name in a file.
type Named struct {
	Name   string
	Tensor *tensor.Tensor
}

// FromParams returns the values of params under their names, not copied.
func FromParams(params []*tensor.Param) []Named {
	tensors := make([]Named, len(params))
	for i, p := range params {
		tensors[i] = Named{Name: p.Name, Tensor: p.Value}
	}
	return tensors
}

// Limits and fixed words of the format.
const (
	maxHeader   = 100_000_000 // bytes; the limit of the format's own reader
	metadataKey = "__metadata__"
	dtype       = "F32"
	chunk       = 1 << 16 // bytes converted at a time
)
