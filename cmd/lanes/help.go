package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// helpCommand is a function because help reads the list that it is in.
func helpCommand() subcommand {
	return subcommand{
		name: "help", args: "[COMMAND]", summary: "show the commands, or the flags of one",
		setup: func(*flag.FlagSet) action { return help },
	}
}

func help(_ context.Context, c *console, args []string) error {
	switch len(args) {
	case 0:
		writeOverview(c.stdout)
		return nil
	case 1:
		s, err := find(args[0])
		if err != nil {
			return err
		}
		return writeUsage(c.stdout, s)
	}
	return usagef("want one command, got %d", len(args))
}

func writeOverview(w io.Writer) {
	fmt.Fprintln(w, "lanes trains small networks on MNIST with SIMD kernels written in Go assembly, and measures them.")
	fmt.Fprintln(w, "\nusage: lanes COMMAND [flags]")
	fmt.Fprintln(w)
	t := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	for _, s := range subcommands() {
		fmt.Fprintf(t, "  %s\t%s\n", strings.TrimSpace(s.name+" "+s.args), s.summary)
	}
	t.Flush()
	fmt.Fprintln(w, `
examples:
  lanes train                              the mlp recipe, a few seconds
  lanes train -recipe tutorial -seed 1     the classic first run
  lanes train -o digits.safetensors        keep the network
  lanes predict digits.safetensors -index 0,1,2
  lanes bench -o here.txt                  measure, for lanes compare here.txt there.txt

environment:
  LANES_MNIST       directory with the four MNIST files, instead of a download
  LANES_KERNEL      kernel set, as -kernel
  LANES_PRECISION   floor for the accuracy of products, as -precision`)
}

// writeUsage prints the flags of a subcommand.
func writeUsage(w io.Writer, s subcommand) error {
	fs := newFlagSet(s)
	s.setup(fs)
	flags := 0
	fs.VisitAll(func(*flag.Flag) { flags++ })
	line := strings.TrimSpace("lanes " + s.name + " " + s.args)
	if flags > 0 {
		line += " [flags]"
	}
	fmt.Fprintf(w, "%s\n\nusage: %s\n", s.summary, line)
	if flags > 0 {
		fmt.Fprintln(w, "\nflags:")
		t := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
		fs.VisitAll(func(f *flag.Flag) {
			value, usage := flag.UnquoteUsage(f)
			fmt.Fprintf(t, "  %s\t%s\n", strings.TrimSpace("-"+f.Name+" "+value), usage)
		})
		t.Flush()
	}
	if s.details != nil {
		fmt.Fprintf(w, "\n%s\n", s.details())
	}
	return nil
}
