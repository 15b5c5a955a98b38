package sgd

import (
	"context"
	"testing"
)

func TestEvaluate(t *testing.T) {
	m := newLinear()
	copy(m.w.Value.Data, []float32{2.5, 0, 0, 1}) // y = (2.5, i): wrong at 1, and at 4, 6, 8
	want := Evaluation{Samples: 10, Correct: 6, Loss: (5*(1-2.5) + (1 - 1.0) + (1 - 3.0) + (1 - 5.0) + (1 - 7.0) + (1 - 9.0)) / 10}
	for _, size := range []int{1, 3, 10, 64} {
		data := &samples{n: 10, size: size}
		for range 2 {
			if got, err := Evaluate(context.Background(), m, new(hinge), data); got != want || err != nil {
				t.Errorf("batches of %d: %+v, %v, want %+v", size, got, err, want)
			}
		}
	}
	if want.Accuracy() != 0.6 || (Evaluation{}).Accuracy() != 0 {
		t.Error("wrong accuracy")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if got, err := Evaluate(ctx, m, new(hinge), &samples{n: 3, size: 1}); err != context.Canceled || got.Samples != 0 {
		t.Errorf("with a ctx that has ended: %+v, %v", got, err)
	}
	if got, err := Evaluate(context.Background(), m, new(hinge), new(samples)); err != nil || got != (Evaluation{}) {
		t.Errorf("no data: %+v, %v", got, err)
	}
}
