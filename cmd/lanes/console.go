package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
)

// A console is where a subcommand writes and what it knows of its surroundings.
type console struct {
	stdout   *sink
	stderr   io.Writer
	env      func(string) string
	terminal bool       // stderr is one on which a line can be drawn again
	columns  func() int // of the terminal, now

	synthetic sizes // of the synthetic sets; zero for those of MNIST
}

type sizes struct{ train, test int }

// sink remembers the first error of a writer, so that output that is lost makes
// the program fail without a check at every print.
type sink struct {
	w   io.Writer
	err error
}

func (s *sink) Write(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	var n int
	if n, s.err = s.w.Write(p); s.err != nil {
		s.err = fmt.Errorf("standard output: %w", s.err)
	}
	return n, s.err
}

// note prints a line for people.
func (c *console) note(format string, args ...any) {
	fmt.Fprintf(c.stderr, format+"\n", args...)
}

// emit prints v as one line of JSON.
func (c *console) emit(v any) error {
	line, err := json.Marshal(v)
	if err == nil {
		_, err = c.stdout.Write(append(line, '\n'))
	}
	return err
}

// results returns where tables for people go: standard output unless JSON is there.
func (c *console) results(asJSON bool) io.Writer {
	if asJSON {
		return c.stderr
	}
	return c.stdout
}

// num and num32 are numbers in JSON, which has no NaN and no infinity: null
// stands for them.
type (
	num   float64
	num32 float32
)

func (x num) MarshalJSON() ([]byte, error)   { return number(float64(x), 64), nil }
func (x num32) MarshalJSON() ([]byte, error) { return number(float64(x), 32), nil }

func number(x float64, bits int) []byte {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return []byte("null")
	}
	return strconv.AppendFloat(nil, x, 'g', -1, bits)
}

// nums converts a slice for JSON.
func nums(x []float32) []num32 {
	out := make([]num32, len(x))
	for i, v := range x {
		out[i] = num32(v)
	}
	return out
}

// thousands formats n as 1,234,567.
func thousands[T int | int64](n T) string {
	s := strconv.FormatInt(int64(n), 10)
	from := 1
	if n < 0 {
		from = 2
	}
	for i := len(s) - 3; i >= from; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// percent formats a share as 98.41 %.
func percent(share float64) string { return fmt.Sprintf("%.2f %%", 100*share) }

// plural returns "1 image" or "2 images".
func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + one + "s"
}

// perSecond returns n over s, 0 if there is no time to divide by.
func perSecond(n int, s float64) float64 {
	if s <= 0 {
		return 0
	}
	return float64(n) / s
}
