package main

import "errors"

// path is a flag for the name of a file or a directory.
type path struct {
	p      *string
	noDash bool // "-" is refused: standard output has other uses
}

func (v path) String() string {
	if v.p == nil {
		return ""
	}
	return *v.p
}

func (v path) Set(s string) error {
	switch {
	case s == "":
		return errors.New("want a name that is not empty")
	case s == "-" && v.noDash:
		return errors.New("want the name of a file, standard output is for the results")
	}
	*v.p = s
	return nil
}
