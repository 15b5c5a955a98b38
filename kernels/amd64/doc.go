// Package amd64 holds the leaf routines for x86-64, in assembly. They trust
// their caller and decide nothing; package kernels chooses among them.
package amd64
