// Instructions counts what one call of Sgemm executes, for five shapes, with
// valgrind's callgrind: a figure that noise cannot blur, so that a small loss shows.
// It builds itself, runs under valgrind, which knows AVX2 and no more, and compares
// with the counts that are kept in avx2.txt beside its source. For linux/amd64, at the
// root of the tree.
//
//	go run ./bench/instructions           count, and print the changes
//	go run ./bench/instructions -check    and fail if a shape takes over 2 % more
//	go run ./bench/instructions -w        and keep the new counts, when a change is meant
//
// A count is not a time: prefetches, cache misses and cheaper instructions do not show.
// The CPU that valgrind plays has a second cache of 256 KB, whatever that of the
// machine, so that blocks of B are narrower than elsewhere.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"

	"lanes/kernels"
)

const (
	command = "go run ./bench/instructions"
	file    = "bench/instructions/avx2.txt"
	set     = "avx2"
)

// A shape is a product C = op(A)·op(B), and how many calls of it a run counts.
type shape struct {
	m, n, k        int
	transA, transB kernels.Transpose
	calls          int
}

// shapes each go another way through Sgemm: small, in place; B packed by transposing;
// B packed by rows; few columns, computed as the transpose; few rows.
var shapes = []shape{
	{8, 8, 8, kernels.NoTrans, kernels.NoTrans, 1000},
	{64, 64, 64, kernels.NoTrans, kernels.Trans, 20},
	{100, 512, 784, kernels.NoTrans, kernels.NoTrans, 1},
	{784, 10, 100, kernels.Trans, kernels.NoTrans, 20},
	{1, 512, 784, kernels.NoTrans, kernels.NoTrans, 20},
}

func (s shape) String() string {
	letter := map[kernels.Transpose]string{kernels.NoTrans: "N", kernels.Trans: "T"}
	return fmt.Sprintf("m=%d/n=%d/k=%d/%s%s", s.m, s.n, s.k, letter[s.transA], letter[s.transB])
}

func main() {
	var err error
	if len(os.Args) > 1 && os.Args[1] == childArg {
		err = child(os.Args[2:])
	} else {
		check := flag.Bool("check", false, "fail if a shape takes over 2 % more instructions than "+file+" says")
		write := flag.Bool("w", false, "write the counts to "+file)
		flag.Parse()
		err = run(*check, *write)
		if *check && errors.Is(err, errUnable) && os.Getenv("CI") != "true" {
			fmt.Fprintf(os.Stderr, "instructions: %v; nothing is checked\n", err)
			return
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "instructions:", err)
		os.Exit(1)
	}
}

func run(check, write bool) error {
	if flag.NArg() > 0 || check && write {
		return errors.New("no arguments are wanted, and not both of -check and -w")
	}
	if at := runtime.GOOS + "/" + runtime.GOARCH; at != "linux/amd64" {
		return fmt.Errorf("instructions are counted on linux/amd64, not on %s", at)
	}
	kept, err := read(file)
	if err != nil {
		return err
	}
	now, err := count()
	if err != nil {
		return err
	}
	fmt.Print(table(kept, now))
	switch {
	case check:
		return hold(kept, now)
	case write:
		return os.WriteFile(file, []byte(now.String()), 0o644)
	}
	return nil
}

// childArg as the first argument makes the program the one that valgrind runs: alone
// it says what built it and which sets can be used; with the index of a shape and a
// number of calls, it makes them.
const childArg = "child"

func child(args []string) error {
	if len(args) == 0 {
		fmt.Println(runtime.Version(), kernels.Names())
		return nil
	}
	var i, calls int
	if _, err := fmt.Sscan(strings.Join(args, " "), &i, &calls); err != nil {
		return err
	}
	s := shapes[i]
	lda, ldb := s.k, s.n
	if s.transA {
		lda = s.m
	}
	if s.transB {
		ldb = s.k
	}
	a, b, c := make([]float32, s.m*s.k), make([]float32, s.k*s.n), make([]float32, s.m*s.n)
	f := func() { kernels.Sgemm(s.transA, s.transB, s.m, s.n, s.k, 1, a, lda, b, ldb, 0, c, s.n) }
	kernels.SetWorkers(1)
	f() // allocates the workspace and grows the stack
	repeat(f, calls)
	return nil
}

// repeat is what callgrind collects: it has to be a function that the linker knows.
//
//go:noinline
func repeat(f func(), calls int) {
	for range calls {
		f()
	}
}
