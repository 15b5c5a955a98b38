package bench

import (
	"fmt"
	"os"
	"strings"
)

// end closes a block of measured figures in a document.
const end = "<!-- end of figures -->"

// Publish puts text in the place of the figures that a document holds between
// the line "<!-- figures: command -->" and the next "<!-- end of figures -->".
func Publish(file, command, text string) error {
	old, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	begin := "<!-- figures: " + command + " -->\n"
	head, rest, found := strings.Cut(string(old), begin)
	_, tail, closed := strings.Cut(rest, end)
	if !found || !closed {
		return fmt.Errorf("bench: %s: no figures of %q, want the lines %q and %q", file, command, begin[:len(begin)-1], end)
	}
	changed := head + begin + "\n" + strings.Trim(text, "\n") + "\n\n" + end + tail
	return os.WriteFile(file, []byte(changed), 0o644)
}

// Figure prints a positive number with two or three digits, as many as
// measurements of speed bear.
func Figure(x float64) string {
	switch {
	case x >= 100:
		return fmt.Sprintf("%.0f", x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	case x >= 0.1:
		return fmt.Sprintf("%.2f", x)
	}
	return fmt.Sprintf("%.2g", x)
}
