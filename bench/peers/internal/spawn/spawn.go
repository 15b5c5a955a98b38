// Package spawn runs the children of a comparison: one contender in each, which
// is asked one thing at a time in lines of JSON.
package spawn

import (
	"context"
	"encoding/json"
	"fmt"
	"math/bits"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// The main goroutine keeps the first thread, which Pin moves: where it works on its own.
func init() { runtime.LockOSThread() }

// A Process is a child with one contender. It runs only while it is asked
// something: in between it is stopped, so that threads which a library leaves
// waiting actively, as OpenMP's do, take nothing from the others, and no library
// has to be set to a slower way of waiting.
type Process struct {
	name    string
	cmd     *exec.Cmd
	in      *os.File // its standard input
	out     *os.File // its descriptor 3: standard output is left to the library
	replies *json.Decoder
	paused  bool
}

// patience is the time after which an answer is no longer waited for.
const patience = 3 * time.Minute

// Start runs a command as the child of that name, with more in its environment.
// It reads requests on its standard input and answers on its descriptor 3. When ctx
// is done the child is killed, and an Ask that waits for it returns its error. The
// caller must hold its thread: children end with the thread that started them.
func Start(ctx context.Context, name string, command, env []string) (*Process, error) {
	inR, inW, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer inR.Close()
	outR, outW, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer outW.Close()
	p := &Process{name: name, cmd: exec.CommandContext(ctx, command[0], command[1:]...), in: inW, out: outR, replies: json.NewDecoder(outR)}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = inR, os.Stderr, os.Stderr
	p.cmd.ExtraFiles = []*os.File{outW}
	attach(p.cmd)
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	return p, nil
}

// Ask lets the child run until it has answered, and decodes the answer into reply.
func (p *Process) Ask(request, reply any) error {
	if err := resume(p.cmd.Process); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	p.paused = false
	if err := json.NewEncoder(p.in).Encode(request); err != nil {
		return p.lost(err)
	}
	if err := p.out.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	if err := p.replies.Decode(reply); err != nil {
		return p.lost(err)
	}
	if err := pause(p.cmd.Process); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	p.paused = true
	return nil
}

// Pin keeps the first thread of a child, where it must do its work if it is of one thread,
// on the processor of a round. Contenders that take turns should all be moved in each: a
// neighbour of the machine may slow one processor for seconds, and a child left alone stays
// where it was. Other threads stay free: that which watches over a Go process wakes up every 20 µs
// in the first millisecond after a rest, unless all is in C, and takes a third of what is
// timed then if it has to share the processor.
func (p *Process) Pin(round int) error {
	if err := pin(p.cmd.Process, processor(round, runtime.NumCPU())); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	return nil
}

// processor returns which of n processors a round is for: each as often as the others, also
// to one that takes part in every second round.
func processor(round, n int) int { return (round + bits.OnesCount(uint(round))) % n }

// lost ends a child that did not answer and says how it ended.
func (p *Process) lost(err error) error {
	state := p.End()
	return fmt.Errorf("%s: no answer (%w); %s", p.name, err, state)
}

// End stops the child for good and returns how it ended.
func (p *Process) End() string {
	p.in.Close()
	p.out.Close()
	done := make(chan string, 1)
	go func() {
		if err := p.cmd.Wait(); err != nil {
			done <- err.Error()
		} else {
			done <- "it ended"
		}
	}()
	if !p.paused { // it may have crashed, or end by itself as its input has ended
		select {
		case s := <-done:
			return s
		case <-time.After(time.Second):
		}
	}
	p.cmd.Process.Kill()
	return "it was killed: " + <-done
}
