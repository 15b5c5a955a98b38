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
	if rows > 0 && cols > 0 {
		active.Load().softmax(dst, src, rows, cols)
	}
}

func (kn *kernel) softmax(dst, src []float32, rows, cols int) {
	ws := workspaces.Get().(*workspace)
	chunk := rowsInPiece(cols)
	for i := 0; i < rows; i += chunk {
		r := min(chunk, rows-i)
		d := dst[i*cols : (i+r)*cols]
		kn.exps(ws, d, src[i*cols:(i+r)*cols], r, cols)
		kn.scale(ws, d, r, cols, 1)
	}
	workspaces.Put(ws)
}

// rowsInPiece is how many rows of cols elements, at least one, make a piece.
func rowsInPiece(cols int) int { return max(1, min(softmaxChunk, piece/cols)) }

// exps sets dst = exp(src − max of the row), and ws.maxs and ws.sums. A row longer
// than a piece is alone and goes through rowMax and expSum.
func (kn *kernel) exps(ws *workspace, dst, src []float32, rows, cols int) {
	if cols <= piece {
		kn.expRows(&dst[0], &src[0], &ws.maxs[0], &ws.sums[0], rows, cols)
		return
	}
	m := kn.rowMax(&src[0], piece)
	for j := piece; j < cols; j += piece {
		m = max(m, kn.rowMax(&src[j], min(piece, cols-j)))
	}
	clear(ws.lanes[:16])
	for j := 0; j < cols; j += piece {
		ws.sums[0] = kn.expSum(&dst[j], &src[j], min(piece, cols-j), m, &ws.lanes[0])
	}
	ws.maxs[0] = m
}

// scale sets ws.sums = 1/ws.sums and dst = (dst·ws.sums)·scale.
func (kn *kernel) scale(ws *workspace, dst []float32, rows, cols int, scale float32) {
	if cols <= piece {
		kn.scaleRows(&dst[0], &ws.sums[0], rows, cols, scale)
		return
	}
	sum := ws.sums[0]
	for j := 0; j < cols; j += piece {
		ws.sums[0] = sum
		kn.scaleRows(&dst[j], &ws.sums[0], 1, min(piece, cols-j), scale)
	}
}

// SoftmaxCrossEntropy computes, for each row of logits (rows×cols) and its
// label, the cross-entropy of the row's softmax and its gradient:
//
//	losses[i]    = log Σⱼ exp(logits[i,j]) − logits[i,label]
//	dlogits[i,j] = (softmax(logits)[i,j] − [j = label])·scale
//
// scale is 1/rows for a loss that is the mean over the batch, 1 for the sum.
// dlogits may be logits, or nil: then only the losses are computed. It panics if
// a size is negative, a slice too short, or a label not below cols.
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
	ws := workspaces.Get().(*workspace)
	chunk := rowsInPiece(cols)
	for i := 0; i < len(losses); i += chunk {
		r := min(chunk, len(losses)-i)
		x := logits[i*cols : (i+r)*cols]
		if dlogits != nil {
			kn.crossEntropy(ws, dlogits[i*cols:(i+r)*cols], losses[i:i+r], x, labels[i:i+r], cols)
			kn.crossGradient(ws, dlogits[i*cols:(i+r)*cols], labels[i:i+r], cols, scale)
		} else {
			ws.exps = grow(ws.exps, r*cols)
			kn.crossEntropy(ws, ws.exps, losses[i:i+r], x, labels[i:i+r], cols)
		}
	}
	workspaces.Put(ws)
}

// crossEntropy sets losses, and dst and ws.sums as exps does; ws.maxs becomes the
// element of dst at the label. dst may be x.
func (kn *kernel) crossEntropy(ws *workspace, dst, losses, x []float32, labels []uint8, cols int) {
	rows := len(losses)
	labels = labels[:rows]
	for i, j := 0, 0; i < rows; i, j = i+1, j+cols {
		losses[i] = x[j+int(labels[i])]
	}
	kn.exps(ws, dst, x, rows, cols)
	kn.log(&ws.logs[0], &ws.sums[0], rows)
	maxs, logs := ws.maxs[:rows], ws.logs[:rows]
	for i, j := 0, 0; i < rows; i, j = i+1, j+cols {
		losses[i] = logs[i] - (losses[i] - maxs[i])
		maxs[i] = dst[j+int(labels[i])]
	}
}

// crossGradient turns what crossEntropy leaves into the gradient.
func (kn *kernel) crossGradient(ws *workspace, dst []float32, labels []uint8, cols int, scale float32) {
	rows := len(labels)
	kn.scale(ws, dst, rows, cols, scale)
	maxs, inverse := ws.maxs[:rows], ws.sums[:rows]
	for i, j := 0, 0; i < rows; i, j = i+1, j+cols {
		p := float32(maxs[i] * inverse[i]) // never fused with the subtraction
		dst[j+int(labels[i])] = (p - 1) * scale
	}
}
