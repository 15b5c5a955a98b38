//go:build !purego

package kernels

import (
	"io/fs"
	"os"
	"strconv"
	"strings"

	"github.com/klauspost/cpuid/v2"
)

// l2Size finds the second cache, in bytes; not above 0 where it is not known.
func l2Size() int {
	if l2 := l2Share(os.DirFS("/sys/devices/system/cpu/cpu0/cache")); l2 > 0 {
		return l2
	}
	return cpuid.CPU.Cache.L2 // of macOS
}

// l2Share reads how many bytes of the second cache a core has, what several cores
// have in common being divided among them, from Linux's description of one core's
// caches; 0 where there is none.
func l2Share(caches fs.FS) int {
	dirs, _ := fs.Glob(caches, "index*")
	for _, dir := range dirs {
		read := func(name string) string {
			text, _ := fs.ReadFile(caches, dir+"/"+name)
			return strings.TrimSpace(string(text))
		}
		if read("level") != "2" || read("type") == "Instruction" {
			continue
		}
		size, err := strconv.Atoi(strings.TrimSuffix(read("size"), "K"))
		if err != nil {
			return 0
		}
		return size << 10 / max(1, countList(read("shared_cpu_list")))
	}
	return 0
}

// countList counts the numbers in a list such as "0-3,8".
func countList(list string) (n int) {
	for part := range strings.SplitSeq(list, ",") {
		first, last, found := strings.Cut(part, "-")
		a, err := strconv.Atoi(first)
		if err != nil {
			continue
		}
		b := a
		if found {
			if b, err = strconv.Atoi(last); err != nil {
				continue
			}
		}
		n += b - a + 1
	}
	return n
}
