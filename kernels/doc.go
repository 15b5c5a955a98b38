// Package kernels holds the numeric routines: products of matrices, softmax, exp
// and the passes over vectors that training needs, in several kernel sets of
// which the best usable one is chosen at start.
//
// # Storage
//
// Matrices are row-major slices of float32; a leading dimension is the distance
// between rows in elements. Slices that a routine writes must not overlap others
// it is given, unless its documentation says that they may be the same.
//
// # The same bits
//
// With precision Exact every set gives the same bits, for any number of workers, because the order of
// every rounding is part of a routine's definition:
//
//   - Sgemm cuts k into blocks of KBlock = 256. In a block s ← 0, then, for each l in
//     order, s ← fma(round(α·a[i,l]), b[l,j], s). C ← βC first (β = 0: C is taken as 0;
//     β = 1: left), then c ← c + s, block after block.
//   - Reductions add in 16 or 64 lanes, as each routine states: lane l takes elements
//     l, l+lanes, …, and the lanes are then halved, l with l+h, down to one.
//   - Elementwise routines round once for each operation they state.
//
// NaN equals NaN whatever its payload; the sign of zero counts; denormals are kept.
// The definitions are reference.go and its neighbours, in plain Go with an exact
// fused multiply-add, and the tests compare every set with them by ==. One set is
// excepted, in Sgemm alone: generic, on builds whose compiler does not fuse; see Fused.
//
// # Accuracy
//
// For inputs that are 0 or between 2^-100 and 2^100 in magnitude, Sgemm is within
// (min(k,256) + ⌈k/256⌉ + 2)·2⁻²⁴·Σ|αa||b| of the exact product, plus the rounding of
// βC. An element of C that depends on a NaN, or on an infinity, is not finite: no
// zero is skipped, except that α = 0 or k = 0 leaves A and B unread.
//
// # Choosing
//
// LANES_KERNEL=avx512|avx2|neon|generic|reference forces a set at start and panics
// if it cannot run here; Use does so later.
//
// # Precision
//
// LANES_PRECISION and SetPrecision set a floor for the accuracy of Sgemm, SgemmAt that of
// one call, PackB that of the products with one operand. Below Exact a unit of the CPU that
// multiplies bfloat16 may take part: AVX512-BF16 at BF16, AMX at all three (Linux; asked for
// at start). Method says which, and why not. The bits then depend on the unit, not on the
// number of workers; a product that no unit computes faster keeps the exact ones.
package kernels
