package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"time"

	"lanes/bench/compare"
	"lanes/bench/record"
	"lanes/internal/atomicfile"
	"lanes/kernels"
)

var benchCommand = subcommand{
	name: "bench", summary: "measure the engine on this machine, and keep the results for compare",
	setup: func(fs *flag.FlagSet) action { return newBencher(fs).run },
	details: func() string {
		return `Results are in the Go benchmark format, several samples of each benchmark, with the
machine, its peak and its bandwidths. benchstat reads them too:

  benchstat -table "" -col /kernel FILE…`
	},
}

// bencher is one run of lanes bench.
type bencher struct {
	engine
	out      string
	match    pattern
	rounds   int
	time     time.Duration
	emulated bool
	asJSON   bool
}

func newBencher(fs *flag.FlagSet) *bencher {
	b := &bencher{rounds: 20, time: 2 * time.Millisecond}
	b.engine.setFlags(fs)
	b.engine.workers = 1
	fs.Var(whole{&b.engine.workers, 1, maxWorkers}, "workers", "goroutines a call may use, `N` (default: 1, so that one core is measured)")
	fs.StringVar(&b.out, "o", "", "keep the results in `FILE`")
	fs.Var(&b.match, "run", "only benchmarks that the regular expression `REGEXP` matches, such as Sgemm or n=1024")
	fs.Var(whole{&b.rounds, 1, 1000}, "rounds", "samples of each benchmark, taken in turns, `N` (default 20)")
	fs.Var(span{&b.time, time.Microsecond, time.Minute}, "time", "length of a sample, `DURATION` (default 2ms)")
	fs.BoolVar(&b.emulated, "emulated", false, "note that an emulator runs this; QEMU is recognised without it")
	fs.BoolVar(&b.asJSON, "json", false, "JSON on standard output")
	return b
}

func (b *bencher) run(ctx context.Context, c *console, args []string) error {
	if len(args) > 0 {
		return usagef("unexpected argument %q", args[0])
	}
	if err := b.engine.apply(); err != nil {
		return err
	}
	if b.out != "" {
		if err := atomicfile.Check(b.out); err != nil {
			return fmt.Errorf("%s cannot be written: %w", b.out, err)
		}
	}
	set := kernels.Active()
	o := record.Options{Match: b.match.Regexp, Rounds: b.rounds, Time: b.time, Workers: b.workers, Emulated: b.emulated}
	o.Started = func(benchmarks, round int) {
		if round == 0 {
			c.note("%s with %s, %s of %v", plural(benchmarks, "benchmark"), set, plural(b.rounds, "round"), b.time)
		}
	}
	file, err := record.Run(ctx, o)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if _, err := file.WriteTo(&text); err != nil {
		return err
	}
	name := "these results"
	if b.out != "" {
		if err := atomicfile.Write(b.out, func(w io.Writer) error {
			_, err := w.Write(text.Bytes())
			return err
		}); err != nil {
			return fmt.Errorf("%s: %w", b.out, err)
		}
		c.note("kept in %s", b.out)
		name = b.out
	}
	columns, _, err := compare.Parse(name, text.Bytes()) // what has just been written has no faults
	if err != nil {
		return err
	}
	return showTable(c, columns, b.asJSON)
}

// showTable puts columns side by side: as a table, or one object a line.
func showTable(c *console, columns []*compare.Column, asJSON bool) error {
	table, err := compare.New(columns)
	if err != nil {
		return err
	}
	if asJSON {
		return emitTable(c, table)
	}
	return table.WriteText(c.stdout)
}
