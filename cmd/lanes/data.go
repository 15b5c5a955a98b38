package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"lanes/mnist"
)

// dataFlags say which data set is used and where it comes from.
type dataFlags struct {
	dir, name string
	offline   bool
	testOnly  bool // no training set, for commands that only judge
}

// syntheticSeed is the same for every run, so that the synthetic digits are one
// data set; -seed is for what is done with it.
const syntheticSeed = 1

func (d *dataFlags) flags(fs *flag.FlagSet) {
	names := mnist.Names()
	fs.Var(path{p: &d.dir}, "data", "`DIR` with the four IDX files, plain or gzipped (default: $LANES_MNIST, then the cache, then a download)")
	fs.Var(choice{&d.name, names}, "dataset", "`NAME` of the data set: "+strings.Join(names, ", "))
	fs.BoolVar(&d.offline, "offline", false, "never use the network")
}

// load returns the data set. With fallback MNIST that cannot be had is replaced
// by synthetic digits, which is said loudly.
func (d *dataFlags) load(ctx context.Context, c *console, size sizes, fallback bool) (*mnist.Loaded, error) {
	if d.name == "synthetic" && d.dir != "" {
		return nil, usagef("-dataset synthetic is drawn, not read: -data has no use")
	}
	o := mnist.LoadOptions{
		Name: d.name, Dir: d.dir, Offline: d.offline,
		AllowSynthetic: fallback && d.name == "mnist",
		Seed:           syntheticSeed, TrainSize: size.train, TestSize: size.test,
		TestOnly: d.testOnly, Progress: c.fetching(), Fallback: c.announceSynthetic,
	}
	if o.Dir == "" && d.name == "mnist" {
		o.Dir = c.env("LANES_MNIST")
	}
	if d.name == "synthetic" {
		c.note("drawing synthetic digits")
	}
	return mnist.Load(ctx, o)
}

// announceSynthetic says, before they are drawn, that digits take MNIST's place.
func (c *console) announceSynthetic(reason error) {
	number := "70,000"
	if s := c.synthetic; s.train+s.test > 0 {
		number = thousands(s.train + s.test)
	}
	c.note("*** MNIST cannot be had: %s", strings.TrimPrefix(reason.Error(), "mnist: "))
	c.note("*** drawing %s SYNTHETIC DIGITS instead: no figure below is one for MNIST", number)
	c.note("*** for MNIST put its four files into a directory and use -data DIR")
}

// describeData says in words where data came from.
func describeData(l *mnist.Loaded) string {
	if l.Where == "" {
		return l.Test.Name + " digits"
	}
	return fmt.Sprintf("%s from %s", l.Test.Name, l.Where)
}

// fetching returns a callback that shows how a download goes.
func (c *console) fetching() func(file string, done, total int64) {
	var last string
	var bar *progressbar.ProgressBar
	return func(file string, done, total int64) {
		if file != last {
			last, bar = file, nil
			c.note("fetching %s", file)
		}
		if bar == nil && c.terminal && done > 0 {
			bar = progressbar.NewOptions64(total,
				progressbar.OptionSetWriter(c.stderr), progressbar.OptionSetDescription(file),
				progressbar.OptionShowBytes(true), progressbar.OptionShowTotalBytes(true),
				progressbar.OptionSetWidth(20), progressbar.OptionThrottle(100*time.Millisecond),
				progressbar.OptionOnCompletion(func() { fmt.Fprintln(c.stderr) }))
		}
		if bar != nil {
			bar.Set64(done)
		}
	}
}

// classNames are the classes of Fashion-MNIST in words; of digits, their numbers.
func classNames(dataset string) []string {
	if dataset == "fashion-mnist" {
		return []string{"t-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"}
	}
	return []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}
}
