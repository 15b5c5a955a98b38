package lanes_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"lanes/bench"
	"lanes/kernels"
	"lanes/loss"
	"lanes/mnist"
	"lanes/sgd"
)

// TestSets logs the usable kernel sets, one line that .ci/run reads, and fails
// where one is missing that LANES_REQUIRE=avx2,avx512 names. The units that it may name
// besides are looked for in package kernels.
func TestSets(t *testing.T) {
	t.Log("usable sets:", strings.Join(kernels.Names(), " "))
	for name := range strings.SplitSeq(os.Getenv("LANES_REQUIRE"), ",") {
		if name = strings.TrimSpace(name); name != "" && name != "amx" && name != "avx512_bf16" && !slices.Contains(kernels.Names(), name) {
			t.Errorf("LANES_REQUIRE: set %q cannot be used here, only %s", name, strings.Join(kernels.Names(), " "))
		}
	}
}

// TestSameBits trains a network with every set and several numbers of workers:
// the parameters must be equal, bit by bit.
func TestSameBits(t *testing.T) {
	defer kernels.SetWorkers(0)
	defer use(t, kernels.Active())
	digits := mnist.Synthetic(200, 1)
	var want []float32
	var first string
	for _, set := range kernels.Names() {
		if set == "generic" && !kernels.Fused() {
			continue // the exception that the package documents
		}
		use(t, set)
		for _, workers := range []int{1, 2, 7} {
			if set == "reference" && workers > 1 {
				continue // slow, and it does not share its work
			}
			kernels.SetWorkers(workers)
			name := fmt.Sprintf("%s with %d workers", set, workers)
			got := train(t, digits)
			if want == nil {
				want, first = got, name
			}
			for i := range got {
				if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
					t.Fatalf("parameter %d of %d: %x from %s, %x from %s", i, len(got), got[i], name, want[i], first)
				}
			}
		}
	}
}

func use(t *testing.T, set string) {
	t.Helper()
	if err := kernels.Use(set); err != nil {
		t.Fatal(err)
	}
}

// train returns the parameters after two epochs. The batch and the layers are
// large enough for products to be shared among workers, and of odd sizes.
func train(t *testing.T, digits *mnist.Dataset) (params []float32) {
	t.Helper()
	net := bench.NewNet(1, 784, 37, 10)
	batches := mnist.NewBatches(digits, mnist.BatchOptions{Size: 100, Seed: 1})
	o := sgd.Options{Optimizer: &sgd.SGD{LR: 0.1, Momentum: 0.9, Nesterov: true, WeightDecay: 1e-4}, Epochs: 2}
	if _, err := sgd.Fit(context.Background(), net, new(loss.SoftmaxCrossEntropy), batches, o); err != nil {
		t.Fatal(err)
	}
	for _, p := range net.Params() {
		params = append(params, p.Value.Data...)
	}
	return params
}
