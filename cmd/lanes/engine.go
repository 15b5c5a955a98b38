package main

import (
	"flag"
	"strings"

	"lanes/kernels"
)

// engine holds the flags that say how the kernels run.
type engine struct {
	kernel, precision string // "": as the environment says, or the best
	workers           int    // 0: all processors
}

// maxWorkers keeps a slip of the finger from starting a million goroutines.
const maxWorkers = 1024

var precisions = []kernels.Precision{kernels.Exact, kernels.F32, kernels.BF16x3, kernels.BF16}

func (e *engine) flags(fs *flag.FlagSet) {
	e.setFlags(fs)
	fs.Var(whole{&e.workers, 1, maxWorkers}, "workers", "goroutines a product may use, `N` (default: one a processor)")
}

// setKernel is the flag for the set alone.
func (e *engine) setKernel(fs *flag.FlagSet) {
	sets := kernels.Names()
	fs.Var(choice{&e.kernel, sets}, "kernel", "`SET` of kernels: "+strings.Join(sets, ", ")+" (default: "+kernels.Active()+")")
}

// setFlags are the flags without that for the workers.
func (e *engine) setFlags(fs *flag.FlagSet) {
	e.setKernel(fs)
	names := make([]string, len(precisions))
	for i, p := range precisions {
		names[i] = p.String()
	}
	fs.Var(choice{&e.precision, names}, "precision", "`FLOOR` for the accuracy of products: "+strings.Join(names, ", ")+
		" (default: "+kernels.CurrentPrecision().String()+")")
}

// apply makes the flags hold for the process.
func (e *engine) apply() error {
	if e.kernel != "" {
		if err := kernels.Use(e.kernel); err != nil {
			return usageError{err}
		}
	}
	if e.precision != "" {
		p, err := kernels.PrecisionByName(e.precision)
		if err != nil {
			return usageError{err}
		}
		kernels.SetPrecision(p)
	}
	kernels.SetWorkers(e.workers)
	return nil
}

// restoreEngine returns a function that undoes what apply does later.
func restoreEngine() func() {
	set, precision := kernels.Active(), kernels.CurrentPrecision()
	return func() {
		if err := kernels.Use(set); err != nil {
			panic("lanes: " + err.Error()) // it was in use
		}
		kernels.SetPrecision(precision)
		kernels.SetWorkers(0)
	}
}

// engineInfo is what an event of JSON says of the engine.
type engineInfo struct {
	Kernel    string `json:"kernel"`
	Precision string `json:"precision"`
	Workers   int    `json:"workers"`
}

func currentEngine() engineInfo {
	return engineInfo{kernels.Active(), kernels.CurrentPrecision().String(), kernels.Workers()}
}
