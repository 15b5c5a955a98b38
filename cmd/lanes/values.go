package main

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The flag values check what they are given, so that a flag that parses has a
// meaning of its own; what flags mean together is checked later.

// whole is a flag for a whole number from min to max.
type whole struct {
	p        *int
	min, max int
}

// atLeast is a whole without another upper end than that of 32 bits.
func atLeast(min int, p *int) whole { return whole{p, min, math.MaxInt32} }

func (v whole) String() string {
	if v.p == nil {
		return "0"
	}
	return strconv.Itoa(*v.p)
}

func (v whole) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < v.min || n > v.max {
		return fmt.Errorf("want a whole number from %d to %d", v.min, v.max)
	}
	*v.p = n
	return nil
}

// seedValue is a flag for any number of 64 bits.
type seedValue struct{ p *uint64 }

func (v seedValue) String() string {
	if v.p == nil {
		return "0"
	}
	return strconv.FormatUint(*v.p, 10)
}

func (v seedValue) Set(s string) error {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return fmt.Errorf("want a whole number from 0 to %d", uint64(math.MaxUint64))
	}
	*v.p = n
	return nil
}

// real is a flag for a float32 for which ok holds; want says which these are.
type real struct {
	p    *float32
	ok   func(float32) bool
	want string
}

func (v real) String() string {
	if v.p == nil {
		return "0"
	}
	return strconv.FormatFloat(float64(*v.p), 'g', -1, 32)
}

func (v real) Set(s string) error {
	x, err := strconv.ParseFloat(s, 32)
	if err != nil || math.IsInf(x, 0) || !v.ok(float32(x)) {
		return fmt.Errorf("want a number %s", v.want)
	}
	*v.p = float32(x)
	return nil
}

func positive(p *float32) real {
	return real{p, func(x float32) bool { return x > 0 }, "above 0"}
}

func notNegative(p *float32) real {
	return real{p, func(x float32) bool { return x >= 0 }, "of at least 0"}
}

func below1(p *float32) real {
	return real{p, func(x float32) bool { return x >= 0 && x < 1 }, "from 0 up to, but not, 1"}
}

func fraction(p *float32) real {
	return real{p, func(x float32) bool { return x > 0 && x <= 1 }, "above 0 and at most 1"}
}

// choice is a flag for one of a few words.
type choice struct {
	p  *string
	of []string
}

func (v choice) String() string {
	if v.p == nil {
		return ""
	}
	return *v.p
}

func (v choice) Set(s string) error {
	if !slices.Contains(v.of, s) {
		return fmt.Errorf("want one of: %s", strings.Join(v.of, " "))
	}
	*v.p = s
	return nil
}

// pattern is a flag for a regular expression, nil while it is not set.
type pattern struct{ *regexp.Regexp }

func (v *pattern) String() string {
	if v == nil || v.Regexp == nil {
		return ""
	}
	return v.Regexp.String()
}

func (v *pattern) Set(s string) (err error) {
	v.Regexp, err = regexp.Compile(s)
	return err
}

// span is a flag for a duration from min to max.
type span struct {
	p        *time.Duration
	min, max time.Duration
}

func (v span) String() string {
	if v.p == nil {
		return "0s"
	}
	return v.p.String()
}

func (v span) Set(s string) error {
	d, err := time.ParseDuration(s)
	if err != nil || d < v.min || d > v.max {
		return fmt.Errorf("want a duration from %v to %v, such as 5ms", v.min, v.max)
	}
	*v.p = d
	return nil
}

// wholes is a flag for whole numbers of at least min, with commas between them;
// none, if it is set, is the word for an empty list.
type wholes struct {
	p    *[]int
	min  int
	none string
}

func (v wholes) String() string {
	if v.p == nil {
		return ""
	}
	if len(*v.p) == 0 {
		return v.none
	}
	return join(*v.p, ",")
}

func (v wholes) Set(s string) error {
	var list []int
	if v.none == "" || s != v.none {
		for _, field := range strings.Split(s, ",") {
			n, err := strconv.Atoi(strings.TrimSpace(field))
			if err != nil || n < v.min || n > math.MaxInt32 {
				or := ""
				if v.none != "" {
					or = ", or " + v.none
				}
				return fmt.Errorf("want whole numbers of at least %d with commas between them%s", v.min, or)
			}
			list = append(list, n)
		}
	}
	*v.p = list
	return nil
}

// join writes numbers with sep between them.
func join(list []int, sep string) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, sep)
}
