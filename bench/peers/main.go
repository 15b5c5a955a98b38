// Command peers compares lanes' Sgemm with the libraries that one would otherwise
// use, in one run: OpenBLAS, BLIS, MKL, oneDNN and libxsmm where they are
// installed, gonum, and plain loops. README.md says how to read what it prints.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"time"

	"lanes/bench/peers/internal/child"
	"lanes/bench/peers/internal/contender"
	"lanes/bench/peers/internal/shape"
)

// options are the flags.
type options struct {
	threads    int
	isa        string
	shapes     []shape.Shape
	contenders *regexp.Regexp
	libraries  map[string]string
	budget     time.Duration
	batch      time.Duration
	rounds     int
	json       bool
	detail     bool
	list       bool
	plots      []string
	child      string
}

// Exit statuses, as those of the command lanes.
const (
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is the program: it returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	opts, err := parse(args, stderr)
	out := &sink{w: stdout}
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(stderr, err)
		return exitUsage
	case opts.child != "":
		err = child.Serve(opts.child, os.Stdin, os.NewFile(3, "replies"), nil)
	case opts.list:
		list(out, opts)
		err = out.err
	default:
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		context.AfterFunc(ctx, stop) // the signal after the first one ends the program at once
		err = compare(ctx, opts, out, stderr)
	}
	if err == nil {
		return 0
	}
	fmt.Fprintln(stderr, strings.ReplaceAll(err.Error(), "\n", "; "))
	if errors.As(err, new(interrupted)) {
		return exitInterrupted
	}
	return exitFailed
}

// parse reads the flags; errors tells people about them.
func parse(args []string, errors io.Writer) (*options, error) {
	o := &options{libraries: map[string]string{}}
	f := flag.NewFlagSet("peers", flag.ContinueOnError)
	f.SetOutput(errors)
	threads := f.String("threads", "1", "threads of every contender: 1 or all")
	f.StringVar(&o.isa, "isa", contender.Native, "native, or avx2: lanes without avx512, the libraries held to AVX2")
	shapes := f.String("shapes", "all", "groups, separated by commas, or a regular expression for \"name m,n,k op\"; see -list")
	who := f.String("contenders", "", "regular expression for the names to compare; see -list")
	f.DurationVar(&o.budget, "budget", 2*time.Second, "time that the rounds of a shape may take, all contenders together; of several threads each turn takes 6 ms")
	f.DurationVar(&o.batch, "batch", 150*time.Microsecond, "calls are timed in batches of this length")
	f.IntVar(&o.rounds, "rounds", 31, "most rounds of a shape")
	f.BoolVar(&o.json, "json", false, "print a JSON object per line on standard output, the table on standard error")
	f.BoolVar(&o.detail, "detail", false, "also a line for each contender at each shape")
	f.BoolVar(&o.list, "list", false, "print the shapes and the contenders, measure nothing")
	plots := f.String("plot", "peers.svg", "files for the plot of the squares, .svg or .png, separated by commas; empty for none")
	f.Func("lib", "load a library from elsewhere: openblas=FILE, blis, mkl, dnnl, libxsmm (repeatable)", func(text string) error {
		name, file, ok := strings.Cut(text, "=")
		if !ok || file == "" {
			return fmt.Errorf("want NAME=FILE")
		}
		o.libraries[name] = file
		return nil
	})
	f.StringVar(&o.child, "child", "", "answer the requests of a comparison as this contender (used by itself)")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	return o, o.complete(f.Args(), *threads, *shapes, *who, *plots)
}

// complete checks the flags that need more than a type.
func (o *options) complete(rest []string, threads, shapes, who, plots string) (err error) {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("peers: unexpected %q", rest)
	case threads != "1" && threads != "all":
		return fmt.Errorf("peers: -threads %q: want 1 or all", threads)
	case o.isa != contender.Native && o.isa != contender.AVX2:
		return fmt.Errorf("peers: -isa %q: want native or avx2", o.isa)
	case o.rounds < 1 || o.batch <= 0 || o.budget <= 0:
		return errors.New("peers: -rounds, -batch and -budget must be positive")
	}
	if o.threads = 1; threads == "all" {
		o.threads = runtime.NumCPU()
	}
	if o.contenders, err = regexp.Compile(who); err != nil {
		return fmt.Errorf("peers: -contenders: %w", err)
	}
	for name := range o.libraries {
		if !isLibrary(o.config(""), name) {
			return fmt.Errorf("peers: -lib %s: no such library", name)
		}
	}
	for _, file := range strings.Split(plots, ",") {
		switch {
		case file == "":
		case strings.HasSuffix(file, ".svg"), strings.HasSuffix(file, ".png"):
			o.plots = append(o.plots, file)
		default:
			return fmt.Errorf("peers: -plot %s: want .svg or .png", file)
		}
	}
	o.shapes, err = shape.Select(shape.All(), shapes)
	return err
}

// isLibrary says whether a contender comes from a library of that name.
func isLibrary(c contender.Config, name string) bool {
	for _, e := range contender.All(c) {
		if (e.Class == contender.Library || e.Class == contender.Codegen) && e.Library() == name {
			return true
		}
	}
	return false
}

// config is what a contender whose library has that name is told.
func (o *options) config(library string) contender.Config {
	return contender.Config{Threads: o.threads, ISA: o.isa, Library: o.libraries[library]}
}
