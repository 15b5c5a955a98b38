package amd64_test

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

var (
	wordsLine = regexp.MustCompile(`(?m)^#define ([A-Z0-9_]+) \\\n\t((?:LONG|WORD|BYTE) .*) // (.*)$`)
	number    = regexp.MustCompile(`(LONG|WORD|BYTE) \$0x([0-9a-f]+)`)
)

// TestWords assembles the comment beside every word anew and compares.
func TestWords(t *testing.T) {
	if _, err := exec.LookPath("as"); err != nil || runtime.GOOS+runtime.GOARCH != "linuxamd64" {
		t.Skip("words NOT checked: no GNU as for x86-64 (Debian: binutils)")
	}
	const most = 16 // bytes of an instruction
	text := ".intel_syntax noprefix\n"
	var want [][]byte
	var names []string
	files, err := filepath.Glob("*_words_amd64.h")
	if err != nil || len(files) == 0 {
		t.Fatalf("files of words: %d, %v", len(files), err)
	}
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found := wordsLine.FindAllStringSubmatch(string(source), -1)
		if n := strings.Count(string(source), "#define"); n != len(found) {
			t.Errorf("%s: %d macros, of which %d are words alone with their instruction beside them", name, n, len(found))
		}
		for _, m := range found {
			want, names = append(want, code(t, m[2])), append(names, name+": "+m[1]+": "+m[3])
			text += fmt.Sprintf(".org %d\n%s\n", most*(len(want)-1), m[3])
		}
	}
	got := assemble(t, text)
	for i, w := range want {
		if g := got[most*i:]; !bytes.HasPrefix(g, w) || len(g) > len(w) && len(g) >= most && bytes.Trim(g[len(w):most], "\x00") != nil {
			t.Errorf("%s: words are %x, want %x: run go generate", names[i], w, g[:min(most, len(g))])
		}
	}
}

// code returns the bytes of a line of LONG, WORD and BYTE.
func code(t *testing.T, line string) (b []byte) {
	t.Helper()
	for _, m := range number.FindAllStringSubmatch(line, -1) {
		v, err := strconv.ParseUint(m[2], 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		size := map[string]int{"LONG": 4, "WORD": 2, "BYTE": 1}[m[1]]
		b = append(b, binary.LittleEndian.AppendUint32(nil, uint32(v))[:size]...)
	}
	return b
}

// assemble returns the bytes of a text in the syntax of GNU as.
func assemble(t *testing.T, text string) []byte {
	t.Helper()
	obj := filepath.Join(t.TempDir(), "words.o")
	cmd := exec.Command("as", "-o", obj, "-")
	cmd.Stdin = strings.NewReader(text)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("as: %v\n%s", err, out)
	}
	f, err := elf.Open(obj)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := f.Section(".text").Data()
	if err != nil {
		t.Fatal(err)
	}
	return data
}
