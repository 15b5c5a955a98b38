// Package machine says what measured figures hold for: the CPU, its caches and
// clock, the system, the build, and whether an emulator stands between.
package machine

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/klauspost/cpuid/v2"
)

// A Machine is described as far as it lets itself be asked: empty words and
// numbers of at most 0 are not known.
type Machine struct {
	CPU      string
	Threads  int     // that may run at once
	Clock    float64 // MHz, the highest that the system names
	Caches   [3]int  // bytes of the first data cache, the second and the third
	Emulated string  // by what, "" if by nothing that shows
	Commit   string  // of the program, with +changes if the tree was changed
}

// Describe asks the system.
func Describe() Machine {
	info, _ := os.ReadFile("/proc/cpuinfo")
	m := Machine{CPU: strings.TrimSpace(cpuid.CPU.BrandName), Threads: runtime.NumCPU(), Commit: commit()}
	cache := cpuid.CPU.Cache
	m.Caches = [3]int{cache.L1D, cache.L2, cache.L3}
	m.Emulated = emulator(string(info))
	if m.Emulated != "" {
		return m.withoutHost()
	}
	for i, size := range cacheSizes() {
		if m.Caches[i] <= 0 {
			m.Caches[i] = size
		}
	}
	if m.CPU == "" {
		m.CPU = field(string(info), "model name")
	}
	m.Clock = clock(string(info))
	return m
}

// withoutHost leaves out what the emulator's own machine says of itself.
func (m Machine) withoutHost() Machine {
	m.CPU = "emulated " + runtime.GOARCH
	m.Caches, m.Clock = [3]int{}, 0
	return m
}

// emulator names the emulator that the program runs in. The kernel calls a
// thread after the file that it was told to run, which is the emulator's, and
// QEMU lets it say so; a /proc/cpuinfo in the terms of another architecture is
// the host's; TCG is QEMU's emulation of whole machines and VirtualApple the x86
// of Rosetta.
func emulator(info string) string {
	if comm, err := os.ReadFile("/proc/self/comm"); err == nil {
		name := strings.TrimSpace(string(comm))
		if strings.HasPrefix(name, "qemu-") && !strings.HasPrefix(filepath.Base(os.Args[0]), "qemu-") {
			return name
		}
	}
	isX86 := runtime.GOARCH == "amd64" || runtime.GOARCH == "386"
	if runtime.GOOS == "linux" && !isX86 && field(info, "vendor_id") != "" && field(info, "cpuid level") != "" {
		return "an x86 host"
	}
	switch {
	case strings.HasPrefix(cpuid.CPU.HypervisorVendorString, "TCG"):
		return "QEMU TCG"
	case strings.Contains(cpuid.CPU.BrandName, "VirtualApple"):
		return "Rosetta"
	case strings.Contains(cpuid.CPU.BrandName, "QEMU"):
		return "QEMU"
	}
	return ""
}

// field returns the first value that a text like /proc/cpuinfo has for a key.
func field(info, key string) string {
	for line := range strings.Lines(info) {
		if k, v, found := strings.Cut(line, ":"); found && strings.TrimSpace(k) == key {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

// clock returns MHz: the limit that Linux knows, else that of the CPU's own
// description, else what runs now.
func clock(info string) float64 {
	if b, err := os.ReadFile("/sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq"); err == nil {
		if kHz, err := strconv.ParseFloat(strings.TrimSpace(string(b)), 64); err == nil {
			return kHz / 1000
		}
	}
	if hz := max(cpuid.CPU.BoostFreq, cpuid.CPU.Hz); hz > 0 {
		return float64(hz) / 1e6
	}
	mhz, _ := strconv.ParseFloat(field(info, "cpu MHz"), 64) // 0 where it says nothing
	return mhz
}

// cacheSizes reads Linux's description of the first core's caches.
func cacheSizes() (sizes [3]int) {
	dirs, _ := filepath.Glob("/sys/devices/system/cpu/cpu0/cache/index*") // the pattern is well-formed
	for _, dir := range dirs {
		read := func(name string) string {
			b, _ := os.ReadFile(filepath.Join(dir, name))
			return strings.TrimSpace(string(b))
		}
		level, _ := strconv.Atoi(read("level"))
		kib, _ := strconv.Atoi(strings.TrimSuffix(read("size"), "K"))
		if level >= 1 && level <= 3 && read("type") != "Instruction" {
			sizes[level-1] = kib << 10
		}
	}
	return sizes
}

// Bytes formats the size of a cache.
func Bytes(n int) string {
	switch {
	case n <= 0:
		return "unknown"
	case n >= 1<<20:
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d KiB", n>>10)
}
