package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"lanes/sgd"
)

// trainInfo is what both the first and the last event say of a run.
type trainInfo struct {
	Recipe       string `json:"recipe"`
	Dataset      string `json:"dataset"`
	Data         string `json:"data"` // directory, cache, download or synthetic
	Architecture string `json:"architecture"`
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
	Steps       int    `json:"steps"`
	Schedule    string `json:"schedule"`
	LR          num32  `json:"lr"`
	Momentum    num32  `json:"momentum"`
	Nesterov    bool   `json:"nesterov"`
	WeightDecay num32  `json:"weight_decay"`
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
	Saved        string `json:"saved,omitempty"`
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
		Architecture: t.net.architecture(), Seed: t.seed, Batch: t.batch, Reduction: t.reduction,
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
		Train: t.train.Len(), Holdout: t.holdout, Steps: t.total,
		Schedule: t.schedule, LR: num32(t.lr), Momentum: num32(t.momentum), Nesterov: t.nesterov,
		WeightDecay: num32(t.decay),
	}
}

func (t *trainer) doneEvent(name string, r sgd.Result) doneEvent {
	s := r.Elapsed.Seconds()
	e := doneEvent{
		Event: name, trainInfo: t.info(), Steps: r.Steps, Epochs: r.Epochs,
		TrainSeconds: num(s), SamplesPerS: num(perSecond(r.Samples, s)),
		FinalLoss: num32(r.Loss), Hash: t.net.hash(),
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
	return fmt.Sprintf("%s: %s, seed %d, %s of %d, %s with %s\ndata: %s",
		t.recipe, info.Architecture, t.seed, plural(t.total, "step"), t.batch,
		info.Kernel, plural(info.Workers, "worker"), describeData(t.loaded))
}

// finish saves the network, judges it and reports.
func (t *trainer) finish(ctx context.Context, c *console, r sgd.Result) error {
	if err := t.save(r); err != nil {
		return err
	}
	m, err := judge(ctx, t.net, t.loaded.Test)
	if err != nil {
		if t.out != "" {
			err = interrupted{fmt.Sprintf("interrupted after the last step; the network is in %s", t.out)}
		}
		return err
	}
	if !t.asJSON || !t.quiet {
		w := c.results(t.asJSON)
		s := r.Elapsed.Seconds()
		fmt.Fprintf(w, "%s in %.2f s, %s images/s, last loss %.4f\n", plural(r.Steps, "step"), s,
			thousands(int(perSecond(r.Samples, s))), r.Loss)
		m.write(w)
		fmt.Fprintf(w, "\nweights sha256 %s\n", t.net.hash())
		if t.out != "" {
			fmt.Fprintf(w, "saved in %s\n", t.out)
		}
	}
	if !t.asJSON {
		return nil
	}
	e := t.doneEvent("done", r)
	e.Saved, e.metrics = t.out, m
	return c.emit(e)
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

// stopped ends a run that did not get to its last step.
func (t *trainer) stopped(c *console, r sgd.Result, err error) error {
	var diverged *sgd.DivergedError
	if errors.As(err, &diverged) {
		err = fmt.Errorf("step %d: the loss is %v at learning rate %v: stopped, nothing saved",
			diverged.Step, diverged.Loss, diverged.LR)
		if t.asJSON {
			c.emit(errorEvent{"error", diverged.Step, err.Error()}) // err itself is reported
		}
		return err
	}
	if !errors.Is(err, context.Canceled) || r.Steps == 0 {
		return err
	}
	if err := t.save(r); err != nil {
		return err
	}
	e := t.doneEvent("interrupted", r)
	message := fmt.Sprintf("interrupted after step %d of %d", r.Steps, t.total)
	if t.out != "" {
		e.Saved = t.out
		message += "; the network so far is in " + t.out
	}
	if t.asJSON {
		if err := c.emit(e); err != nil {
			return err
		}
	}
	return interrupted{message}
}
