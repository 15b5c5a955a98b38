//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// endings are the signals that end a run in good order. A hangup that whoever
// started the program had it ignore, as nohup does, stays ignored.
func endings() []os.Signal {
	s := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		s = append(s, syscall.SIGHUP)
	}
	return s
}

// surviveClosedPipes makes a write to a closed standard output an error instead of
// the end of the program. The signal is received rather than ignored because
// processes that the program starts would ignore it too.
func surviveClosedPipes() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }
