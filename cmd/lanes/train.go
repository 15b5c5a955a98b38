package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"slices"

	"lanes/layers"
	"lanes/loss"
	"lanes/mnist"
	"lanes/safetensors"
	"lanes/sgd"
)

var trainCommand = subcommand{
	name: "train", summary: "train a network and judge it on the test set",
	details: recipeHelp,
	setup:   func(fs *flag.FlagSet) action { return newTrainer(fs).run },
}

// trainer is one run of lanes train.
type trainer struct {
	fs       *flag.FlagSet
	given    map[string]bool // flags on the command line
	recipe   string
	settings // of the recipe, less what flags override
	engine
	data     dataFlags
	seed     uint64
	logEvery int
	out      string
	from     string
	asJSON   bool
	quiet    bool

	remark string // on the recipe of the network to go on from
	net    *network
	loaded *mnist.Loaded
	train  *mnist.Dataset // without the hold-out set
	epoch  int            // steps in an epoch
	total  int            // steps of the run
	rate   sgd.Schedule
}

func newTrainer(fs *flag.FlagSet) *trainer {
	t := &trainer{fs: fs, recipe: recipes[0].name, data: dataFlags{name: "mnist"}, seed: 1}
	fs.Var(choice{&t.recipe, recipeNames()}, "recipe", "`NAME` of the run, see below (default: "+t.recipe+")")
	t.settings.define(fs)
	fs.Var(seedValue{&t.seed}, "seed", "`N` that all chance comes from: weights and the order of images (default: 1)")
	fs.Var(atLeast(1, &t.logEvery), "log-every", "`N` steps between two reports (default: about ten a run)")
	fs.Var(path{&t.out, true}, "o", "`FILE` to save the network in, safetensors")
	fs.Var(path{p: &t.from}, "load", "`FILE` of a saved network to go on from, by its recipe unless -recipe names one")
	fs.BoolVar(&t.asJSON, "json", false, "events as JSON on standard output")
	fs.BoolVar(&t.quiet, "quiet", false, "no progress; with -json no tables either")
	t.data.flags(fs)
	t.engine.flags(fs)
	return t
}

// define makes a flag of every hyper-parameter.
func (s *settings) define(fs *flag.FlagSet) {
	fs.Var(wholes{&s.hidden, 1, "none"}, "hidden", "units of the hidden layers, `N,N` or none")
	fs.Var(choice{&s.activation, []string{"relu", "tanh", "sigmoid"}}, "activation", "`NAME` of what follows each hidden layer: relu, tanh, sigmoid")
	fs.Var(choice{&s.init, []string{"zeros", "normal", "glorot", "he"}}, "init", "`NAME` of the initialiser: zeros, normal (N(0,1)), glorot, he")
	fs.Var(choice{&s.reduction, []string{"mean", "sum"}}, "loss-reduction", "`mean|sum` of the loss over a batch")
	fs.Var(atLeast(1, &s.batch), "batch", "`N` images a step; those that do not fill a batch wait for the shuffle of a later epoch")
	fs.Var(atLeast(1, &s.epochs), "epochs", "`N` times through the training set")
	fs.Var(atLeast(1, &s.steps), "steps", "`N` steps; with -epochs too, whichever ends first")
	fs.Var(atLeast(0, &s.holdout), "holdout", "last `N` training images kept for evaluation at the end of each epoch")
	s.defineOptimizer(fs)
	fs.Var(choice{&s.schedule, []string{"constant", "step", "cosine", "onecycle"}}, "schedule", "`NAME` of the course of the rate: constant, step, cosine, onecycle")
	fs.Var(notNegative(&s.endLR), "end-lr", "`RATE` at the end of cosine (default: 0)")
	fs.Var(atLeast(0, &s.warmup), "warmup", "`N` steps of linear warm-up before constant, step or cosine (default: 0)")
	fs.Var(atLeast(1, &s.every), "decay-every", "`N` steps between two cuts of step (default: a third of the run)")
	fs.Var(fraction(&s.gamma), "decay-factor", "`FACTOR` of each cut of step (default: 0.1)")
}

// resolve puts the flags over the recipe.
func (t *trainer) resolve() error {
	t.given = map[string]bool{}
	var again []string
	t.fs.Visit(func(f *flag.Flag) {
		t.given[f.Name] = true
		again = append(again, "-"+f.Name+"="+f.Value.String())
	})
	if t.from != "" {
		if t.given["init"] {
			return usagef("-init has no use with -load: the weights come from the file")
		}
		if err := t.load(); err != nil {
			return err
		}
	}
	optim := t.optim
	t.settings = recipeByName(t.recipe).settings
	if t.given["optimizer"] {
		t.replaceOptimizer(optim)
	}
	if t.given["schedule"] { // the recipe's course goes, with all that belongs to it
		t.endLR, t.warmup, t.every, t.gamma = 0, 0, 0, 0
	}
	if t.given["steps"] || t.given["epochs"] {
		t.steps, t.epochs = 0, 0
	}
	if err := t.fs.Parse(again); err != nil {
		return fmt.Errorf("flags a second time: %w", err) // they were accepted before
	}
	if t.schedule == "step" && t.gamma == 0 {
		t.gamma = 0.1
	}
	if t.net != nil {
		hidden := t.net.sizes[1 : len(t.net.sizes)-1]
		if t.given["hidden"] && !slices.Equal(hidden, t.hidden) {
			return usagef("%s is a network of %s, which -hidden contradicts", t.from, t.net.architecture())
		}
		t.hidden = hidden
		if t.given["activation"] && len(hidden) > 0 && t.net.activation != t.activation {
			return usagef("%s is a network of %s, which -activation contradicts", t.from, t.net.activation)
		}
	}
	if t.given["activation"] && len(t.hidden) == 0 {
		return usagef("-activation has no use without hidden layers, see -hidden")
	}
	if err := t.checkOptimizer(t.given); err != nil {
		return err
	}
	_, err := t.course(math.MaxInt32)
	return err
}

