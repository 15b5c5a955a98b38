package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"

	"lanes/bench/accuracy"
	"lanes/kernels"
)

var accuracyCommand = subcommand{
	name: "accuracy", summary: "measure how far products at each precision are from the true ones",
	setup: func(fs *flag.FlagSet) action { return newGauge(fs).run },
	details: func() string {
		return fmt.Sprintf(`Mean and maximum of |C − exact| / Σ|a||b| in units of 2⁻²⁴, for products of %[1]d×%[1]d
elements; in brackets the method that each precision comes to here. It fails if a
precision does not keep its bound.`, accuracy.Size)
	},
}

// gauge is one run of lanes accuracy.
type gauge struct {
	engine
	inputs string // "": all
	seed   uint64
	asJSON bool
}

func newGauge(fs *flag.FlagSet) *gauge {
	g := &gauge{seed: 1}
	g.engine.setKernel(fs)
	fs.Var(choice{&g.inputs, accuracy.Inputs}, "inputs", "only `INPUTS` of this kind: "+strings.Join(accuracy.Inputs, ", "))
	fs.Var(seedValue{&g.seed}, "seed", "`N` from which the inputs are drawn (default 1)")
	fs.BoolVar(&g.asJSON, "json", false, "JSON on standard output")
	return g
}

type accuracyEvent struct {
	Event     string `json:"event"`
	Inputs    string `json:"inputs"`
	K         int    `json:"k"`
	Precision string `json:"precision"`
	Runs      string `json:"runs"`
	Mean      num    `json:"mean"`
	Max       num    `json:"max"`
	Bound     num    `json:"bound"` // on max
}

type accuracyDone struct {
	Event  string   `json:"event"`
	Kernel string   `json:"kernel"`
	Size   int      `json:"size"`
	Seed   uint64   `json:"seed"`
	Broken []string `json:"broken"` // precisions that do not keep their bound
}

func (g *gauge) run(ctx context.Context, c *console, args []string) error {
	if len(args) > 0 {
		return usagef("unexpected argument %q", args[0])
	}
	if err := g.engine.apply(); err != nil {
		return err
	}
	list := accuracy.Lanes()
	inputs := accuracy.Inputs
	if g.inputs != "" {
		inputs = []string{g.inputs}
	}
	var rows []accuracy.Row
	err := accuracy.Measure(list, inputs, g.seed, func(r accuracy.Row) error {
		rows = append(rows, r)
		if g.asJSON {
			if err := emitRow(c, list, r); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	broken := accuracy.Broken(list, rows)
	if g.asJSON {
		err = c.emit(accuracyDone{"done", kernels.Active(), accuracy.Size, g.seed, append([]string{}, broken...)})
	} else {
		err = accuracy.WriteTable(c.stdout, list, rows)
	}
	if broken != nil {
		err = errors.Join(err, fmt.Errorf("beyond the bound: %s", strings.Join(broken, ", ")))
	}
	return err
}

func emitRow(c *console, list []accuracy.Contender, r accuracy.Row) error {
	for i, e := range r.Errors {
		p := list[i]
		event := accuracyEvent{"result", r.Inputs, r.K, p.Name, p.Method, num(e.Mean), num(e.Max), num(p.Bound(r.K))}
		if err := c.emit(event); err != nil {
			return err
		}
	}
	return nil
}
