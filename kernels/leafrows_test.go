package kernels

import (
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"
)

// A rowCase calls one routine on rows of cols elements. Operands x and y hold the
// rows, r has an element for each row, s one for each column; all may be written.
// Operand l is as large as its use wants it: the lanes, or another r.
type rowCase struct {
	name string
	gaps bool // rows of x, if it has any, and of y lie gap elements apart
	run  func(kn *kernel, rows, cols int, x, y, r, s, l []float32)
	x, l func(rows, cols int) int // sizes other than those of y and r
}

// gap is between rows where there are any.
const gap = 3

func turned(rows, cols int) int { return (cols-1)*(rows+gap) + rows }

func product(rows, cols int) int { return rows * cols }

func columnLanes(rows, cols int) int { return (cols + 15) / 16 * 256 }

var rowCases = []rowCase{
	{name: "addBias", run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		kn.addBias(&x[0], &s[0], rows, cols)
	}},
	{name: "addBiasReLU", run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		kn.addBiasReLU(&x[0], &s[0], rows, cols)
	}},
	{name: "scaleRows", run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		kn.scaleRows(&x[0], &r[0], rows, cols, 0.7)
	}},
	{name: "shiftRows", run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		kn.shiftRows(&x[0], &y[0], &r[0], &l[0], rows, cols)
	}},
	{name: "shiftRows in place", run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		kn.shiftRows(&x[0], &x[0], &r[0], &l[0], rows, cols)
	}},
	{name: "sumRows", run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		kn.sumRows(&s[0], &y[0], rows, cols, cols, nil)
	}},
	{name: "sumRows gaps", gaps: true, run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		kn.sumRows(&s[0], &y[0], rows, cols, cols+gap, nil)
	}},
	{name: "sumRows lanes", l: columnLanes, run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		kn.sumRows(&s[0], &x[0], rows, cols, cols, &l[0])
		kn.sumRows(&s[0], &y[0], rows, cols, cols, &l[0])
		clear(l) // those beyond the last column are free
	}},
	{name: "reluSumRows", l: product, run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		reluSumRows(kn, x, s, y, l, rows, cols)
	}},
	{name: "reluSumRows in place", run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		reluSumRows(kn, x, s, x, y, rows, cols)
	}},
	{name: "maxRows", run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		kn.maxRows(&r[0], &y[0], rows, cols)
		freeZeros(r)
	}},
	{name: "expRows", run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		refMaxRows(&l[0], &y[0], rows, cols)
		kn.expRows(&x[0], &y[0], &l[0], &r[0], rows, cols, nil)
	}},
	{name: "expRows in place", run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		refMaxRows(&r[0], &x[0], rows, cols)
		kn.expRows(&x[0], &x[0], &r[0], &l[0], rows, cols, nil)
	}},
	{name: "expRows lanes", l: func(rows, cols int) int { return 16 },
		run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
			if cols > 16 && rows == 1 {
				refMaxRows(&r[0], &x[0], 1, cols)
				kn.expRows(&y[0], &x[0], &r[0], &s[0], 1, cols, &l[0])
				kn.expRows(&y[0], &x[0], &r[0], &s[1], 1, cols, &l[0])
			}
		}},
	{name: "chainRows", run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		chainRows(kn, x, y, r, l, rows, cols, 1)
	}},
	{name: "chainRows in place", run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		chainRows(kn, x, x, r, l, rows, cols, 0.7)
	}},
	{name: "chainPast", run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		chainPast(kn, x, s, y, r, l, rows, cols, rows)
	}},
	{name: "chainPast twice", run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		chainPast(kn, x, s, y, r, l, rows, cols, (rows+1)/2)
	}},
	{name: "copyRows", run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		kn.copyRows(&x[0], &y[0], rows, cols, cols, cols)
	}},
	{name: "copyRows gaps", gaps: true, run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		kn.copyRows(&x[0], &y[0], rows, cols, cols+gap, cols+gap)
	}},
	{name: "transpose", run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		kn.transpose(&x[0], &y[0], rows, cols, rows, cols)
	}},
	{name: "transpose gaps", gaps: true, x: turned, run: func(kn *kernel, rows, cols int, x, y, r, s, l []float32) {
		kn.transpose(&x[0], &y[0], rows, cols, rows+gap, cols+gap)
	}},
}

// sizes returns those of the five operands.
func (c rowCase) sizes(rows, cols int) [5]int {
	n := rows * cols
	if c.gaps {
		n += (rows - 1) * gap
	}
	sizes := [5]int{n, n, rows, cols, rows}
	if c.x != nil {
		sizes[0] = c.x(rows, cols)
	}
	if c.l != nil {
		sizes[4] = c.l(rows, cols)
	}
	return sizes
}

// check runs the case with each set and, once, with the reference on the same input.
func (c rowCase) check(t *testing.T, kns []*kernel, rows, cols int, operand func(i, n int) []float32, rng *rand.Rand) {
	t.Helper()
	var in, got, want [5][]float32
	for i, n := range c.sizes(rows, cols) {
		in[i] = stratified(rng, n)
		want[i] = slices.Clone(in[i])
	}
	c.run(&reference, rows, cols, want[0], want[1], want[2], want[3], want[4])
	for _, kn := range kns {
		for i := range in {
			got[i] = operand(i, len(in[i]))
			copy(got[i], in[i])
		}
		c.run(kn, rows, cols, got[0], got[1], got[2], got[3], got[4])
		for i := range got {
			if j := diff(got[i], want[i]); j >= 0 {
				t.Fatalf("%s: %s %dx%d operand %d: element %d is %x, want %x", kn.name, c.name, rows, cols, i, j, got[i][j], want[i][j])
			}
		}
	}
}

// chainRows runs the leaf of that name where it may be run.
func chainRows(kn *kernel, dst, src, maxs, sums []float32, rows, cols int, scale float32) {
	if cols > 16 {
		refMaxRows(&maxs[0], &src[0], 1, cols)
		kn.chainRows(&dst[0], &src[0], &maxs[0], &sums[0], rows, cols, scale)
		freeZeros(maxs)
	}
}

// chainPast runs the leaf of that name where it may be run, on so many rows and then on
// the others. dst is as an operand where that begins with a cache line.
func chainPast(kn *kernel, dst, exps, src, maxs, sums []float32, rows, cols, first int) {
	if cols < 64 || cols%16 != 0 {
		return
	}
	d := dst
	if uintptr(unsafe.Pointer(&d[0]))%64 != 0 {
		d = make([]float32, rows*cols+15)
		d = d[-uintptr(unsafe.Pointer(&d[0]))%64/4:][:rows*cols]
		copy(d, dst)
	}
	refMaxRows(&maxs[0], &src[0], 1, cols)
	kn.chainPast(&d[0], &exps[0], &src[0], &maxs[0], &sums[0], first, cols, false, first < rows)
	if i := first; i < rows {
		kn.chainPast(&d[i*cols], &exps[0], &src[i*cols], &maxs[i], &sums[i], rows-i, cols, true, false)
	}
	copy(dst, d)
	freeZeros(maxs)
}

// reluSumRows runs the leaf of that name where it may be run.
func reluSumRows(kn *kernel, dx, sums, dy, y []float32, rows, cols int) {
	if rows >= 16 && cols >= 16 {
		lanes := slices.Repeat([]float32{nan}, reluSumLanes)
		kn.reluSumRows(&dx[0], &sums[0], &dy[0], &y[0], rows, cols, &lanes[0])
	}
}
