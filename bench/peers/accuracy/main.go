// Accuracy measures how far lanes' products are from the true ones at each precision,
// and those of OpenBLAS and MKL on the same inputs.
//
//	go run ./accuracy
//	go run ./accuracy -with amx.json -w ../../README.md
//
// amx.json is what lanes accuracy -json printed on another machine, or an emulated one: its
// methods that are not there on this one become columns too. The exit status is 1 if a
// precision does not keep its promise: its bound, and for f32 a mean error that is not
// above those of exact and of OpenBLAS.
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
	"slices"
	"strings"

	"github.com/klauspost/cpuid/v2"

	"lanes/bench"
	"lanes/bench/accuracy"
	"lanes/kernels"
)

type options struct {
	child, with, write string
	json               bool
	seed               uint64
	contenders         *regexp.Regexp
}

func main() {
	err := run(os.Args[1:], os.Stdout)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "accuracy:", err)
		os.Exit(1)
	}
}

func parse(args []string) (o options, err error) {
	f := flag.NewFlagSet("accuracy", flag.ContinueOnError)
	f.StringVar(&o.child, "child", "", "answer the requests of a comparison as this contender (used by itself)")
	f.StringVar(&o.with, "with", "", "results of lanes accuracy -json on another machine, a `file`")
	f.StringVar(&o.write, "w", "", "put the table into this `file` too")
	f.BoolVar(&o.json, "json", false, "one JSON object a line instead of the table")
	f.Uint64Var(&o.seed, "seed", 1, "from which the inputs are drawn")
	o.contenders = new(regexp.Regexp)
	f.TextVar(o.contenders, "contenders", regexp.MustCompile(""), "regular expression for names: lanes, which is always there, and libraries with cblas_sgemm")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 {
		return o, fmt.Errorf("unexpected %q", f.Args())
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
	runtime.LockOSThread() // children end with the thread that started them
	defer runtime.UnlockOSThread()
	list := here()
	if o.with != "" {
		more, err := recorded(o.with, o.seed)
		if err != nil {
			return err
		}
		list = append(list, more...)
	}
	peers, end, err := libraries(&o)
	defer end()
	if err != nil {
		return err
	}
	list = append(list, peers...)
	if err := measure(&o, list, out); err != nil {
		return err
	}
	if wrong := broken(list); wrong != nil {
		return errors.New(strings.Join(wrong, "; "))
	}
	return nil
}

// A column is a contender and its errors.
type column struct {
	accuracy.Contender
	errors []accuracy.Error                      // as accuracy.Measure orders the problems
	ask    func(row int) (accuracy.Error, error) // nil: measured in this process, or known
}

// here returns lanes' methods on this machine. A precision that runs the exact one is
// not shown again.
func here() (list []*column) {
	for _, c := range accuracy.Lanes() {
		if len(list) == 0 || c.Method != list[0].Method {
			list = append(list, &column{Contender: c})
		}
	}
	return list
}

// measure fills the columns and prints them.
func measure(o *options, list []*column, out io.Writer) error {
	var local []accuracy.Contender
	var from []*column
	for _, c := range list {
		if c.Mul != nil {
			local, from = append(local, c.Contender), append(from, c)
		}
	}
	var rows []accuracy.Row
	err := accuracy.Measure(local, accuracy.Inputs, o.seed, func(r accuracy.Row) error {
		for i, c := range from {
			c.errors = append(c.errors, r.Errors[i])
		}
		r.Errors = nil
		for _, c := range list {
			if c.ask != nil {
				e, err := c.ask(len(rows))
				if err != nil {
					return err
				}
				c.errors = append(c.errors, e)
			}
			r.Errors = append(r.Errors, c.errors[len(rows)])
		}
		rows = append(rows, r)
		return nil
	})
	if err != nil {
		return err
	}
	all := make([]accuracy.Contender, len(list))
	for i, c := range list {
		all[i] = c.Contender
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s; %d×%d elements, mean / maximum of |C − exact| / Σ|a||b| in units of 2⁻²⁴; seed %d.\n\n",
		cpuid.CPU.BrandName, accuracy.Size, accuracy.Size, o.seed)
	if err := accuracy.WriteTable(&text, all, rows); err != nil {
		return err
	}
	if o.json {
		err = writeJSON(out, all, rows)
	} else {
		_, err = io.WriteString(out, text.String())
	}
	if err != nil || o.write == "" {
		return err
	}
	return bench.Publish(o.write, "cd bench/peers && go run ./accuracy -with amx.json", text.String())
}

func writeJSON(out io.Writer, list []accuracy.Contender, rows []accuracy.Row) error {
	for _, r := range rows {
		for i, c := range list {
			e := result{"result", r.Inputs, r.K, c.Name, c.Method, r.Errors[i].Mean, r.Errors[i].Max}
			if err := json.NewEncoder(out).Encode(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// broken says which promises are not kept.
func broken(list []*column) (wrong []string) {
	for _, c := range list {
		for i, e := range c.errors {
			k := accuracy.Depths[i%len(accuracy.Depths)]
			where := fmt.Sprintf("%s, k = %d: %s (%s)", accuracy.Inputs[i/len(accuracy.Depths)], k, c.Name, c.Method)
			if c.Bound != nil && !(e.Max <= c.Bound(k)) {
				wrong = append(wrong, fmt.Sprintf("%s is off by %.3g, at most %.3g are allowed", where, e.Max, c.Bound(k)))
			}
			for _, other := range list {
				floor := other.Name == kernels.Exact.String() || strings.HasPrefix(other.Name, "openblas")
				if c.Name == kernels.F32.String() && floor && e.Mean > other.errors[i].Mean {
					wrong = append(wrong, fmt.Sprintf("%s has a mean error of %.3g, %s of %.3g", where, e.Mean, other.Name, other.errors[i].Mean))
				}
			}
		}
	}
	return slices.Compact(wrong)
}
