package sgd

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"lanes/tensor"
)

// Predictor is a model that can be evaluated: x [batch, …] → logits [batch,
// classes].
type Predictor interface {
	Forward(x *tensor.Tensor) *tensor.Tensor
}

// Model is a Predictor that can be trained. Backward takes the gradient of the
// loss with respect to the logits and sets the Grad of every parameter; Fit does
// not use what it returns.
type Model interface {
	Predictor
	Backward(dlogits *tensor.Tensor) *tensor.Tensor
	Params() []*tensor.Param
}

// Loss is what training makes small. Forward returns the loss of a batch,
// Backward the gradient of the last Forward with respect to the logits. Losses
// returns the loss of each row and leaves that gradient alone.
type Loss interface {
	Forward(logits *tensor.Tensor, labels []uint8) float32
	Backward() *tensor.Tensor
	Losses(logits *tensor.Tensor, labels []uint8) []float32
}

// Batches is a source of labelled samples.
type Batches interface {
	// Next resizes x to [n, features], fills it with the next n samples, and
	// returns their labels, which it puts in the memory of the slice it is given
	// when that suffices. No labels mean that the epoch is over; the call after
	// that begins the next one.
	Next(x *tensor.Tensor, labels []uint8) []uint8

	// Len returns the number of samples that Next hands out in an epoch.
	Len() int
}

// Options say how Fit trains. Optimizer and one of Steps and Epochs must be set.
type Options struct {
	Optimizer Optimizer
	Schedule  Schedule // sets the rate of Optimizer before every step, counted from 0; nil leaves it

	Steps  int // end after so many steps; 0: no limit
	Epochs int // end after so many epochs; 0: no limit

	Holdout      Batches // evaluated, never trained on; nil: none
	HoldoutEvery int     // steps between evaluations; 0: at the end of every epoch

	CountCorrect bool // count the right answers of every step, for StepInfo and EpochInfo

	OnStep    func(StepInfo)    // after every step
	OnEpoch   func(EpochInfo)   // after every whole epoch
	OnHoldout func(HoldoutInfo) // after every evaluation of Holdout
}

// StepInfo describes one step. Loss and Correct are those of the batch before
// the parameters were changed.
type StepInfo struct {
	Step, Epoch int // both counted from 1
	Samples     int // in this batch
	Correct     int // with CountCorrect; else 0
	Loss        float32
	LR          float32
}

// EpochInfo describes one epoch; the figures are taken while it ran.
type EpochInfo struct {
	Epoch, Steps int // number of the epoch from 1; steps done in it
	Samples      int
	Correct      int     // with CountCorrect; else 0
	Loss         float64 // mean of the losses of its steps
	Holdout      Evaluation
}

// HoldoutInfo is an evaluation of the hold-out set after a step.
type HoldoutInfo struct {
	Step, Epoch int // both counted from 1
	Evaluation
}

// Result says what a training run did.
type Result struct {
	Steps, Epochs, Samples int           // steps, whole epochs and samples trained on
	Loss                   float32       // of the last step, before its update
	Holdout                Evaluation    // the last one; zero without a hold-out set
	Elapsed                time.Duration // wall time, less that of the evaluations
}

// DivergedError reports a loss that is NaN or infinite.
type DivergedError struct {
	Step int     // counted from 1; the steps before it were applied, it was not
	Loss float32 // of that step
	LR   float32 // with which the step before it was applied; 0 if there was none
}

func (e *DivergedError) Error() string {
	if e.Step <= 1 {
		return fmt.Sprintf("sgd: step %d: loss is %v before the first update", e.Step, e.Loss)
	}
	return fmt.Sprintf("sgd: step %d: loss is %v after step %d at learning rate %v", e.Step, e.Loss, e.Step-1, e.LR)
}

// Fit trains model on the batches of train until the steps or the epochs of the
// options are done. The hold-out set is evaluated as they say and once more at
// the end if steps were done since. Once buffers have grown to the largest
// batch, a step allocates nothing.
//
// The Result is valid with an error too. When ctx ends, Fit finishes the step it
// is in, evaluates nothing more and returns ctx.Err(). When a loss is NaN or
// infinite it returns a *DivergedError and the parameters are those from before
// that step. Options without meaning and an empty training set are errors.
func Fit(ctx context.Context, model Model, loss Loss, train Batches, o Options) (Result, error) {
	if err := o.check(); err != nil {
		return Result{}, err
	}
	t := &trainer{Options: o, model: model, loss: loss, train: train, evaluated: -1}
	t.stepper = NewStepper(model, loss, o.Optimizer)
	start := time.Now()
	err := t.run(ctx)
	t.result.Elapsed = time.Since(start) - t.aside
	return t.result, err
}

