package spawn

import (
	"os/exec"
	"runtime"
	"testing"
)

// TestLost sees what happens when a child dies.
func TestLost(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		t.Skip(err)
	}
	p, err := Start("sleeper", []string{sleep, "60"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	p.cmd.Process.Kill()
	var reply struct{}
	if err := p.Ask(struct{}{}, &reply); err == nil {
		t.Error("a dead child answered")
	}
}
