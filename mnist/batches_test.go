package mnist

import (
	"slices"
	"testing"

	"lanes/tensor"
)

// numbered returns n images of 2×3 whose first pixel is their index.
func numbered(n int) *Dataset {
	d := &Dataset{Name: "numbered", Rows: 2, Cols: 3, Classes: Classes, Images: make([]uint8, 6*n), Labels: make([]uint8, n)}
	for i := range n {
		d.Images[6*i], d.Images[6*i+5] = uint8(i), 255
		d.Labels[i] = uint8(i % Classes)
	}
	return d
}

// epoch returns the sizes of the batches of one epoch and its order.
func epoch(t *testing.T, b *Batches) (sizes, order []int) {
	t.Helper()
	var x tensor.Tensor
	labels := make([]uint8, 0, b.opt.Size)
	for {
		labels = b.Next(&x, labels)
		if len(labels) == 0 {
			return sizes, order
		}
		sizes = append(sizes, len(labels))
		if !slices.Equal(x.Shape, []int{len(labels), 6}) {
			t.Fatalf("shape %v for %d labels", x.Shape, len(labels))
		}
		for i, l := range labels {
			row := x.Data[6*i : 6*i+6]
			k := int(row[0]*255 + 0.5)
			if row[5] != 1 || row[1] != 0 || int(l) != k%Classes {
				t.Fatalf("image %d: %v with label %d", k, row, l)
			}
			order = append(order, k)
		}
	}
}

func TestBatches(t *testing.T) {
	all := make([]int, 25)
	for i := range all {
		all[i] = i
	}
	b := NewBatches(numbered(25), BatchOptions{Size: 10, Seed: 3})
	if b.Len() != 25 {
		t.Errorf("Len %d, want 25", b.Len())
	}
	sizes, first := epoch(t, b)
	_, second := epoch(t, b)
	if !slices.Equal(sizes, []int{10, 10, 5}) {
		t.Errorf("sizes %v", sizes)
	}
	if slices.Equal(first, second) || slices.Equal(first, all) {
		t.Errorf("not shuffled anew: %v, %v", first, second)
	}
	for _, order := range [][]int{first, second} {
		if sorted := slices.Sorted(slices.Values(order)); !slices.Equal(sorted, all) {
			t.Errorf("not a permutation: %v", order)
		}
	}
	// The order is part of what a seed promises, on every platform.
	want := []int{14, 10, 6, 19, 4, 13, 22, 0, 8, 2, 9, 24, 1, 5, 17, 20, 18, 11, 16, 23, 12, 15, 3, 21, 7}
	if !slices.Equal(first, want) {
		t.Errorf("order %v, want %v", first, want)
	}
	_, other := epoch(t, NewBatches(numbered(25), BatchOptions{Size: 10, Seed: 4}))
	if slices.Equal(first, other) {
		t.Error("seeds 3 and 4 give one order")
	}
}

func TestBatchesSequential(t *testing.T) {
	b := NewBatches(numbered(25), BatchOptions{Size: 7, Sequential: true})
	for range 2 {
		sizes, order := epoch(t, b)
		if !slices.Equal(sizes, []int{7, 7, 7, 4}) || !slices.IsSorted(order) || len(order) != 25 {
			t.Errorf("sizes %v, order %v", sizes, order)
		}
	}
}

func TestBatchesDropLast(t *testing.T) {
	b := NewBatches(numbered(25), BatchOptions{Size: 7, DropLast: true})
	if sizes, _ := epoch(t, b); !slices.Equal(sizes, []int{7, 7, 7}) || b.Len() != 21 {
		t.Errorf("sizes %v, Len %d", sizes, b.Len())
	}
	b = NewBatches(numbered(5), BatchOptions{Size: 7, DropLast: true})
	if sizes, _ := epoch(t, b); sizes != nil || b.Len() != 0 {
		t.Errorf("sizes %v, Len %d", sizes, b.Len())
	}
}

