package sgd

import (
	"math"
	"testing"
)

// near allows the few roundings of float64 and the one to float32.
func near(got float32, want float64) bool {
	return math.Abs(float64(got)-want) <= 1.01*eps*math.Abs(want)+1e-15
}

func TestCosPi(t *testing.T) {
	for i := 0; i <= 4096; i++ {
		x := float64(i) / 4096
		if got, want := cosPi(x), math.Cos(math.Pi*x); math.Abs(got-want) > 4.5e-16 {
			t.Fatalf("cosPi(%v) = %v, want %v", x, got, want)
		}
	}
	if cosPi(0) != 1 || cosPi(0.5) != 0 || cosPi(1) != -1 {
		t.Error("cosPi is not exact at 0, ½ and 1")
	}
}

func TestSchedules(t *testing.T) {
	for _, c := range []struct {
		name string
		s    Schedule
		want map[int]float64
	}{
		{"constant", Constant(0.5), map[int]float64{0: 0.5, 7: 0.5, 1 << 30: 0.5}},
		{"step", Step(1, 10, 0.5), map[int]float64{0: 1, 9: 1, 10: 0.5, 29: 0.25, 30: 0.125, 1000: math.Pow(0.5, 100)}},
		{"cosine", Cosine(1, 0, 100), map[int]float64{0: 1, 25: 0.5 + math.Sqrt2/4, 50: 0.5, 100: 0, 500: 0}},
		{"cosine to an end", Cosine(3, 1, 60), map[int]float64{0: 3, 20: 2.5, 30: 2, 60: 1, 61: 1}},
		{"warm-up", Warmup(4, Constant(2)), map[int]float64{0: 0.5, 1: 1, 3: 2, 4: 2}},
		{"warm-up of none", Warmup(0, Cosine(1, 0, 2)), map[int]float64{0: 1, 1: 0.5, 2: 0}},
		{"warm-up to a cosine", Warmup(2, Cosine(1, 0, 4)), map[int]float64{0: 0.5, 1: 1, 2: 1, 4: 0.5, 6: 0}},
		// torch.optim.lr_scheduler.OneCycleLR(max_lr=1, total_steps=10): up over
		// steps 0 to 2, down over 2 to 9.
		{"one-cycle", OneCycle(1, 10), map[int]float64{
			0: 0.04, 1: 0.52, 2: 1, 9: 4e-6, 10: 4e-6,
			5: 4e-6 + (1-4e-6)*(1+math.Cos(math.Pi*3/7))/2,
		}},
		{"one-cycle of one step", OneCycle(1, 1), map[int]float64{0: 1}},
		{"one-cycle of two", OneCycle(1, 2), map[int]float64{0: 1, 1: 4e-6}},
	} {
		for step, want := range c.want {
			if got := c.s(step); !near(got, want) {
				t.Errorf("%s: step %d: %v, want %v", c.name, step, got, want)
			}
		}
	}
}

// TestOneCyclePeak: with a peak between two steps, no step goes above it.
func TestOneCyclePeak(t *testing.T) {
	for total := 1; total < 60; total++ {
		s, top := OneCycle(0.3, total), float32(0)
		for i := range total {
			top = max(top, s(i))
		}
		if top > 0.3 || total > 20 && top < 0.29 {
			t.Errorf("%d steps: the highest rate is %v", total, top)
		}
	}
}

func TestSchedulePanics(t *testing.T) {
	panics(t, "sgd: Step every 0 steps", func() { Step(1, 0, 1) })
	panics(t, "sgd: Cosine over 0 steps", func() { Cosine(1, 0, 0) })
	panics(t, "sgd: OneCycle over -1 steps", func() { OneCycle(1, -1) })
}

