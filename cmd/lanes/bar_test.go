package main

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestBarFits: parts are dropped from the right until the line fits.
func TestBarFits(t *testing.T) {
	parts := []string{"loss 0.1234", "accuracy 97.12 %", "123,456 images/s", "3s left"}
	for columns := barColumns; columns < 120; columns++ {
		var out strings.Builder
		(&bar{w: &out}).draw(columns, 0.5, parts...)
		line, ok := strings.CutPrefix(out.String(), "\r")
		if n := utf8.RuneCountInString(line); !ok || n > columns-1 {
			t.Errorf("%d columns: %d characters", columns, n)
		}
		all := strings.Join(parts, "  ")
		if _, shown, _ := strings.Cut(line, "░  "); !strings.HasPrefix(all, shown) {
			t.Errorf("%d columns: %q", columns, line)
		}
	}
	var out strings.Builder
	b := &bar{w: &out}
	b.draw(120, 1, parts...)
	if !strings.HasPrefix(out.String(), "\r100 % ████████████████  loss 0.1234  accuracy") || !strings.HasSuffix(out.String(), "3s left") {
		t.Errorf("%q", out.String())
	}
	b.draw(20, 1)
	if !strings.HasSuffix(out.String(), " \r") {
		t.Error("a terminal that is too narrow keeps the bar")
	}
}

// TestBarFigures: at the step of a report the bar has figures and the progress of
// that step.
func TestBarFigures(t *testing.T) {
	var out, stderr strings.Builder
	c := &console{
		stdout: &sink{w: &out}, stderr: &stderr, terminal: true, columns: func() int { return 100 },
		env: func(name string) string { return map[string]string{"LANES_MNIST": data}[name] },
	}
	if code := c.run(t.Context(), []string{"train", "-recipe", "softmax", "-epochs", "2", "-steps", "8", "-log-every", "4"}); code != exitOK {
		t.Fatal(stderr.String())
	}
	text := stderr.String()
	if !strings.Contains(text, "\r 12 % ██") || !strings.Contains(text, "\r100 % ████████████████  loss ") {
		t.Errorf("no progress in %q", text)
	}
	if strings.Contains(text, "  loss 0.0000") || strings.Contains(text, "accuracy 0.00 %") {
		t.Errorf("figures of no step in %q", text)
	}
	stderr.Reset()
	c.columns = func() int { return barColumns - 1 }
	if c.run(t.Context(), []string{"train", "-recipe", "softmax", "-steps", "2"}); strings.Contains(stderr.String(), "\r") {
		t.Errorf("a bar on a narrow terminal: %q", stderr.String())
	}
}

func TestFigure(t *testing.T) {
	for x, want := range map[float64]string{
		0.5: "  0.5000", 999.5: "999.5000", 12345.67: " 12345.7", 9.5e29: " 9.5e+29", -3.25e7: "-3.25e+07", math.Inf(1): "    +Inf",
	} {
		if got := figure(x); got != want {
			t.Errorf("%v: %q, want %q", x, got, want)
		}
	}
}
