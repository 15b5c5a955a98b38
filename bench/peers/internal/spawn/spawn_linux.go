package spawn

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
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

// pin has all threads of a process, and those they start, run on one processor.
func pin(p *os.Process, cpu int) error {
	threads, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", p.Pid))
	if err != nil {
		return err
	}
	var set unix.CPUSet
	set.Set(cpu)
	for _, t := range threads {
		id, err := strconv.Atoi(t.Name())
		if err != nil {
			return err
		}
		if err := unix.SchedSetaffinity(id, &set); err != nil && err != unix.ESRCH { // it may have ended
			return err
		}
	}
	return nil
}

// endWithParent has the kernel kill the child, even a stopped one, when the thread
// that starts it ends: the caller must hold its thread.
func endWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
