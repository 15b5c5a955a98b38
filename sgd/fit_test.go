package sgd

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"
)

func fit(t *testing.T, o Options, train *samples) (Result, *linear) {
	t.Helper()
	m := newLinear()
	if o.Optimizer == nil {
		o.Optimizer = &SGD{LR: 0.001}
	}
	r, err := Fit(context.Background(), m, new(hinge), train, o)
	if err != nil {
		t.Fatal(err)
	}
	return r, m
}

func TestFitLimits(t *testing.T) {
	for _, c := range []struct {
		steps, epochs         int
		wantSteps, wantEpochs int
		wantSamples           int
	}{
		{steps: 1, wantSteps: 1, wantSamples: 4},
		{steps: 3, wantSteps: 3, wantEpochs: 1, wantSamples: 10},
		{steps: 7, wantSteps: 7, wantEpochs: 2, wantSamples: 24},
		{epochs: 2, wantSteps: 6, wantEpochs: 2, wantSamples: 20},
		{epochs: 2, steps: 5, wantSteps: 5, wantEpochs: 1, wantSamples: 18},
		{epochs: 2, steps: 100, wantSteps: 6, wantEpochs: 2, wantSamples: 20},
	} {
		r, m := fit(t, Options{Steps: c.steps, Epochs: c.epochs}, &samples{n: 10, size: 4})
		if r.Steps != c.wantSteps || r.Epochs != c.wantEpochs || r.Samples != c.wantSamples || r.Elapsed < 0 {
			t.Errorf("%+v: %+v", c, r)
		}
		if m.forward != r.Steps || m.backward != r.Steps {
			t.Errorf("%+v: %d forward, %d backward", c, m.forward, m.backward)
		}
	}
}

// TestFitInPieces: training twice for a part gives what training once does, even
// when the first part ends with an epoch or in the middle of one.
func TestFitInPieces(t *testing.T) {
	for first := 1; first < 8; first++ {
		_, want := fit(t, Options{Steps: 8}, &samples{n: 10, size: 4})
		m, train, opt := newLinear(), &samples{n: 10, size: 4}, &SGD{LR: 0.001}
		for _, steps := range []int{first, 8 - first} {
			if _, err := Fit(context.Background(), m, new(hinge), train, Options{Steps: steps, Optimizer: opt}); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(m.w.Value.Data, want.w.Value.Data) {
			t.Errorf("%d and %d steps: %v, want %v", first, 8-first, m.w.Value.Data, want.w.Value.Data)
		}
	}
}

func TestFitCallbacks(t *testing.T) {
	var steps []StepInfo
	var epochs []EpochInfo
	var holds []HoldoutInfo
	r, _ := fit(t, Options{
		Steps: 5, CountCorrect: true, Schedule: Step(1, 2, 0.5), Holdout: &samples{n: 6, size: 4},
		OnStep:    func(s StepInfo) { steps = append(steps, s) },
		OnEpoch:   func(e EpochInfo) { epochs = append(epochs, e) },
		OnHoldout: func(h HoldoutInfo) { holds = append(holds, h) },
	}, &samples{n: 10, size: 4})
	for i, s := range steps {
		wantLR, wantSamples := []float32{1, 1, 0.5, 0.5, 0.25}[i], []int{4, 4, 2, 4, 4}[i]
		if s.Step != i+1 || s.Epoch != i/3+1 || s.Samples != wantSamples || s.LR != wantLR {
			t.Errorf("step %d: %+v", i+1, s)
		}
	}
	if len(steps) != 5 || steps[0].Loss != 1 || steps[0].Correct != 2 { // weights 0: all logits 0, column 0 is the first largest
		t.Errorf("steps %+v", steps)
	}
	sum, correct := 0.0, 0
	for _, s := range steps[:3] {
		sum, correct = sum+float64(s.Loss), correct+s.Correct
	}
	if len(epochs) != 1 || epochs[0].Steps != 3 || epochs[0].Samples != 10 || epochs[0].Loss != sum/3 ||
		epochs[0].Correct != correct || epochs[0].Holdout != holds[0].Evaluation {
		t.Errorf("epochs %+v", epochs)
	}
	if len(holds) != 2 || holds[0].Step != 3 || holds[0].Epoch != 1 || holds[1].Step != 5 || holds[1].Epoch != 2 ||
		holds[1].Samples != 6 || r.Holdout != holds[1].Evaluation || r.Loss != steps[4].Loss {
		t.Errorf("hold-out %+v, result %+v", holds, r)
	}
}

func TestFitHoldoutEvery(t *testing.T) {
	for _, c := range []struct {
		every, steps int
		want         []int
	}{
		{0, 7, []int{3, 6, 7}},
		{0, 6, []int{3, 6}},
		{2, 7, []int{2, 4, 6, 7}},
		{2, 6, []int{2, 4, 6}},
		{50, 5, []int{5}},
	} {
		var got []int
		fit(t, Options{
			Steps: c.steps, HoldoutEvery: c.every, Holdout: &samples{n: 3, size: 2},
			OnHoldout: func(h HoldoutInfo) { got = append(got, h.Step) },
		}, &samples{n: 10, size: 4})
		if !slices.Equal(got, c.want) {
			t.Errorf("every %d of %d steps: evaluated after %v, want %v", c.every, c.steps, got, c.want)
		}
	}
}

func TestFitCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	m := newLinear()
	o := Options{Epochs: 100, Optimizer: &SGD{LR: 0.001}, Holdout: &samples{n: 3, size: 2}}
	o.OnStep = func(s StepInfo) {
		if s.Step == 5 {
			cancel()
		}
	}
	r, err := Fit(ctx, m, new(hinge), &samples{n: 10, size: 4}, o)
	if err != context.Canceled || r.Steps != 5 || r.Epochs != 1 || r.Samples != 18 || m.backward != 5 {
		t.Errorf("%+v, %v after %d steps", r, err, m.backward)
	}
	if r.Holdout.Samples != 3 {
		t.Errorf("the evaluation of the first epoch is lost: %+v", r.Holdout)
	}
	r, err = Fit(ctx, m, new(hinge), &samples{n: 10, size: 4}, o)
	if err != context.Canceled || r.Steps != 0 {
		t.Errorf("with a ctx that has ended: %+v, %v", r, err)
	}
}

