package kernels

// softmaxChunk is how many rows are worked on at a time, so that scratch is bounded.
const softmaxChunk = 128

// Softmax sets each row of dst to the softmax of the row of src, rows×cols:
// exp(x − max) over its sum. dst may be src.
//
// The sum has 16 lanes, lane l adding elements l, l+16, …, halved down to one;
// the result is exp(x − max) times the rounded reciprocal of the sum, within 4
// ulp of that quotient. −Inf gives 0; a NaN or +Inf makes its row NaN, and so
// does a row of only −Inf. It panics if a size is negative or a slice too short.
func Softmax(dst, src []float32, rows, cols int) {
	checkRows("kernels: Softmax: negative size or short slice", rows, cols, len(src), rows*cols, len(dst))
	if rows == 0 || cols == 0 {
		return
	}
	kn := active.Load()
	ws := workspaces.Get().(*workspace)
	for i := 0; i < rows; i += softmaxChunk {
		r := min(softmaxChunk, rows-i)
		kn.expRows(&dst[i*cols], &src[i*cols], &ws.maxs[0], &ws.sums[0], r, cols)
		kn.scaleRows(&dst[i*cols], &ws.sums[0], r, cols, 1)
	}
	workspaces.Put(ws)
}

// SoftmaxCrossEntropy computes, for each row of logits (rows×cols) and its
// label, the cross-entropy of the row's softmax and its gradient:
//
//	losses[i]    = log Σⱼ exp(logits[i,j]) − logits[i,label]
//	dlogits[i,j] = (softmax(logits)[i,j] − [j = label])·scale
//
// scale is 1/rows for a loss that is the mean over the batch, 1 for the sum.
// dlogits may be logits. It panics if a size is negative, a slice too short, or
// a label not below cols.
func SoftmaxCrossEntropy(dlogits, losses, logits []float32, labels []uint8, rows, cols int, scale float32) {
	checkRows("kernels: SoftmaxCrossEntropy: negative size or short slice", rows, cols, len(logits), rows*cols, len(dlogits))
	checkRows("kernels: SoftmaxCrossEntropy: short losses or labels", rows, 0, 0, rows, min(len(losses), len(labels)))
	for _, l := range labels[:rows] {
		if int(l) >= cols {
			panic("kernels: SoftmaxCrossEntropy: label out of range")
		}
	}
	if rows == 0 {
		return
	}
	kn := active.Load()
	ws := workspaces.Get().(*workspace)
	for i := 0; i < rows; i += softmaxChunk {
		r := min(softmaxChunk, rows-i)
		kn.crossEntropy(dlogits[i*cols:], losses[i:i+r], logits[i*cols:], labels[i:i+r], cols, scale, ws.maxs[:r], ws.sums[:r])
	}
	workspaces.Put(ws)
}

// crossEntropy is one chunk of SoftmaxCrossEntropy; maxs and sums are scratch.
func (kn *kernel) crossEntropy(dst, losses, x []float32, labels []uint8, cols int, scale float32, maxs, sums []float32) {
	rows := len(losses)
	for i, l := range labels { // before dst, which may be x, is written
		losses[i] = x[i*cols+int(l)]
	}
	kn.expRows(&dst[0], &x[0], &maxs[0], &sums[0], rows, cols)
	for i, l := range labels {
		losses[i] -= maxs[i]
		maxs[i] = dst[i*cols+int(l)]
	}
	kn.scaleRows(&dst[0], &sums[0], rows, cols, scale)
	for i, l := range labels {
		p := float32(maxs[i] * (1 / sums[i])) // never fused with the subtraction
		dst[i*cols+int(l)] = (p - 1) * scale
	}
	kn.log(&sums[0], &sums[0], rows)
	for i := range losses {
		losses[i] = sums[i] - losses[i]
	}
}
