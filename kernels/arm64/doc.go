// Package arm64 holds the leaf routines for AArch64, in assembly. They trust
// their caller and decide nothing; package kernels chooses among them.
package arm64