// TestFitCancelAtEnd: a run that is complete is not cancelled any more.
func TestFitCancelAtEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	o := Options{Steps: 3, Optimizer: &SGD{LR: 0.001}, OnStep: func(s StepInfo) {
		if s.Step == 3 {
			cancel()
		}
	}}
	r, err := Fit(ctx, newLinear(), new(hinge), &samples{n: 10, size: 4}, o)
	if err != nil || r.Steps != 3 || r.Epochs != 1 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestFitDiverges(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		m := newLinear()
		var before []float32
		o := Options{Steps: 10, Optimizer: &SGD{}, Schedule: func(step int) float32 { return 0.25 * float32(step) }}
		o.OnStep = func(StepInfo) { before = slices.Clone(m.w.Value.Data) }
		r, err := Fit(context.Background(), m, &hinge{at: map[int]float32{4: float32(bad)}}, &samples{n: 10, size: 4}, o)
		var diverged *DivergedError
		if !errors.As(err, &diverged) || diverged.Step != 4 || diverged.LR != 0.5 || r.Steps != 3 {
			t.Fatalf("loss %v: %+v, %v", bad, r, err)
		}
		if !slices.Equal(m.w.Value.Data, before) {
			t.Errorf("loss %v: the parameters changed", bad)
		}
	}
	err := &DivergedError{Step: 17, Loss: float32(math.NaN()), LR: 0.5}
	if want := "sgd: step 17: loss is NaN after step 16 at learning rate 0.5"; err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
	err.Step = 1
	if want := "sgd: step 1: loss is NaN before the first update"; err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
}

func TestFitErrors(t *testing.T) {
	opt := &SGD{LR: 1}
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{Steps: 1}, "sgd: no optimizer"},
		{Options{Optimizer: opt}, "sgd: 0 steps and 0 epochs, want one of them above 0"},
		{Options{Optimizer: opt, Steps: -1, Epochs: 2}, "sgd: -1 steps and 2 epochs, want one of them above 0"},
		{Options{Optimizer: opt, Steps: 1, HoldoutEvery: 2}, "sgd: hold-out set every 2 steps, want at least 0 and a set"},
		{Options{Optimizer: &SGD{LR: -1}, Steps: 1}, "sgd: learning rate -1, want a finite number of at least 0"},
		{Options{Optimizer: &Adam{LR: 1}, Steps: 1}, "sgd: epsilon 0, want a finite number above 0"},
		{Options{Optimizer: opt, Steps: 1}, "sgd: the training set is empty"},
		{Options{Optimizer: opt, Epochs: 1}, "sgd: the training set is empty"},
	} {
		_, err := Fit(context.Background(), newLinear(), new(hinge), &samples{size: 4}, c.o)
		if err == nil || err.Error() != c.want {
			t.Errorf("%+v: %v, want %s", c.o, err, c.want)
		}
	}
}

// TestFitAllocs: a hundred steps more, with evaluations, allocate nothing more.
func TestFitAllocs(t *testing.T) {
	run := func(steps int) float64 {
		m, l, train, hold := newLinear(), new(hinge), &samples{n: 10, size: 4}, &samples{n: 8, size: 5}
		opt := &SGD{LR: 1e-6, Momentum: 0.9}
		o := Options{Optimizer: opt, Steps: steps, Holdout: hold, CountCorrect: true, Schedule: Warmup(5, Cosine(1e-6, 0, 200))}
		total := float32(0)
		o.OnStep = func(s StepInfo) { total += s.Loss }
		return testing.AllocsPerRun(5, func() {
			if _, err := Fit(context.Background(), m, l, train, o); err != nil {
				t.Fatal(err)
			}
		})
	}
	// A collection may empty the kernels' pool now and then; 100 steps that each
	// allocate would not hide in a difference of two.
	if few, many := run(20), run(120); many > few+2 {
		t.Errorf("20 steps: %v allocations, 120 steps: %v", few, many)
	}
}
