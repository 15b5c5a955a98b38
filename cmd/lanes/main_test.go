package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lanes/mnist"
)

// data is a directory of small synthetic sets in the form of MNIST.
var data string

// The sizes of those sets.
const trainImages, testImages = 600, 100

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "lanes-test-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		data = dir
		writeSet(dir, "train", mnist.Synthetic(trainImages, 1))
		writeSet(dir, "t10k", mnist.Synthetic(testImages, 2))
		return m.Run()
	}())
}

// writeSet writes images plain and labels gzipped.
func writeSet(dir, prefix string, d *mnist.Dataset) {
	images := binary.BigEndian.AppendUint32(nil, 0x803)
	for _, n := range []int{d.Len(), d.Rows, d.Cols} {
		images = binary.BigEndian.AppendUint32(images, uint32(n))
	}
	write(filepath.Join(dir, prefix+"-images-idx3-ubyte"), append(images, d.Images...))
	labels := binary.BigEndian.AppendUint32(nil, 0x801)
	labels = binary.BigEndian.AppendUint32(labels, uint32(d.Len()))
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write(append(labels, d.Labels...))
	z.Close()
	write(filepath.Join(dir, prefix+"-labels-idx1-ubyte.gz"), zipped.Bytes())
}

func write(file string, b []byte) {
	if err := os.WriteFile(file, b, 0o644); err != nil {
		panic(err)
	}
}

// result is what a command left.
type result struct {
	code           int
	stdout, stderr string
}

// lanes runs a command on the small sets.
func lanes(t *testing.T, args ...string) result {
	t.Helper()
	return lanesWith(context.Background(), nil, args...)
}

// lanesWith runs a command with a context and another standard output on top.
func lanesWith(ctx context.Context, tee io.Writer, args ...string) result {
	var stdout, stderr bytes.Buffer
	var out io.Writer = &stdout
	if tee != nil {
		out = io.MultiWriter(&stdout, tee)
	}
	env := func(name string) string {
		if name == "LANES_MNIST" {
			return data
		}
		return ""
	}
	code := run(ctx, args, out, &stderr, env)
	return result{code, stdout.String(), stderr.String()}
}

// must fails the test unless the command succeeded.
func (r result) must(t *testing.T) result {
	t.Helper()
	if r.code != exitOK {
		t.Fatalf("exit status %d, stderr:\n%s", r.code, r.stderr)
	}
	return r
}

// events parses standard output as JSON, one object a line.
func (r result) events(t *testing.T) []map[string]any {
	t.Helper()
	var events []map[string]any
	for line := range strings.Lines(r.stdout) {
		var e map[string]any
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		events = append(events, e)
	}
	if len(events) == 0 {
		t.Fatalf("no events; stderr:\n%s", r.stderr)
	}
	return events
}

// last returns the last event, which must be the named one.
func (r result) last(t *testing.T, event string) map[string]any {
	t.Helper()
	events := r.events(t)
	e := events[len(events)-1]
	if e["event"] != event {
		t.Fatalf("last event %v, want %s; stderr:\n%s", e["event"], event, r.stderr)
	}
	return e
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"help"}, {"-h"}, {"--help"}} {
		r := lanes(t, args...).must(t)
		for _, s := range subcommands() {
			if !strings.Contains(r.stdout, "\n  "+s.name+" ") {
				t.Errorf("lanes %v does not list %s:\n%s", args, s.name, r.stdout)
			}
		}
	}
	for _, args := range [][]string{{"help", "train"}, {"train", "-h"}, {"train", "-lr", "1", "--help"}} {
		r := lanes(t, args...).must(t)
		for _, want := range []string{"-loss-reduction mean|sum", "-weight-decay", "recipes", "tutorial", "-lr 0.01"} {
			if !strings.Contains(r.stdout, want) || r.stderr != "" {
				t.Errorf("lanes %v does not show %q:\n%s%s", args, want, r.stdout, r.stderr)
			}
		}
	}
	if r := lanes(t); r.code != exitUsage || !strings.Contains(r.stderr, "usage:") || r.stdout != "" {
		t.Errorf("lanes alone: %+v", r)
	}
}

// TestStdoutFails: output that is lost makes the command fail.
func TestStdoutFails(t *testing.T) {
	for _, args := range [][]string{{"train", "-recipe", "softmax", "-steps", "2", "-json"}, {"train", "-recipe", "softmax", "-steps", "2"}, {"help"}} {
		r := lanesWith(context.Background(), failing{}, args...)
		if r.code != exitFailed || !strings.Contains(r.stderr, "standard output: the disk is full") {
			t.Errorf("lanes %v: %+v", args, r)
		}
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, fmt.Errorf("the disk is full") }
