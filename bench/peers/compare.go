package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"time"

	"github.com/klauspost/cpuid/v2"

	"lanes/bench/peers/internal/child"
	"lanes/bench/peers/internal/contender"
	"lanes/bench/peers/internal/report"
	"lanes/bench/peers/internal/shape"
)

// A comparison is a run: the children, and what has been learnt so far.
type comparison struct {
	ctx   context.Context // when it is done the children are killed
	o     *options
	run   report.Run
	seats []*seat
	meter *process
	rng   *rand.Rand // the order of the contenders in a round
	notes []string
}

// A seat is a contender that takes part.
type seat struct {
	contender.Entry
	p *process
}

// peakTime is the length of one measurement of the FMA peak.
const peakTime = 200 * time.Microsecond

// newComparison starts a child for every contender that is there.
func newComparison(ctx context.Context, o *options) (c *comparison, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cpu := cpuid.CPU
	c = &comparison{ctx: ctx, o: o, rng: rand.New(rand.NewPCG(1, 2))}
	defer func() {
		if err != nil {
			c.end()
		}
	}()
	c.run = report.Run{Kind: "run", CPU: fmt.Sprintf("%s (family %d, model %d)", cpu.BrandName, cpu.Family, cpu.Model),
		Cores: runtime.NumCPU(), Go: runtime.Version(), Threads: o.threads, ISA: o.isa, Batch: float64(o.batch.Microseconds()),
		Members: []report.Member{}, Missing: []report.Missing{}}
	if c.meter, err = start(ctx, self, child.Meter, nil); err != nil {
		return c, err
	}
	if r, err := c.meter.ask(child.Request{Op: child.Open, Config: o.config("")}); err != nil || r.Error != "" {
		return c, errors.Join(fmt.Errorf("peers: the meter does not start: %s", r.Error), err)
	}
	if err := c.seat(self); err != nil {
		return c, err
	}
	if len(c.seats) == 0 {
		return c, errors.New("peers: no contender")
	}
	return c, c.peak()
}

// seat starts and opens the contenders.
func (c *comparison) seat(self string) error {
	chosen := map[string]bool{}
	opened, refused := map[string]bool{}, map[string]string{} // libraries, and why
	for _, e := range contender.All(c.o.config("")) {
		if !c.o.contenders.MatchString(e.Name) || !slices.ContainsFunc(c.o.shapes, func(s shape.Shape) bool { return s.BF16 == e.BF16 }) {
			continue
		}
		cfg := c.o.config(e.Library())
		p, err := start(c.ctx, self, e.Name, e.Env(cfg))
		if err != nil {
			return err
		}
		why := ""
		r, err := p.ask(child.Request{Op: child.Open, Config: cfg})
		if err == nil && r.Error != "" {
			err = errors.New(r.Error)
		}
		switch key := e.Family + " " + r.Info.Path(); {
		case err != nil:
			why = err.Error()
			refused[e.Library()] = cmp.Or(refused[e.Library()], why)
		case e.Family != "" && chosen[key]:
			why = e.Family + " takes " + r.Info.Path() + " by itself"
		default:
			chosen[key], opened[e.Library()] = true, true
			c.seats = append(c.seats, &seat{e, p})
			c.run.Members = append(c.run.Members, report.Member{Name: e.Name, Class: e.Class, BF16: e.BF16, Info: r.Info})
			continue
		}
		p.End()
		c.run.Missing = append(c.run.Missing, report.Missing{Name: e.Name, Why: why})
	}
	for name, file := range c.o.libraries { // asked for by hand, so not left out in silence
		if why := refused[name]; why != "" && !opened[name] {
			return fmt.Errorf("peers: -lib %s=%s: %s", name, file, why)
		}
	}
	return nil
}

// end ends all children.
func (c *comparison) end() {
	for _, s := range c.seats {
		s.p.End()
	}
	c.seats = nil
	if c.meter != nil {
		c.meter.End()
		c.meter = nil
	}
}

// peak measures the FMA peak for some time and keeps the best.
func (c *comparison) peak() error {
	r, err := c.meter.ask(child.Request{Op: child.Peak, Nanos: float64(50 * time.Millisecond)})
	if err == nil && r.Error != "" {
		err = errors.New(r.Error)
	}
	if err != nil {
		return fmt.Errorf("peers: peak: %w", err)
	}
	c.run.Peaks = append(c.run.Peaks, r.Rate)
	return nil
}

// A turn is one contender at one shape.
type turn struct {
	*seat
	row     report.Record
	nanos   float64 // of a call, by the preparation
	rounds  int     // in which it takes part
	samples []float64
}

