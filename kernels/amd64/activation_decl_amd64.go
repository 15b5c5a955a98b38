//go:build !purego

package amd64

// The activations and their gradients; package kernels says what each computes to the
// bit. Sizes are at least 1. Those in AVX512 need AVX512F and AVX512DQ, those in AVX2 need
// AVX2 and FMA3.

// SigmoidAVX512 sets dst to 1/(1+e^−src), n elements; dst may be src.
//
//go:noescape
func SigmoidAVX512(dst, src *float32, n int)

// TanhAVX512 sets dst to tanh(src), n elements; dst may be src.
//
//go:noescape
func TanhAVX512(dst, src *float32, n int)

// SigmoidGradAVX512 sets dx to dy·(y−y²), n elements; dx may be dy.
//
//go:noescape
func SigmoidGradAVX512(dx, dy, y *float32, n int)

// TanhGradAVX512 sets dx to dy·(1−y²), n elements; dx may be dy.
//
//go:noescape
func TanhGradAVX512(dx, dy, y *float32, n int)

// SigmoidAVX2 sets dst to 1/(1+e^−src), n elements; dst may be src.
//
//go:noescape
func SigmoidAVX2(dst, src *float32, n int)

// TanhAVX2 sets dst to tanh(src), n elements; dst may be src.
//
//go:noescape
func TanhAVX2(dst, src *float32, n int)

// SigmoidGradAVX2 sets dx to dy·(y−y²), n elements; dx may be dy.
//
//go:noescape
func SigmoidGradAVX2(dx, dy, y *float32, n int)

// TanhGradAVX2 sets dx to dy·(1−y²), n elements; dx may be dy.
//
//go:noescape
func TanhGradAVX2(dx, dy, y *float32, n int)
