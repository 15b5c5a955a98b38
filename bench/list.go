package bench

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"lanes/kernels"
)

// A Case is one benchmark of the list: something that the engine does, at one
// size. What a call amounts to is counted by its definition, so that the counts
// are the same for whatever does it: an operation is an addition, subtraction,
// multiplication, division or comparison (a fused multiply-add is two), and
// bytes are those of every operand, once for reading and once for writing.
type Case struct {
	Name   string // of the routine, such as Sgemm
	Params string // its size as key=value, such as m=8/n=8/k=8

	Flops    float64 // operations of a call, 0: not counted; so below
	Bytes    float64 // the least that a call reads and writes
	Elements float64 // results of a call, of routines that go by elements
	Samples  int     // images of a call, of training and prediction

	// Prepare makes the inputs, seeded, and returns how to run on them.
	Prepare func() Subject
}

// A Subject is the ways to run a Case on inputs that are there.
type Subject struct {
	// Engine returns a call that works with the named set once that is in use.
	Engine func(set string) func()
	Plain  []Contender // what one writes without a library
}

// Cases lists all benchmarks: products, rows and vectors, training, prediction.
func Cases() []Case {
	return slices.Concat(sgemmCases(), rowCases(), vectorCases(), trainCases())
}

// A Rate is a figure of a call under the unit it has in benchmark results.
type Rate struct {
	Value float64
	Unit  string
}

// Rates returns what a call of so many seconds comes to.
func (c *Case) Rates(seconds float64) (rs []Rate) {
	if c.Flops > 0 {
		rs = append(rs, Rate{c.Flops / seconds * 1e-9, "GFLOP/s"})
	}
	if c.Bytes > 0 {
		rs = append(rs, Rate{c.Bytes / seconds * 1e-6, "MB/s"})
	}
	if c.Elements > 0 {
		rs = append(rs, Rate{c.Elements / seconds * 1e-9, "elements/ns"})
	}
	if c.Samples > 0 {
		rs = append(rs, Rate{float64(c.Samples) / seconds, "samples/s"})
	}
	return rs
}

// A call that takes longer than about a second is left out: the reference does some
// 0.2 GFLOP/s, the plain loops half of one to four, products of 1024³ included.
const (
	maxReference = 1 << 26
	maxPlain     = 1 << 31
)

// Runs reports whether a call by the named set, or by plain loops, is short
// enough to be measured again and again.
func (c *Case) Runs(contender string) bool {
	switch {
	case contender == "reference":
		return c.Flops <= maxReference
	case slices.Contains(kernels.Names(), contender):
		return true
	}
	return c.Flops <= maxPlain
}

// Title is the name that a benchmark of this case has with a contender.
func (c *Case) Title(contender string) string {
	return c.Name + "/kernel=" + contender + "/" + c.Params
}

// Squares are the sizes n of the products n × n × n.
var Squares = []int{8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024}

// The products of MNIST's networks on a batch of 100, forward and the gradient
// of the weights, and a long thin one.
var shapes = [][3]int{
	{100, 10, 784}, {784, 10, 100}, {100, 128, 784}, {784, 128, 100}, {64, 64, 4096},
}

func sgemmCases() (cases []Case) {
	for _, n := range Squares {
		cases = append(cases, Product(n, n, n))
	}
	for _, s := range shapes {
		cases = append(cases, Product(s[0], s[1], s[2]))
	}
	return cases
}

// Product is C = A·B for A m×k and B k×n.
func Product(m, n, k int) Case {
	return Case{
		Name: "Sgemm", Params: fmt.Sprintf("m=%d/n=%d/k=%d", m, n, k),
		Flops: 2 * float64(m) * float64(n) * float64(k),
		Bytes: 4 * float64(m*k+k*n+m*n),
		Prepare: func() (s Subject) {
			rng := source()
			a, b, c := Random(rng, m*k), Random(rng, k*n), make([]float32, m*n)
			for _, naive := range Naives() {
				s.Plain = append(s.Plain, Contender{Name: naive.Name, Run: func() { naive.MatMul(m, n, k, a, b, c) }})
			}
			s.Engine = func(string) func() {
				return func() { kernels.Sgemm(kernels.NoTrans, kernels.NoTrans, m, n, k, 1, a, k, b, n, 0, c, n) }
			}
			return s
		},
	}
}

func source() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }
