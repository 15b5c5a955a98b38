package kernels

import "testing"

// TestPause: leaves that are called between one pause and the next do no more than four rows of
// fewCols columns have.
func TestPause(t *testing.T) {
	const most = 1 << 22
	a, b, c := make([]float32, most), make([]float32, most), make([]float32, most)
	product := func(ta, tb Transpose, m, n, k int, beta float32) func(kn *kernel) {
		lda, ldb, ldc := sgemmCase{ta, tb, m, n, k, 0, 1, beta}.lds()
		return func(kn *kernel) { kn.sgemm(Exact, nil, ta, tb, m, n, k, 1, a, lda, b, ldb, beta, c, ldc) }
	}
	calls := []struct {
		name string
		run  func(kn *kernel)
	}{
		{"tiles in place", product(false, false, 30, 100_000, 16, 0)},
		{"tall, in place", product(false, false, 100_000, 32, 25, 0)},
		{"packed", product(false, false, 20_000, 100, 100, 0)},
		{"shallow", product(false, true, 4000, 1000, 8, 0)},
		{"few columns", product(false, false, 8000, 4, 512, 0)},
		{"turned", product(false, false, 20_000, 10, 160, 0)},
		{"turned, flat", product(false, true, 10, 20_000, 160, 0)},
		{"flat", product(false, true, 16, 8000, 90, 0)},
		{"thin", product(true, false, 80_000, 10, 50, 0)},
		{"swapped", product(true, false, 8000, 32, 520, 0)},
		{"outer", product(false, false, 4000, 1000, 1, 1)},
		{"chains", product(false, false, 1, 10, 400_000, 0)},
		{"scaled", product(false, false, 400_000, 10, 1, 0.5)},
		{"a row", product(false, false, 1, 2000, 2000, 0)},
		{"a row, transposed", product(false, true, 1, 2000, 2000, 0)},
		{"four rows", product(false, false, 4, 2000, 2000, 0)},
		{"four wide rows", product(false, false, 4, 8000, 500, 0)},
		{"axpy", func(*kernel) { Axpy(1, a, b) }},
		{"exp", func(*kernel) { Exp(c, a) }},
		{"sum", func(*kernel) { Sum(a) }},
		{"sum of rows", func(*kernel) { SumRows(b, a, most/64, 64) }},
		{"bias", func(*kernel) { AddBias(c, b, most/64, 64) }},
		{"bias of a long row", func(*kernel) { AddBias(c, b, 1, most) }},
		{"log-softmax", func(*kernel) { LogSoftmax(c, a, 2, most/2) }},
		{"softmax", func(*kernel) { Softmax(c, a, 2, most/2) }},
	}
	defer SetWorkers(0)
	SetWorkers(1)
	defer active.Store(active.Load())
	defer func(old func()) { paused = old }(paused)
	for _, kn := range tested() {
		if !kn.blocked || kn.name == "generic" { // plain Go can be interrupted
			continue
		}
		work, longest := 0, 0
		paused = func() { longest, work = max(longest, work), 0 }
		counted := counting(kn, &work)
		active.Store(counted)
		for _, call := range calls {
			work, longest = 0, 0
			call.run(counted)
			if pause(); longest > 4<<20 {
				t.Errorf("kernel=%s: %s: as much as %d products without a pause", kn.name, call.name, longest)
			}
		}
	}
}

// counting returns kn with leaves that add to work the products that they compute or that take
// as long: 16 for an element of a vector.
func counting(kn *kernel, work *int) *kernel {
	counted := *kn
	counted.tiles = func(m, n, k int, a *float32, rsa, csa int, b *float32, ldb, step int, c *float32, ldc int, acc bool) {
		*work += m * n * k
		kn.tiles(m, n, k, a, rsa, csa, b, ldb, step, c, ldc, acc)
	}
	counted.packTiles = func(n, k int, a *float32, rsa, csa int, b *float32, ldb int, dst *float32, step int, c *float32, ldc int, acc bool) {
		*work += kn.mr * n * k
		kn.packTiles(n, k, a, rsa, csa, b, ldb, dst, step, c, ldc, acc)
	}
	counted.fewRows = func(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool, s *float32) {
		*work += m * n * k
		kn.fewRows(m, n, k, a, rsa, csa, b, ldb, c, ldc, acc, s)
	}
	if kn.columns != nil {
		counted.columns = func(m, k, blocks int, a *float32, lda int, x, y *float32, acc bool) {
			*work += m * k * maxNarrow
			kn.columns(m, k, blocks, a, lda, x, y, acc)
		}
	}
	counted.turned = func(m, n, k int, a *float32, lda int, x *float32, ldx int, y *float32, ldy int, acc bool) {
		*work += m * n * k
		kn.turned(m, n, k, a, lda, x, ldx, y, ldy, acc)
	}
	counted.gemv = func(m, k, blocks int, a *float32, lda int, x, y *float32, acc bool) {
		*work += m * k * blocks
		kn.gemv(m, k, blocks, a, lda, x, y, acc)
	}
	counted.chains = func(n, blocks int, a, b *float32, ldb int, c *float32, acc bool) {
		*work += n * blocks * KBlock
		kn.chains(n, blocks, a, b, ldb, c, acc)
	}
	counted.ger = func(m, n int, x *float32, incx int, y, a *float32, lda int, acc bool) {
		*work += 16 * m * n
		kn.ger(m, n, x, incx, y, a, lda, acc)
	}
	counted.scal = func(alpha float32, x *float32, n int) { *work += 16 * n; kn.scal(alpha, x, n) }
	counted.axpy = func(alpha float32, x, y *float32, n int) { *work += 16 * n; kn.axpy(alpha, x, y, n) }
	counted.exp = func(dst, src *float32, n int) { *work += 16 * n; kn.exp(dst, src, n) }
	counted.sum = func(x *float32, n int, lanes *float32) float32 { *work += 16 * n; return kn.sum(x, n, lanes) }
	counted.sumRows = func(dst, src *float32, rows, cols, ld int, lanes *float32) {
		*work += 16 * rows * cols
		kn.sumRows(dst, src, rows, cols, ld, lanes)
	}
	counted.addBias = func(x, bias *float32, rows, cols int) { *work += 16 * rows * cols; kn.addBias(x, bias, rows, cols) }
	counted.shiftRows = func(dst, src, maxs, sums *float32, rows, cols int) {
		*work += 16 * rows * cols
		kn.shiftRows(dst, src, maxs, sums, rows, cols)
	}
	counted.maxRows = func(dst, src *float32, rows, cols int) { *work += 16 * rows * cols; kn.maxRows(dst, src, rows, cols) }
	return &counted
}
