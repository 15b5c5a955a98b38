// Package shape holds the products that are measured: their names, sizes,
// transpositions and leading dimensions.
package shape

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A Shape is one product C = op(A)·op(B), row-major: op(A) is M×K, op(B) is K×N.
type Shape struct {
	Name   string   `json:"name"`   // group/…: unique
	Groups []string `json:"groups"` // every group it is listed under; the first is its own
	M      int      `json:"m"`
	N      int      `json:"n"`
	K      int      `json:"k"`
	TransA bool     `json:"transA"`
	TransB bool     `json:"transB"`
	LDA    int      `json:"lda"` // distances between rows, in elements
	LDB    int      `json:"ldb"`
	LDC    int      `json:"ldc"`
	BF16   bool     `json:"bf16,omitzero"` // inputs may be rounded to bfloat16
}

// Op returns NN, TN, NT or TT.
func (s Shape) Op() string {
	op := []byte("NN")
	if s.TransA {
		op[0] = 'T'
	}
	if s.TransB {
		op[1] = 'T'
	}
	return string(op)
}

// Flops counts a multiplication and an addition for each product.
func (s Shape) Flops() float64 { return 2 * float64(s.M) * float64(s.N) * float64(s.K) }

// Bytes is the size of the three matrices without the gaps between rows.
func (s Shape) Bytes() float64 {
	return 4 * (float64(s.M)*float64(s.K) + float64(s.K)*float64(s.N) + float64(s.M)*float64(s.N))
}

// In says whether s is listed under the group.
func (s Shape) In(group string) bool { return slices.Contains(s.Groups, group) }

// Size is the text of m,n,k, the transpositions and, where rows have gaps, the
// leading dimensions.
func (s Shape) Size() string {
	text := fmt.Sprintf("%d,%d,%d %s", s.M, s.N, s.K, s.Op())
	if _, cols := s.StoredA(); s.LDA != cols || s.LDC != s.N {
		text += fmt.Sprintf(" ld %d,%d,%d", s.LDA, s.LDB, s.LDC)
	}
	return text
}

// StoredA returns rows and columns of A as it lies in memory.
func (s Shape) StoredA() (rows, cols int) {
	if s.TransA {
		return s.K, s.M
	}
	return s.M, s.K
}

// StoredB returns rows and columns of B as it lies in memory.
func (s Shape) StoredB() (rows, cols int) {
	if s.TransB {
		return s.N, s.K
	}
	return s.K, s.N
}

// Groups lists the group names in the order of the list.
func Groups(list []Shape) []string {
	var names []string
	for _, s := range list {
		for _, g := range s.Groups {
			if !slices.Contains(names, g) {
				names = append(names, g)
			}
		}
	}
	return names
}

// Select returns the shapes of list that the text names: "" or "all" for every
// one, group names separated by commas, or else a regular expression that is
// matched against "name m,n,k op".
func Select(list []Shape, text string) ([]Shape, error) {
	if text == "" || text == "all" {
		return list, nil
	}
	known, parts := Groups(list), strings.Split(text, ",")
	match := func(s Shape) bool { return slices.ContainsFunc(parts, s.In) }
	if slices.ContainsFunc(parts, func(p string) bool { return !slices.Contains(known, p) }) {
		re, err := regexp.Compile(text)
		if err != nil {
			return nil, fmt.Errorf("peers: shapes %q: neither groups (%s) nor a regular expression: %w",
				text, strings.Join(known, " "), err)
		}
		match = func(s Shape) bool { return re.MatchString(s.Name + " " + s.Size()) }
	}
	var chosen []Shape
	for _, s := range list {
		if match(s) {
			chosen = append(chosen, s)
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("peers: shapes %q: none; groups are %s", text, strings.Join(known, " "))
	}
	return chosen, nil
}