// The end of an epoch leaves x alone, and short label slices grow.
func TestBatchesEnd(t *testing.T) {
	b := NewBatches(numbered(4), BatchOptions{Size: 4})
	var x tensor.Tensor
	if labels := b.Next(&x, nil); len(labels) != 4 {
		t.Fatalf("%d labels, want 4", len(labels))
	}
	before := slices.Clone(x.Data)
	if labels := b.Next(&x, nil); len(labels) != 0 || !slices.Equal(x.Data, before) {
		t.Error("the end of an epoch is not empty or touches x")
	}
	empty := NewBatches(numbered(0), BatchOptions{Size: 4})
	if labels := empty.Next(&x, nil); len(labels) != 0 {
		t.Error("labels from an empty data set")
	}
}

func TestBatchesAllocs(t *testing.T) {
	d := &Dataset{Rows: 28, Cols: 28, Images: make([]uint8, 784*50), Labels: make([]uint8, 50)}
	for _, sequential := range []bool{false, true} {
		b := NewBatches(d, BatchOptions{Size: 20, Sequential: sequential})
		x := tensor.New(20, 784)
		labels := make([]uint8, 20)
		// Four calls are an epoch: 20, 20, 10 and the end.
		if n := testing.AllocsPerRun(40, func() { labels = b.Next(x, labels) }); n != 0 {
			t.Errorf("sequential %v: %v allocations a call", sequential, n)
		}
	}
}

func TestOneHot(t *testing.T) {
	x := tensor.New(7)
	for i := range x.Data {
		x.Data[i] = 9
	}
	OneHot(x, []uint8{2, 0}, 3)
	if !slices.Equal(x.Shape, []int{2, 3}) || !slices.Equal(x.Data, []float32{0, 0, 1, 1, 0, 0}) {
		t.Errorf("%v %v", x.Shape, x.Data)
	}
	labels := []uint8{1, 2, 0}
	if n := testing.AllocsPerRun(10, func() { OneHot(x, labels[:2], 3) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	mustPanic(t, "label 3 of 3", func() { OneHot(x, []uint8{3}, 3) })
}

func mustPanic(t *testing.T, what string, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s: no panic", what)
		}
	}()
	f()
}

func TestPanics(t *testing.T) {
	mustPanic(t, "batch of 0", func() { NewBatches(numbered(3), BatchOptions{}) })
	mustPanic(t, "pixels missing", func() {
		NewBatches(&Dataset{Rows: 2, Cols: 2, Labels: make([]uint8, 3)}, BatchOptions{Size: 1})
	})
	mustPanic(t, "hold-out too large", func() { numbered(3).Split(4) })
	mustPanic(t, "hold-out negative", func() { numbered(3).Split(-1) })
	mustPanic(t, "negative count", func() { Synthetic(-1, 0) })
}

func TestSplit(t *testing.T) {
	d := numbered(20)
	rest, held := d.Split(6)
	if rest.Len() != 14 || held.Len() != 6 || held.Image(0)[0] != 14 || held.Labels[0] != 4 || held.Rows != 2 {
		t.Errorf("%d and %d images, first held %v", rest.Len(), held.Len(), held.Image(0))
	}
}

func TestNewDataset(t *testing.T) {
	if d, err := NewDataset("x", make([]uint8, 12), []uint8{1, 9}, 2, 3); err != nil || d.Len() != 2 || d.Classes != 10 {
		t.Errorf("%v, %v", d, err)
	}
	for _, c := range []struct {
		pixels     int
		labels     []uint8
		rows, cols int
		want       string
	}{
		{18, []uint8{1, 2}, 2, 3, "mnist: data set x: 3 images but 2 labels"},
		{13, []uint8{1, 2}, 2, 3, "mnist: data set x: 13 pixels are no whole images of 2×3"},
		{12, []uint8{1, 2}, 0, 3, "mnist: data set x: 12 pixels are no whole images of 0×3"},
		{12, []uint8{1, 12}, 2, 3, "mnist: data set x: label 12 at index 1, want at most 9"},
	} {
		if _, err := NewDataset("x", make([]uint8, c.pixels), c.labels, c.rows, c.cols); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}