// course returns the learning rate over a run of so many steps.
func (s *settings) course(steps int) (sgd.Schedule, error) {
	c := sgd.ScheduleConfig{LR: s.lr, Steps: steps, EndLR: s.endLR, Warmup: s.warmup, Every: s.every, Gamma: s.gamma}
	if s.schedule == "step" && c.Every == 0 {
		c.Every = max(1, steps/3)
	}
	course, err := sgd.ScheduleByName(s.schedule, c)
	if err != nil {
		return nil, usageError{err}
	}
	return course, nil
}

func (t *trainer) run(ctx context.Context, c *console, args []string) error {
	if len(args) > 0 {
		return usagef("unexpected argument %q", args[0])
	}
	if err := t.resolve(); err != nil {
		return err
	}
	if err := t.engine.apply(); err != nil {
		return err
	}
	if t.out != "" {
		if err := safetensors.CheckWritable(t.out); err != nil {
			return err
		}
	}
	if err := t.prepare(ctx, c); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if !t.quiet {
		if t.remark != "" {
			c.note("%s", t.remark)
		}
		c.note("%s", t.describe())
	}
	if t.asJSON {
		if err := c.emit(t.startEvent()); err != nil {
			return err
		}
	}
	result, err := t.fit(ctx, c)
	return t.finish(ctx, c, result, err)
}

// prepare loads the data and builds the network.
func (t *trainer) prepare(ctx context.Context, c *console) (err error) {
	if t.loaded, err = t.data.load(ctx, c, c.synthetic, true); err != nil {
		return err
	}
	all := t.loaded.Train
	if t.holdout >= all.Len() {
		return usagef("-holdout %d leaves nothing of %s to train on", t.holdout, plural(all.Len(), "image"))
	}
	t.train, _ = all.Split(t.holdout)
	if t.batch > t.train.Len() {
		return usagef("-batch %d is more than the %s to train on", t.batch, plural(t.train.Len(), "image"))
	}
	t.epoch = t.train.Len() / t.batch
	t.total = math.MaxInt
	if t.steps > 0 {
		t.total = t.steps
	}
	if t.epochs > 0 {
		t.total = int(min(int64(t.total), int64(t.epochs)*int64(t.epoch)))
	}
	if t.rate, err = t.course(t.total); err != nil {
		return err
	}
	if t.net != nil {
		if err := t.net.accepts(all.Rows, all.Cols); err != nil {
			return fmt.Errorf("%s: %w", t.from, err)
		}
		return nil
	}
	sizes := slices.Concat([]int{all.Rows * all.Cols}, t.hidden, []int{all.Classes})
	if _, err := countParameters(sizes); err != nil {
		return usageError{err}
	}
	init, err := layers.InitializerByName(t.init)
	if err != nil {
		return usageError{err}
	}
	t.net, err = newNetwork(sizes, t.activation, init, t.seed)
	return err
}

// load reads the network to go on from, and takes its recipe if none was given.
func (t *trainer) load() error {
	net, metadata, err := loadNetwork(t.from)
	if err != nil {
		return err
	}
	t.net = net
	switch was := metadata["recipe"]; {
	case was == t.recipe:
	case !slices.Contains(recipeNames(), was):
		t.remark = fmt.Sprintf("%s names no recipe of this version: the settings are those of %s", t.from, t.recipe)
	case t.given["recipe"]:
		t.remark = fmt.Sprintf("the settings are those of %s, %s was trained with those of %s", t.recipe, t.from, was)
	default:
		t.recipe = was
	}
	return nil
}

// fit trains.
func (t *trainer) fit(ctx context.Context, c *console) (sgd.Result, error) {
	reduction, err := loss.ReductionByName(t.reduction)
	if err != nil {
		return sgd.Result{}, usageError{err}
	}
	p := newProgress(t, c)
	ctx, p.stop = context.WithCancel(ctx)
	defer p.stop()
	o := sgd.Options{
		Optimizer: t.optimizer(), Schedule: t.rate,
		Steps: t.total, Epochs: t.epochs,
		CountCorrect: p.active,
	}
	if p.active {
		o.OnStep, o.OnEpoch = p.step, p.endEpoch
	}
	if t.holdout > 0 {
		_, held := t.loaded.Train.Split(t.holdout)
		o.Holdout = mnist.NewBatches(held, mnist.BatchOptions{Size: judgeBatch, Sequential: true})
		o.OnHoldout = p.holdout
	}
	batches := mnist.NewBatches(t.train, mnist.BatchOptions{Size: t.batch, Seed: t.seed, DropLast: true})
	p.begin()
	result, err := sgd.Fit(ctx, t.net, &loss.SoftmaxCrossEntropy{Reduction: reduction}, batches, o)
	p.end()
	if p.err != nil && (err == nil || errors.Is(err, context.Canceled)) {
		err = p.err // it stopped the run
	}
	return result, err
}
