package shape

import "testing"

func TestAll(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range All() {
		if seen[s.Name] {
			t.Errorf("%s: listed twice", s.Name)
		}
		seen[s.Name] = true
		_, ca := s.StoredA()
		_, cb := s.StoredB()
		if s.M < 1 || s.N < 1 || s.K < 1 || s.LDA < ca || s.LDB < cb || s.LDC < s.N {
			t.Errorf("%s: bad sizes %+v", s.Name, s)
		}
		if len(s.Groups) == 0 || s.Name[:len(s.Groups[0])+1] != s.Groups[0]+"/" {
			t.Errorf("%s: groups %v", s.Name, s.Groups)
		}
	}
}

func TestSelect(t *testing.T) {
	for _, c := range []struct {
		text  string
		count int
		first string
	}{
		{"squares", 27, "squares/4"},
		{"small", 11, "squares/4"},
		{"transposes", 12, "squares/64"},
		{"training", 108, "training/784-10/forward/1"},
		{"conv,skinny", 12, "conv/first/forward"},
		{"vectors", 6, "vectors/row"},
		{"^squares/(256|512) ", 2, "squares/256"},
		{"^[^ ]* 784,10,100 TN", 1, "training/784-10/weights/100"},
		{"^[^ ]* 100,784,10 NT", 1, "training/784-10/inputs/100"},
	} {
		got, err := Select(All(), c.text)
		if err != nil || len(got) != c.count || got[0].Name != c.first {
			t.Errorf("Select(%q) = %d shapes, first %v, %v; want %d, %s", c.text, len(got), got, err, c.count, c.first)
		}
	}
	if got, err := Select(All(), ""); err != nil || len(got) != len(All()) {
		t.Errorf("Select of nothing = %d shapes, %v; want all", len(got), err)
	}
	for _, text := range []string{"nosuchgroup", "squares,nosuch", "("} {
		if _, err := Select(All(), text); err == nil {
			t.Errorf("Select(%q) found something", text)
		}
	}
}

func TestSize(t *testing.T) {
	s := dense("x/1", "TN", 2, 3, 4, "x")
	if got := s.Size(); got != "2,3,4 TN" || s.LDA != 2 || s.LDB != 3 {
		t.Errorf("Size = %q, lda %d, ldb %d", got, s.LDA, s.LDB)
	}
	s.LDA, s.LDB, s.LDC = 8, 8, 8
	if got := s.Size(); got != "2,3,4 TN ld 8,8,8" {
		t.Errorf("Size = %q", got)
	}
	if s.Flops() != 48 || s.Bytes() != 4*(8+12+6) {
		t.Errorf("Flops %v, Bytes %v", s.Flops(), s.Bytes())
	}
}
