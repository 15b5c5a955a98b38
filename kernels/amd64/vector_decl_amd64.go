//go:build !purego

package amd64

// The routines on vectors and rows; package kernels says what each computes to the
// bit. Sizes are at least 1, and rows without ld are contiguous. Those in AVX512 need
// AVX512F, those in AVX2 need AVX2 and FMA3.

// CopyRowsAVX512 copies a rows×cols block, rows ldd and lds apart.
//
//go:noescape
func CopyRowsAVX512(dst, src *float32, rows, cols, ldd, lds int)

// TransposeAVX512 sets dst, cols×rows, to the transpose of src, rows×cols; rows ldd and lds apart.
//
//go:noescape
func TransposeAVX512(dst, src *float32, rows, cols, ldd, lds int)

// ExpAVX512 sets dst to exp(src), n elements; dst may be src.
//
//go:noescape
func ExpAVX512(dst, src *float32, n int)

// LogAVX512 sets dst to log(src), n elements; dst may be src.
//
//go:noescape
func LogAVX512(dst, src *float32, n int)

// ExpRowsAVX512 sets dst to exp(src − maxs[i]) in row i and sums[i] to its sum; dst may be src.
// lanes is nil, or 16 lanes of one row of more than 16 columns.
//
//go:noescape
func ExpRowsAVX512(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)

// MaxRowsAVX512 sets maxs[i] to the largest element of row i of x, rows×cols, NaN left out.
//
//go:noescape
func MaxRowsAVX512(maxs, x *float32, rows, cols int)

// ChainRowsAVX512 is the three passes of softmax row by row, cols > 16: exp of row i, scale of
// row i−1, maximum of row i+1, without the first maximum and the last scale. dst may be src.
//
//go:noescape
func ChainRowsAVX512(dst, src, maxs, sums *float32, rows, cols int, scale float32)

// ChainRowsAVX2 is ChainRowsAVX512 with 256 bits.
//
//go:noescape
func ChainRowsAVX2(dst, src, maxs, sums *float32, rows, cols int, scale float32)

// ChainPastAVX2 is ChainPastAVX512 with 256 bits.
//
//go:noescape
func ChainPastAVX2(dst, exps, src, maxs, sums *float32, rows, cols int, before, after bool)

// ChainPastAVX512 is ChainRowsAVX512 for dst of whole cache lines, row by row, written past the
// caches, cols ≥ 64; exps is room for a row. before and after say whether there are rows there.
//
//go:noescape
func ChainPastAVX512(dst, exps, src, maxs, sums *float32, rows, cols int, before, after bool)

// maxRowsThinAVX512 is where MaxRowsAVX512 goes on for cols ≤ 16.
//
//go:noescape
func maxRowsThinAVX512(maxs, x *float32, rows, cols int)

// expRowsThinAVX512 is where ExpRowsAVX512 goes on for cols ≤ 16; lanes is not used.
//
//go:noescape
func expRowsThinAVX512(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)

// scaleRowsThinAVX512 is where ScaleRowsAVX512 goes on for cols ≤ 16.
//
//go:noescape
func scaleRowsThinAVX512(x, sums *float32, rows, cols int, scale float32)

// ScaleRowsAVX512 multiplies row i of x, rows×cols, by 1/sums[i] and by scale.
//
//go:noescape
func ScaleRowsAVX512(x, sums *float32, rows, cols int, scale float32)

// ShiftRowsAVX512 sets dst to (src − maxs[i]) − logs[i] in row i, rows×cols; dst may be src.
//
//go:noescape
func ShiftRowsAVX512(dst, src, maxs, logs *float32, rows, cols int)

// AddBiasAVX512 adds bias, cols elements, to each row of x, rows×cols.
//
//go:noescape
func AddBiasAVX512(x, bias *float32, rows, cols int)

// AddBiasReLUAVX512 is AddBiasAVX512 followed by ReLUAVX512 in one pass.
//
//go:noescape
func AddBiasReLUAVX512(x, bias *float32, rows, cols int)

// ReLUAVX512 sets dst to src, or +0 where that is below zero, n elements; dst may be src.
//
//go:noescape
func ReLUAVX512(dst, src *float32, n int)

// ReLUGradAVX512 sets dx to dy where y > 0, else +0, n elements; dx may be dy.
//
//go:noescape
func ReLUGradAVX512(dx, dy, y *float32, n int)

// SumRowsAVX512 sets dst, cols elements, to the sums of the columns of src, rows ld apart.
// lanes is nil, or 16×16 lanes for each 16 columns.
//
//go:noescape
func SumRowsAVX512(dst, src *float32, rows, cols, ld int, lanes *float32)

// SumAVX512 returns the sum of n elements; lanes is nil, or 64 lanes.
//
//go:noescape
func SumAVX512(x *float32, n int, lanes *float32) float32

// DotAVX512 returns the inner product of n elements; lanes is nil, or 64 lanes.
//
//go:noescape
func DotAVX512(x, y *float32, n int, lanes *float32) float32

// AxpyAVX512 adds alpha·x to y, n elements; y may be x.
//
//go:noescape
func AxpyAVX512(alpha float32, x, y *float32, n int)

// ScalAVX512 multiplies n elements by alpha.
//
//go:noescape
func ScalAVX512(alpha float32, x *float32, n int)

// BytesAVX512 sets dst to src·scale, n elements.
//
//go:noescape
func BytesAVX512(dst *float32, src *uint8, n int, scale float32)

// SGDAVX512 updates n weights w by the rule of SGDStep; v is nil without momentum.
//
//go:noescape
func SGDAVX512(w, grad, v *float32, n int, lr, momentum, decay float32, nesterov bool)

