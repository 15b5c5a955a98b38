package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"lanes/bench/accuracy"
)

// A result is a line of JSON, as lanes accuracy prints it too.
type result struct {
	Event     string  `json:"event"` // result
	Inputs    string  `json:"inputs"`
	K         int     `json:"k"`
	Precision string  `json:"precision"` // or the library
	Runs      string  `json:"runs"`
	Mean      float64 `json:"mean"`
	Max       float64 `json:"max"`
}

// recorded returns the columns of a file of lanes accuracy -json, one run or one for each
// kind of inputs, but for precisions that ran the exact method. The file may hold other
// lines, as an emulator prints.
func recorded(file string, seed uint64) (list []*column, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	exact, lanes := "", accuracy.Lanes()
	for line := range strings.Lines(string(text)) {
		var r struct {
			result
			Size int    `json:"size"`
			Seed uint64 `json:"seed"`
		}
		if !strings.HasPrefix(line, "{") {
			continue
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if r.Event == "done" {
			if r.Size != accuracy.Size || r.Seed != seed {
				return nil, fmt.Errorf("%s: size %d, seed %d: not the problems of this run", file, r.Size, r.Seed)
			}
			continue
		}
		at := slices.IndexFunc(lanes, func(c accuracy.Contender) bool { return c.Name == r.Precision })
		if at < 0 {
			return nil, fmt.Errorf("%s: precision %q", file, r.Precision)
		}
		if at == 0 {
			exact = r.Runs
		}
		if r.Runs == exact {
			continue
		}
		row := problem(r.Inputs, r.K)
		if row < 0 {
			return nil, fmt.Errorf("%s: unknown problem %s, k = %d", file, r.Inputs, r.K)
		}
		i := slices.IndexFunc(list, func(c *column) bool { return c.Name == r.Precision })
		if i < 0 {
			i, list = len(list), append(list, &column{Contender: accuracy.Contender{Name: r.Precision, Method: r.Runs, Bound: lanes[at].Bound},
				errors: slices.Repeat([]accuracy.Error{{Mean: -1}}, problems)})
		}
		list[i].errors[row] = accuracy.Error{Mean: r.Mean, Max: r.Max}
	}
	for _, c := range list {
		if row := slices.IndexFunc(c.errors, func(e accuracy.Error) bool { return e.Mean < 0 }); row >= 0 {
			return nil, fmt.Errorf("%s: no result of %s, %s", file, c.Name, accuracy.Inputs[row/len(accuracy.Depths)])
		}
	}
	return list, nil
}

var problems = len(accuracy.Inputs) * len(accuracy.Depths)

// problem returns the place of a problem in the order of accuracy.Measure, or −1.
func problem(inputs string, k int) int {
	i, j := slices.Index(accuracy.Inputs, inputs), slices.Index(accuracy.Depths, k)
	if i < 0 || j < 0 {
		return -1
	}
	return i*len(accuracy.Depths) + j
}
