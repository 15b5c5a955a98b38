package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"lanes/sgd"
)

// trainInfo is what both the first and the last event say of a run.
type trainInfo struct {
	Recipe       string `json:"recipe"`
	Dataset      string `json:"dataset"`
	Data         string `json:"data"` // directory, cache, download or synthetic
	Architecture string `json:"architecture"`
	Activation   string `json:"activation,omitempty"` // of hidden layers
	Seed         uint64 `json:"seed"`
	Batch        int    `json:"batch"`
	Reduction    string `json:"loss_reduction"`
	engineInfo
}

type startEvent struct {
	Event string `json:"event"`
	trainInfo
	Init        string `json:"init"`
	Loaded      string `json:"load,omitempty"`
	Train       int    `json:"train_samples"`
	Holdout     int    `json:"holdout_samples"`
	PerEpoch    int    `json:"samples_per_epoch"` // whole batches of them
	Steps       int    `json:"steps"`
	Schedule    string `json:"schedule"`
	Optimizer   string `json:"optimizer"`
	LR          num32  `json:"lr"`
	Momentum    num32  `json:"momentum"`
	Nesterov    bool   `json:"nesterov"`
	WeightDecay num32  `json:"weight_decay"`
	Beta1       num32  `json:"beta1"` // of adam and adamw; so below
	Beta2       num32  `json:"beta2"`
	Epsilon     num32  `json:"epsilon"`
}

type doneEvent struct {
	Event string `json:"event"` // done, interrupted
	trainInfo
	Steps        int    `json:"steps"`
	Epochs       int    `json:"epochs"` // whole ones
	TrainSeconds num    `json:"train_seconds"`
	SamplesPerS  num    `json:"samples_per_s"`
	FinalLoss    num32  `json:"final_loss"`
	Holdout      *num   `json:"holdout_accuracy,omitempty"`
	Hash         string `json:"weights_sha256"`
	Saved        string `json:"saved"` // file; empty: none asked for, or it failed
	*metrics            // of done
}

type errorEvent struct {
	Event string `json:"event"`
	Step  int    `json:"step"`
	Error string `json:"error"`
}

func (t *trainer) info() trainInfo {
	return trainInfo{
		Recipe: t.recipe, Dataset: t.loaded.Train.Name, Data: string(t.loaded.Source),
		Architecture: t.net.architecture(), Activation: t.net.activation, Seed: t.seed, Batch: t.batch, Reduction: t.reduction,
		engineInfo: currentEngine(),
	}
}

func (t *trainer) startEvent() startEvent {
	init := t.init
	if t.from != "" {
		init = "file"
	}
	return startEvent{
		Event: "start", trainInfo: t.info(), Init: init, Loaded: t.from,
		Train: t.train.Len(), Holdout: t.holdout, PerEpoch: t.epoch * t.batch, Steps: t.total,
		Schedule: t.schedule, LR: num32(t.lr), Momentum: num32(t.momentum), Nesterov: t.nesterov,
		WeightDecay: num32(t.decay), Optimizer: t.optim, Beta1: num32(t.beta1), Beta2: num32(t.beta2), Epsilon: num32(t.eps),
	}
}

func (t *trainer) doneEvent(name string, r sgd.Result, unsaved error) doneEvent {
	s := r.Elapsed.Seconds()
	e := doneEvent{
		Event: name, trainInfo: t.info(), Steps: r.Steps, Epochs: r.Epochs,
		TrainSeconds: num(s), SamplesPerS: num(perSecond(r.Samples, s)),
		FinalLoss: num32(r.Loss), Hash: t.net.hash(),
	}
	if unsaved == nil {
		e.Saved = t.out
	}
	if r.Holdout.Samples > 0 {
		accuracy := num(r.Holdout.Accuracy())
		e.Holdout = &accuracy
	}
	return e
}

// describe says in two lines what is about to run.
func (t *trainer) describe() string {
	info := t.info()
	return fmt.Sprintf("%s: %s, seed %d, %s of %d by %s, %s with %s\ndata: %s",
		t.recipe, t.net, t.seed, plural(t.total, "step"), t.batch, t.optim,
		info.Kernel, plural(info.Workers, "worker"), describeData(t.loaded))
}

