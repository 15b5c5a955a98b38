package machine

import (
	"runtime"
	"testing"
)

func TestDescribe(t *testing.T) {
	m := Describe()
	if m.Threads != runtime.NumCPU() || m.Emulated == "" && runtime.GOOS == "linux" && runtime.GOARCH == "amd64" && m.Caches[0] <= 0 {
		t.Errorf("%+v", m)
	}
	if m.Emulated != "" && (m.Caches != [3]int{} || m.Clock != 0) {
		t.Errorf("the emulator's host shows: %+v", m)
	}
	t.Logf("%+v", m)
}

func TestField(t *testing.T) {
	const info = "processor\t: 0\nmodel name\t: A CPU @ 2: fast\ncpu MHz\t\t: 2595.1\n"
	if got := field(info, "model name"); got != "A CPU @ 2: fast" {
		t.Errorf("model name %q", got)
	}
	if field(info, "vendor_id") != "" || field("", "x") != "" {
		t.Error("a field that is not there")
	}
}

func TestBytes(t *testing.T) {
	for n, want := range map[int]string{-1: "unknown", 0: "unknown", 32 << 10: "32 KiB", 1 << 20: "1 MiB", 33 << 20: "33 MiB"} {
		if got := Bytes(n); got != want {
			t.Errorf("Bytes(%d) is %q, want %q", n, got, want)
		}
	}
}