// AdamAVX512 updates n weights w and moments m, v by the rule of AdamStep; gain1 and gain2 are 1−beta1, 1−beta2.
//
//go:noescape
func AdamAVX512(w, grad, m, v *float32, n int, lr, beta1, gain1, beta2, gain2, root, eps, decay, keep float32)

// CopyRowsAVX2 copies a rows×cols block, rows ldd and lds apart.
//
//go:noescape
func CopyRowsAVX2(dst, src *float32, rows, cols, ldd, lds int)

// TransposeAVX2 sets dst, cols×rows, to the transpose of src, rows×cols; rows ldd and lds apart.
//
//go:noescape
func TransposeAVX2(dst, src *float32, rows, cols, ldd, lds int)

// ExpAVX2 sets dst to exp(src), n elements; dst may be src.
//
//go:noescape
func ExpAVX2(dst, src *float32, n int)

// LogAVX2 sets dst to log(src), n elements; dst may be src.
//
//go:noescape
func LogAVX2(dst, src *float32, n int)

// ExpRowsAVX2 sets dst to exp(src − maxs[i]) in row i and sums[i] to its sum; dst may be src.
// lanes is nil, or 16 lanes of one row of more than 16 columns.
//
//go:noescape
func ExpRowsAVX2(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)

// MaxRowsAVX2 sets maxs[i] to the largest element of row i of x, rows×cols, NaN left out.
//
//go:noescape
func MaxRowsAVX2(maxs, x *float32, rows, cols int)

// maxRowsThinAVX2 is where MaxRowsAVX2 goes on for cols ≤ 16.
//
//go:noescape
func maxRowsThinAVX2(maxs, x *float32, rows, cols int)

// expRowsThinAVX2 is where ExpRowsAVX2 goes on for cols ≤ 16; lanes is not used.
//
//go:noescape
func expRowsThinAVX2(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)

// scaleRowsThinAVX2 is where ScaleRowsAVX2 goes on for cols ≤ 16.
//
//go:noescape
func scaleRowsThinAVX2(x, sums *float32, rows, cols int, scale float32)

// ScaleRowsAVX2 multiplies row i of x, rows×cols, by 1/sums[i] and by scale.
//
//go:noescape
func ScaleRowsAVX2(x, sums *float32, rows, cols int, scale float32)

// ShiftRowsAVX2 sets dst to (src − maxs[i]) − logs[i] in row i, rows×cols; dst may be src.
//
//go:noescape
func ShiftRowsAVX2(dst, src, maxs, logs *float32, rows, cols int)

// AddBiasAVX2 adds bias, cols elements, to each row of x, rows×cols.
//
//go:noescape
func AddBiasAVX2(x, bias *float32, rows, cols int)

// AddBiasReLUAVX2 is AddBiasAVX2 followed by ReLUAVX2 in one pass.
//
//go:noescape
func AddBiasReLUAVX2(x, bias *float32, rows, cols int)

// ReLUAVX2 sets dst to src, or +0 where that is below zero, n elements; dst may be src.
//
//go:noescape
func ReLUAVX2(dst, src *float32, n int)

// ReLUPastAVX2 is ReLUAVX2 written past the caches, for a dst of whole cache lines.
//
//go:noescape
func ReLUPastAVX2(dst, src *float32, n int)

// ReLUGradAVX2 sets dx to dy where y > 0, else +0, n elements; dx may be dy.
//
//go:noescape
func ReLUGradAVX2(dx, dy, y *float32, n int)

// SumRowsAVX2 sets dst, cols elements, to the sums of the columns of src, rows ld apart.
// lanes is nil, or 16×16 lanes for each 16 columns.
//
//go:noescape
func SumRowsAVX2(dst, src *float32, rows, cols, ld int, lanes *float32)

// ReLUSumRowsAVX2 is ReLUGradAVX2 on rows×cols, both at least 16, and sets sums to the sums of
// the columns of dx, as SumRowsAVX2; dx may be dy. lanes is room for 17×128.
//
//go:noescape
func ReLUSumRowsAVX2(dx, sums, dy, y *float32, rows, cols int, lanes *float32)

// SumAVX2 returns the sum of n elements; lanes is nil, or 64 lanes.
//
//go:noescape
func SumAVX2(x *float32, n int, lanes *float32) float32

// DotAVX2 returns the inner product of n elements; lanes is nil, or 64 lanes.
//
//go:noescape
func DotAVX2(x, y *float32, n int, lanes *float32) float32

// SquaresAVX2 adds the squares of n elements to 32 lanes.
//
//go:noescape
func SquaresAVX2(x *float32, n int, lanes *float64)

// AxpyAVX2 adds alpha·x to y, n elements; y may be x.
//
//go:noescape
func AxpyAVX2(alpha float32, x, y *float32, n int)

// ScalAVX2 multiplies n elements by alpha.
//
//go:noescape
func ScalAVX2(alpha float32, x *float32, n int)

// BytesAVX2 sets dst to src·scale, n elements.
//
//go:noescape
func BytesAVX2(dst *float32, src *uint8, n int, scale float32)

// SGDAVX2 updates n weights w by the rule of SGDStep; v is nil without momentum.
//
//go:noescape
func SGDAVX2(w, grad, v *float32, n int, lr, momentum, decay float32, nesterov bool)

// AdamAVX2 updates n weights w and moments m, v by the rule of AdamStep; gain1 and gain2 are 1−beta1, 1−beta2.
//
//go:noescape
func AdamAVX2(w, grad, m, v *float32, n int, lr, beta1, gain1, beta2, gain2, root, eps, decay, keep float32)
