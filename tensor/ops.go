package tensor

import (
	"fmt"

	"lanes/kernels"
)

// MatMul computes dst = op(a)·op(b), op(X) being X or Xᵀ, with the bits of kernels.Sgemm. Each tensor is read as a matrix of Rows by Cols.
// dst is overwritten without being read and must not share memory with a or b.
//
// It panics if the inner dimensions differ ("tensor: MatMul [2 3]·[4 5]"), if
// dst has the wrong size ("tensor: MatMul [2 3]·[3 5] into [2 4]") or if dst
// begins where a or b does.
func MatMul(dst, a, b *Tensor, transA, transB kernels.Transpose) {
	MatMulAt(kernels.CurrentPrecision(), dst, a, b, transA, transB)
}

// MatMulAt is MatMul with a floor of its own for the precision, as kernels.SgemmAt.
func MatMulAt(floor kernels.Precision, dst, a, b *Tensor, transA, transB kernels.Transpose) {
	m, k := dims(a, transA)
	inner, n := dims(b, transB)
	if k != inner {
		panic("tensor: MatMul " + product(a, b, transA, transB))
	}
	if dst.Rows() != m || dst.Cols() != n {
		panic(fmt.Sprintf("tensor: MatMul %s into %v", product(a, b, transA, transB), dst.Shape))
	}
	if sameStart(dst, a) || sameStart(dst, b) {
		panic("tensor: MatMul " + product(a, b, transA, transB) + " into one of its operands")
	}
	kernels.SgemmAt(floor, transA, transB, m, n, k, 1,
		a.Data, max(1, a.Cols()), b.Data, max(1, b.Cols()), 0, dst.Data, max(1, n))
}

func dims(t *Tensor, trans kernels.Transpose) (rows, cols int) {
	if trans {
		return t.Cols(), t.Rows()
	}
	return t.Rows(), t.Cols()
}

func sameStart(t, u *Tensor) bool {
	return len(t.Data) > 0 && len(u.Data) > 0 && &t.Data[0] == &u.Data[0]
}

// product writes the shapes of a product as the message shows them.
func product(a, b *Tensor, transA, transB kernels.Transpose) string {
	mark := map[kernels.Transpose]string{kernels.Trans: "ᵀ"}
	return fmt.Sprintf("%v%s·%v%s", a.Shape, mark[transA], b.Shape, mark[transB])
}
