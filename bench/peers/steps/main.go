// Steps compares training steps and predictions with the same in NumPy and
// PyTorch: networks of dense layers on batches of digits, mean softmax
// cross-entropy, gradient descent, the same images, order and first weights for
// all. Each contender is a child process, and they take turns. First all
// train the same 20 steps, and their losses must agree.
//
//	go run ./steps -threads 1 -w ../../README.md
//
// NumPy takes the BLAS that Debian chooses, and MKL; PyTorch OpenBLAS over OpenMP,
// and MKL. PyTorch takes part as one writes it, with autograd and optim.SGD, and by
// hand, without, everything in place. A column of the table shows the best of its
// contenders; -json has them all.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime"
	"time"

	"lanes/bench"
)

type options struct {
	python, write string
	threads       int
	json, child   bool
	rounds        int
	time          time.Duration
	contenders    *regexp.Regexp
	tasks         *regexp.Regexp
}

func main() {
	err := run(os.Args[1:], os.Stdout)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "steps:", err)
		os.Exit(1)
	}
}

func parse(args []string) (o options, err error) {
	f := flag.NewFlagSet("steps", flag.ContinueOnError)
	f.StringVar(&o.python, "python", "", "the Python `interpreter` (the first of python3, /usr/bin/python3 and python that has NumPy)")
	f.StringVar(&o.write, "w", "", "put the table into this `file` too")
	f.IntVar(&o.threads, "threads", 1, "threads of every contender; 0: all")
	f.BoolVar(&o.json, "json", false, "one JSON object a line instead of the table")
	f.BoolVar(&o.child, "child", false, "answer the requests of a comparison (used by itself)")
	f.IntVar(&o.rounds, "rounds", 7, "rounds in which all take their turn")
	f.DurationVar(&o.time, "time", 20*time.Millisecond, "length of a turn")
	o.contenders, o.tasks = new(regexp.Regexp), new(regexp.Regexp)
	f.TextVar(o.contenders, "contenders", regexp.MustCompile(""), "regular expression for names: lanes, which is always there, numpy, numpy-mkl, torch, torch-mkl, torch-hand, torch-hand-mkl")
	f.TextVar(o.tasks, "tasks", regexp.MustCompile(""), "regular expression for \"mode model batch\", such as \"step 784-10 100\"")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 || o.rounds < 1 || o.time <= 0 || o.threads < 0 {
		return o, errors.New("no arguments, rounds and time above 0, and threads not below are wanted")
	}
	return o, nil
}

func run(args []string, out io.Writer) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	if o.child {
		return serve(os.Stdin, os.NewFile(3, "replies"))
	}
	chosen, err := matching(o.tasks)
	if err != nil {
		return err
	}
	runtime.LockOSThread() // children end with the thread that started them
	defer runtime.UnlockOSThread()
	if o.python == "" {
		if o.python, err = findPython(); err != nil {
			return err
		}
	}
	d, err := digits()
	if err != nil {
		return err
	}
	dir, remove, err := share(d)
	if err != nil {
		return err
	}
	defer remove()
	threads := o.threads
	if threads == 0 {
		threads = runtime.NumCPU()
	}
	c, err := open(&o, dir, d, threads)
	if err != nil {
		return err
	}
	defer c.end()
	var trials []*trial
	for _, task := range chosen {
		tr, err := c.prepare(task)
		if err != nil {
			return err
		}
		trials = append(trials, tr)
	}
	if err := c.measure(trials); err != nil {
		return err
	}
	t := newTable(c, d.Name)
	for _, tr := range trials {
		t.add(tr)
	}
	if err := report(out, &o, t, trials); err != nil {
		return err
	}
	if o.write != "" {
		return bench.Publish(o.write, fmt.Sprintf("cd bench/peers && go run ./steps -threads %d", o.threads), t.String())
	}
	return nil
}

// report prints the table, or the records.
func report(out io.Writer, o *options, t *table, trials []*trial) error {
	if !o.json {
		_, err := io.WriteString(out, t.String())
		return err
	}
	for _, tr := range trials {
		for _, r := range tr.rows {
			if err := json.NewEncoder(out).Encode(r); err != nil {
				return err
			}
		}
	}
	return nil
}
