package main

import (
	"fmt"
	"math"
	"strings"
	"time"

	"lanes/sgd"
)

// progress reports on a run as it goes: JSON events, lines, and on a terminal a
// bar. Between two reports a step costs it a few additions and no allocation.
type progress struct {
	c         *console
	t         *trainer
	active    bool   // somebody wants to know
	everyStep int    // steps between reports
	stepLines bool   // lines for people by steps; else by epochs
	bar       *bar   // nil: none
	err       error  // of writing an event
	stop      func() // ends the training

	start, barAt time.Time
	last         sgd.StepInfo
	samples      int    // since the start
	since        window // steps since the last report
	before       window // steps between the last two reports
	held         sgd.Evaluation
}

// window sums up the steps since the last report.
type window struct {
	steps, samples, correct int
	loss                    float64
}

func (w *window) accuracy() float64 { return perSecond(w.correct, float64(w.samples)) }

// barInterval is the time between two updates of the bar.
const barInterval = 100 * time.Millisecond

func newProgress(t *trainer, c *console) *progress {
	p := &progress{c: c, t: t, active: t.asJSON || !t.quiet, everyStep: t.logEvery}
	if p.everyStep == 0 {
		p.everyStep = tenth(t.total)
	}
	p.stepLines = t.given["log-every"] || t.total < 2*t.epoch
	return p
}

// tenth returns the smallest of 1, 2, 5, 10, 20, 50 … that divides n steps into
// at most ten stretches.
func tenth(n int) int {
	for step := 1; ; step *= 10 {
		for _, k := range []int{1, 2, 5} {
			if k*step >= (n+9)/10 {
				return k * step
			}
		}
	}
}

func (p *progress) begin() {
	p.start = time.Now()
	if !p.t.quiet && p.c.terminal && p.c.columns() >= barColumns {
		p.bar = &bar{w: p.c.stderr}
	}
}

// end removes the bar and sets the results apart.
func (p *progress) end() {
	if p.bar != nil {
		p.bar.clear()
	}
	if !p.t.quiet {
		p.c.note("")
	}
}

// rate returns images a second since the start.
func (p *progress) rate() float64 {
	return perSecond(p.samples, time.Since(p.start).Seconds())
}

// step is called after every step.
func (p *progress) step(s sgd.StepInfo) {
	p.last = s
	p.samples += s.Samples
	p.since.steps++
	p.since.samples += s.Samples
	p.since.correct += s.Correct
	p.since.loss += float64(s.Loss)
	if s.Step == 1 || s.Step%p.everyStep == 0 || s.Step == p.t.total {
		p.report()
	}
	if p.bar != nil && time.Since(p.barAt) >= barInterval {
		p.draw()
	}
}

type stepEvent struct {
	Event       string `json:"event"`
	Step        int    `json:"step"`
	Epoch       int    `json:"epoch"`
	Loss        num32  `json:"loss"`      // of this step
	MeanLoss    num    `json:"mean_loss"` // of the steps since the last event
	Accuracy    num    `json:"accuracy"`  // on the batches since the last event
	LR          num32  `json:"lr"`
	SamplesPerS num    `json:"samples_per_s"`
	Seconds     num    `json:"seconds"`
}

// report tells of a step.
func (p *progress) report() {
	s := p.last
	if p.t.asJSON {
		p.emit(stepEvent{
			"step", s.Step, s.Epoch, num32(s.Loss), num(p.since.loss / float64(p.since.steps)),
			num(p.since.accuracy()), num32(s.LR), num(p.rate()), num(time.Since(p.start).Seconds()),
		})
	}
	if p.stepLines && !p.t.quiet {
		p.line("step %*d/%d   loss %s   accuracy %6.2f %%   rate %-9.3g %s", width(p.t.total), s.Step, p.t.total,
			figure(float64(s.Loss)), 100*p.since.accuracy(), s.LR, p.speed())
	}
	p.before, p.since = p.since, window{}
}

