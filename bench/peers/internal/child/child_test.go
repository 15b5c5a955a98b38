package child

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"lanes/bench/peers/internal/check"
	"lanes/bench/peers/internal/contender"
	"lanes/bench/peers/internal/shape"
)

// fake multiplies by plain loops; at 3×3 it offers nothing, at 5×5 it is wrong.
type fake struct{}

func (fake) Info() contender.Info { return contender.Info{Version: "fake 1", Arch: "none"} }

func (fake) Prepare(o *check.Operands) (func(n int), error) {
	s := o.Shape
	if s.M == 3 {
		return nil, fmt.Errorf("%w: three", contender.ErrShape)
	}
	return func(n int) {
		for range n {
			for i := range s.M {
				for j := range s.N {
					sum := float32(0)
					for l := range s.K {
						sum += o.A[i*s.LDA+l] * o.B[l*s.LDB+j]
					}
					o.C[i*s.LDC+j] = sum
				}
			}
			if s.M == 5 {
				o.C[7] = 0.25
			}
			if s.M == 6 {
				panic("six")
			}
		}
	}, nil
}

// talk returns a function that asks a child in this process.
func talk(t *testing.T, name string) func(Request) Reply {
	t.Helper()
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- Serve(name, inR, outW, func(string, contender.Config) (contender.Contender, error) {
			if name == "absent" {
				return nil, errors.New("not installed")
			}
			return fake{}, nil
		})
	}()
	t.Cleanup(func() {
		inW.Close()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	replies := json.NewDecoder(outR)
	return func(q Request) (r Reply) {
		t.Helper()
		if err := json.NewEncoder(inW).Encode(q); err != nil {
			t.Fatal(err)
		}
		if err := replies.Decode(&r); err != nil {
			t.Fatal(err)
		}
		return r
	}
}

func square(n int) shape.Shape {
	return shape.Shape{Name: "test", M: n, N: n, K: n, LDA: n, LDB: n, LDC: n + 1}
}

func TestServe(t *testing.T) {
	ask := talk(t, "fake")
	if r := ask(Request{Op: Prepare, Shape: square(4)}); r.Error == "" {
		t.Error("prepared before it was opened")
	}
	if r := ask(Request{Op: Open, Config: contender.Config{Threads: 1, ISA: contender.Native}}); r.Error != "" || r.Info.Version != "fake 1" {
		t.Errorf("open: %+v", r)
	}
	if r := ask(Request{Op: Time, Calls: 1}); r.Error == "" {
		t.Error("timed before it was prepared")
	}
	r := ask(Request{Op: Prepare, Shape: square(4), Nanos: 50e3})
	if r.Error != "" || r.Calls < 2 || r.Nanos <= 0 || r.Worst > 8 {
		t.Errorf("prepare: %+v", r)
	}
	if r := ask(Request{Op: Time, Calls: r.Calls}); r.Error != "" || r.Nanos <= 0 {
		t.Errorf("time: %+v", r)
	}
	if r := ask(Request{Op: Prepare, Shape: square(3)}); r.Error != "" || !strings.Contains(r.Skip, "three") {
		t.Errorf("a product that is not offered: %+v", r)
	}
	if r := ask(Request{Op: Prepare, Shape: square(5)}); !r.Wrong || r.Error == "" {
		t.Errorf("a wrong product: %+v", r)
	}
	if r := ask(Request{Op: Time, Calls: 1}); r.Error == "" {
		t.Error("a wrong product was timed")
	}
	if r := ask(Request{Op: Prepare, Shape: square(6)}); r.Error != "six" {
		t.Errorf("a panic: %+v", r)
	}
	if r := ask(Request{Op: Peak, Nanos: 1e5}); r.Error == "" {
		t.Error("a contender measured the peak")
	}
}

// TestSettle: a child of several threads works for a while before it is timed, one of one
// thread does not.
func TestSettle(t *testing.T) {
	for threads := 1; threads <= 2; threads++ {
		ask := talk(t, "fake")
		ask(Request{Op: Open, Config: contender.Config{Threads: threads, ISA: contender.Native}})
		ask(Request{Op: Prepare, Shape: square(4), Nanos: 1e3})
		least := time.Hour
		for range 5 {
			start := time.Now()
			if r := ask(Request{Op: Time, Calls: 1}); r.Error != "" || r.Nanos <= 0 {
				t.Fatalf("%d threads: %+v", threads, r)
			}
			least = min(least, time.Since(start))
		}
		if settled := least >= Settle; settled != (threads > 1) {
			t.Errorf("%d threads: an answer after %v", threads, least)
		}
	}
}

func TestAbsent(t *testing.T) {
	if r := talk(t, "absent")(Request{Op: Open}); r.Error != "not installed" {
		t.Errorf("open: %+v", r)
	}
}

func TestMeter(t *testing.T) {
	ask := talk(t, Meter)
	if r := ask(Request{Op: Open, Config: contender.Config{Threads: 2, ISA: contender.Native}}); r.Error != "" {
		t.Fatalf("open: %+v", r)
	}
	if r := ask(Request{Op: Peak, Nanos: 1e5}); r.Error != "" || r.Rate <= 0 {
		t.Errorf("peak: %+v", r)
	}
	for _, bytes := range []int{0, 1000, 1 << 20} {
		if r := ask(Request{Op: Read, Bytes: bytes}); r.Error != "" || r.Rate <= 0 {
			t.Errorf("read %d: %+v", bytes, r)
		}
	}
}

func TestMemory(t *testing.T) {
	var m *memory
	for _, n := range []int{10, 1 << 20, 1 << 24, 10} {
		var err error
		if m, err = m.resize(n, 3, n); err != nil {
			t.Fatal(err)
		}
		a, b, c := m.split(n, 3, n)
		if len(a) != n || len(b) != 3 || len(c) != n {
			t.Fatalf("lengths %d %d %d", len(a), len(b), len(c))
		}
		a[n-1], b[2], c[n-1] = 1, 2, 3
		if a[n-1] != 1 || b[2] != 2 || c[n-1] != 3 {
			t.Error("matrices overlap")
		}
	}
}
