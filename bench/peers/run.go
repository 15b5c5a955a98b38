package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"lanes/bench/peers/internal/contender"
	"lanes/bench/peers/internal/report"
	"lanes/internal/atomicfile"
)

// A sink is standard output: it keeps the first error, after which it writes nothing.
type sink struct {
	w   io.Writer
	err error
}

func (s *sink) Write(p []byte) (n int, err error) {
	if s.err != nil {
		return 0, s.err
	}
	if n, err = s.w.Write(p); err != nil {
		s.err = fmt.Errorf("peers: standard output: %w", err)
	}
	return n, s.err
}

// An interrupted run was ended by a signal, and nothing else went wrong.
type interrupted struct{ measured, shapes int }

func (i interrupted) Error() string {
	return fmt.Sprintf("peers: interrupted after %d of %d shapes", i.measured, i.shapes)
}

// list prints the shapes and the contenders that there may be.
func list(w io.Writer, o *options) {
	for _, s := range o.shapes {
		fmt.Fprintf(w, "%-34s %-26s %s\n", s.Name, s.Size(), strings.Join(s.Groups, " "))
	}
	fmt.Fprintln(w)
	for _, e := range contender.All(o.config("")) {
		if o.contenders.MatchString(e.Name) {
			fmt.Fprintf(w, "%-18s %-8s %s\n", e.Name, e.Class, strings.Join(e.Env(o.config("")), " "))
		}
	}
}

// compare measures, and prints as it goes: results on out, with -json the table on people.
// When ctx is done it ends its children and sums up the shapes that are measured.
func compare(ctx context.Context, o *options, out *sink, people io.Writer) error {
	if !o.json {
		people = out
	}
	for _, file := range o.plots { // now rather than after all has been measured
		if err := atomicfile.Check(file); err != nil {
			return fmt.Errorf("peers: -plot %s: %w", file, err)
		}
	}
	runtime.LockOSThread() // children end with the thread that started them
	defer runtime.UnlockOSThread()
	c, err := newComparison(ctx, o)
	if err != nil && ctx.Err() != nil {
		return interrupted{0, len(o.shapes)}
	} else if err != nil {
		return err
	}
	defer c.end()
	report.Head(people, &c.run)
	if o.json {
		if err := report.JSON(out, &c.run); err != nil {
			return err
		}
	}
	results, wrong, err := c.shapes(out, people)
	if err != nil {
		return err
	}
	cut := ctx.Err() != nil
	err = c.close(results, cut, out, people)
	if wrong > 0 {
		err = errors.Join(fmt.Errorf("peers: %d results are wrong", wrong), err)
	}
	if err == nil {
		err = out.err
	}
	if err == nil && cut {
		err = interrupted{len(results), len(o.shapes)}
	}
	return err
}

// shapes measures and prints one shape after the other, until there is an interrupt, and
// counts the wrong results.
func (c *comparison) shapes(out *sink, people io.Writer) (results [][]report.Record, wrong int, err error) {
	table := &report.Table{W: people, Members: c.run.Members, Detail: c.o.detail}
	for _, s := range c.o.shapes {
		rows, err := c.shape(s)
		if c.ctx.Err() != nil { // children were killed on the way: the rows are of no use
			break
		}
		if err != nil {
			return nil, 0, err
		}
		table.Rows(rows)
		for _, r := range rows {
			if r.Wrong != "" {
				wrong++
			}
			if c.o.json {
				if err := report.JSON(out, r); err != nil {
					return nil, 0, err
				}
			}
		}
		if len(rows) > 0 {
			results = append(results, rows)
		}
		if out.err != nil {
			return nil, 0, out.err
		}
	}
	return results, wrong, nil
}

// close prints the summaries and draws the plots; cut says that shapes are missing.
func (c *comparison) close(results [][]report.Record, cut bool, out, people io.Writer) error {
	kind := "end"
	if cut {
		kind = "interrupted"
	} else if err := c.peak(); err != nil && c.ctx.Err() == nil {
		return err
	}
	c.run.Peak = report.Summarise(c.run.Peaks)
	list := report.Summaries(results)
	if !cut || len(results) > 0 {
		report.Foot(people, &c.run, list)
	}
	for _, n := range c.notes {
		fmt.Fprintln(people, "note:", n)
	}
	if c.o.json {
		for _, s := range list {
			if err := report.JSON(out, s); err != nil {
				return err
			}
		}
		if err := report.JSON(out, map[string]any{"kind": kind, "peak": c.run.Peak, "notes": c.notes}); err != nil {
			return err
		}
	}
	return c.plot(results, cut, people)
}

// plot draws the plots. That of a part of the shapes does not replace an older one.
func (c *comparison) plot(results [][]report.Record, cut bool, people io.Writer) (failed error) {
	for _, file := range c.o.plots {
		if _, err := os.Lstat(file); cut && err == nil {
			fmt.Fprintf(people, "note: %s is left as it was\n", file)
			continue
		}
		switch err := report.Plot(file, &c.run, results); {
		case err == nil:
			fmt.Fprintln(people, "plot:", file)
		case errors.Is(err, report.ErrTooFew):
			fmt.Fprintln(people, "note:", err)
		default:
			failed = errors.Join(failed, fmt.Errorf("peers: -plot %s: %w", file, err))
		}
	}
	return failed
}
