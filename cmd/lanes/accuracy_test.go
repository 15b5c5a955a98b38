package main

import (
	"strings"
	"testing"

	"lanes/bench/accuracy"
	"lanes/kernels"
)

func TestAccuracy(t *testing.T) {
	if testing.Short() || !kernels.Info(kernels.Active()).Exact || kernels.Active() == "reference" {
		t.Skip("products of depth 4096")
	}
	events := lanes(t, "accuracy", "-json").must(t).events(t)
	means := map[any]float64{}
	for _, e := range events[:len(events)-1] {
		mean, most := e["mean"].(float64), e["max"].(float64)
		if e["event"] != "result" || !(0 < mean && mean < most && most <= e["bound"].(float64)) {
			t.Errorf("%v", e)
		}
		means[e["precision"]] += mean
	}
	if n := 4 * len(accuracy.Inputs) * len(accuracy.Depths); len(events) != n+1 || len(means) != 4 {
		t.Errorf("%d events of %d precisions, want %d of 4 and one", len(events), len(means), n)
	}
	for _, p := range precisions {
		runs, _ := kernels.Method(p)
		if runs == kernels.Active() && means[p.String()] != means["exact"] {
			t.Errorf("%v runs on %s and is off by %v, exact by %v", p, runs, means[p.String()], means["exact"])
		}
	}
	done := events[len(events)-1]
	if done["event"] != "done" || done["kernel"] != kernels.Active() || len(done["broken"].([]any)) != 0 {
		t.Errorf("done: %v", done)
	}
	text := lanes(t, "accuracy", "-seed", "2", "-inputs", "wide").must(t).stdout
	for _, want := range []string{"exact (" + kernels.Active() + ")", "| wide | 4096 |"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
