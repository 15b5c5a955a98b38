package spawn

import (
	"context"
	"os/exec"
	"runtime"
	"testing"
	"time"
)

// TestLost sees what happens when a child dies.
func TestLost(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		t.Skip(err)
	}
	p, err := Start(t.Context(), "sleeper", []string{sleep, "60"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	p.cmd.Process.Kill()
	var reply struct{}
	if err := p.Ask(struct{}{}, &reply); err == nil {
		t.Error("a dead child answered")
	}
}

// TestCancelled: an answer is waited for no longer than the context lasts.
func TestCancelled(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		t.Skip(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	p, err := Start(ctx, "sleeper", []string{sleep, "60"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	time.AfterFunc(10*time.Millisecond, cancel)
	var reply struct{}
	if err := p.Ask(struct{}{}, &reply); err == nil || time.Since(start) > 30*time.Second {
		t.Errorf("after %v: %v", time.Since(start), err)
	}
}

// TestProcessor: in 16 rounds, and in every second of 32, each of two and of four processors
// has its share.
func TestProcessor(t *testing.T) {
	for _, n := range []int{2, 4} {
		for step := 1; step <= 2; step++ {
			count := make([]int, n)
			for i := range 16 {
				count[processor(i*step, n)]++
			}
			for cpu, c := range count {
				if c < 16/n-2 || c > 16/n+2 {
					t.Errorf("%d processors, every round of %d: %d has %d of 16", n, step, cpu, c)
				}
			}
		}
	}
}
