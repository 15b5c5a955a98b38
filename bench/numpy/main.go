// Numpy compares training steps with the same steps in NumPy: softmax regression
// 784-10 on batches of 100 digits, mean cross-entropy, gradient descent with
// rate 0.01, the same images, order and first weights on both sides. NumPy runs
// in a child process, and the two take turns. First both train the same 20
// steps, and their losses must agree.
//
// "step" repeats the arithmetic on one batch; "loop" also draws each batch from
// the shuffled images, which NumPy keeps as float32 and mnist.Batches as bytes.
//
//	go run ./bench/numpy          print a table
//	go run ./bench/numpy -w FILE  and put it where FILE has its place
//	go run ./bench/numpy -json    print one object a line instead
//
// It needs a Python with NumPy, on Debian the packages python3-numpy and
// libopenblas0-pthread, and says which BLAS that NumPy has loaded.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/klauspost/cpuid/v2"

	"lanes/bench"
)

const command = "go run ./bench/numpy"

type options struct {
	python, write string
	json          bool
	rounds, steps int
}

func main() {
	var o options
	flag.StringVar(&o.python, "python", "", "the Python `interpreter` (the first of python3 and /usr/bin/python3 that has NumPy)")
	flag.StringVar(&o.write, "w", "", "put the table into this `file` too")
	flag.BoolVar(&o.json, "json", false, "one JSON object a line")
	flag.IntVar(&o.rounds, "rounds", 11, "let both sides run so `many` times")
	flag.IntVar(&o.steps, "steps", 500, "steps in a round, at most an epoch")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "numpy:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	if flag.NArg() > 0 || o.rounds < 1 || o.steps < 1 {
		return fmt.Errorf("no arguments, at least one round and one step are wanted")
	}
	if o.python == "" {
		var err error
		if o.python, err = findPython(); err != nil {
			return err
		}
	}
	work, err := newTask()
	if err != nil {
		return err
	}
	var results []result
	for _, threads := range threadCounts() {
		rs, err := compare(o, work, threads)
		if err != nil {
			return err
		}
		results = append(results, rs...)
	}
	if blas := results[0].BLAS; !strings.Contains(blas, "openblas") {
		fmt.Fprintf(os.Stderr, "numpy: this NumPy runs on %s, not on OpenBLAS\n", blas)
	}
	if o.json {
		enc := json.NewEncoder(os.Stdout)
		for _, r := range results {
			if err := enc.Encode(r); err != nil {
				return err
			}
		}
		return nil
	}
	text := table(results)
	fmt.Print(text)
	if o.write != "" {
		return bench.Publish(o.write, command, text)
	}
	return nil
}

// threadCounts returns 1 and, if there are more, the number of processors.
func threadCounts() []int {
	if n := runtime.GOMAXPROCS(0); n > 1 {
		return []int{1, n}
	}
	return []int{1}
}

func table(rs []result) string {
	var out strings.Builder
	r := rs[0]
	fmt.Fprintf(&out, "%s, %s; lanes on %s, NumPy %s on %s; %s; medians of %d interleaved rounds of %d steps.\n\n",
		cpuid.CPU.BrandName, runtime.Version(), r.Kernel, r.NumPy, r.BLAS, r.Data, r.Rounds, r.Steps)
	out.WriteString("| threads | | lanes, steps/s | NumPy, steps/s | lanes / NumPy | loss differs by at most |\n")
	out.WriteString("|--:|---|--:|--:|--:|--:|\n")
	for _, r := range rs {
		fmt.Fprintf(&out, "| %d | %s | %.0f | %.0f | %.2f (%.2f to %.2f) | %.1e |\n",
			r.Threads, r.Mode, r.Lanes, r.NumPySteps, r.Ratio, r.LowRatio, r.HighRatio, r.Difference)
	}
	return out.String()
}
