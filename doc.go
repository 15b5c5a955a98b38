// Package lanes is the overview of a SIMD numeric engine in pure Go: its parts
// are the packages below, and this one holds documentation, tests that look at
// the whole tree, and the benchmarks' entry.
//
//   - [lanes/kernels]: Sgemm, Softmax and the other routines, in plain Go and in
//     hand-written assembly. The fastest set the CPU can run is chosen at start;
//     LANES_KERNEL or kernels.Use force another.
//   - [lanes/tensor]: a row-major block of float32 with a shape, and a parameter
//     with its gradient.
//   - [lanes/layers], [lanes/loss], [lanes/sgd]: networks, what they minimise, and
//     how they are trained.
//   - [lanes/safetensors]: trained parameters in a file that other programs read.
//   - [lanes/mnist]: MNIST and Fashion-MNIST, synthetic digits, batches.
//   - [lanes/bench]: comparisons with plain loops; bench/peers, a module of its own,
//     has those with other libraries, NumPy and PyTorch.
//
// The command lanes/cmd/lanes trains, evaluates and predicts.
//
// # The same bits
//
// With the default precision every kernel set gives the same float32 bits, for
// any number of workers, on any CPU: the order of every sum is part of a
// routine's definition and does not follow the lanes, the tiles or the threads.
// A network trained on AVX-512 with 64 cores equals the one trained on AVX2 with
// one. The one exception is the set generic in a build whose compiler does not
// fuse multiply and add (amd64 below GOAMD64=v3, wasm): kernels.Fused says which
// build this is.
//
// # Concurrency and memory
//
// Kernels are safe for concurrent use on distinct results. Layers, losses and
// optimisers are for one goroutine each, but goroutines may share a trained network,
// each with a layers.Session of its own. All keep their buffers, so that a step of
// training allocates nothing once it has seen the largest batch.
package lanes
