package tensor

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"lanes/internal/racing"
	"lanes/kernels"
)

func panics(t *testing.T, want string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if got := recover(); got != want {
			t.Errorf("panic %v, want %q", got, want)
		}
	}()
	f()
}

func TestShape(t *testing.T) {
	for _, c := range []struct {
		shape           []int
		len, rows, cols int
	}{
		{nil, 1, 1, 1},
		{[]int{7}, 7, 7, 1},
		{[]int{2, 3}, 6, 2, 3},
		{[]int{2, 3, 4}, 24, 2, 12},
		{[]int{0, 5}, 0, 0, 5},
		{[]int{5, 0}, 0, 5, 0},
	} {
		x := New(c.shape...)
		if x.Len() != c.len || x.Rows() != c.rows || x.Cols() != c.cols {
			t.Errorf("%v: Len %d Rows %d Cols %d, want %d %d %d",
				c.shape, x.Len(), x.Rows(), x.Cols(), c.len, c.rows, c.cols)
		}
		if !x.SameShape(New(c.shape...)) {
			t.Errorf("%v: not the same shape as itself", c.shape)
		}
	}
	if New(2, 3).SameShape(New(3, 2)) || New(6).SameShape(New(6, 1)) {
		t.Error("SameShape holds for different shapes")
	}
}

func TestShapePanics(t *testing.T) {
	panics(t, "tensor: shape [2 -3]", func() { New(2, -3) })
	panics(t, fmt.Sprintf("tensor: shape [%d 2]", math.MaxInt), func() { New(math.MaxInt, 2) })
	panics(t, "tensor: FromSlice of 5 elements as [2 3]", func() { FromSlice(make([]float32, 5), 2, 3) })
	panics(t, "tensor: shape [-1]", func() { new(Tensor).Resize(-1) })
}

func TestShapeIsCopied(t *testing.T) {
	shape := []int{2, 3}
	x, y := New(shape...), FromSlice(make([]float32, 6), shape...)
	shape[0] = 9
	if x.Shape[0] != 2 || y.Shape[0] != 2 {
		t.Error("a tensor keeps the caller's shape slice")
	}
}

func TestFromSliceShares(t *testing.T) {
	data := make([]float32, 6)
	x := FromSlice(data, 2, 3)
	x.Data[4] = 8
	if data[4] != 8 {
		t.Error("FromSlice copied its data")
	}
}

func TestResize(t *testing.T) {
	var x Tensor
	x.Resize(4, 5)
	first := &x.Data[0]
	x.Resize(2, 5)
	if x.Len() != 10 || x.Rows() != 2 || &x.Data[0] != first {
		t.Error("a smaller size does not keep the memory")
	}
	x.Resize(5, 4)
	if x.Len() != 20 || &x.Data[0] != first {
		t.Error("growing back to the capacity does not keep the memory")
	}
	if n := testing.AllocsPerRun(100, func() { x.Resize(3, 5); x.Resize(4, 5) }); n != 0 {
		t.Errorf("Resize within the capacity: %v allocations", n)
	}
	x.Resize(6, 4)
	if x.Len() != 24 || !slices.Equal(x.Shape, []int{6, 4}) {
		t.Errorf("after growing: %d elements, shape %v", x.Len(), x.Shape)
	}
}

func TestMatMul(t *testing.T) {
	const m, n, k = 3, 4, 5
	for _, transA := range []kernels.Transpose{kernels.NoTrans, kernels.Trans} {
		for _, transB := range []kernels.Transpose{kernels.NoTrans, kernels.Trans} {
			a, b := New(m, k), New(k, n)
			if transA {
				a = New(k, m)
			}
			if transB {
				b = New(n, k)
			}
			for i := range a.Data {
				a.Data[i] = float32(i%7) - 3
			}
			for i := range b.Data {
				b.Data[i] = float32(i%5) - 2
			}
			dst := New(m, n)
			dst.Data[0] = float32(math.NaN()) // must not be read
			MatMul(dst, a, b, transA, transB)
			for i := range m {
				for j := range n {
					var want float32 // small integers: every order of adding gives the same sum
					for l := range k {
						want += at(a, i, l, transA) * at(b, l, j, transB)
					}
					if got := dst.Data[i*n+j]; got != want {
						t.Errorf("transA %v transB %v: [%d %d] = %v, want %v", transA, transB, i, j, got, want)
					}
				}
			}
			if allocs := testing.AllocsPerRun(10, func() { MatMul(dst, a, b, transA, transB) }); allocs != 0 && !racing.Enabled() {
				t.Errorf("transA %v transB %v: %v allocations", transA, transB, allocs)
			}
		}
	}
}

func at(t *Tensor, i, j int, trans kernels.Transpose) float32 {
	if trans {
		i, j = j, i
	}
	return t.Data[i*t.Cols()+j]
}

func TestMatMulFlattens(t *testing.T) {
	a := FromSlice([]float32{1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2)
	b := FromSlice([]float32{1, 1, 1, 1}, 4, 1)
	dst := New(2, 1)
	MatMul(dst, a, b, kernels.NoTrans, kernels.NoTrans)
	if !slices.Equal(dst.Data, []float32{10, 26}) {
		t.Errorf("got %v, want [10 26]", dst.Data)
	}
}

func TestMatMulEmpty(t *testing.T) {
	dst := FromSlice([]float32{1, 2, 3, 4, 5, 6}, 2, 3)
	MatMul(dst, New(2, 0), New(0, 3), kernels.NoTrans, kernels.NoTrans)
	if !slices.Equal(dst.Data, make([]float32, 6)) {
		t.Errorf("inner dimension 0: %v, want zeros", dst.Data)
	}
	MatMul(New(0, 3), New(0, 2), New(2, 3), kernels.NoTrans, kernels.NoTrans)
	MatMul(New(2, 0), New(2, 2), New(2, 0), kernels.NoTrans, kernels.NoTrans)
}

func TestMatMulPanics(t *testing.T) {
	n, tr := kernels.NoTrans, kernels.Trans
	panics(t, "tensor: MatMul [2 3]·[4 5]", func() { MatMul(New(2, 5), New(2, 3), New(4, 5), n, n) })
	panics(t, "tensor: MatMul [2 3]ᵀ·[4 5]", func() { MatMul(New(3, 5), New(2, 3), New(4, 5), tr, n) })
	panics(t, "tensor: MatMul [2 3]·[4 5]ᵀ", func() { MatMul(New(2, 4), New(2, 3), New(4, 5), n, tr) })
	panics(t, "tensor: MatMul [2 3]·[3 5] into [2 4]", func() { MatMul(New(2, 4), New(2, 3), New(3, 5), n, n) })
	x := New(3, 3)
	panics(t, "tensor: MatMul [3 3]·[3 3] into one of its operands", func() { MatMul(x, New(3, 3), x, n, n) })
}

func TestNewParam(t *testing.T) {
	p := NewParam("a.weight", 2, 3)
	if p.Name != "a.weight" || !p.Value.SameShape(p.Grad) || p.Value.Len() != 6 {
		t.Errorf("got %+v", p)
	}
}