// finish ends a run that training left with err, nil if it came to its last step:
// it saves what is worth it, judges a network that is complete, and reports. A
// network that cannot be saved is judged all the same.
func (t *trainer) finish(ctx context.Context, c *console, r sgd.Result, err error) error {
	var diverged *sgd.DivergedError
	if errors.As(err, &diverged) {
		return t.failed(c, diverged.Step, divergence(diverged))
	}
	if err != nil && r.Steps == 0 {
		return t.failed(c, 0, err)
	}
	if bad := t.net.checkFinite(); bad != nil {
		return t.failed(c, r.Steps, fmt.Errorf("after step %d the weights are not finite, %w: stopped, nothing saved", r.Steps, bad))
	}
	unsaved := t.save(r)
	if err != nil {
		return t.stopped(c, r, err, unsaved)
	}
	m, err := judge(ctx, t.net, t.loaded.Test)
	if err != nil {
		return t.stopped(c, r, err, unsaved)
	}
	if !t.asJSON || !t.quiet {
		t.writeResults(c.results(t.asJSON), r, m, unsaved == nil)
	}
	if t.asJSON {
		e := t.doneEvent("done", r, unsaved)
		e.metrics = m
		if err := c.emit(e); err != nil && unsaved == nil {
			return err
		}
	}
	if unsaved != nil {
		return t.failed(c, r.Steps, unsaved)
	}
	return nil
}

// divergence puts a loss that is not finite into words.
func divergence(d *sgd.DivergedError) error {
	when := "before the first update"
	if d.Step > 1 {
		when = fmt.Sprintf("after step %d at learning rate %v", d.Step-1, d.LR)
	}
	return fmt.Errorf("step %d: the loss is %v %s: stopped, nothing saved", d.Step, d.Loss, when)
}

// writeResults prints the results for people.
func (t *trainer) writeResults(w io.Writer, r sgd.Result, m *metrics, saved bool) {
	s := r.Elapsed.Seconds()
	fmt.Fprintf(w, "%s in %.2f s, %s images/s, last loss %s\n", plural(r.Steps, "step"), s,
		thousands(int(perSecond(r.Samples, s))), strings.TrimSpace(figure(float64(r.Loss))))
	m.write(w)
	fmt.Fprintf(w, "\nweights sha256 %s\n", t.net.hash())
	if saved && t.out != "" {
		fmt.Fprintf(w, "saved in %s\n", t.out)
	}
}

// save writes the network if a file was given.
func (t *trainer) save(r sgd.Result) error {
	if t.out == "" {
		return nil
	}
	return t.net.save(t.out, map[string]string{
		"producer":       "lanes",
		"recipe":         t.recipe,
		"dataset":        t.loaded.Train.Name,
		"image":          fmt.Sprintf("%d %d", t.train.Rows, t.train.Cols),
		"seed":           strconv.FormatUint(t.seed, 10),
		"steps":          strconv.Itoa(r.Steps),
		"weights_sha256": t.net.hash(),
	})
}

// interrupted is a context.Canceled with its own words.
type interrupted struct{ message string }

func (e interrupted) Error() string        { return e.message }
func (e interrupted) Is(target error) bool { return target == context.Canceled }

// stopped reports a run that was ended from outside after at least one step; the
// network so far was saved, or not for the reason unsaved.
func (t *trainer) stopped(c *console, r sgd.Result, err, unsaved error) error {
	where := ""
	if t.out != "" && unsaved == nil {
		where = "; the network so far is in " + t.out
	}
	if !errors.Is(err, context.Canceled) {
		err = fmt.Errorf("%w: stopped after step %d of %d%s", err, r.Steps, t.total, where)
		return t.failed(c, r.Steps, errors.Join(err, unsaved))
	}
	if t.asJSON {
		if err := c.emit(t.doneEvent("interrupted", r, unsaved)); err != nil && unsaved == nil {
			return err
		}
	}
	message := fmt.Sprintf("interrupted after step %d of %d%s", r.Steps, t.total, where)
	if unsaved != nil {
		return fmt.Errorf("%s: %w", message, unsaved)
	}
	return interrupted{message}
}

// failed makes the event of an error that ends a run after its start event, and
// returns the error.
func (t *trainer) failed(c *console, step int, err error) error {
	if !t.asJSON {
		return err
	}
	e := errorEvent{"error", step, err.Error()}
	if errors.Is(err, context.Canceled) {
		e.Event = "interrupted"
	}
	c.emit(e) // err itself is reported
	return err
}
