package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// small is a comparison of three shapes by two contenders.
func small(more ...string) []string {
	return append([]string{"-contenders", "lanes-generic|naive", "-shapes", "^squares/(4|8|16) ", "-rounds", "2", "-batch", "20us", "-plot", ""}, more...)
}

// TestRunFails: what cannot be done is an exit status of 1 and one line that says why.
func TestRunFails(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "none", "a.svg")
	for _, c := range []struct {
		args []string
		out  io.Writer
		want string
	}{
		{small(), full{}, "standard output: no space left"},
		{small("-json"), full{}, "standard output: no space left"},
		{small("-list"), full{}, "standard output: no space left"},
		{small("-contenders", "nosuch"), io.Discard, "no contender"},
		{small("-contenders", "lanes-generic|^openblas$", "-lib", "openblas="+nowhere), io.Discard, "-lib openblas=" + nowhere},
	} {
		var errs bytes.Buffer
		code := run(c.args, c.out, &errs)
		last := errs.String()
		if i := strings.LastIndex(strings.TrimSuffix(last, "\n"), "\n"); i >= 0 && c.out == (full{}) && c.args[len(c.args)-1] == "-json" {
			last = last[i+1:] // after the table
		}
		if code != exitFailed || strings.Count(last, "\n") != 1 || !strings.Contains(last, c.want) {
			t.Errorf("%q: status %d, want 1 and %q\n%s", c.args, code, c.want, last)
		}
	}
}

// TestPlotRefused: a plot that cannot be written is refused before anything is measured.
func TestPlotRefused(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "none", "a.svg")
	var out, errs bytes.Buffer
	if code := run(small("-plot", nowhere), &out, &errs); code != exitFailed || out.Len() > 0 || !strings.Contains(errs.String(), nowhere) {
		t.Errorf("status %d\n%s%s", code, out.String(), errs.String())
	}
}

// A breaker calls do when that many results have passed.
type breaker struct {
	bytes.Buffer
	after int
	do    func()
}

func (b *breaker) Write(p []byte) (int, error) {
	if strings.Contains(string(p), `"kind":"result"`) {
		if b.after--; b.after == 0 {
			b.do()
		}
	}
	return b.Buffer.Write(p)
}

// TestInterrupted: the shapes that are measured by then are summed up and drawn, but not
// over an older plot.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	older, newer := filepath.Join(dir, "a.svg"), filepath.Join(dir, "b.svg")
	if err := os.WriteFile(older, []byte("older"), 0o644); err != nil {
		t.Fatal(err)
	}
	o, err := parse(small("-json", "-plot", older+","+newer), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out := &breaker{after: 4, do: cancel}
	var people bytes.Buffer
	err = compare(ctx, o, &sink{w: out}, &people)
	if err != (interrupted{2, 3}) {
		t.Errorf("error %v", err)
	}
	text := out.String()
	for kind, want := range map[string]int{"result": 4, "summary": 3, "interrupted": 1, "end": 0} {
		if n := strings.Count(text, `"kind":"`+kind+`"`); n != want {
			t.Errorf("%d lines %s, want %d\n%s", n, kind, want, text)
		}
	}
	if kept, err := os.ReadFile(older); err != nil || string(kept) != "older" {
		t.Errorf("the older plot is %q, %v", kept, err)
	}
	if _, err := os.Stat(newer); err != nil || strings.Contains(people.String(), "without") {
		t.Errorf("%v\n%s", err, people.String())
	}
	if err := compare(ctx, o, &sink{w: io.Discard}, io.Discard); err != (interrupted{0, 3}) {
		t.Errorf("interrupted at once: %v", err)
	}
}
