package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// A bar is one line of a terminal that is drawn again and again.
type bar struct {
	w     io.Writer
	drawn int // characters that are there now
}

const (
	barWidth   = 16 // characters of the bar itself
	barColumns = 30 // a terminal with fewer has no place for a bar
)

// draw shows how much is done, from 0 to 1, and as many of the parts, the first
// ones, as fit in so many columns; the last column stays free, for some terminals
// go to the next line after it.
func (b *bar) draw(columns int, done float64, parts ...string) {
	if columns < barColumns { // since the bar was begun
		b.clear()
		return
	}
	done = min(max(done, 0), 1)
	full := int(done * barWidth)
	line := fmt.Sprintf("%3d %% %s%s", int(100*done), strings.Repeat("█", full), strings.Repeat("░", barWidth-full))
	length := utf8.RuneCountInString(line)
	for _, part := range parts {
		n := 2 + utf8.RuneCountInString(part)
		if length+n > columns-1 {
			break
		}
		line += "  " + part
		length += n
	}
	if length > columns-1 || b.drawn > columns-1 {
		b.drawn = 0 // the terminal has become narrower: what was there has been broken
	}
	fmt.Fprint(b.w, "\r", line, strings.Repeat(" ", max(0, b.drawn-length)))
	b.drawn = length
}

// clear takes the bar away and leaves the cursor where it began.
func (b *bar) clear() {
	if b.drawn > 0 {
		fmt.Fprint(b.w, "\r", strings.Repeat(" ", b.drawn), "\r")
		b.drawn = 0
	}
}
