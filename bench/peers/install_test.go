package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestInstallOneDNN: install.sh takes the newest oneDNN there is, and goes on without any.
func TestInstallOneDNN(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip(err)
	}
	text, err := os.ReadFile("install.sh")
	if err != nil {
		t.Fatal(err)
	}
	var lines strings.Builder
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "onednn=") {
			lines.WriteString(line)
		}
	}
	for packages, want := range map[string]string{"libdnnl-dev libdnnl2 libdnnl3.10 libdnnl3.9": "libdnnl3.10", "libdnnl-dev": "libdnnl", "": "libdnnl"} {
		script := "set -euo pipefail\napt-cache() { printf '%s\\n' " + packages + "; }\n" + lines.String() + "echo \"$onednn\""
		got, err := exec.Command(bash, "-c", script).Output()
		if err != nil || strings.TrimSpace(string(got)) != want {
			t.Errorf("of %q: %q, %v, want %s", packages, got, err, want)
		}
	}
}
