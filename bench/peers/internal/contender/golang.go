package contender

import (
	"runtime"
	"runtime/debug"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"lanes/bench/peers/internal/check"
	"lanes/kernels"
)

// Sets returns the sets of lanes that a configuration compares, best first.
func Sets(isa string) []string {
	names := kernels.Names()
	if isa == AVX2 {
		names = slices.DeleteFunc(names, func(n string) bool { return n == "avx512" })
	}
	return names
}

// lanesEntries lists the sets, each through kernels.Use. With several threads the
// best set also runs with one worker, to show what the others are worth.
func lanesEntries(c Config) []Entry {
	var list []Entry
	for i, set := range Sets(c.ISA) {
		e := Entry{Name: "lanes-" + set, Class: Lanes, open: openLanes(set)}
		switch set {
		case "generic":
			e.MaxFlops = 2e10
		case "reference":
			e.MaxFlops = 5e6
		}
		list = append(list, e)
		if i == 0 && c.Threads > 1 {
			e.Name, e.Threads = e.Name+"-one", 1
			list = append(list, e)
		}
	}
	return list
}

// plainEntries lists what Go offers without lanes.
func plainEntries() []Entry {
	return []Entry{
		{Name: "gonum", Class: Plain, MaxFlops: 2e10, open: func(c Config) (Contender, error) {
			if c.Threads == 1 {
				runtime.GOMAXPROCS(1) // blas32 shares work among as many goroutines
			}
			return goCode{Info{Version: moduleVersion("gonum.org/v1/gonum")}, gonum}, nil
		}},
		{Name: "naive", Class: Plain, MaxFlops: 3e9, Threads: 1, open: func(Config) (Contender, error) {
			return goCode{Info{Version: runtime.Version(), Arch: "loops i, k, j"}, naive}, nil
		}},
	}
}

// goCode is a contender that is a Go function.
type goCode struct {
	info Info
	mul  func(o *check.Operands)
}

func (g goCode) Info() Info { return g.info }

func (g goCode) Prepare(o *check.Operands) (func(n int), error) {
	return func(n int) {
		for range n {
			g.mul(o)
		}
	}, nil
}

func openLanes(set string) func(Config) (Contender, error) {
	return func(c Config) (Contender, error) {
		if err := kernels.Use(set); err != nil {
			return nil, err
		}
		kernels.SetWorkers(c.Threads)
		return goCode{Info{Version: "this tree", Arch: kernels.Active()}, func(o *check.Operands) {
			s := &o.Shape
			kernels.Sgemm(kernels.Transpose(s.TransA), kernels.Transpose(s.TransB), s.M, s.N, s.K,
				1, o.A, s.LDA, o.B, s.LDB, 0, o.C, s.LDC)
		}}, nil
	}
}

func gonum(o *check.Operands) {
	s := &o.Shape
	blas32.Implementation().Sgemm(transposed(s.TransA, blas.NoTrans, blas.Trans), transposed(s.TransB, blas.NoTrans, blas.Trans),
		s.M, s.N, s.K, 1, o.A, s.LDA, o.B, s.LDB, 0, o.C, s.LDC)
}

// naive is the product as one first writes it, with the loops in the order that
// suits row-major matrices: a row of C gathers multiples of the rows of B.
func naive(o *check.Operands) {
	s := &o.Shape
	ra, ca := s.LDA, 1
	if s.TransA {
		ra, ca = 1, s.LDA
	}
	for i := range s.M {
		row := o.C[i*s.LDC : i*s.LDC+s.N]
		clear(row)
		for l := range s.K {
			x := o.A[i*ra+l*ca]
			if s.TransB {
				for j := range row {
					row[j] += x * o.B[j*s.LDB+l]
				}
				continue
			}
			for j, y := range o.B[l*s.LDB : l*s.LDB+s.N] {
				row[j] += x * y
			}
		}
	}
}

// moduleVersion returns the version of a module in this binary.
func moduleVersion(path string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == path {
				return m.Version
			}
		}
	}
	return ""
}