func TestScheduleByName(t *testing.T) {
	for _, c := range []struct {
		name string
		ScheduleConfig
		step int
		want float64
	}{
		{"constant", ScheduleConfig{LR: 0.1}, 9, 0.1},
		{"constant", ScheduleConfig{LR: 0.1, Warmup: 2, Steps: 10}, 0, 0.05},
		{"step", ScheduleConfig{LR: 1, Every: 3, Gamma: 0.5}, 6, 0.25},
		{"step", ScheduleConfig{LR: 1, Every: 3, Gamma: 0.5, Warmup: 1}, 4, 0.5},
		{"cosine", ScheduleConfig{LR: 1, EndLR: 0.5, Steps: 10}, 5, 0.75},
		{"cosine", ScheduleConfig{LR: 1, Steps: 10, Warmup: 2}, 6, 0.5},
		{"onecycle", ScheduleConfig{LR: 1, Steps: 10}, 1, 0.52},
	} {
		s, err := ScheduleByName(c.name, c.ScheduleConfig)
		if err != nil {
			t.Errorf("%s %+v: %v", c.name, c.ScheduleConfig, err)
		} else if got := s(c.step); !near(got, float64(float32(c.want))) {
			t.Errorf("%s %+v: step %d: %v, want %v", c.name, c.ScheduleConfig, c.step, got, c.want)
		}
	}
}

func TestScheduleByNameErrors(t *testing.T) {
	nan := float32(math.NaN())
	for _, c := range []struct {
		name string
		ScheduleConfig
		want string
	}{
		{"linear", ScheduleConfig{}, `sgd: schedule "linear", want constant, step, cosine or onecycle`},
		{"100%d", ScheduleConfig{}, `sgd: schedule "100%d", want constant, step, cosine or onecycle`},
		{"constant", ScheduleConfig{LR: nan}, "sgd: schedule constant: learning rate NaN, want a finite number of at least 0"},
		{"constant", ScheduleConfig{Gamma: 0.1}, "sgd: schedule constant: has no cuts, got factor 0.1 every 0 steps"},
		{"constant", ScheduleConfig{EndLR: 0.1}, "sgd: schedule constant: has no end rate, got 0.1"},
		{"constant", ScheduleConfig{Warmup: -1}, "sgd: schedule constant: warm-up of -1 steps, want at least 0 and less than the run"},
		{"cosine", ScheduleConfig{LR: 1}, "sgd: schedule cosine: 0 steps, want at least 1"},
		{"cosine", ScheduleConfig{LR: 1, EndLR: 2, Steps: 9}, "sgd: schedule cosine: end rate 2, want at least 0 and at most 1"},
		{"cosine", ScheduleConfig{LR: 1, EndLR: nan, Steps: 9}, "sgd: schedule cosine: end rate NaN, want at least 0 and at most 1"},
		{"cosine", ScheduleConfig{Steps: 9, Warmup: 9}, "sgd: schedule cosine: warm-up of 9 steps, want at least 0 and less than the run"},
		{"constant", ScheduleConfig{Steps: 9, Warmup: 10}, "sgd: schedule constant: warm-up of 10 steps, want at least 0 and less than the run"},
		{"step", ScheduleConfig{Steps: 9, Warmup: 9, Every: 1, Gamma: 1}, "sgd: schedule step: warm-up of 9 steps, want at least 0 and less than the run"},
		{"onecycle", ScheduleConfig{Steps: 9, Warmup: 1}, "sgd: schedule onecycle: warms up by itself, got a warm-up of 1 steps"},
		{"step", ScheduleConfig{Gamma: 0.5}, "sgd: schedule step: a cut every 0 steps, want at least 1"},
		{"step", ScheduleConfig{Every: 5}, "sgd: schedule step: factor 0, want more than 0 and at most 1"},
	} {
		_, err := ScheduleByName(c.name, c.ScheduleConfig)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s %+v: %v, want %s", c.name, c.ScheduleConfig, err, c.want)
		}
	}
}

// TestScheduleBits pins rates of a seedless, pure function: they must be the
// same on every architecture.
func TestScheduleBits(t *testing.T) {
	cosine, cycle := Cosine(0.1, 0.001, 937), OneCycle(0.3, 937)
	var sum [2]uint64
	for i := range 937 {
		sum[0] = sum[0]*31 + uint64(math.Float32bits(cosine(i)))
		sum[1] = sum[1]*31 + uint64(math.Float32bits(cycle(i)))
	}
	if want := [2]uint64{0x39d65eedffbe0f1f, 0xab814da99b7781f3}; sum != want {
		t.Errorf("hashes %#x, want %#x", sum, want)
	}
}
