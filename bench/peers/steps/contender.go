package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	"github.com/klauspost/cpuid/v2"

	"lanes/bench/peers/internal/spawn"
)

//go:embed step.py
var script string

// A column is what the table shows side by side; the best contender of a
// column stands for it.
type column int

const (
	lanesColumn column = iota
	numpyColumn
	torchColumn
	handColumn
)

// A contender is one way to do the tasks, in a child process.
type contender struct {
	name   string
	column column
	engine string // of step.py; "" is lanes
	env    []string
	about  about
	p      *spawn.Process
}

// Where Debian keeps a BLAS that is not the chosen one, and what install.sh builds.
const (
	libs      = "/usr/lib/x86_64-linux-gnu/"
	openMP    = libs + "openblas-openmp"
	mkl       = libs + "libmkl_rt.so"
	intelPath = "/usr/local/lib/libmkl_intel_path.so"
)

// contenders lists all ways. PyTorch is linked with OpenMP: beside OpenBLAS's own
// threads two pools would spin against each other, so it takes the OpenBLAS that
// shares OpenMP's, and MKL. MKL has slower code for processors that are not
// Intel's, and is told that this one is.
func contenders(threads int) []*contender {
	n := strconv.Itoa(threads)
	layer := "GNU"
	if threads == 1 {
		layer = "SEQUENTIAL"
	}
	counts := []string{"OMP_NUM_THREADS=" + n, "OPENBLAS_NUM_THREADS=" + n, "MKL_NUM_THREADS=" + n}
	onMKL := append([]string{"MKL_THREADING_LAYER=" + layer, "MKL_INTERFACE_LAYER=LP64", "LD_PRELOAD=" + mkl}, counts...)
	if cpuid.CPU.VendorID != cpuid.Intel && exists(intelPath) {
		onMKL[2] += ":" + intelPath
	}
	if threads > 1 {
		onMKL[2] += ":libgomp.so.1" // its layer for GNU's OpenMP does not ask for that itself
	}
	onOpenMP := append([]string{"LD_LIBRARY_PATH=" + openMP}, counts...)
	list := []*contender{{name: "lanes", column: lanesColumn}, {name: "numpy", column: numpyColumn, engine: "numpy", env: counts}}
	add := func(name string, c column, engine string) {
		list = append(list, &contender{name: name, column: c, engine: engine, env: onOpenMP})
		if exists(mkl) {
			list = append(list, &contender{name: name + "-mkl", column: c, engine: engine, env: onMKL})
		}
	}
	if exists(mkl) {
		list = append(list, &contender{name: "numpy-mkl", column: numpyColumn, engine: "numpy", env: onMKL})
	}
	add("torch", torchColumn, "autograd")
	add("torch-hand", handColumn, "hand")
	return list
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// findPython returns the first usual interpreter that can import NumPy.
func findPython() (string, error) {
	for _, name := range []string{"python3", "/usr/bin/python3", "python"} {
		if exec.Command(name, "-c", "import numpy").Run() == nil {
			return name, nil
		}
	}
	return "", errors.New("no Python with NumPy; bench/peers/install.sh installs one, and PyTorch")
}

// open starts the child of a contender and tells it where the data is.
func (c *contender) open(o *options, first opening) error {
	command := []string{o.python, "-c", script}
	if c.engine == "" {
		self, err := os.Executable()
		if err != nil {
			return err
		}
		command = []string{self, "-child"}
	}
	p, err := spawn.Start(context.Background(), c.name, command, c.env)
	if err != nil {
		return err
	}
	first.Engine = c.engine
	if err := p.Ask(first, &c.about); err != nil {
		return err
	}
	c.p = p
	return nil
}

// run has the child repeat a task.
func (c *contender) run(t task, warm, steps int) (a answer, err error) {
	if err = c.p.Ask(request{t, warm, steps}, &a); err == nil && len(a.Values) == 0 {
		err = fmt.Errorf("%s: %s gave no values", c.name, t.Mode)
	}
	return a, err
}
