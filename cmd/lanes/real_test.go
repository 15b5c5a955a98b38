package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestRecipes trains every recipe on the real MNIST, which must be at hand.
func TestRecipes(t *testing.T) {
	dir := os.Getenv("LANES_MNIST")
	if dir == "" {
		t.Skip("LANES_MNIST is not set")
	}
	if !filepath.IsAbs(dir) { // it is meant from the root, where the command is typed
		dir = filepath.Join("../..", dir)
	}
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, c := range []struct {
		recipe   string
		accuracy float64
	}{
		{"tutorial", 0.40}, {"softmax", 0.92}, {"mlp", 0.983},
	} {
		r := lanes(t, "train", "-recipe", c.recipe, "-data", dir, "-json", "-quiet").must(t)
		done := r.last(t, "done")
		if a := done["test_accuracy"].(float64); a < c.accuracy {
			t.Errorf("%s: accuracy %v, want %v", c.recipe, a, c.accuracy)
		}
		t.Logf("%s: %v in %v s", c.recipe, done["test_accuracy"], done["train_seconds"])
		if c.recipe != "tutorial" {
			continue
		}
		for _, e := range r.events(t) {
			if e["event"] == "step" && e["step"] == 1.0 && (e["loss"].(float64) < 9 || e["loss"].(float64) > 16) {
				t.Errorf("tutorial: first cost %v, want about 12", e["loss"])
			}
		}
		if l := done["final_loss"].(float64); l < 2.5 || l > 4.5 {
			t.Errorf("tutorial: last cost %v, want 3 to 4", l)
		}
	}
}
