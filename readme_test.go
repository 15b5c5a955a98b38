package lanes_test

import (
	"os"
	"strings"
	"testing"
)

// TestReadmeExample: the program in the README is the tested Example, with its
// imports and another name.
func TestReadmeExample(t *testing.T) {
	example := read(t, "example_test.go")
	_, program, _ := strings.Cut(read(t, "README.md"), "```go\n")
	program, _, found := strings.Cut(program, "```")
	if !found {
		t.Fatal("README.md has no Go program")
	}
	got := strings.NewReplacer("package main", "package lanes_test", "func main()", "func Example()").Replace(program)
	want, output, _ := strings.Cut(example, "\t// Output: ")
	if got != want+"}\n" {
		t.Errorf("README.md has\n%s\nexample_test.go\n%s", got, want+"}\n")
	}
	output, _, _ = strings.Cut(output, "\n")
	if !strings.Contains(read(t, "README.md"), output) {
		t.Errorf("README.md does not show the output %q", output)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(b), "\r\n", "\n")
}
