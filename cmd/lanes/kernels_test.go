package main

import (
	"math"
	"slices"
	"strings"
	"testing"

	"lanes/kernels"
)

func TestKernels(t *testing.T) {
	for _, active := range kernels.Names() {
		events := lanes(t, "kernels", "-kernel", active, "-json").must(t).events(t)
		var names []string
		for _, e := range events {
			if e["event"] != "set" {
				continue
			}
			name := e["name"].(string)
			names = append(names, name)
			if differ := e["differ"].([]any); kernels.Info(name).Exact && len(differ) > 0 {
				t.Errorf("%s differs in %v", name, differ)
			}
			if e["active"] != (name == active) || e["fma_peak_gflops"].(float64) <= 0 || e["checks"].(float64) < 9 {
				t.Errorf("with %s active: %v", active, e)
			}
		}
		if !slices.Equal(names, kernels.Names()) {
			t.Errorf("sets %v, want %v", names, kernels.Names())
		}
		done := events[len(events)-1]
		if done["event"] != "done" || done["active"] != active || done["why"] != "-kernel "+active || done["bits_equal"] != true {
			t.Errorf("done: %v", done)
		}
	}
	text := lanes(t, "kernels").must(t).stdout
	for _, want := range []string{"cpu ", "* active: " + kernels.Active(), "precision bf16", "bits equal in"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestSameBitsRule(t *testing.T) {
	nan := float32(math.NaN())
	negativeZero := float32(math.Copysign(0, -1))
	if !sameBits([]float32{1, nan}, []float32{1, -nan}) {
		t.Error("NaN is not NaN")
	}
	if sameBits([]float32{0}, []float32{negativeZero}) || sameBits([]float32{1}, []float32{nan}) || sameBits([]float32{1}, nil) {
		t.Error("different bits are the same")
	}
}
