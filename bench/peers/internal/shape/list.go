package shape

import (
	"fmt"
	"slices"
)

var squares = []int{4, 5, 6, 8, 11, 12, 16, 17, 24, 31, 32, 33, 48, 64, 96, 100, 128, 192, 256,
	384, 512, 768, 1000, 1024, 1536, 2048, 4096}

// All returns the list of the comparison, in the order of measurement.
func All() []Shape {
	var list []Shape
	for _, n := range squares {
		s := dense(fmt.Sprintf("squares/%d", n), "NN", n, n, n, "squares")
		if n <= 32 {
			s.Groups = append(s.Groups, "small")
		}
		if slices.Contains(transposed, n) {
			s.Groups = append(s.Groups, "transposes")
		}
		list = append(list, s)
	}
	for _, n := range transposed {
		for _, op := range []string{"TN", "NT", "TT"} {
			list = append(list, dense(fmt.Sprintf("transposes/%s/%d", op, n), op, n, n, n, "transposes"))
		}
	}
	list = append(list, training()...)
	list = append(list, others()...)
	list = append(list, strides()...)
	return append(list, bf16()...)
}

// transposed are the squares that are measured in all four transpositions; NN is
// among the squares already.
var transposed = []int{64, 256, 1000}

// training returns the three products of each layer of the networks 784-10,
// 784-128-10 and 784-512-512-10, for six sizes of batch.
func training() []Shape {
	layers := [][2]int{{784, 10}, {784, 128}, {128, 10}, {784, 512}, {512, 512}, {512, 10}}
	var list []Shape
	for _, batch := range []int{1, 8, 32, 100, 128, 256} {
		for _, l := range layers {
			in, out := l[0], l[1]
			name := func(pass string) string { return fmt.Sprintf("training/%d-%d/%s/%d", in, out, pass, batch) }
			list = append(list,
				dense(name("forward"), "NN", batch, out, in, "training"),
				dense(name("weights"), "TN", in, out, batch, "training"),
				dense(name("inputs"), "NT", batch, in, out, "training"))
		}
	}
	return list
}

// others returns convolutions, skinny products and vectors. Those in which most
// of the time goes into reading a matrix once are also in the group memory.
func others() []Shape {
	list := []Shape{
		dense("conv/first/forward", "NN", 67600, 32, 9, "conv"),
		dense("conv/5x5/forward", "NN", 78400, 32, 25, "conv"),
		dense("conv/second/forward", "NN", 19600, 64, 800, "conv"),
		dense("conv/5x5/weights", "TN", 25, 32, 78400, "conv"),
		dense("conv/second/weights", "TN", 800, 64, 19600, "conv"),
		dense("conv/second/inputs", "NT", 19600, 800, 64, "conv"),

		dense("skinny/tall", "NN", 4096, 64, 64, "skinny"),
		dense("skinny/wide", "NN", 64, 4096, 64, "skinny"),
		dense("skinny/deep", "NN", 64, 64, 4096, "skinny"),
		dense("skinny/n4", "NN", 4096, 4, 4096, "skinny", "memory"),
		dense("skinny/m4", "NN", 4, 4096, 4096, "skinny", "memory"),
		dense("skinny/k8", "NN", 2000, 2000, 8, "skinny"),

		dense("vectors/row", "NN", 1, 1000, 1000, "vectors", "memory"),
		dense("vectors/row-transposed", "NT", 1, 1000, 1000, "vectors", "memory"),
		dense("vectors/column", "NN", 1000, 1, 1000, "vectors", "memory"),
		dense("vectors/784-10", "NN", 1, 10, 784, "vectors"),
		dense("vectors/784-128", "NN", 1, 128, 784, "vectors", "memory"),
		dense("vectors/3136-1024", "NN", 1, 1024, 3136, "vectors", "memory"),
	}
	return list
}

// strides returns products whose rows lie further apart than they are long: by a
// few elements (padded), or by a power of two, so that all rows of a tile fall
// into the same sets of a cache (aliasing).
func strides() []Shape {
	var list []Shape
	add := func(group, op string, m, n, k int, ld func(cols int) int, name string) {
		s := dense(group+"/"+name, op, m, n, k, group, "strides")
		s.LDA, s.LDB, s.LDC = ld(s.LDA), ld(s.LDB), ld(s.LDC)
		list = append(list, s)
	}
	for _, n := range []int{16, 64, 100, 256, 512, 1000} {
		add("padded", "NN", n, n, n, func(c int) int { return c + 3 }, fmt.Sprintf("%d+3", n))
	}
	for _, op := range []string{"TN", "NT"} {
		add("padded", op, 256, 256, 256, func(c int) int { return c + 16 }, "256+16/"+op)
	}
	add("padded", "NN", 100, 128, 784, func(c int) int { return c + 5 }, "100,128,784+5")
	for _, p := range [][2]int{{16, 1024}, {64, 1024}, {100, 1024}, {256, 1024}, {256, 4096}, {384, 4096},
		{512, 2048}, {1000, 1024}, {1000, 4096}} {
		add("aliasing", "NN", p[0], p[0], p[0], func(int) int { return p[1] }, fmt.Sprintf("%d@%d", p[0], p[1]))
	}
	for _, op := range []string{"TN", "NT"} {
		add("aliasing", op, 256, 256, 256, func(int) int { return 4096 }, "256@4096/"+op)
	}
	add("aliasing", "NN", 100, 128, 784, func(int) int { return 1024 }, "100,128,784@1024")
	return list
}

// bf16 returns products of bfloat16, squares and those of training.
func bf16() []Shape {
	var list []Shape
	for _, n := range []int{256, 384, 512, 768, 1024, 1536, 2048} {
		list = append(list, dense(fmt.Sprintf("bf16/%d", n), "NN", n, n, n, "bf16"))
	}
	list = append(list,
		dense("bf16/784-128/forward", "NN", 100, 128, 784, "bf16"),
		dense("bf16/784-512/forward", "NN", 100, 512, 784, "bf16"),
		dense("bf16/512-512/forward", "NN", 100, 512, 512, "bf16"),
		dense("bf16/784-512/weights", "TN", 784, 512, 100, "bf16"),
		dense("bf16/784-512/inputs", "NT", 100, 784, 512, "bf16"))
	for i := range list {
		list[i].BF16 = true
	}
	return list
}

// dense returns a shape whose rows follow one another without gaps.
func dense(name, op string, m, n, k int, groups ...string) Shape {
	s := Shape{Name: name, Groups: groups, M: m, N: n, K: k, TransA: op[0] == 'T', TransB: op[1] == 'T', LDC: n}
	_, s.LDA = s.StoredA()
	_, s.LDB = s.StoredB()
	return s
}
