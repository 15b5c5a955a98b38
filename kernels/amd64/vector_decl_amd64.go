//go:build !purego

package amd64

// The routines on vectors and rows; package kernels says what each computes.
// Those in AVX512 need AVX512F, those in AVX2 need AVX2 and FMA3.

//go:noescape
func CopyRowsAVX512(dst, src *float32, rows, cols, ldd, lds int)

//go:noescape
func TransposeAVX512(dst, src *float32, rows, cols, ldd, lds int)

//go:noescape
func ExpAVX512(dst, src *float32, n int)

//go:noescape
func LogAVX512(dst, src *float32, n int)

//go:noescape
func ExpRowsAVX512(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)

//go:noescape
func MaxRowsAVX512(maxs, x *float32, rows, cols int)

//go:noescape
func MaxRowsThinAVX512(maxs, x *float32, rows, cols int)

//go:noescape
func ExpRowsThinAVX512(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)

//go:noescape
func ScaleRowsThinAVX512(x, sums *float32, rows, cols int, scale float32)

//go:noescape
func ScaleRowsAVX512(x, sums *float32, rows, cols int, scale float32)

//go:noescape
func AddBiasAVX512(x, bias *float32, rows, cols int)

//go:noescape
func AddBiasReLUAVX512(x, bias *float32, rows, cols int)

//go:noescape
func ReLUAVX512(dst, src *float32, n int)

//go:noescape
func ReLUGradAVX512(dx, dy, y *float32, n int)

//go:noescape
func SumRowsAVX512(dst, src *float32, rows, cols, ld int, lanes *float32)

//go:noescape
func SumAVX512(x *float32, n int, lanes *float32) float32

//go:noescape
func DotAVX512(x, y *float32, n int, lanes *float32) float32

//go:noescape
func AxpyAVX512(alpha float32, x, y *float32, n int)

//go:noescape
func ScalAVX512(alpha float32, x *float32, n int)

//go:noescape
func BytesAVX512(dst *float32, src *uint8, n int, scale float32)

//go:noescape
func SGDAVX512(w, grad, v *float32, n int, lr, momentum, decay float32, nesterov bool)

//go:noescape
func CopyRowsAVX2(dst, src *float32, rows, cols, ldd, lds int)

//go:noescape
func TransposeAVX2(dst, src *float32, rows, cols, ldd, lds int)

//go:noescape
func ExpAVX2(dst, src *float32, n int)

//go:noescape
func LogAVX2(dst, src *float32, n int)

//go:noescape
func ExpRowsAVX2(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)

//go:noescape
func MaxRowsAVX2(maxs, x *float32, rows, cols int)

//go:noescape
func MaxRowsThinAVX2(maxs, x *float32, rows, cols int)

//go:noescape
func ExpRowsThinAVX2(dst, src, maxs, sums *float32, rows, cols int, lanes *float32)

//go:noescape
func ScaleRowsThinAVX2(x, sums *float32, rows, cols int, scale float32)

//go:noescape
func ScaleRowsAVX2(x, sums *float32, rows, cols int, scale float32)

//go:noescape
func AddBiasAVX2(x, bias *float32, rows, cols int)

//go:noescape
func AddBiasReLUAVX2(x, bias *float32, rows, cols int)

//go:noescape
func ReLUAVX2(dst, src *float32, n int)

//go:noescape
func ReLUGradAVX2(dx, dy, y *float32, n int)

//go:noescape
func SumRowsAVX2(dst, src *float32, rows, cols, ld int, lanes *float32)

//go:noescape
func SumAVX2(x *float32, n int, lanes *float32) float32

//go:noescape
func DotAVX2(x, y *float32, n int, lanes *float32) float32

//go:noescape
func AxpyAVX2(alpha float32, x, y *float32, n int)

//go:noescape
func ScalAVX2(alpha float32, x *float32, n int)

//go:noescape
func BytesAVX2(dst *float32, src *uint8, n int, scale float32)

//go:noescape
func SGDAVX2(w, grad, v *float32, n int, lr, momentum, decay float32, nesterov bool)
