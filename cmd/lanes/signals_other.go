//go:build !unix

package main

import (
	"os"
	"syscall"
)

// endings are the signals that end a run in good order; on Windows closing the
// console comes as SIGTERM.
func endings() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM} }

// surviveClosedPipes has nothing to do: a closed pipe is an error here.
func surviveClosedPipes() {}
