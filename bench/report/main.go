// Report measures every usable kernel set and the plain loops in one run and
// prints the figures as Markdown tables, or with -json one object a line.
//
//	go run ./bench/report             print the tables
//	go run ./bench/report -w FILE     and put them where FILE has their place
//	go run ./bench/report -squares    squares of 8 to 1024 in place of the usual shapes
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/klauspost/cpuid/v2"

	"lanes/bench"
	"lanes/kernels"
)

const command = "go run ./bench/report"

func main() {
	write := flag.String("w", "", "put the tables into this `file` too")
	asJSON := flag.Bool("json", false, "one JSON object a line")
	squares := flag.Bool("squares", false, "squares of 8 to 1024 in place of the usual shapes")
	rounds := flag.Int("rounds", 9, "measure each contender so `many` times")
	stretch := flag.Duration("d", 20*time.Millisecond, "length of one measurement")
	flag.Parse()
	if err := run(*write, *asJSON, *squares, &meter{rounds: *rounds, stretch: *stretch}); err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(1)
	}
}

func run(write string, asJSON, squares bool, m *meter) error {
	if flag.NArg() > 0 || m.rounds < 1 || m.stretch <= 0 {
		return fmt.Errorf("no arguments, at least one round and a length above 0 are wanted")
	}
	if write != "" && (asJSON || squares) {
		return fmt.Errorf("-w takes the tables of the usual shapes: neither -json nor -squares goes with it")
	}
	kernels.SetWorkers(1)
	m.peaks()
	m.products(squares)
	if !squares {
		m.operations()
	}
	if asJSON {
		enc := json.NewEncoder(os.Stdout)
		for _, r := range m.results {
			if err := enc.Encode(r); err != nil {
				return err
			}
		}
		return nil
	}
	text := m.markdown()
	fmt.Print(text)
	if write != "" {
		return bench.Publish(write, command, text)
	}
	return nil
}

// machine names what the figures hold for.
func machine() string {
	cpu := cpuid.CPU
	return fmt.Sprintf("%s (family %d, model %d), %s/%s, %s, one core", cpu.BrandName, cpu.Family, cpu.Model,
		runtime.GOOS, runtime.GOARCH, runtime.Version())
}
