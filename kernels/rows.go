package kernels

import (
	"math"
	"sync"
)

// A scratch is what a call on rows or long vectors needs beside its operands.
// It comes from a pool: on the stack it would move to the heap, because leaves are
// called through the table.
type scratch struct {
	maxs, sums [softmaxChunk]float32 // of rows
	exps       []float32             // a chunk of rows, where no gradient is wanted, or one row
	squares    [normLanes]float64    // of Nrm2
	lanes      []float32             // of sums that are carried from piece to piece
}

var rowScratch = sync.Pool{New: func() any { return new(scratch) }}

// AddBias adds bias, of cols elements, to each of the rows of x, rows×cols, in place.
// bias must not overlap x. It panics if a size is negative or a slice too short.
func AddBias(x, bias []float32, rows, cols int) {
	checkRows("kernels: AddBias: negative size or short slice", rows, cols, len(x), cols, len(bias))
	if kn := active.Load(); rows*cols > 0 {
		biasRows(kn.addBias, x, bias, rows, cols)
	}
}

// AddBiasReLU is AddBias followed by ReLU, in one pass, in place. bias must not
// overlap x. It panics if a size is negative or a slice too short.
func AddBiasReLU(x, bias []float32, rows, cols int) {
	checkRows("kernels: AddBiasReLU: negative size or short slice", rows, cols, len(x), cols, len(bias))
	if kn := active.Load(); rows*cols > 0 {
		biasRows(kn.addBiasReLU, x, bias, rows, cols)
	}
}

// biasRows calls leaf with pieces of x: whole rows, or parts of one.
func biasRows(leaf func(x, bias *float32, rows, cols int), x, bias []float32, rows, cols int) {
	step, width := max(1, piece/cols), min(piece, cols)
	var pace pacer
	for i := 0; i < rows; i += step {
		for j := 0; j < cols; j += width {
			leaf(&x[i*cols+j], &bias[j], min(step, rows-i), min(width, cols-j))
			pace.elements(step * width)
		}
	}
}

// SumRows sets dst[j] to the sum over i of src[i,j]; src is rows×cols. In each
// column 16 lanes add rows l, l+16, … and are then halved down to one. dst
// must not overlap src. It panics if a size is negative or a slice too short.
func SumRows(dst, src []float32, rows, cols int) {
	checkRows("kernels: SumRows: negative size or short slice", rows, cols, len(src), cols, len(dst))
	switch kn := active.Load(); {
	case cols == 0:
	case rows == 0:
		clear(dst[:cols])
	default:
		kn.columnSums(dst, src, rows, cols)
	}
}

// ReLUGradSumRows is ReLUGrad and then SumRows of dx, in one pass: dx[i,j] = dy[i,j] where
// y[i,j] > 0, else +0, and sums[j] the sum over i of that; dx, dy, y are rows×cols. It is
// what goes back through a bias and a ReLU. dx may be dy, and dy may be y; nothing else may overlap dx or sums. It
// panics if a size is negative or a slice too short.
func ReLUGradSumRows(dx, sums, dy, y []float32, rows, cols int) {
	checkRows("kernels: ReLUGradSumRows: negative size or short slice", rows, cols, min(len(dx), len(dy), len(y)), cols, len(sums))
	n := rows * cols
	switch kn := active.Load(); {
	case cols == 0:
	case rows == 0:
		clear(sums[:cols])
	case rows < reluSumMin || cols < 16 || n > piece:
		ReLUGrad(dx[:n], dy[:n], y[:n])
		kn.columnSums(sums, dx, rows, cols)
	default:
		ws := rowScratch.Get().(*scratch)
		ws.lanes = grow(ws.lanes, reluSumLanes)
		kn.reluSumRows(&dx[0], &sums[0], &dy[0], &y[0], rows, cols, &ws.lanes[0])
		rowScratch.Put(ws)
	}
}

const (
	// reluSumLanes is 16 lanes and zeros of a strip of 128 columns.
	reluSumLanes = 17 * 128

	// reluSumMin is how many rows are done in one pass, at the least. On Zen 4 one pass
	// and two take 0.51 and 0.46 µs for 32×128, 1.44 and 1.78 for 100×128, 6.0 and 8.2 for
	// 100×512. What is larger than a piece waits for the third cache or memory either way.
	reluSumMin = 64
)

// stripCols and stripSize shape the pieces of SumRows where src is larger than a
// leaf is given: so many columns, so many elements, which the first caches hold. Rows a
// multiple of closeRows elements apart lie in too few sets of the first cache for a
// column of more than 16 of them, with what is beside it: then strips are closeCols
// wide. On Zen 4 100×512 takes 3.8 and 4.0 µs by avx512 and avx2, and took 5.4 and 12.5.
const (
	stripCols = 1024
	stripSize = 1 << 14
	closeRows = 512
	closeCols = 128
)

// columnSums cuts a large src into strips of columns and those into pieces of rows,
// which are read in the order they lie in memory; the lanes go from piece to piece.
func (kn *kernel) columnSums(dst, src []float32, rows, cols int) {
	near := cols%closeRows == 0 && rows > 16
	if rows*cols <= piece && !near {
		kn.sumRows(&dst[0], &src[0], rows, cols, cols, nil)
		return
	}
	width := stripCols
	if near {
		width = closeCols
	}
	var pace pacer
	ws := rowScratch.Get().(*scratch)
	for j := 0; j < cols; j += width {
		w := min(width, cols-j)
		ws.lanes = grow(ws.lanes, (w+15)/16*256)
		clear(ws.lanes)
		step := max(16, stripSize/w/16*16)
		if near {
			step = 16
		}
		for i := 0; i < rows; i += step {
			kn.sumRows(&dst[j], &src[i*cols+j], min(step, rows-i), w, cols, &ws.lanes[0])
			pace.elements(step * w)
		}
	}
	rowScratch.Put(ws)
}

// ArgMax sets dst[i] to the column of the largest element in row i of src,
// rows×cols; the first of equals, and NaN counts as largest. dst and src must not
// share memory. It panics if cols is 0 and rows is not, a size is negative or a slice
// too short.
func ArgMax(dst []int, src []float32, rows, cols int) {
	checkRows("kernels: ArgMax: negative size or short slice", rows, cols, len(src), rows, len(dst))
	if rows > 0 && cols == 0 {
		panic("kernels: ArgMax: no columns")
	}
	for i := range rows {
		best := int64(math.MinInt64)
		for j, v := range src[i*cols : (i+1)*cols] {
			best = max(best, order(v)<<32-int64(j))
		}
		dst[i] = int(-int32(best)) // of the lower half: −j
	}
}

// order returns integers of 32 bits in the order of floats, equal where those are, NaN
// above all. Without a branch on what is larger, which nothing could predict.
func order(v float32) int64 {
	if v != v {
		return math.MaxInt32
	}
	b := int32(math.Float32bits(v + 0)) // −0 becomes 0
	return int64(b ^ b>>31&math.MaxInt32)
}

// checkRows panics with msg unless a matrix of rows×cols fits into have
// elements and a vector of want into vec.
func checkRows(msg string, rows, cols, have, want, vec int) {
	if rows < 0 || cols < 0 || cols > 0 && rows > have/cols || vec < want { // rows·cols may overflow
		panic(msg)
	}
}
