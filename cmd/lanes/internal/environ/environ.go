// Package environ keeps the environment's choice of kernels from package kernels
// while it is initialised, where a choice that cannot be met panics: right for a
// library, but a command answers with one line.
//
// It works because Go initialises, of the packages whose imports are initialised,
// the one with the first import path: this one comes before lanes/kernels, as
// lanes/cmd/... sorts before it and nothing of this module is imported here. A
// test of the command runs the built program to see that it stays so.
package environ

import "os"

// Names are the variables that are kept back.
var Names = []string{"LANES_KERNEL", "LANES_PRECISION"}

var kept = map[string]string{}

func init() {
	for _, name := range Names {
		if value, ok := os.LookupEnv(name); ok {
			kept[name] = value
			os.Unsetenv(name)
		}
	}
}

// Restore puts the variables back, for main and for the processes it starts.
func Restore() {
	for name, value := range kept {
		os.Setenv(name, value)
	}
}
