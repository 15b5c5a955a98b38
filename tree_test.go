package lanes_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestTree holds the sources to CONTRIBUTING.md: sizes, names, imports.
func TestTree(t *testing.T) {
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if file != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || isModule(file)) {
				return filepath.SkipDir
			}
			return nil
		}
		file = filepath.ToSlash(file)
		switch path.Ext(file) {
		case ".go":
			checkGo(t, file)
		case ".s", ".h":
			checkAssembly(t, file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// isModule reports whether a directory is a module of its own.
func isModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

func checkAssembly(t *testing.T, file string) {
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(source, []byte("\n")); n > 250 {
		t.Errorf("%s has %d lines, at most 250", file, n)
	}
	// A file without this would be assembled for every platform.
	if name := strings.TrimSuffix(file, path.Ext(file)); !strings.HasSuffix(name, "_"+path.Base(path.Dir(file))) {
		t.Errorf("%s: its name does not end in its architecture, the directory's name", file)
	}
	if path.Ext(file) == ".s" && !bytes.HasPrefix(source, []byte("//go:build !purego\n")) {
		t.Errorf("%s does not begin with //go:build !purego", file)
	}
	if bytes.Contains(source, []byte("$0x00000000")) {
		t.Errorf("%s has words that asm2plan9s has not filled in", file)
	}
}

func checkGo(t *testing.T, file string) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	line := func(p token.Pos) int { return fset.Position(p).Line }
	if n := line(f.FileEnd) - 1; n > 300 {
		t.Errorf("%s has %d lines, at most 300", file, n)
	}
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			if n := line(fn.End()) - line(fn.Pos()) + 1; n > 60 {
				t.Errorf("%s: %s has %d lines, at most 60", file, fn.Name.Name, n)
			}
		}
	}
	for _, spec := range f.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if why := refuse(file, name); why != "" {
			t.Errorf("%s imports %s: %s", file, name, why)
		}
	}
}

// siblings meet in programs and tests only; mnist may use other libraries, the
// core may not.
var (
	siblings = []string{"layers", "loss", "sgd", "mnist", "safetensors"}
	core     = []string{"kernels", "tensor", "layers", "loss", "sgd", "safetensors"}
	allowed  = []string{"github.com/klauspost/cpuid/v2", "golang.org/x/sys/"}
)

// refuse says why a file may not import a package; "" if it may.
func refuse(file, name string) string {
	dir := path.Dir(file)
	top, _, _ := strings.Cut(dir, "/")
	isTest := strings.HasSuffix(file, "_test.go")
	own := strings.TrimPrefix(name, "lanes/")
	switch {
	case name == "C":
		return "there is no cgo here"
	case name == "unsafe" && top != "kernels":
		return "only kernels may"
	case name == "testing" && !isTest && dir != "bench/suite":
		return "only tests and their helpers may"
	case (own == "kernels/amd64" || own == "kernels/arm64") && dir != "kernels":
		return "only kernels chooses among instruction sets"
	case isTest:
		return ""
	case slices.Contains(core, top) && strings.Contains(strings.Split(name, "/")[0], ".") && !hasPrefix(allowed, name):
		return "the core needs the standard library, cpuid and x/sys alone"
	case top == "kernels" && own != name && !strings.HasPrefix(own, "kernels/"):
		return "kernels is below everything else"
	case top == "tensor" && own != name && own != "kernels":
		return "tensor is built on kernels alone"
	case slices.Contains(siblings, top) && own != name && own != "tensor" && own != "kernels" && !strings.HasPrefix(own, "internal/"):
		return "packages beside one another meet only in programs and tests"
	}
	return ""
}

func hasPrefix(prefixes []string, s string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
