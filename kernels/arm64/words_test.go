package arm64_test

import (
	"debug/elf"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// sources returns the assembly files of the package by name.
func sources(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, pattern := range []string{"*.s", "*.h"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = string(text)
		}
	}
	if len(files) == 0 {
		t.Fatal("no assembly files")
	}
	return files
}

var wordLine = regexp.MustCompile(`(?m)^#define ([A-Z0-9_]+) \\\n\tWORD \$0x([0-9a-f]{8}) // (.*)$`)

// TestWords assembles the comment beside every word anew and compares.
func TestWords(t *testing.T) {
	var text strings.Builder
	var words []uint32
	var names []string
	for name, source := range sources(t) {
		found := wordLine.FindAllStringSubmatch(source, -1)
		if n := strings.Count(source, "WORD"); n != len(found) {
			t.Errorf("%s: %d words, of which %d are alone in a macro with their instruction beside them", name, n, len(found))
		}
		for _, m := range found {
			w, err := strconv.ParseUint(m[2], 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			words, names = append(words, uint32(w)), append(names, name+": "+m[1])
			text.WriteString(m[3] + "\n")
		}
	}
	code := assemble(t, text.String())
	if len(code) != len(words) {
		t.Fatalf("%d instructions, want %d", len(code), len(words))
	}
	instructions := strings.Split(text.String(), "\n")
	for i, w := range words {
		if code[i] != w {
			t.Errorf("%s: word is %#08x, want %#08x, %s: run go generate", names[i], w, code[i], instructions[i])
		}
	}
}

// assemble returns the words of a text in the syntax of GNU as. It skips the test
// where there is no such assembler for AArch64.
func assemble(t *testing.T, text string) []uint32 {
	t.Helper()
	as := "aarch64-linux-gnu-as"
	if runtime.GOOS == "linux" && runtime.GOARCH == "arm64" {
		if _, err := exec.LookPath(as); err != nil {
			as = "as"
		}
	}
	if _, err := exec.LookPath(as); err != nil {
		t.Skipf("words NOT checked: no %s (Debian: binutils-aarch64-linux-gnu)", as)
	}
	obj := filepath.Join(t.TempDir(), "words.o")
	cmd := exec.Command(as, "-o", obj, "-")
	cmd.Stdin = strings.NewReader(text)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", as, err, out)
	}
	f, err := elf.Open(obj)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	code, err := f.Section(".text").Data()
	if err != nil {
		t.Fatal(err)
	}
	words := make([]uint32, len(code)/4)
	for i := range words {
		words[i] = binary.LittleEndian.Uint32(code[4*i:])
	}
	return words
}

var comment = regexp.MustCompile(`//.*`)

// TestRegisters: the platform's register, the assembler's, g, the frame pointer and
// the link register belong to others.
func TestRegisters(t *testing.T) {
	taken := regexp.MustCompile(`\b(R18|R18_PLATFORM|R27|R28|g|R29|R30|LR)\b`)
	for name, source := range sources(t) {
		for i, line := range strings.Split(source, "\n") {
			if r := taken.FindString(comment.ReplaceAllString(line, "")); r != "" {
				t.Errorf("%s:%d: uses %s", name, i+1, r)
			}
		}
	}
}

// TestMacros: every macro is used, so that no word outlives its use.
func TestMacros(t *testing.T) {
	var all strings.Builder
	for _, source := range sources(t) {
		all.WriteString(comment.ReplaceAllString(source, ""))
	}
	uses := map[string]int{}
	for _, word := range regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`).FindAllString(all.String(), -1) {
		uses[word]++
	}
	for _, m := range regexp.MustCompile(`#define ([A-Za-z0-9_]+)`).FindAllStringSubmatch(all.String(), -1) {
		if uses[m[1]] < 2 {
			t.Errorf("macro %s is not used", m[1])
		}
	}
}
