package main

import (
	"context"
	"flag"
	"fmt"
	"time"

	"lanes/mnist"
)

var evalCommand = subcommand{
	name: "eval", args: "FILE", summary: "judge a saved network on the test set",
	setup: func(fs *flag.FlagSet) action { return newEvaluator(fs).run },
}

// evaluator is one run of lanes eval.
type evaluator struct {
	engine
	data   dataFlags
	asJSON bool
}

func newEvaluator(fs *flag.FlagSet) *evaluator {
	e := new(evaluator)
	e.data.flags(fs)
	e.engine.flags(fs)
	fs.BoolVar(&e.asJSON, "json", false, "the figures as JSON on standard output")
	return e
}

type evalEvent struct {
	Event        string `json:"event"`
	File         string `json:"file"`
	Dataset      string `json:"dataset"`
	Data         string `json:"data"`
	Architecture string `json:"architecture"`
	Activation   string `json:"activation,omitempty"` // of hidden layers
	engineInfo
	Seconds     num    `json:"seconds"`
	SamplesPerS num    `json:"samples_per_s"`
	Hash        string `json:"weights_sha256"`
	*metrics
}

func (e *evaluator) run(ctx context.Context, c *console, args []string) error {
	if len(args) != 1 {
		return usagef("want the file of one network, got %d arguments", len(args))
	}
	if err := e.engine.apply(); err != nil {
		return err
	}
	net, metadata, err := loadNetwork(args[0])
	if err != nil {
		return err
	}
	loaded, err := e.data.loadFor(ctx, c, args[0], metadata)
	if err != nil {
		return err
	}
	if err := net.accepts(loaded.Test.Rows, loaded.Test.Cols); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	start := time.Now()
	m, err := judge(ctx, net, loaded.Test)
	if err != nil {
		return err
	}
	s := time.Since(start).Seconds()
	w := c.results(e.asJSON)
	fmt.Fprintf(w, "%s: %s, on %s, %s images/s with %s\n", args[0], net, describeData(loaded),
		thousands(int(perSecond(m.Samples, s))), currentEngine().Kernel)
	m.write(w)
	if !e.asJSON {
		return nil
	}
	return c.emit(evalEvent{
		Event: "done", File: args[0], Dataset: loaded.Test.Name, Data: string(loaded.Source),
		Architecture: net.architecture(), Activation: net.activation, engineInfo: currentEngine(),
		Seconds: num(s), SamplesPerS: num(perSecond(m.Samples, s)), Hash: net.hash(), metrics: m,
	})
}

// loadFor returns the data set that the network in file was trained on, unless a flag names
// another one: the test set alone. There is no fallback: a
// network for MNIST is not judged by other digits unasked.
func (d *dataFlags) loadFor(ctx context.Context, c *console, file string, metadata map[string]string) (*mnist.Loaded, error) {
	if d.name == "" {
		d.name = metadata["dataset"]
		if d.name == "synthetic" && d.dir != "" {
			return nil, usagef("%s was trained on synthetic digits: add -dataset mnist to judge it on %s", file, d.dir)
		}
	}
	if _, ok := metadata["dataset"]; !ok && d.name == "" {
		d.name = "mnist"
	}
	d.testOnly = true
	return d.load(ctx, c, c.synthetic, false)
}
