package safetensors

import (
	"fmt"
	"io"

	"lanes/internal/atomicfile"
	"lanes/tensor"
)

// WriteFile is Write to the file of that name, all or nothing: the bytes go to a
// new file in the same directory, reach the disk, and only then take the name. On
// an error, which names the file, a file that was there before is as it was.
//
// A replaced file keeps its permissions, one without permission to write is
// refused, and a symbolic link keeps pointing to what it names. Temporary files,
// .lanes-*.tmp, older than a day are removed from the directory.
func WriteFile(name string, tensors []Named, metadata map[string]string) error {
	err := atomicfile.Write(name, func(w io.Writer) error { return write(w, tensors, metadata) })
	if err != nil {
		return fmt.Errorf("safetensors: %s: %w", name, err)
	}
	return nil
}

// SaveParams is WriteFile for the values of params.
func SaveParams(name string, params []*tensor.Param, metadata map[string]string) error {
	return WriteFile(name, FromParams(params), metadata)
}

// CheckWritable returns the error that WriteFile to that name would end with, as
// far as it can be known beforehand: better before the training than after it.
func CheckWritable(name string) error {
	if err := atomicfile.Check(name); err != nil {
		return fmt.Errorf("safetensors: %s cannot be written: %w", name, err)
	}
	return nil
}
