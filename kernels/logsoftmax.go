package kernels

// LogSoftmax sets each row of dst to the logarithm of the softmax of the row of src,
// rows×cols: (x − max) − log Σ exp(x − max), the sum as in Softmax, each other operation
// rounded. dst may start where src does, in place, and must not overlap it in any other
// way.
//
// The error is at most (2|y| + cols/16 + 3·log cols + 10)·2⁻²⁴ for a result y. −Inf stays;
// a NaN or +Inf makes its row NaN, and so does a row of only −Inf. It panics if a size is
// negative or a slice too short.
func LogSoftmax(dst, src []float32, rows, cols int) {
	checkRows("kernels: LogSoftmax: negative size or short slice", rows, cols, len(src), rows*cols, len(dst))
	if rows > 0 && cols > 0 {
		active.Load().logSoftmax(dst, src, rows, cols)
	}
}

func (kn *kernel) logSoftmax(dst, src []float32, rows, cols int) {
	ws := rowScratch.Get().(*scratch)
	chunk := max(1, min(softmaxChunk, softmaxCache/cols))
	ws.exps = grow(ws.exps, min(chunk*cols, piece+16))
	for i := 0; i < rows; i += chunk {
		r := min(chunk, rows-i)
		kn.logSoftmaxRows(ws, dst[i*cols:(i+r)*cols], src[i*cols:(i+r)*cols], r, cols)
	}
	rowScratch.Put(ws)
}

// logSoftmaxRows is LogSoftmax of as many rows as go through one pass after another.
func (kn *kernel) logSoftmaxRows(ws *scratch, dst, src []float32, rows, cols int) {
	maxs, sums := &ws.maxs[0], &ws.sums[0]
	if cols > piece {
		kn.expLong(ws, ws.exps, src)
		kn.log(sums, sums, 1)
		for j, n := 0, 0; j < cols; j += n {
			n = rowPiece(cols - j)
			kn.shiftRows(&dst[j], &src[j], maxs, sums, 1, n)
			pause()
		}
		return
	}
	kn.maxRows(maxs, &src[0], rows, cols)
	kn.expRows(&ws.exps[0], &src[0], maxs, sums, rows, cols, nil)
	kn.log(sums, sums, rows)
	kn.shiftRows(&dst[0], &src[0], maxs, sums, rows, cols)
}
