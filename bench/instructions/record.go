package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
)

// A record is counts, in the order of shapes, and what they were made with, since
// another compiler makes other code of the driver.
type record struct {
	tools  string
	counts []entry
}

type entry struct {
	shape        string
	instructions int64
}

const header = "# Instructions of one call of Sgemm, set avx2, one worker. Written by: " + command + " -w\n"

// String is the text of the file.
func (r record) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%stools %s\n", header, r.tools)
	for _, e := range r.counts {
		fmt.Fprintf(&b, "%s %d\n", e.shape, e.instructions)
	}
	return b.String()
}

// read returns the record in a file, an empty one if there is no such file.
func read(name string) (record, error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return record{}, nil
	}
	if err != nil {
		return record{}, err
	}
	r, err := parse(string(text))
	if err != nil {
		return record{}, fmt.Errorf("%s: %w", name, err)
	}
	return r, nil
}

func parse(text string) (r record, err error) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, _ := strings.Cut(line, " ")
		if key == "tools" {
			r.tools = value
			continue
		}
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || n <= 0 {
			return r, fmt.Errorf("%q, want a shape and its instructions", line)
		}
		r.counts = append(r.counts, entry{key, n})
	}
	return r, nil
}

// of returns the count of a shape, 0 if there is none.
func (r record) of(shape string) int64 {
	for _, e := range r.counts {
		if e.shape == shape {
			return e.instructions
		}
	}
	return 0
}

// change is by how many percent now is more than kept.
func change(kept, now int64) float64 { return 100 * float64(now-kept) / float64(kept) }

// limit is the change, in percent, that passes.
const limit = 2

// table shows the counts beside those that are kept, and says what is to be known of
// how they compare.
func table(kept, now record) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-24s %12s %12s %9s\n", "instructions of a call", "kept", "now", "change")
	fewer := false
	for _, e := range now.counts {
		was := kept.of(e.shape)
		if was == 0 {
			fmt.Fprintf(&b, "%-24s %12s %12d\n", e.shape, "-", e.instructions)
			continue
		}
		c := change(was, e.instructions)
		fewer = fewer || c < -limit
		fmt.Fprintf(&b, "%-24s %12d %12d %+7.2f %%\n", e.shape, was, e.instructions, c)
	}
	if kept.tools != now.tools && kept.tools != "" {
		fmt.Fprintf(&b, "Kept are counts with %s, now it is %s: part of a change may be theirs.\n", kept.tools, now.tools)
	}
	if fewer {
		fmt.Fprintf(&b, "A shape takes over %d %% fewer instructions: %s -w keeps that.\n", limit, command)
	}
	return b.String()
}

// hold fails if a shape takes more than it may, or has no count to be held to.
func hold(kept, now record) error {
	var bad []string
	for _, e := range now.counts {
		switch was := kept.of(e.shape); {
		case was == 0:
			bad = append(bad, fmt.Sprintf("%s is not in %s", e.shape, file))
		case change(was, e.instructions) > limit:
			bad = append(bad, fmt.Sprintf("%s takes %.2f %% more instructions, at most %d %% pass", e.shape, change(was, e.instructions), limit))
		}
	}
	if len(bad) > 0 {
		return fmt.Errorf("%s\nif that is meant, keep it: %s -w", strings.Join(bad, "\n"), command)
	}
	return nil
}
