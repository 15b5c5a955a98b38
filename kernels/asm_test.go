package kernels

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestAssembly checks what the assembler does not: after the upper halves of the
// registers were used, VZEROUPPER must come before each RET, with no label between, and
// an instruction in the legacy encoding must not be mixed in, or the thread is slowed
// down for long. R14, R15 and BP, which Go or its profilers hold, are left alone.
func TestAssembly(t *testing.T) {
	files, err := filepath.Glob("amd64/*")
	if err != nil || len(files) < 10 {
		t.Fatalf("files in amd64: %d, %v", len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range checkAssembly(name, string(text), os.ReadFile) {
			t.Error(fault)
		}
	}
}

var (
	header         = regexp.MustCompile(`(?m)^#include "(.*_amd64\.h)"$`)
	vectorRegister = regexp.MustCompile(`\b[XYZ]([12]?[0-9]|3[01])\b`)
	upperRegister  = regexp.MustCompile(`\b[YZ]([0-9]|1[0-5])\b`) // the others have no legacy encoding to be slowed down
	reserved       = regexp.MustCompile(`\b(R1[45]|BP)B?\b`)
	// Legacy mnemonics, also where a macro's argument hides the register.
	legacy = regexp.MustCompile(`^(MOV(S[SD]|[UA]P[SD]|[LH]P[SD]|HLPS|LHPS|OU|OA|NTO|MSKP[SD])|(ADD|SUB|MUL|DIV|MIN|MAX|SQRT|CMP|UNPCK[LH]|ANDN?|X?OR|SHUF)[SP][SD]|` +
		`CVT(T?S[SD]2S[ILQ]+|S[ILQ]+2S[SD]|S[SD]2S[SD]|T?P[SDL]2P[SDL])|U?COMIS[SD]|R(SQRT|CP)[SP]S|P(ADD|SUB|MUL|AND|OR|XOR|CMP|SHUF|S[LR][LA]|UNPCK|MIN|MAX|INS|EXTR|MOV|ALIGN|BLEND|MADD|ACK|AVG|ABS|SIGN|TEST)[A-Z]*)$`)
)

// checkAssembly returns what is wrong with one file of the directory amd64. include
// reads the headers it names.
func checkAssembly(name, text string, include func(string) ([]byte, error)) (faults []string) {
	base := filepath.Base(name)
	fault := func(format string, args ...any) {
		faults = append(faults, base+": "+fmt.Sprintf(format, args...))
	}
	ext := filepath.Ext(base)
	if base == "doc.go" || base == "words_test.go" || ext == ".sh" {
		return nil
	}
	if !strings.HasSuffix(strings.TrimSuffix(base, ext), "_amd64") {
		fault("the name must end in _amd64%s", ext)
	}
	if ext != ".h" && !strings.HasPrefix(text, "//go:build !purego\n") {
		fault("must start with //go:build !purego")
	}
	if lines := strings.Count(text, "\n"); ext == ".s" && lines > 250 {
		fault("%d lines, want at most 250", lines)
	}
	if ext != ".s" {
		return faults
	}
	for h := header.FindStringSubmatchIndex(text); h != nil; h = header.FindStringSubmatchIndex(text) {
		included, err := include(filepath.Join(filepath.Dir(name), text[h[2]:h[3]]))
		if err != nil {
			fault("%v", err)
		}
		text = text[:h[0]] + string(included) + text[h[1]:]
	}
	lines := expand(text)
	upper, function, before := usesUpper(lines), "", ""
	for _, line := range lines {
		op, args, _ := strings.Cut(line, " ")
		op, _, _ = strings.Cut(op, ".")
		switch {
		case op == "TEXT":
			function, before = args, ""
			continue
		case strings.HasSuffix(line, ":"):
			before = "a label" // control comes from elsewhere too
			continue
		case op == "DATA" || op == "GLOBL":
			continue
		case op == "RET" && upper[function] && before != "VZEROUPPER":
			fault("%s: RET after %s, not after VZEROUPPER", function, before)
		case legacy.MatchString(op), vectorRegister.MatchString(args) && op[0] != 'V' && op[0] != 'K':
			fault("%s: legacy encoding: %s", function, line)
		}
		if r := reserved.FindString(args); r != "" {
			fault("%s: %s is reserved: %s", function, r, line)
		}
		before = op
	}
	return faults
}

// usesUpper returns the functions that use the upper halves of registers anywhere: a RET
// may stand above what jumps to it.
func usesUpper(lines []string) map[string]bool {
	upper, function := map[string]bool{}, ""
	for _, line := range lines {
		if op, args, _ := strings.Cut(line, " "); op == "TEXT" {
			function = args
		} else if upperRegister.MatchString(args) {
			upper[function] = true
		}
	}
	return upper
}

// expand returns the lines of an assembly file without comments, macros expanded.
// Labels, TEXT and instructions stand each on a line of their own.
func expand(text string) (lines []string) {
	type macro struct{ params, body []string }
	macros := map[string]macro{}
	text = regexp.MustCompile(`//.*`).ReplaceAllString(text, "")
	text = strings.ReplaceAll(text, "\\\n", ";")
	define := regexp.MustCompile(`^#define\s+(\w+)(?:\(([^)]*)\))?(.*)$`)
	call := regexp.MustCompile(`^(\w+)(?:\((.*)\))?$`)
	label := regexp.MustCompile(`^(\w+:) ?(.*)$`)
	var emit func(line string)
	emit = func(line string) {
		line = strings.Join(strings.Fields(line), " ")
		if l := label.FindStringSubmatch(line); l != nil {
			lines, line = append(lines, l[1]), l[2]
		}
		c := call.FindStringSubmatch(line)
		if c == nil || macros[c[1]].body == nil {
			if line != "" {
				lines = append(lines, line)
			}
			return
		}
		m, args := macros[c[1]], splitArgs(c[2])
		for _, l := range m.body {
			for i, p := range m.params {
				if p != "" && i < len(args) {
					l = regexp.MustCompile(`\b`+p+`\b`).ReplaceAllLiteralString(l, args[i])
				}
			}
			emit(l)
		}
	}
	for _, line := range strings.Split(text, "\n") {
		if d := define.FindStringSubmatch(line); d != nil {
			macros[d[1]] = macro{splitArgs(d[2]), strings.Split(d[3], ";")}
		} else if !strings.HasPrefix(line, "#") {
			for _, l := range strings.Split(line, ";") {
				emit(l)
			}
		}
	}
	return lines
}

// splitArgs splits at the commas outside brackets.
func splitArgs(s string) (args []string) {
	depth, start := 0, 0
	for i, c := range s {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth == 0:
			args = append(args, strings.TrimSpace(s[start:i]))
			start = i + 1
		}
	}
	return append(args, strings.TrimSpace(s[start:]))
}