type epochEvent struct {
	Event    string `json:"event"`
	Epoch    int    `json:"epoch"`
	Steps    int    `json:"steps"`
	Loss     num    `json:"loss"`     // mean over the steps
	Accuracy num    `json:"accuracy"` // while training
}

// endEpoch is called after every whole epoch.
func (p *progress) endEpoch(e sgd.EpochInfo) {
	accuracy := perSecond(e.Correct, float64(e.Samples))
	if p.t.asJSON {
		p.emit(epochEvent{"epoch", e.Epoch, e.Steps, num(e.Loss), num(accuracy)})
	}
	if p.stepLines || p.t.quiet {
		return
	}
	held := ""
	if e.Holdout.Samples > 0 {
		held = fmt.Sprintf("hold-out %6.2f %%   ", 100*e.Holdout.Accuracy())
	}
	epochs := (p.t.total + p.t.epoch - 1) / p.t.epoch
	p.line("epoch %*d/%d   loss %s   accuracy %6.2f %%   %srate %-9.3g %s", width(epochs), e.Epoch, epochs,
		figure(e.Loss), 100*accuracy, held, p.last.LR, p.speed())
}

type holdoutEvent struct {
	Event    string `json:"event"`
	Step     int    `json:"step"`
	Epoch    int    `json:"epoch"`
	Samples  int    `json:"samples"`
	Loss     num    `json:"loss"`
	Accuracy num    `json:"accuracy"`
}

// holdout is called after every evaluation of the hold-out set.
func (p *progress) holdout(h sgd.HoldoutInfo) {
	p.held = h.Evaluation
	if p.t.asJSON {
		p.emit(holdoutEvent{"holdout", h.Step, h.Epoch, h.Samples, num(h.Loss), num(h.Accuracy())})
	}
	if p.stepLines && !p.t.quiet {
		p.line("step %*d/%d   hold-out loss %s   accuracy %6.2f %%", width(p.t.total), h.Step, p.t.total,
			figure(h.Loss), 100*h.Accuracy())
	}
}

// draw brings the bar up to date. Its figures are those of the steps since the last
// report but one, which are never none.
func (p *progress) draw() {
	now := time.Now()
	p.barAt = now
	done := float64(p.last.Step) / float64(p.t.total)
	left := time.Duration(now.Sub(p.start).Seconds() * (1/done - 1) * float64(time.Second))
	recent := window{
		p.before.steps + p.since.steps, p.before.samples + p.since.samples,
		p.before.correct + p.since.correct, p.before.loss + p.since.loss,
	}
	accuracy, what := recent.accuracy(), "accuracy"
	if p.held.Samples > 0 {
		accuracy, what = p.held.Accuracy(), "hold-out"
	}
	p.bar.draw(p.c.columns(), done, "loss "+strings.TrimSpace(figure(recent.loss/float64(recent.steps))),
		what+" "+percent(accuracy), p.speed(), left.Round(time.Second).String()+" left")
}

// line prints a line for people, above the bar if there is one.
func (p *progress) line(format string, args ...any) {
	if p.bar != nil {
		p.bar.clear()
		p.barAt = time.Time{} // and at once below the line again
	}
	p.c.note(format, args...)
}

func (p *progress) emit(v any) {
	if err := p.c.emit(v); err != nil && p.err == nil {
		p.err = err
		p.stop() // nobody sees how it goes on
	}
}

func (p *progress) speed() string { return thousands(int(p.rate())) + " images/s" }

// figure formats a loss in a column of eight.
func figure(x float64) string {
	switch a := math.Abs(x); {
	case a >= 1e5:
		return fmt.Sprintf("%8.3g", x)
	case a >= 1e3:
		return fmt.Sprintf("%8.1f", x)
	}
	return fmt.Sprintf("%8.4f", x)
}

// width returns the number of digits of n.
func width(n int) int { return len(fmt.Sprint(n)) }
