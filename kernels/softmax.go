package kernels

import (
	"math"
	"unsafe"
)

const (
	softmaxChunk = 128  // rows worked on at a time at most, for which there is scratch
	softmaxCache = 4096 // elements worked on at a time if rows are short: half the first cache
	chainMost    = 2048 // columns for which the first cache holds the rows of a chain
)

// rowsInChunk is how many of all rows go through one pass after another. A chain of
// passes needs no cache but for three rows, so that it is only as short as a piece. Where
// the first cache has no room for these, and the last one none for all rows, passes
// over single rows are ahead: on Zen 4, 1024×4096 in place, ms by a chain and so, avx512
// 1.76 and 1.45, avx2 2.29 and 1.89; 4096×1024 alike; 200×4096 0.168 and 0.214, 0.262 and 0.291.
func (kn *kernel) rowsInChunk(rows, cols int) int {
	size := softmaxCache
	if cols >= kn.chainCols && (cols <= chainMost || rows*cols < streamSize) {
		size = piece
	}
	return max(1, min(softmaxChunk, size/cols))
}

// Softmax sets each row of dst to the softmax of the row of src, rows×cols:
// exp(x − max) over its sum. dst may start where src does, in place, and must not
// overlap it in any other way.
//
// The sum has 16 lanes, lane l adding elements l, l+16, …, halved down to one; the
// result is exp(x − max) times the rounded reciprocal of the sum. Its relative error
// is at most (cols/16 + log cols + 10 + max − x)·2⁻²⁴ where it is not below the normal
// range, and mostly 2 ulp. −Inf gives 0; a NaN or +Inf makes its row NaN, and so does a
// row of only −Inf. It panics if a size is negative or a slice too short.
func Softmax(dst, src []float32, rows, cols int) {
	checkRows("kernels: Softmax: negative size or short slice", rows, cols, len(src), rows*cols, len(dst))
	if rows > 0 && cols > 0 {
		active.Load().softmax(dst, src, rows, cols)
	}
}

// streamSize is how many elements a result must have to be written past the caches:
// so many that a cache of 16 MB does not hold them for who reads them next.
const streamSize = 1 << 22

// past reports whether dst is to be written past the caches: if it is large, and neither
// src nor with rows that share a cache line.
func (kn *kernel) past(dst, src []float32, rows, cols int) bool {
	const line = 64
	whole := uintptr(unsafe.Pointer(&dst[0]))%line == 0 && 4*cols%line == 0
	return whole && rows*cols >= streamSize && cols >= kn.chainCols && cols <= piece && &dst[0] != &src[0]
}

func (kn *kernel) softmax(dst, src []float32, rows, cols int) {
	ws := rowScratch.Get().(*scratch)
	if kn.past(dst, src, rows, cols) {
		kn.softmaxPast(ws, dst, src, rows, cols)
	} else {
		chunk := kn.rowsInChunk(rows, cols)
		for i := 0; i < rows; i += chunk {
			r := min(chunk, rows-i)
			kn.softmaxRows(ws, dst[i*cols:(i+r)*cols], src[i*cols:(i+r)*cols], r, cols, 1)
		}
	}
	rowScratch.Put(ws)
}

// softmaxPast is softmax in one chain through all chunks of rows.
func (kn *kernel) softmaxPast(ws *scratch, dst, src []float32, rows, cols int) {
	ws.exps = grow(ws.exps, cols)
	exps, maxs, sums := &ws.exps[0], &ws.maxs[0], &ws.sums[1]
	kn.maxRows(maxs, &src[0], 1, cols)
	for i, r := 0, 0; i < rows; i += r {
		r = min(softmaxChunk-1, piece/cols, rows-i)
		kn.chainPast(&dst[i*cols], exps, &src[i*cols], maxs, sums, r, cols, i > 0, i+r < rows)
		ws.maxs[0], ws.sums[0] = ws.maxs[r], ws.sums[r]
	}
	last := dst[(rows-1)*cols:]
	copy(last, ws.exps[:cols])
	kn.scaleRows(&last[0], &ws.sums[0], 1, cols, 1)
}

// softmaxRows sets dst to the softmax of rows, times scale, ws.maxs to their
// largest elements and ws.sums to the sums of exp(x − max).
func (kn *kernel) softmaxRows(ws *scratch, dst, src []float32, rows, cols int, scale float32) {
	d, s, maxs, sums := &dst[0], &src[0], &ws.maxs[0], &ws.sums[0]
	if cols > piece {
		kn.softmaxLong(ws, dst, src, scale)
		return
	}
	if rows > 1 && cols >= kn.chainCols {
		kn.maxRows(maxs, s, 1, cols)
		kn.chainRows(d, s, maxs, sums, rows, cols, scale)
		kn.scaleRows(&dst[(rows-1)*cols], &ws.sums[rows-1], 1, cols, scale)
		return
	}
	kn.maxRows(maxs, s, rows, cols)
	kn.expRows(d, s, maxs, sums, rows, cols, nil)
	kn.scaleRows(d, sums, rows, cols, scale)
}

