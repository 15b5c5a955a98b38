package kernels

import (
	"math/rand/v2"
	"testing"
)

// FuzzVector runs one routine on vectors with every set, at any length and alignment.
func FuzzVector(f *testing.F) {
	for i := range vectorCases {
		f.Add(uint8(i), uint16(37*i+1), uint8(i), uint64(i))
	}
	f.Fuzz(func(t *testing.T, c uint8, n uint16, offset uint8, seed uint64) {
		n, offset = n%5000+1, offset%16
		vectorCases[int(c)%len(vectorCases)].check(t, available, int(n), func(_, n int) []float32 {
			return make([]float32, n+16)[offset:][:n]
		}, rand.New(rand.NewPCG(seed, 1)))
	})
}

// FuzzRows is FuzzVector for the routines on rows.
func FuzzRows(f *testing.F) {
	for i := range rowCases {
		f.Add(uint8(i), uint8(7*i), uint16(11*i), uint64(i))
	}
	f.Fuzz(func(t *testing.T, c, rows uint8, cols uint16, seed uint64) {
		r, w := int(rows)%150+1, int(cols)%300+1
		rowCases[int(c)%len(rowCases)].check(t, available, r, w, func(_, n int) []float32 {
			return make([]float32, n)
		}, rand.New(rand.NewPCG(seed, 1)))
	})
}

// FuzzSoftmax compares Softmax and SoftmaxCrossEntropy of every set, bit for bit.
func FuzzSoftmax(f *testing.F) {
	for _, s := range softmaxGrid() {
		f.Add(uint8(s[0]), uint16(s[1]), uint64(1))
	}
	f.Fuzz(func(t *testing.T, rows uint8, cols uint16, seed uint64) {
		r, w := int(rows)%140+1, int(cols)%1100+1
		rng := rand.New(rand.NewPCG(seed, 1))
		x, labels := stratified(rng, r*w), make([]uint8, r)
		for i := range labels {
			labels[i] = uint8(rng.IntN(min(w, 256)))
		}
		want, got := make([]float32, r*w), make([]float32, r*w)
		loss, gotLoss := make([]float32, r), make([]float32, r)
		reference.softmax(want, x, r, w)
		gradient := make([]float32, r*w)
		reference.softmaxCrossEntropy(gradient, loss, x, labels, w, 0.1)
		for _, kn := range available {
			kn.softmax(got, x, r, w)
			if i := diff(got, want); i >= 0 {
				t.Fatalf("kernel=%s %dx%d: softmax %d is %x, want %x", kn.name, r, w, i, got[i], want[i])
			}
			kn.softmaxCrossEntropy(got, gotLoss, x, labels, w, 0.1)
			if i := diff(got, gradient); i >= 0 {
				t.Fatalf("kernel=%s %dx%d: gradient %d is %x, want %x", kn.name, r, w, i, got[i], gradient[i])
			}
			if i := diff(gotLoss, loss); i >= 0 {
				t.Fatalf("kernel=%s %dx%d: loss %d is %x, want %x", kn.name, r, w, i, gotLoss[i], loss[i])
			}
		}
	})
}

// FuzzSgemm compares Sgemm of every set, with one worker and with several, bit for bit.
func FuzzSgemm(f *testing.F) {
	f.Add(uint8(3), uint8(4), uint16(5), uint8(0), uint64(1))
	f.Add(uint8(14), uint8(33), uint16(257), uint8(0xff), uint64(2))
	f.Add(uint8(100), uint8(10), uint16(784), uint8(3), uint64(3))
	f.Fuzz(func(t *testing.T, m, n uint8, k uint16, flags uint8, seed uint64) {
		rng := rand.New(rand.NewPCG(seed, 0))
		c := sgemmCase{Transpose(flags&1 != 0), Transpose(flags&2 != 0), int(m), int(n), int(k) % 1024, []int{0, 3, -2, -1}[flags>>2&3],
			[]float32{1, 0, -0.5, 3}[flags>>4&3], []float32{0, 1, -0.5, 2}[flags>>6]}
		defer SetWorkers(0)
		SetWorkers([]int{1, 4}[seed&1])
		c.check(t, rng, available...)
	})
}
