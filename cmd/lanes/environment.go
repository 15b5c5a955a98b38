package main

import (
	"flag"
	"fmt"

	"lanes/kernels"
)

// environment puts in use what LANES_KERNEL and LANES_PRECISION ask for. What
// cannot be used is an error under the name of the flag that decides instead.
func (c *console) environment() map[string]error {
	failed := map[string]error{}
	if name := c.env("LANES_KERNEL"); name != "" {
		if err := kernels.Use(name); err != nil {
			failed["kernel"] = fmt.Errorf("LANES_KERNEL: %w", err)
		}
	}
	if name := c.env("LANES_PRECISION"); name != "" {
		if p, err := kernels.PrecisionByName(name); err != nil {
			failed["precision"] = fmt.Errorf("LANES_PRECISION: %w", err)
		} else {
			kernels.SetPrecision(p)
		}
	}
	return failed
}

// unmet returns the error for a command that has the flag in question and was not
// given it.
func unmet(failed map[string]error, fs *flag.FlagSet) error {
	for _, name := range []string{"kernel", "precision"} {
		if f := fs.Lookup(name); f != nil && f.Value.String() == "" && failed[name] != nil {
			return usageError{failed[name]}
		}
	}
	return nil
}