func (o *Options) check() error {
	switch {
	case o.Optimizer == nil:
		return errors.New("sgd: no optimizer")
	case o.Steps < 0 || o.Epochs < 0 || o.Steps == 0 && o.Epochs == 0:
		return fmt.Errorf("sgd: %d steps and %d epochs, want one of them above 0", o.Steps, o.Epochs)
	case o.HoldoutEvery < 0 || o.HoldoutEvery > 0 && o.Holdout == nil:
		return fmt.Errorf("sgd: hold-out set every %d steps, want at least 0 and a set", o.HoldoutEvery)
	}
	return o.Optimizer.Check()
}

// trainer is the state of one Fit.
type trainer struct {
	Options
	model   Model
	loss    Loss
	train   Batches
	stepper *Stepper

	x         tensor.Tensor
	labels    []uint8
	arg       []int
	eval      evaluator
	applied   float32       // rate of the last update
	evaluated int           // Steps at the last evaluation; −1 before the first
	aside     time.Duration // spent in evaluations
	result    Result
}

func (t *trainer) run(ctx context.Context) error {
	for empty := 0; !t.done(); {
		steps, err := t.epoch(ctx)
		if err != nil {
			return err
		}
		// One empty epoch may be the end mark of one that was begun elsewhere.
		if steps > 0 {
			empty = 0
		} else if empty++; empty == 2 {
			return errors.New("sgd: the training set is empty")
		}
	}
	if t.Holdout != nil && t.evaluated != t.result.Steps {
		return t.holdout(ctx)
	}
	return nil
}

func (t *trainer) done() bool {
	return t.Steps > 0 && t.result.Steps >= t.Steps || t.Epochs > 0 && t.result.Epochs >= t.Epochs
}

// epoch runs to the end of an epoch or of the training and returns the number of
// steps it did.
func (t *trainer) epoch(ctx context.Context) (int, error) {
	info := EpochInfo{Epoch: t.result.Epochs + 1}
	for {
		// The last batch of an epoch is followed by its end mark even when no
		// more steps are wanted, so that the epoch counts.
		if t.done() && info.Samples < t.train.Len() {
			return info.Steps, nil
		}
		if err := ctx.Err(); err != nil && !t.done() {
			return info.Steps, err
		}
		t.labels = t.train.Next(&t.x, t.labels)
		if len(t.labels) == 0 || t.done() {
			break
		}
		if err := t.step(&info); err != nil {
			return info.Steps, err
		}
		if t.HoldoutEvery > 0 && t.result.Steps%t.HoldoutEvery == 0 {
			if err := t.holdout(ctx); err != nil {
				return info.Steps, err
			}
		}
	}
	if info.Steps == 0 {
		return 0, nil
	}
	if t.Holdout != nil && t.HoldoutEvery == 0 {
		if err := t.holdout(ctx); err != nil {
			return info.Steps, err
		}
	}
	t.result.Epochs++
	if t.OnEpoch != nil {
		info.Loss /= float64(info.Steps)
		info.Holdout = t.result.Holdout
		t.OnEpoch(info)
	}
	return info.Steps, nil
}

// step trains on the batch that is loaded.
func (t *trainer) step(info *EpochInfo) error {
	s := StepInfo{
		Step: t.result.Steps + 1, Epoch: info.Epoch, Samples: len(t.labels),
		Loss: t.stepper.forward(&t.x, t.labels),
	}
	if l := float64(s.Loss); math.IsNaN(l) || math.IsInf(l, 0) {
		return &DivergedError{Step: s.Step, Loss: s.Loss, LR: t.applied}
	}
	if t.Schedule != nil {
		t.Optimizer.SetRate(t.Schedule(t.result.Steps))
	}
	s.LR = t.Optimizer.Rate()
	t.applied = s.LR
	if t.CountCorrect {
		t.arg, s.Correct = countCorrect(t.arg, t.stepper.logits, t.labels)
	}
	t.stepper.backward()

	info.Steps++
	info.Samples += s.Samples
	info.Correct += s.Correct
	info.Loss += float64(s.Loss)
	t.result.Steps++
	t.result.Samples += s.Samples
	t.result.Loss = s.Loss
	if t.OnStep != nil {
		t.OnStep(s)
	}
	return nil
}

// holdout evaluates the hold-out set.
func (t *trainer) holdout(ctx context.Context) error {
	start := time.Now()
	e, err := t.eval.run(ctx, t.model, t.loss, t.Holdout)
	t.aside += time.Since(start)
	if err != nil {
		return err
	}
	t.result.Holdout, t.evaluated = e, t.result.Steps
	if t.OnHoldout != nil {
		t.OnHoldout(HoldoutInfo{Step: t.result.Steps, Epoch: t.result.Epochs + 1, Evaluation: e})
	}
	return nil
}
