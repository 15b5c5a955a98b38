package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"

	"lanes/bench/accuracy"
	"lanes/bench/peers/internal/check"
	"lanes/bench/peers/internal/contender"
	"lanes/bench/peers/internal/shape"
	"lanes/bench/peers/internal/spawn"
)

var config = contender.Config{Threads: 1, ISA: contender.Native}

// families are the libraries that are compared.
var families = []string{"openblas", "mkl"}

// A request asks for one problem; with K = 0 only what the library is.
type request struct {
	Inputs string `json:"inputs"`
	K      int    `json:"k"`
	Seed   uint64 `json:"seed"`
}

type answer struct {
	Info  contender.Info `json:"info"`
	Mean  float64        `json:"mean"`
	Max   float64        `json:"max"`
	Error string         `json:"error,omitzero"`
}

// libraries starts a child for each library that is there, and for each code path that it
// takes by itself or when told to.
func libraries(o *options) (list []*column, end func(), err error) {
	var children []*spawn.Process
	end = func() {
		for _, p := range children {
			p.End()
		}
	}
	self, err := os.Executable()
	if err != nil {
		return nil, end, err
	}
	chosen := map[string]bool{}
	for _, e := range contender.All(config) {
		if !slices.Contains(families, e.Family) || !o.contenders.MatchString(e.Name) {
			continue
		}
		p, err := spawn.Start(context.Background(), e.Name, []string{self, "-child", e.Name}, e.Env(config))
		if err != nil {
			return nil, end, err
		}
		children = append(children, p)
		var a answer
		if err := p.Ask(request{}, &a); err != nil {
			return nil, end, err
		}
		key := e.Family + " " + a.Info.Path()
		if a.Error != "" {
			fmt.Fprintf(os.Stderr, "accuracy: without %s: %s\n", e.Name, a.Error)
		}
		if a.Error != "" || chosen[key] {
			continue
		}
		chosen[key] = true
		version := strings.Fields(a.Info.Version)
		method := strings.Join(version[:min(2, len(version))], " ")
		list = append(list, &column{Contender: accuracy.Contender{Name: e.Name, Method: method}, ask: func(row int) (accuracy.Error, error) {
			inputs, k := accuracy.Inputs[row/len(accuracy.Depths)], accuracy.Depths[row%len(accuracy.Depths)]
			var a answer
			err := p.Ask(request{inputs, k, o.seed}, &a)
			if err == nil && a.Error != "" {
				err = errors.New(a.Error)
			}
			return accuracy.Error{Mean: a.Mean, Max: a.Max}, err
		}})
	}
	if list == nil && !o.contenders.MatchString("lanes") {
		return nil, end, fmt.Errorf("no contender of -contenders %s is there", o.contenders)
	}
	return list, end, nil
}

// serve answers as one library.
func serve(name string, in io.Reader, out io.Writer) error {
	runtime.LockOSThread()
	requests, answers := json.NewDecoder(in), json.NewEncoder(out)
	var c contender.Contender
	e, failed := contender.Find(config, name)
	if failed == nil {
		c, failed = e.Open(config)
	}
	for {
		var r request
		if err := requests.Decode(&r); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		var a answer
		switch {
		case failed != nil:
			a.Error = failed.Error()
		case !slices.Contains(accuracy.Inputs, r.Inputs):
			a.Info = c.Info()
		default:
			e := accuracy.NewProblem(r.Inputs, r.K, r.Seed).Measure(func(m, n, k int, x, y, z []float32) {
				s := shape.Shape{M: m, N: n, K: k, LDA: k, LDB: n, LDC: n}
				run, err := c.Prepare(&check.Operands{Shape: s, A: x, B: y, C: z})
				if err != nil {
					a.Error = err.Error()
					return
				}
				run(1)
			})
			a.Mean, a.Max = e.Mean, e.Max
		}
		if a.Error != "" {
			a.Mean, a.Max = 0, 0 // JSON has no NaN
		}
		if err := answers.Encode(a); err != nil {
			return err
		}
	}
}
