package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"

	"lanes/bench"
	"lanes/bench/peers/internal/contender"
	"lanes/bench/peers/internal/spawn"
)

// A record is one contender at one task.
type record struct {
	Event     string  `json:"event"` // vectors
	Contender string  `json:"contender"`
	Version   string  `json:"version"`
	Arch      string  `json:"arch,omitzero"`
	Rate      float64 `json:"elements_per_ns"` // reached in a tenth of the rounds: what disturbs only slows
	Median    float64 `json:"median"`
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
	Bandwidth float64 `json:"gb_per_s"`
	Ratio     float64 `json:"ratio"`          // lanes' rate over this one's
	Wrong     string  `json:"wrong,omitzero"` // why the result is not right; then it is not timed
	task
	family string // column of the table
}

// A seat is a contender that takes part.
type seat struct {
	name, family string
	about        about
	p            *spawn.Process
}

// A comparison is the contenders that are there, lanes first.
type comparison struct {
	o     *options
	seats []*seat
}

// start starts a child for each contender. What cannot start, but lanes, is left out, and said.
func start(o *options) (*comparison, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c, chosen := &comparison{o: o}, map[string]bool{}
	add := func(name, open, family string, env []string) error {
		p, err := spawn.Start(context.Background(), name, []string{self, "-child", open}, env)
		if err != nil {
			return err
		}
		s := &seat{name: name, family: family, p: p}
		err = p.Ask(request{}, &s.about)
		if err == nil && s.about.Error != "" {
			err = errors.New(s.about.Error)
		}
		key := family + " " + s.about.Info.Path()
		switch {
		case err == nil && !chosen[key]:
			chosen[key] = true
			c.seats = append(c.seats, s)
			return nil
		case err != nil && len(c.seats) == 0:
			return err
		case err != nil:
			fmt.Fprintf(os.Stderr, "vectors: without %s: %v\n", name, err)
		}
		p.End()
		return nil
	}
	for i, e := range contender.All(config) {
		family := e.Family
		switch {
		case i == 0:
			family = "lanes"
		case e.Name == "dnnl-sgemm":
			family = "oneDNN"
		case family == "":
			continue
		}
		if i > 0 && !o.contenders.MatchString(e.Name) {
			continue
		}
		if err := add(e.Name, e.Name, family, e.Env(config)); err != nil {
			return c, err
		}
	}
	if e, err := contender.Find(narrow, "openblas"); err == nil && o.contenders.MatchString("openblas-haswell") {
		if err := add("openblas-haswell", e.Name, e.Family, e.Env(narrow)); err != nil { // whose sum is right
			return c, err
		}
	}
	if o.contenders.MatchString(loops) {
		if err := add(loops, loops, loops, nil); err != nil {
			return c, err
		}
	}
	if !slices.ContainsFunc(c.seats, func(s *seat) bool { return o.contenders.MatchString(s.name) }) {
		return c, fmt.Errorf("no contender of -contenders %s is there", o.contenders)
	}
	return c, nil
}

func (c *comparison) end() {
	for _, s := range c.seats {
		s.p.End()
	}
}

// A player is a contender at one task.
type player struct {
	*seat
	calls int // in a turn
	rates []float64
	wrong string
}

// prepare checks a contender at a task and finds how many calls make a turn. It returns
// nil if the contender has no such routine.
func (c *comparison) prepare(s *seat, t task) (*player, error) {
	p := &player{seat: s, calls: 1}
	var a answer
	err := s.p.Ask(request{task: t}, &a)
	switch {
	case err != nil || a.Missing:
		return nil, err
	case a.Error != "" && s == c.seats[0]:
		return nil, fmt.Errorf("%s: %s", s.name, a.Error)
	case a.Error != "":
		p.wrong = a.Error
		fmt.Fprintf(os.Stderr, "vectors: %s: %s\n", s.name, a.Error)
		return p, nil
	}
	for {
		if err := s.p.Ask(request{task: t, Warm: 1, Calls: p.calls}, &a); err != nil {
			return nil, err
		}
		if a.Seconds >= c.o.time.Seconds()/4 {
			p.calls = max(1, int(float64(p.calls)*c.o.time.Seconds()/a.Seconds))
			return p, nil
		}
		p.calls *= 2
	}
}

// measure lets the contenders take turns at a task.
func (c *comparison) measure(t task) (rows []record, err error) {
	var players []*player
	for _, s := range c.seats {
		p, err := c.prepare(s, t)
		if err != nil {
			return nil, err
		}
		if p != nil {
			players = append(players, p)
		}
	}
	elements, rng := float64(t.Rows*t.Cols), rand.New(rand.NewPCG(1, 2))
	for round := range c.o.rounds {
		for _, i := range rng.Perm(len(players)) {
			p := players[i]
			if p.wrong != "" {
				continue
			}
			if err := p.p.Pin(round); err != nil {
				return nil, err
			}
			var a answer
			if err := p.p.Ask(request{t, uint64(round), max(1, p.calls/4), p.calls}, &a); err != nil {
				return nil, err
			}
			p.rates = append(p.rates, elements*float64(p.calls)/a.Seconds*1e-9)
		}
	}
	for _, p := range players {
		r := record{Event: "vectors", Contender: p.name, Version: p.about.Info.Version, Arch: p.about.Info.Arch, Wrong: p.wrong, task: t, family: p.family}
		if p.wrong == "" {
			slices.Sort(p.rates)
			n := len(p.rates)
			r.Rate, r.Median, r.Low, r.High = p.rates[(n-1)*9/10], bench.Median(p.rates), p.rates[0], p.rates[n-1]
			r.Bandwidth = r.Rate * float64(t.op().moved)
		}
		rows = append(rows, r)
	}
	for i := range rows {
		if rows[i].Rate > 0 {
			rows[i].Ratio = rows[0].Rate / rows[i].Rate
		}
	}
	return rows, nil
}
