package sgd

import (
	"fmt"
	"math"
)

// A Schedule gives the learning rate of a step; steps count from 0. It depends
// on nothing but the step, and its bits are the same on every architecture: the
// arithmetic is float64 with each operation rounded by itself.
type Schedule func(step int) float32

// Constant is the same rate at every step.
func Constant(lr float32) Schedule {
	return func(int) float32 { return lr }
}

// Step multiplies the rate by gamma after every so many steps:
// lr·gamma^⌊step/every⌋. It panics if every is less than 1.
//
// Source: PyTorch's torch.optim.lr_scheduler.StepLR, counted in steps; the
// practice is that of Krizhevsky, Sutskever and Hinton, NeurIPS 2012, section 5.
func Step(lr float32, every int, gamma float32) Schedule {
	if every < 1 {
		panic(fmt.Sprintf("sgd: Step every %d steps", every))
	}
	return func(step int) float32 {
		rate, square := float64(lr), float64(gamma)
		for n := step / every; n > 0; n >>= 1 {
			if n&1 == 1 {
				rate *= square
			}
			square *= square
		}
		return float32(rate)
	}
}

// Cosine falls from lr at step 0 to end at step total along half a cosine, and
// stays there: end + (lr−end)·(1+cos(π·step/total))/2. It panics if total is
// less than 1.
//
// Source: Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm
// Restarts, ICLR 2017, arXiv:1608.03983, equation 5, without the restarts.
func Cosine(lr, end float32, total int) Schedule {
	if total < 1 {
		panic(fmt.Sprintf("sgd: Cosine over %d steps", total))
	}
	return func(step int) float32 {
		return anneal(lr, end, float64(step)/float64(total))
	}
}

// Warmup comes before another schedule: the rate rises linearly over n steps,
// at step i to (i+1)/n of the rate with which next begins, then follows next.
// With n = 0 it is next.
//
// Source: Goyal et al., Accurate, Large Minibatch SGD, arXiv:1706.02677, 2017,
// section 2.2.
func Warmup(n int, next Schedule) Schedule {
	return func(step int) float32 {
		if step < n {
			return float32(float64(next(0)) * float64(step+1) / float64(n))
		}
		return next(step - n)
	}
}

// OneCycle rises from peak/25 at step 0 to peak, over the first 30 % of total
// steps, and falls to peak/250000 at the last, both along half a cosine.
// Momentum is not cycled. It panics if total is less than 1.
//
// Source: Smith and Topin, Super-Convergence: Very Fast Training of Neural
// Networks Using Large Learning Rates, arXiv:1708.07120, 2018; the fractions and
// the cosine are those of PyTorch's torch.optim.lr_scheduler.OneCycleLR.
func OneCycle(peak float32, total int) Schedule {
	if total < 1 {
		panic(fmt.Sprintf("sgd: OneCycle over %d steps", total))
	}
	start := float32(float64(peak) / 25)
	end := float32(float64(peak) / 250000)
	top := max(0, float64(0.3*float64(total))-1) // the step of the peak, not always whole
	return func(step int) float32 {
		if s := float64(step); s < top {
			return anneal(start, peak, s/top)
		} else if last := float64(total - 1); last > top {
			return anneal(peak, end, (s-top)/(last-top))
		}
		return peak
	}
}

// anneal goes from one rate at x = 0 to another at x ≥ 1 along half a cosine.
func anneal(from, to float32, x float64) float32 {
	half := (float64(from) - float64(to)) / 2
	return float32(float64(to) + float64(half*(1+cosPi(min(x, 1)))))
}

// cosPi returns cos(πx) for 0 ≤ x ≤ 1 within 2 ulp of 1, exact at 0, ½ and 1,
// by the Taylor series at πx ≤ π/2 up to its 22nd power; the rest is under 1e-19.
// math.Cos may be fused differently from one architecture to the next.
func cosPi(x float64) float64 {
	if x > 0.5 {
		return -cosPi(1 - x)
	}
	if x == 0.5 {
		return 0
	}
	t2 := float64(math.Pi*x) * float64(math.Pi*x)
	c := 1.0
	for k := 22; k >= 2; k -= 2 {
		c = 1 - float64(t2*c)/float64(k*(k-1))
	}
	return c
}

// ScheduleConfig holds what the schedules need, for ScheduleByName. Steps may
// always be set; any other field that the named schedule does not use must be 0.
type ScheduleConfig struct {
	LR     float32 // the rate; for onecycle the peak
	Steps  int     // steps of the whole run, warm-up included; constant, step: 0 if not known
	EndLR  float32 // cosine: the rate at the end
	Warmup int     // constant, step, cosine: steps of linear warm-up
	Every  int     // step: steps between two cuts
	Gamma  float32 // step: factor of each cut
}

// ScheduleByName returns the schedule constant, step, cosine or onecycle. An
// unknown name, a value without meaning and a field that the schedule does not
// use are errors.
func ScheduleByName(name string, c ScheduleConfig) (Schedule, error) {
	if err := c.check(name); err != nil {
		return nil, err
	}
	var s Schedule
	switch name {
	case "constant":
		s = Constant(c.LR)
	case "step":
		s = Step(c.LR, c.Every, c.Gamma)
	case "cosine":
		s = Cosine(c.LR, c.EndLR, c.Steps-c.Warmup)
	case "onecycle":
		return OneCycle(c.LR, c.Steps), nil
	}
	if c.Warmup > 0 {
		s = Warmup(c.Warmup, s)
	}
	return s, nil
}

func (c ScheduleConfig) check(name string) error {
	fail := func(format string, args ...any) error {
		return fmt.Errorf("sgd: schedule "+name+": "+format, args...)
	}
	step, cosine, onecycle := name == "step", name == "cosine", name == "onecycle"
	switch {
	case !step && !cosine && !onecycle && name != "constant":
		return fmt.Errorf("sgd: schedule %q, want constant, step, cosine or onecycle", name)
	case !atLeastZero(c.LR):
		return fail("learning rate %v, want a finite number of at least 0", c.LR)
	case (cosine || onecycle) && c.Steps < 1:
		return fail("%d steps, want at least 1", c.Steps)
	case !cosine && c.EndLR != 0:
		return fail("has no end rate, got %v", c.EndLR)
	case !(c.EndLR >= 0 && c.EndLR <= c.LR):
		return fail("end rate %v, want at least 0 and at most %v", c.EndLR, c.LR)
	case onecycle && c.Warmup != 0:
		return fail("warms up by itself, got a warm-up of %d steps", c.Warmup)
	case c.Warmup < 0 || c.Warmup > 0 && c.Steps > 0 && c.Warmup >= c.Steps:
		return fail("warm-up of %d steps, want at least 0 and less than the run", c.Warmup)
	case step && c.Every < 1:
		return fail("a cut every %d steps, want at least 1", c.Every)
	case step && !(c.Gamma > 0 && c.Gamma <= 1):
		return fail("factor %v, want more than 0 and at most 1", c.Gamma)
	case !step && (c.Every != 0 || c.Gamma != 0):
		return fail("has no cuts, got factor %v every %d steps", c.Gamma, c.Every)
	}
	return nil
}
