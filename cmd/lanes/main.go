// Command lanes trains small networks on MNIST with the engine of this module,
// judges them, puts them to use, and shows what the engine makes of the machine.
//
//	lanes train            train a network; -o FILE keeps it
//	lanes eval FILE        judge a saved network on the test set
//	lanes predict FILE …   classify images
//	lanes kernels          show the CPU, the kernel sets and whether they agree
//	lanes bench            measure the engine; -o FILE keeps the results
//	lanes compare FILE …   put results of machines and kernel sets side by side
//	lanes accuracy         measure the errors of products at each precision
//	lanes help COMMAND     show the flags of a command
//
// Results go to standard output; progress, notes and errors to standard error.
// With -json standard output holds one JSON object a line and nothing else; what
// train begins with an event start, it ends with done, interrupted or error.
//
// The exit status is 0 if all went well, 1 if something failed, 2 if the command
// line has no meaning, 130 if the run was interrupted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"golang.org/x/term"

	"lanes/cmd/lanes/internal/environ"
)

func main() {
	environ.Restore()
	surviveClosedPipes()
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	context.AfterFunc(ctx, stop) // the signal after the first one ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr, os.Getenv))
}

// Exit statuses.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// A subcommand declares its flags in setup, which returns what it does with the
// arguments that are left.
type subcommand struct {
	name, args, summary string
	details             func() string // more text for help; nil: none
	setup               func(fs *flag.FlagSet) action
}

type action func(ctx context.Context, c *console, args []string) error

func subcommands() []subcommand {
	return []subcommand{trainCommand, evalCommand, predictCommand, kernelsCommand, benchCommand, compareCommand, accuracyCommand, helpCommand()}
}

func find(name string) (subcommand, error) {
	var names []string
	for _, s := range subcommands() {
		if s.name == name {
			return s, nil
		}
		names = append(names, s.name)
	}
	return subcommand{}, usagef("unknown command %q, want one of: %s", name, strings.Join(names, " "))
}

// A usageError reports a command line without meaning.
type usageError struct{ error }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// run is the program: it returns the exit status. env looks up a variable of the
// environment.
func run(ctx context.Context, args []string, stdout, stderr io.Writer, env func(string) string) int {
	c := &console{stdout: &sink{w: stdout}, stderr: stderr, env: env}
	if f, ok := stderr.(*os.File); ok {
		fd := int(f.Fd())
		c.terminal = term.IsTerminal(fd) && env("TERM") != "dumb"
		c.columns = func() int {
			columns, _, err := term.GetSize(fd)
			if err != nil || columns == 0 { // a terminal that does not say
				return 80
			}
			return columns
		}
	}
	return c.run(ctx, args)
}

func (c *console) run(ctx context.Context, args []string) int {
	if len(args) == 0 {
		writeOverview(c.stderr)
		return exitUsage
	}
	switch args[0] {
	case "-h", "-help", "--help":
		args = append([]string{"help"}, args[1:]...)
	}
	s, err := find(args[0])
	if err != nil {
		return c.fail("lanes", "lanes help", err)
	}
	defer restoreEngine()()
	failed := c.environment()
	who, hint := "lanes "+s.name, "lanes help "+s.name
	if s.name == "help" {
		hint = "lanes help"
	}
	fs := newFlagSet(s)
	do := s.setup(fs)
	rest, err := parse(fs, args[1:])
	if errors.Is(err, flag.ErrHelp) {
		err = writeUsage(c.stdout, s)
	} else if err != nil {
		err = usageError{err}
	} else if err = unmet(failed, fs); err == nil {
		err = do(ctx, c, rest)
	}
	if err == nil {
		err = c.stdout.err
	}
	return c.fail(who, hint, err)
}

// fail prints err as one line and returns the exit status for it.
func (c *console) fail(who, hint string, err error) int {
	if err == nil {
		return exitOK
	}
	line := strings.ReplaceAll(strings.TrimSpace(err.Error()), "\n", "; ")
	var usage usageError
	switch {
	case errors.As(err, &usage):
		fmt.Fprintf(c.stderr, "%s: %s (see: %s)\n", who, line, hint)
		return exitUsage
	case errors.Is(err, context.Canceled):
		if !errors.As(err, new(interrupted)) {
			line = "interrupted" // whatever was being done
		}
		fmt.Fprintf(c.stderr, "%s: %s\n", who, line)
		return exitInterrupted
	}
	fmt.Fprintf(c.stderr, "%s: %s\n", who, line)
	return exitFailed
}

func newFlagSet(s subcommand) *flag.FlagSet {
	fs := flag.NewFlagSet(s.name, flag.ContinueOnError)
	fs.SetOutput(io.Discard) // errors and help are printed here
	return fs
}

// parse is fs.Parse that takes flags after arguments too, and returns the
// arguments.
func parse(fs *flag.FlagSet, args []string) (rest []string, err error) {
	for {
		if err := fs.Parse(args); err != nil {
			return nil, err
		}
		if fs.NArg() == 0 {
			return rest, nil
		}
		rest = append(rest, fs.Arg(0))
		args = fs.Args()[1:]
	}
}
