package main

import (
	"encoding/json"
	"errors"
	"io"
	"runtime/debug"
	"slices"
	"time"

	"lanes/bench/peers/internal/contender"
	"lanes/bench/peers/internal/dl"
)

// about is what a child says first.
type about struct {
	Info  contender.Info `json:"info"`
	Error string         `json:"error,omitzero"`
}

// A request has a task done Calls times, after Warm that are not timed. With no calls it
// is done once, and checked.
type request struct {
	task
	Seed  uint64 `json:"seed"` // of where the operands are
	Warm  int    `json:"warm"`
	Calls int    `json:"calls"`
}

// An answer has the seconds of all calls. Missing says that there is no such function.
type answer struct {
	Seconds float64 `json:"seconds"`
	Missing bool    `json:"missing,omitzero"`
	Error   string  `json:"error,omitzero"`
}

// loops is the contender that install.sh compiles from loops/loops.c.
const loops = "gcc"

const loopsFile = "/usr/local/lib/libpeers_loops.so"

// config is the same for all: the routines of lanes have one thread.
var config, narrow = contender.Config{Threads: 1, ISA: contender.Native}, contender.Config{Threads: 1, ISA: contender.AVX2}

// open loads a contender into this process. lib is nil for Go's.
func open(name string) (info contender.Info, lib contender.Linked, err error) {
	if name == loops {
		lib, err := dl.Open(loopsFile)
		return contender.Info{Version: "gcc -O3 -march=native -ffast-math"}, lib, err
	}
	e, err := contender.Find(config, name)
	if err != nil {
		return info, nil, err
	}
	c, err := e.Open(config)
	if err != nil {
		return info, nil, err
	}
	lib, _ = c.(contender.Linked)
	return c.Info(), lib, nil
}

// serve is a child.
func serve(name string, in io.Reader, out io.Writer) error {
	requests, replies := json.NewDecoder(in), json.NewEncoder(out)
	var r request
	if err := requests.Decode(&r); err != nil { // the first asks for nothing
		return err
	}
	info, lib, err := open(name)
	first := about{Info: info}
	if err != nil {
		first.Error = err.Error()
	}
	if err := replies.Encode(first); err != nil || first.Error != "" {
		return err
	}
	w := worker{lib: lib}
	for {
		r = request{}
		if err := requests.Decode(&r); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := replies.Encode(w.answer(&r)); err != nil {
			return err
		}
	}
}

// A worker keeps the operands of its last task and seed. In each round they are made
// anew, elsewhere: a process may be lucky or not with its addresses, which by themselves
// make a factor of two in the first cache of a Zen 4, and with its pages of memory.
type worker struct {
	lib  contender.Linked
	task task
	seed uint64
	o    *operands
	do   func(n int) float32 // n calls, and what the last returned
}

func (w *worker) answer(r *request) (a answer) {
	if w.task != r.task || w.seed != r.Seed {
		w.o, w.do = nil, nil
		w.task, w.seed = r.task, r.Seed
		if r.Place == memory {
			debug.FreeOSMemory()
		}
		var err error
		if w.o, w.do, err = w.prepare(r.op()); err != nil {
			a.Error = err.Error()
		}
	}
	if w.do == nil {
		a.Missing = true
		return a
	}
	if r.Calls == 0 {
		before := *w.o
		before.x, before.y = slices.Clone(w.o.x), slices.Clone(w.o.y)
		if err := r.op().check(&before, w.o, w.do(1)); err != nil {
			a.Error = err.Error()
		}
		return a
	}
	w.do(max(1, r.Warm))
	start := time.Now()
	w.do(r.Calls)
	a.Seconds = time.Since(start).Seconds()
	return a
}

// prepare returns operands and a function for them, or nil if there is none.
func (w *worker) prepare(p *op) (o *operands, do func(n int) float32, err error) {
	if p == nil {
		return nil, nil, errors.New("no such routine")
	}
	if w.lib == nil {
		o = newOperands(w.task.Rows, w.task.Cols, w.seed, false)
		return o, func(n int) (v float32) {
			for range n {
				v = p.lanes(o)
			}
			return v
		}, nil
	}
	if _, err := w.lib.Sym("dnnl_version"); err == nil {
		o = newOperands(w.task.Rows, w.task.Cols, w.seed, false)
		do, err = primitive(w.lib, p.name, o)
		return o, do, err
	}
	for _, c := range p.calls {
		f, err := w.lib.Sym(c.symbol)
		if err != nil {
			continue
		}
		o = newOperands(w.task.Rows, w.task.Cols, w.seed, c.zeros)
		call := dl.NewCall(f, c.args(o)...)
		return o, func(n int) float32 { call.Do(n); return call.Float() }, nil
	}
	return nil, nil, nil
}
