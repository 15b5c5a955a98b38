package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestTotal(t *testing.T) {
	const profile = "# callgrind format\nversion: 1\npositions: line\nevents: Ir\nsummary: 12\n\nfn=(1) main.repeat\n0 12\n\ntotals: 640350\n"
	if n, err := total(profile); n != 640350 || err != nil {
		t.Errorf("total %d, error %v, want 640350", n, err)
	}
	for _, bad := range []string{"", "events: Ir\n", strings.Replace(profile, "Ir", "Ir Dr", 1)} {
		if n, err := total(bad); err == nil {
			t.Errorf("%q: total %d, want an error", bad, n)
		}
	}
}

func TestPerCall(t *testing.T) {
	s := shape{m: 8, n: 8, k: 8, calls: 100}
	for _, c := range []struct {
		once, twice, want int64 // 0: an error
	}{
		{100_314, 200_614, 1003},
		{100_000, 200_499, 1004},
		{100_000, 200_501, 0}, // they differ by more than 0.5 %
		{100_000, 199_000, 0},
		{0, 0, 0},
	} {
		n, err := perCall(s, [2]int64{c.once, c.twice})
		if n != c.want || err == nil != (c.want > 0) {
			t.Errorf("%d and %d: %d a call, error %v, want %d", c.once, c.twice, n, err, c.want)
		}
	}
}

func TestRecord(t *testing.T) {
	r := record{"go1.26.0 valgrind-3.19.0", []entry{{"m=8/n=8/k=8/NN", 1003}, {"m=1/n=2/k=3/TN", 17}}}
	got, err := parse(r.String())
	if err != nil || got.tools != r.tools || !slices.Equal(got.counts, r.counts) {
		t.Errorf("%v becomes %v, error %v", r, got, err)
	}
	for _, bad := range []string{"m=8/n=8/k=8/NN\n", "m=8/n=8/k=8/NN many\n", "m=8/n=8/k=8/NN 0\n"} {
		if _, err := parse(bad); err == nil || !strings.Contains(err.Error(), strings.TrimSpace(bad)) {
			t.Errorf("%q: error %v", bad, err)
		}
	}
}

// TestKept: the file has the shapes that are counted, and no other.
func TestKept(t *testing.T) {
	text, err := os.ReadFile("avx2.txt")
	if err != nil {
		t.Fatal(err)
	}
	r, err := parse(string(text))
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, e := range r.counts {
		got = append(got, e.shape)
	}
	for _, s := range shapes {
		want = append(want, s.String())
	}
	if !slices.Equal(got, want) || r.tools == "" || r.String() != string(text) {
		t.Errorf("avx2.txt has %q, want %q, as %s -w writes it:\n%s", got, want, command, text)
	}
}

func TestHold(t *testing.T) {
	kept := record{"go1.26.0 valgrind-3.19.0", []entry{{"a", 1000}, {"b", 5000}}}
	for _, c := range []struct {
		now  []entry
		want string // of the error, "" if there is none
		says string // of the table
	}{
		{[]entry{{"a", 1000}, {"b", 5000}}, "", "+0.00 %"},
		{[]entry{{"a", 1020}, {"b", 4900}}, "", "+2.00 %"},
		{[]entry{{"a", 1021}, {"b", 5000}}, "a takes 2.10 % more", "+2.10 %"},
		{[]entry{{"a", 1000}, {"b", 4899}}, "", "fewer instructions: " + command + " -w"},
		{[]entry{{"a", 1000}, {"c", 5000}}, "c is not in " + file, "5000"},
	} {
		now := record{kept.tools, c.now}
		if text := table(kept, now); !strings.Contains(text, c.says) || strings.Contains(text, "fewer") != strings.Contains(c.says, "fewer") || strings.Contains(text, "part of") {
			t.Errorf("%v: table lacks %q, or says too much:\n%s", c.now, c.says, text)
		}
		err := hold(kept, now)
		if err == nil != (c.want == "") || err != nil && (!strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "-w")) {
			t.Errorf("%v: error %v, want %q", c.now, err, c.want)
		}
	}
	if text := table(kept, record{"go1.27.0 valgrind-3.19.0", kept.counts}); !strings.Contains(text, "now it is go1.27.0") {
		t.Errorf("table does not tell of another compiler:\n%s", text)
	}
}