// shape measures one product: everyone is checked, then they take turns.
func (c *comparison) shape(s shape.Shape) ([]report.Record, error) {
	var turns []*turn
	for _, seat := range slices.Clone(c.seats) {
		if seat.BF16 != s.BF16 || seat.MaxFlops > 0 && s.Flops() > seat.MaxFlops {
			continue
		}
		t := &turn{seat: seat, row: report.Record{Shape: s, Contender: seat.Name, Class: seat.Class, ISA: c.o.isa, Threads: c.o.threads}}
		if seat.Threads > 0 {
			t.row.Threads = seat.Threads
		}
		r, err := seat.p.ask(child.Request{Op: child.Prepare, Shape: s, Nanos: float64(c.o.batch)})
		switch {
		case err != nil:
			c.drop(seat, s, err)
			continue
		case r.Skip != "":
			continue
		case r.Error != "" && !r.Wrong:
			c.notes = append(c.notes, fmt.Sprintf("%s at %s: %s", seat.Name, s.Name, r.Error))
			continue
		case r.Wrong:
			t.row.Wrong = r.Error
		}
		t.nanos, t.row.Calls, t.row.Worst = r.Nanos, r.Calls, r.Worst
		turns = append(turns, t)
	}
	peak, read, err := c.rounds(s, turns)
	if err != nil {
		return nil, err
	}
	rows := make([]report.Record, len(turns))
	for i, t := range turns {
		rows[i] = t.row
		rows[i].Fill(t.samples, peak, read)
	}
	report.Compare(rows)
	return rows, nil
}

// share decides in how many rounds each takes part: as its part of the budget
// allows, at least in five; plain Go code, which is slow, in three.
func (c *comparison) share(turns []*turn) (most int) {
	for _, t := range turns {
		if t.row.Wrong != "" {
			continue
		}
		least := 5
		if t.Class == contender.Plain || t.MaxFlops > 0 {
			least = 3
		}
		overhead := 150e3 // starting and stopping the child
		if c.o.threads > 1 {
			overhead += float64(child.Settle)
		}
		once := 1.25*t.nanos*float64(t.row.Calls) + overhead
		part := float64(c.o.budget) / float64(len(turns))
		t.rounds = min(max(int(part/once), least), c.o.rounds)
		most = max(most, t.rounds)
	}
	return most
}

// rounds lets the contenders take turns, in another order each round, and returns
// the medians of the FMA peak and, for shapes bound by it, of the read bandwidth.
func (c *comparison) rounds(s shape.Shape, turns []*turn) (peak, read float64, err error) {
	var peaks, reads []float64
	order := slices.Clone(turns)
	most := c.share(turns)
	for round := range most {
		if c.o.threads == 1 {
			if err := c.meter.Pin(round); err != nil {
				return 0, 0, err
			}
		}
		p, err := c.meter.ask(child.Request{Op: child.Peak, Nanos: float64(peakTime)})
		if err != nil {
			return 0, 0, err
		}
		peaks = append(peaks, p.Rate)
		if s.In("memory") {
			r, err := c.meter.ask(child.Request{Op: child.Read, Bytes: int(s.Bytes())})
			if err != nil {
				return 0, 0, err
			}
			reads = append(reads, r.Rate)
		}
		c.rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, t := range order {
			// evenly over the rounds
			if t.rounds*(round+1)/most == t.rounds*round/most || !slices.Contains(c.seats, t.seat) {
				continue
			}
			r, err := c.turn(t, round)
			if err != nil {
				c.drop(t.seat, s, err)
				continue
			}
			t.samples = append(t.samples, r.Nanos)
		}
	}
	peak = report.Median(peaks)
	if peak > 0 {
		c.run.Peaks = append(c.run.Peaks, peak)
	}
	return peak, report.Median(reads), nil
}

// turn times a batch of a contender. On one thread all contenders have the same processor
// in a round: what else runs on the other half of a core takes a tenth of some rates.
func (c *comparison) turn(t *turn, round int) (r child.Reply, err error) {
	if c.o.threads == 1 {
		if err := t.p.Pin(round); err != nil {
			return r, err
		}
	}
	r, err = t.p.ask(child.Request{Op: child.Time, Calls: t.row.Calls})
	if err == nil && r.Error != "" {
		err = errors.New(r.Error)
	}
	return r, err
}

// drop goes on without a contender that failed, unless an interrupt has ended them all.
func (c *comparison) drop(gone *seat, s shape.Shape, err error) {
	if c.ctx.Err() != nil {
		return
	}
	gone.p.End()
	c.seats = slices.DeleteFunc(c.seats, func(x *seat) bool { return x == gone })
	c.notes = append(c.notes, fmt.Sprintf("from %s on without %s: %v", s.Name, gone.Name, err))
}
