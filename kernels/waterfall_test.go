package kernels

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkWaterfall takes the product of n×n matrices apart: each step does what
// the one before it does and one thing more, so that the difference is what that
// costs. A and B are given as they are in the fifth and the sixth, and copied to panels where
// the product does so. The last is the product as Sgemm runs it: it calls several tiles at once.
func BenchmarkWaterfall(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, kn := range available {
		if kn.name == "generic" || kn.name == "reference" {
			continue
		}
		for _, n := range []int{256, 1024, 2048} {
			w := &waterfall{kn: kn, n: n, ws: new(workspace), packed: random(rng, n*n)}
			w.g = gemm{m: n, n: n, k: n, alpha: 1, a: view{random(rng, n*n), n, 1}, b: view{random(rng, n*n), n, 1}, c: random(rng, n*n), ldc: n}
			w.b = append(w.b, random(rng, KBlock*(kn.nc+kn.nr))...)
			for i, name := range waterfallSteps {
				b.Run(fmt.Sprintf("kernel=%s/n=%d/step=%d-%s", kn.name, n, i, name), func(b *testing.B) {
					for b.Loop() {
						w.run(i)
					}
					gflops(b, kn, 2*n*n*n)
				})
			}
		}
	}
}

var waterfallSteps = []string{"leaf", "walk-B", "walk-C", "walk-A", "given-A", "given-B", "sgemm"}

// A waterfall is a product of n×n matrices in some of its steps.
type waterfall struct {
	kn     *kernel
	n      int
	g      gemm
	ws     *workspace
	packed []float32 // A as panels
	b      []float32 // a block of B as panels
}

func (w *waterfall) run(step int) {
	kn, n, g := w.kn, w.n, &w.g
	if step == len(waterfallSteps)-1 {
		kn.region(g, 0, n, 0, n)
		return
	}
	packB := kn.worthB(g, n)
	packA := kn.worthA(g, packB)
	for jc := 0; jc < n; jc += kn.nc {
		j1 := min(jc+kn.nc, n)
		for p := 0; p < n; p += KBlock {
			bp := panels{p: &w.b[0], ld: kn.nr, step: kn.nr * KBlock}
			if step >= 5 && packB {
				bp = kn.packB(w.b, g, p, KBlock, jc, j1)
			} else if step >= 5 {
				bp = panels{p: g.b.ptr(p, jc), ld: n, step: kn.nr}
			}
			for t, i := (n+kn.mr-1)/kn.mr, 0; t > 0; t-- {
				mt := kn.height(n-i, t)
				a, rsa, csa := &w.packed[0], KBlock, 1
				switch {
				case step >= 4 && !packA:
					a, rsa = g.a.ptr(i, p), n
				case step >= 4:
					a, rsa, csa = kn.packA(w.ws, g, i, mt, p, KBlock, kn.packColumns)
				case step >= 3:
					a = &w.packed[i*KBlock+p*n]
				}
				for j := jc; j < j1; j += kn.nr {
					q, c := (j-jc)/kn.nr*bp.step, &g.c[0]
					if step < 1 {
						q = 0
					}
					if step >= 2 {
						c = &g.c[i*n+j]
					}
					if bp.src != nil {
						kn.packRow(bp, j-jc, mt, min(kn.nr, j1-j), KBlock, a, rsa, csa, c, n, true)
						continue
					}
					kn.tiles(mt, min(kn.nr, j1-j), KBlock, a, rsa, csa, at(bp.p, q), bp.ld, 0, c, n, true)
				}
				i += mt
				bp.src = nil
			}
		}
	}
}
