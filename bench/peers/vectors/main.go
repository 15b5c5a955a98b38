// Vectors compares the routines on vectors and rows with those of OpenBLAS, BLIS, MKL and
// oneDNN, and with loops that gcc has made vectors of, on one thread, in the first cache,
// the second and in memory.
//
//	go run ./vectors -w README.md
//
// Each contender is a child process, and they take turns. The result of each is checked
// first. -json has all contenders; a column of the table shows the best of a library's.
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

	"github.com/klauspost/cpuid/v2"

	"lanes/bench"
)

type options struct {
	child, write      string
	json              bool
	rounds            int
	time              time.Duration
	contenders, tasks *regexp.Regexp
}

func main() {
	err := run(os.Args[1:], os.Stdout)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "vectors:", err)
		os.Exit(1)
	}
}

func parse(args []string) (o options, err error) {
	f := flag.NewFlagSet("vectors", flag.ContinueOnError)
	f.StringVar(&o.child, "child", "", "answer the requests of a comparison as this contender (used by itself)")
	f.StringVar(&o.write, "w", "", "put the table into this `file` too")
	f.BoolVar(&o.json, "json", false, "one JSON object a line instead of the table")
	f.IntVar(&o.rounds, "rounds", 21, "rounds in which all take their turn")
	f.DurationVar(&o.time, "time", 500*time.Microsecond, "length of a turn, or one call")
	o.contenders, o.tasks = new(regexp.Regexp), new(regexp.Regexp)
	f.TextVar(o.contenders, "contenders", regexp.MustCompile(""), "regular expression for names: lanes, which is always there, openblas, blis, mkl, dnnl-sgemm, gcc")
	f.TextVar(o.tasks, "tasks", regexp.MustCompile(""), "regular expression for \"routine place\", such as \"axpy L1\"")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 || o.rounds < 1 || o.time <= 0 {
		return o, errors.New("no arguments, and rounds and time above 0 are wanted")
	}
	return o, nil
}

func run(args []string, out io.Writer) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	if o.child != "" {
		return serve(o.child, os.Stdin, os.NewFile(3, "replies"))
	}
	chosen, err := matching(o.tasks)
	if err != nil {
		return err
	}
	runtime.LockOSThread() // children end with the thread that started them
	defer runtime.UnlockOSThread()
	c, err := start(&o)
	if c != nil {
		defer c.end()
	}
	if err != nil {
		return err
	}
	t := new(table)
	fmt.Fprintf(t, "%s, one thread; %s, %s; elements a nanosecond, the ninth decile of %d interleaved rounds; ratio: lanes' over the best of the others'.\n\n",
		cpuid.CPU.BrandName, runtime.Version(), c.seats[0].name, o.rounds)
	t.WriteString("| | | lanes | ratio | OpenBLAS | BLIS | MKL | oneDNN | gcc |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, task := range chosen {
		rows, err := c.measure(task)
		if err != nil {
			return err
		}
		t.add(rows)
		for _, r := range rows {
			if o.json {
				if err := json.NewEncoder(out).Encode(r); err != nil {
					return err
				}
			}
		}
	}
	if !o.json {
		if _, err := io.WriteString(out, t.String()); err != nil {
			return err
		}
	}
	if o.write != "" {
		return bench.Publish(o.write, "cd bench/peers && go run ./vectors", t.String())
	}
	return nil
}
