package accuracy

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// WriteTable lays rows out in Markdown, a column for each contender: mean / maximum.
func WriteTable(w io.Writer, list []Contender, rows []Row) error {
	text := "| inputs | k |"
	for _, c := range list {
		text += " " + c.Name
		if c.Method != "" {
			text += " (" + c.Method + ")"
		}
		text += " |"
	}
	text += "\n|---|--:|" + strings.Repeat("--:|", len(list)) + "\n"
	for _, r := range rows {
		text += fmt.Sprintf("| %s | %d |", r.Inputs, r.K)
		for _, e := range r.Errors {
			text += " " + figure(e.Mean) + " / " + figure(e.Max) + " |"
		}
		text += "\n"
	}
	_, err := io.WriteString(w, text)
	return err
}

// figure shows three digits without an exponent.
func figure(x float64) string {
	switch {
	case x >= 100:
		return strconv.FormatFloat(x, 'f', 0, 64)
	case x >= 10:
		return strconv.FormatFloat(x, 'f', 1, 64)
	case x >= 1:
		return strconv.FormatFloat(x, 'f', 2, 64)
	}
	return strconv.FormatFloat(x, 'f', 3, 64)
}
