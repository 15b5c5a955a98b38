package contender

import (
	"math"
	"unsafe"

	"lanes/bench/peers/internal/check"
	"lanes/bench/peers/internal/dl"
	"lanes/kernels"
)

// bf16Entries lists who multiplies in bfloat16 to float32. lanes takes float32 and
// converts as it goes; the libraries find their operands converted, but for
// dnnl-fpmath, which may round float32 by itself. What is packed has B in an order of
// its own ahead of the calls.
func bf16Entries(c Config) []Entry {
	openblas := openBLASEnv("")
	if c.ISA == AVX2 {
		openblas = openBLASEnv("Haswell")
	}
	return []Entry{
		{Name: "lanes-bf16", Class: Lanes, BF16: true, open: openLanesBF16(false)},
		{Name: "lanes-bf16-packed", Class: Lanes, BF16: true, open: openLanesBF16(true)},
		{Name: "dnnl-bf16", Class: Library, BF16: true, open: openMatmul(inputs{bf16: true}), env: dnnlEnv},
		{Name: "dnnl-bf16-packed", Class: Library, BF16: true, open: openMatmul(inputs{bf16: true, packed: true}), env: dnnlEnv},
		{Name: "dnnl-fpmath", Class: Library, BF16: true, open: openMatmul(inputs{round: true}), env: dnnlEnv},
		{Name: "openblas-bf16", Class: Library, BF16: true, env: openblas, open: openGemmBF16(openOpenBLAS, "cblas_sbgemm")},
		{Name: "mkl-bf16", Class: Library, BF16: true, env: mklIntelEnv, open: openGemmBF16(openMKL, "cblas_gemm_bf16bf16f32")},
	}
}

// openLanesBF16 is the best set at precision BF16.
func openLanesBF16(packed bool) func(Config) (Contender, error) {
	return func(c Config) (Contender, error) {
		if err := kernels.Use(Sets(c.ISA)[0]); err != nil {
			return nil, err
		}
		kernels.SetWorkers(c.Threads)
		method, _ := kernels.Method(kernels.BF16)
		info := Info{Version: "this tree", Arch: method}
		if packed {
			return packedCode{info}, nil
		}
		return goCode{info, func(o *check.Operands) {
			s := &o.Shape
			kernels.SgemmAt(kernels.BF16, kernels.Transpose(s.TransA), kernels.Transpose(s.TransB), s.M, s.N, s.K,
				1, o.A, s.LDA, o.B, s.LDB, 0, o.C, s.LDC)
		}}, nil
	}
}

// packedCode is lanes with B packed ahead.
type packedCode struct{ info Info }

func (p packedCode) Info() Info { return p.info }

func (p packedCode) Prepare(o *check.Operands) (func(n int), error) {
	s := o.Shape
	b := kernels.PackB(kernels.BF16, kernels.Transpose(s.TransB), s.K, s.N, o.B, s.LDB)
	return func(n int) {
		for range n {
			kernels.SgemmPacked(kernels.Transpose(s.TransA), s.M, 1, o.A, s.LDA, b, 0, o.C, s.LDC)
		}
	}, nil
}

// gemmBF16 is a library with a function like cblas_sgemm whose A and B are bfloat16.
type gemmBF16 struct {
	Contender
	gemm uintptr
	a, b []uint16
}

// openGemmBF16 opens a library for that function of it.
func openGemmBF16(open func(Config) (Contender, error), name string) func(Config) (Contender, error) {
	return func(c Config) (Contender, error) {
		lib, err := open(c)
		if err != nil {
			return nil, err
		}
		gemm, err := lib.(Linked).Sym(name)
		return &gemmBF16{Contender: lib, gemm: gemm}, err
	}
}

func (l *gemmBF16) Prepare(o *check.Operands) (func(n int), error) {
	s := o.Shape
	l.a, l.b = make([]uint16, len(o.A)), make([]uint16, len(o.B))
	toBF16(l.a, o.A)
	toBF16(l.b, o.B)
	call := dl.NewCall(l.gemm, rowMajor, transposed(s.TransA, cblasNoTrans, cblasTrans),
		transposed(s.TransB, cblasNoTrans, cblasTrans), s.M, s.N, s.K,
		float32(1), unsafe.Pointer(&l.a[0]), s.LDA, unsafe.Pointer(&l.b[0]), s.LDB, float32(0), o.C, s.LDC)
	return func(n int) { call.Do(n) }, nil
}

// toBF16 rounds to nearest, and to even; no element may be NaN.
func toBF16(dst []uint16, src []float32) {
	for i, x := range src {
		b := math.Float32bits(x)
		dst[i] = uint16((b + 0x7fff + b>>16&1) >> 16)
	}
}
