package lanes_test

import (
	"testing"

	"lanes/bench/suite"
)

// Benchmark runs the benchmarks of package bench from the root. Typed there,
// `go test -bench ./bench` takes its argument for a pattern: any benchmark at
// the top, "bench" in a name below it.
func Benchmark(b *testing.B) {
	for _, name := range suite.Names() {
		b.Run("bench="+name, func(b *testing.B) { suite.Run(b, name) })
	}
}
