package spawn

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// pause stops a process and returns when it has stopped.
func pause(p *os.Process) error {
	if err := p.Signal(syscall.SIGSTOP); err != nil {
		return err
	}
	var ws syscall.WaitStatus
	for {
		_, err := syscall.Wait4(p.Pid, &ws, syscall.WUNTRACED, nil)
		switch {
		case err == syscall.EINTR:
		case err != nil:
			return err
		case ws.Stopped():
			return nil
		default:
			return fmt.Errorf("it ended: exit %d, signal %v", ws.ExitStatus(), ws.Signal())
		}
	}
}

// resume lets a stopped process run; one that runs is left alone.
func resume(p *os.Process) error { return p.Signal(syscall.SIGCONT) }

// pin has the first thread of a process run on one processor.
func pin(p *os.Process, cpu int) error {
	var set unix.CPUSet
	set.Set(cpu)
	return unix.SchedSetaffinity(p.Pid, &set)
}

// attach has the kernel kill the child, even a stopped one, when the thread that
// starts it ends: the caller must hold its thread. What is typed at the terminal is
// for the parent alone: a child that ended by itself would look like one that failed.
func attach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