// TestAssemblyCheck proves that the check finds what it is for.
func TestAssemblyCheck(t *testing.T) {
	const tag = "//go:build !purego\n\n"
	good := tag + "#define ADD(x, y) \\\n\tVADDPS x, y, y\n\nTEXT ·F(SB), NOSPLIT, $0-8\n\tMOVQ p+0(FP), SI\n\tADD((SI), Y1) // comment: MOVSS X0\n\tVZEROUPPER\n\tRET\n"
	if faults := checkAssembly("f_amd64.s", good, nil); len(faults) != 0 {
		t.Errorf("good sample: %v", faults)
	}
	for _, c := range []struct{ what, name, text, want string }{
		{"name", "f.s", good, "must end in _amd64"},
		{"tag", "f_amd64.s", good[len(tag):], "must start with"},
		{"no VZEROUPPER", "f_amd64.s", strings.Replace(good, "\tVZEROUPPER\n", "", 1), "not after VZEROUPPER"},
		{"label", "f_amd64.s", strings.Replace(good, "\tRET", "done:\n\tRET", 1), "RET after a label"},
		{"label on the line", "f_amd64.s", strings.Replace(good, "\tRET", "done: RET", 1), "RET after a label"},
		{"from below", "f_amd64.s", tag + "TEXT ·F(SB), $0\n\tJMP add\nout:\n\tRET\nadd:\n\tVADDPS Y0, Y0, Y0\n\tJMP out\n", "RET after a label"},
		{"g", "f_amd64.s", strings.Replace(good, "SI", "R14", 1), "R14 is reserved"},
		{"address in the table", "f_amd64.s", strings.Replace(good, "(SI)", "(DI)(R15*4)", 1), "R15 is reserved"},
		{"frame pointer", "f_amd64.s", tag + "#define STEP(r) \\\n\tADDQ $4, r\nTEXT ·F(SB), $0\n\tSTEP(BP)\n\tRET\n", "BP is reserved"},
		{"second RET", "f_amd64.s", good + "\tRET\n", "RET after RET"},
		{"by a macro", "f_amd64.s", tag + "#define ADD(x) \\\n\tVADDPS x, x, x \\\n\tRET\n\nTEXT ·F(SB), $0\n\tADD(Z15)\n", "RET after VADDPS"},
		{"from a header", "f_amd64.s", tag + "#include \"g_amd64.h\"\nTEXT ·F(SB), $0\n\tSTEP\n\tRET\n", "RET after VADDPS"},
		{"legacy", "f_amd64.s", tag + "TEXT ·F(SB), $0\n\tMOVSS X0, ret+0(FP)\n\tRET\n", "legacy encoding: MOVSS"},
		{"legacy, argument", "f_amd64.s", tag + "#define L(x) \\\n\tMOVUPS (SI), x\nTEXT ·F(SB), $0\n\tL(X3)\n\tRET\n", "legacy encoding: MOVUPS"},
		{"legacy, no known name", "f_amd64.s", tag + "TEXT ·F(SB), $0\n\tAESENC X0, X1\n\tRET\n", "legacy encoding: AESENC"},
		{"legacy move", "f_amd64.s", tag + "TEXT ·F(SB), $0\n\tMOVQ X0, AX\n\tRET\n", "legacy encoding: MOVQ"},
		{"legacy conversion", "f_amd64.s", tag + "TEXT ·F(SB), $0\n\tCVTSQ2SS AX, X0\n\tRET\n", "legacy encoding: CVTSQ2SS"},
		{"long", "f_amd64.s", good + strings.Repeat("\n", 250), "want at most 250"},
	} {
		include := func(string) ([]byte, error) { return []byte("#define STEP \\\n\tVADDPS Y0, Y0, Y0\n"), nil }
		if got := strings.Join(checkAssembly(c.name, c.text, include), "\n"); !strings.Contains(got, c.want) {
			t.Errorf("%s: got %q, want %q in it", c.what, got, c.want)
		}
	}
}
