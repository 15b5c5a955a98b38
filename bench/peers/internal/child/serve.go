package child

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"

	"lanes/bench/peers/internal/check"
	"lanes/bench/peers/internal/contender"
)

// server is the state of a child.
type server struct {
	name    string
	open    func(name string, c contender.Config) (contender.Contender, error)
	mul     contender.Contender
	meter   *meter
	threads int
	memory  *memory
	run     func(n int)
}

// Serve answers the requests that come from in until it ends. open makes the
// contender of a name; nil stands for those of package contender.
func Serve(name string, in io.Reader, out io.Writer, open func(string, contender.Config) (contender.Contender, error)) error {
	if open == nil {
		open = func(name string, c contender.Config) (contender.Contender, error) {
			e, err := contender.Find(c, name)
			if err != nil {
				return nil, err
			}
			if e.Class == contender.Library || e.Class == contender.Codegen {
				runtime.LockOSThread() // libraries keep state for each thread
			} else if c.Threads > 1 {
				runtime.UnlockOSThread() // Go code that waits for others must be free to switch
			}
			return e.Open(c)
		}
	}
	s := &server{name: name, open: open}
	requests, replies := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var req Request
		if err := requests.Decode(&req); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("peers: child %s: %w", name, err)
		}
		if err := replies.Encode(s.answer(&req)); err != nil {
			return fmt.Errorf("peers: child %s: %w", name, err)
		}
	}
}

// answer carries out one request; what it panics with becomes the error.
func (s *server) answer(req *Request) (r Reply) {
	defer func() {
		if p := recover(); p != nil {
			r = Reply{Error: fmt.Sprint(p)}
		}
	}()
	var err error
	switch {
	case req.Op == Open && s.name == Meter:
		s.meter, err = newMeter(req.Config)
		r.Info = contender.Info{Version: "meter"}
	case req.Op == Open:
		s.threads = req.Config.Threads
		if s.mul, err = s.open(s.name, req.Config); err == nil {
			r.Info = s.mul.Info()
		}
	case req.Op == Prepare && s.mul != nil:
		r, err = s.prepare(req)
	case req.Op == Time && s.run != nil:
		r.Nanos = s.time(req.Calls)
	case req.Op == Peak && s.meter != nil:
		r.Rate = s.meter.peak(time.Duration(req.Nanos))
	case req.Op == Read && s.meter != nil:
		r.Rate = s.meter.read(req.Bytes)
	default:
		err = fmt.Errorf("cannot %s now", req.Op)
	}
	if err != nil {
		r.Error = err.Error()
	}
	return r
}

// prepare checks the contender on a product, twice, and finds how many calls make
// a batch of req.Nanos.
func (s *server) prepare(req *Request) (r Reply, err error) {
	s.run = nil
	na, nb, nc := check.Len(req.Shape)
	if s.memory, err = s.memory.resize(na, nb, nc); err != nil {
		return r, err
	}
	o := &check.Operands{Shape: req.Shape}
	o.A, o.B, o.C = s.memory.split(na, nb, nc)
	const seed = 20
	o.Integers(seed)
	run, err := s.mul.Prepare(o)
	if errors.Is(err, contender.ErrShape) {
		return Reply{Skip: err.Error()}, nil
	} else if err != nil {
		return r, err
	}
	run(1)
	if err := o.Exact(seed); err != nil {
		return Reply{Wrong: true}, err
	}
	o.Fractions(seed)
	if run, err = s.mul.Prepare(o); err != nil { // again: what it makes of the operands ahead of the calls
		return r, err
	}
	start := time.Now()
	run(1)
	r.Nanos = float64(time.Since(start).Nanoseconds())
	if r.Worst, err = o.Bounded(seed); err != nil {
		return Reply{Wrong: true}, err
	}
	s.run = run
	r.Calls = 1
	for r.Nanos*float64(r.Calls) < req.Nanos*0.7 && r.Calls < 1<<24 {
		r.Calls = max(r.Calls*2, min(int(req.Nanos/(r.Nanos+1)), 16*r.Calls))
		r.Nanos = s.batch(r.Calls)
	}
	r.Calls = max(1, int(req.Nanos/(r.Nanos+0.1)))
	return r, nil
}

// warm is the length above which a call needs no other ahead of it.
const warm = 20e6

// Settle is how long a child of several threads works before it is timed: in the first
// millisecond after a rest Linux has half of all calls done on one of two processors, in the
// second a seventh, after four none.
const Settle = 6 * time.Millisecond

// time returns the nanoseconds of a call in a batch, after a quarter as many that
// bring the operands back into the caches.
func (s *server) time(calls int) float64 {
	start := time.Now()
	s.run(max(1, calls/4))
	if took := float64(time.Since(start).Nanoseconds()); calls == 1 && took > warm {
		return took
	}
	for s.threads > 1 && time.Since(start) < Settle {
		s.run(calls)
	}
	return s.batch(calls)
}

func (s *server) batch(calls int) float64 {
	start := time.Now()
	s.run(calls)
	return float64(time.Since(start).Nanoseconds()) / float64(calls)
}