// softmaxLong is softmaxRows for one row that is cut into pieces.
func (kn *kernel) softmaxLong(ws *scratch, dst, src []float32, scale float32) {
	kn.expLong(ws, dst, src)
	for j, n := 0, 0; j < len(src); j += n {
		n = rowPiece(len(src) - j)
		kn.scaleRows(&dst[j], &ws.sums[0], 1, n, scale)
		pause()
	}
}

// expLong is the first two passes over one row that is cut into pieces. If dst does
// not hold the row, it is room for one piece, and only the sum is kept.
func (kn *kernel) expLong(ws *scratch, dst, src []float32) {
	most := float32(math.Inf(-1))
	for j, n := 0, 0; j < len(src); j += n {
		n = rowPiece(len(src) - j)
		kn.maxRows(&ws.maxs[0], &src[j], 1, n)
		most = max(most, ws.maxs[0])
		pause()
	}
	ws.maxs[0] = most
	ws.lanes = grow(ws.lanes, 16)
	clear(ws.lanes)
	for j, n := 0, 0; j < len(src); j += n {
		n = rowPiece(len(src) - j)
		to := &dst[0]
		if len(dst) >= len(src) {
			to = &dst[j]
		}
		kn.expRows(to, &src[j], &ws.maxs[0], &ws.sums[0], 1, n, &ws.lanes[0])
		pause()
	}
}

// rowPiece is the length of the next piece of a row of which n elements are left:
// a few more than piece where the last piece would be too short for the leaves.
func rowPiece(n int) int {
	if n <= piece+16 {
		return n
	}
	return piece
}

// SoftmaxCrossEntropy computes, for each row of logits (rows×cols) and its
// label, the cross-entropy of the row's softmax and its gradient:
//
//	losses[i]    = log Σⱼ exp(logits[i,j]) − logits[i,label]
//	dlogits[i,j] = softmax(logits)[i,j]·scale, less scale where j = label
//
// scale is 1/rows for a loss that is the mean over the batch, 1 for the sum. A loss
// is within (3·loss + cols/16 + log cols + 10)·2⁻²⁴; the softmax is that of Softmax.
// dlogits may be nil: then only the losses are computed. It may start where logits
// does, in place; the slices must not overlap in any other way. It panics if a size
// is negative, a slice too short, or a label not below cols.
func SoftmaxCrossEntropy(dlogits, losses, logits []float32, labels []uint8, rows, cols int, scale float32) {
	checkRows("kernels: SoftmaxCrossEntropy: negative size or short slice", rows, cols, len(logits), 0, 0)
	checkRows("kernels: SoftmaxCrossEntropy: short losses or labels", rows, 0, 0, rows, min(len(losses), len(labels)))
	if dlogits != nil && len(dlogits) < rows*cols {
		panic("kernels: SoftmaxCrossEntropy: short dlogits")
	}
	for _, l := range labels[:rows] {
		if int(l) >= cols {
			panic("kernels: SoftmaxCrossEntropy: label out of range")
		}
	}
	if rows > 0 {
		active.Load().softmaxCrossEntropy(dlogits, losses[:rows], logits, labels, cols, scale)
	}
}

func (kn *kernel) softmaxCrossEntropy(dlogits, losses, logits []float32, labels []uint8, cols int, scale float32) {
	ws := rowScratch.Get().(*scratch)
	chunk := kn.rowsInChunk(len(losses), cols)
	for i := 0; i < len(losses); i += chunk {
		r := min(chunk, len(losses)-i)
		x, loss, label := logits[i*cols:(i+r)*cols], losses[i:i+r], labels[i:i+r]
		if dlogits == nil {
			ws.exps = grow(ws.exps, r*cols)
			kn.crossEntropy(ws, ws.exps, loss, x, label, cols, scale)
			continue
		}
		d := dlogits[i*cols : (i+r)*cols]
		kn.crossEntropy(ws, d, loss, x, label, cols, scale)
		for i, l := range label {
			d[i*cols+int(l)] -= scale
		}
	}
	rowScratch.Put(ws)
}

// crossEntropy sets losses, and dst to the softmax of x times scale; dst may be x.
func (kn *kernel) crossEntropy(ws *scratch, dst, losses, x []float32, labels []uint8, cols int, scale float32) {
	rows := len(losses)
	for i, l := range labels[:rows] {
		losses[i] = x[i*cols+int(l)]
	}
	kn.softmaxRows(ws, dst, x, rows, cols, scale)
	kn.log(&ws.sums[0], &ws.sums[0], rows)
	maxs, logs := ws.maxs[:rows], ws.sums[:rows]
	for i, v := range losses {
		losses[i] = logs[i] - (v - maxs[i])
	}
}
