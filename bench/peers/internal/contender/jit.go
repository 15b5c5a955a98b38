package contender

import (
	"fmt"
	"unsafe"

	"lanes/bench/peers/internal/check"
	"lanes/bench/peers/internal/dl"
)

// jitEntry is MKL's generator of code for one size. It makes none for processors
// that are not Intel's unless told that they are.
func jitEntry() Entry {
	return Entry{Name: "mkl-jit", Class: Codegen, OneThread: true, MaxFlops: 1e10, open: openJIT, env: mklIntelEnv}
}

// jit makes a function with mkl_cblas_jit_create_sgemm for each product.
type jit struct {
	info   Info
	f      map[string]uintptr
	jitter uintptr
}

func openJIT(c Config) (Contender, error) {
	lib, version, arch, err := loadMKL(c)
	if err != nil {
		return nil, err
	}
	f, err := functions(lib, "mkl_cblas_jit_create_sgemm", "mkl_jit_get_sgemm_ptr", "mkl_jit_destroy")
	if err != nil {
		return nil, err
	}
	j := &jit{info: Info{Version: version, Arch: arch}, f: f}
	j.info.CallNs, j.info.EntryNs = callCost()
	return j, nil
}

func (j *jit) Info() Info { return j.info }

func (j *jit) Prepare(o *check.Operands) (func(n int), error) {
	s := o.Shape
	if j.jitter != 0 {
		dl.NewCall(j.f["mkl_jit_destroy"], j.jitter).Do(1)
		j.jitter = 0
	}
	status := dl.NewCall(j.f["mkl_cblas_jit_create_sgemm"], unsafe.Pointer(&j.jitter), rowMajor,
		transposed(s.TransA, cblasNoTrans, cblasTrans), transposed(s.TransB, cblasNoTrans, cblasTrans),
		s.M, s.N, s.K, float32(1), s.LDA, s.LDB, float32(0), s.LDC).Do(1)
	switch int32(status) {
	case 0:
	case 1: // no code of its own: a standard call would be made
		return nil, fmt.Errorf("%w: no code is generated for this size", ErrShape)
	default:
		return nil, fmt.Errorf("mkl_cblas_jit_create_sgemm: status %d", int32(status))
	}
	fn := dl.NewCall(j.f["mkl_jit_get_sgemm_ptr"], j.jitter).Do(1)
	call := dl.NewCall(fn, j.jitter, o.A, o.B, o.C)
	return func(n int) { call.Do(n) }, nil
}

// xsmmEntry is libxsmm, which generates code for one size. install.sh links the
// static library that Debian has into a shared one.
func xsmmEntry() Entry {
	return Entry{Name: "libxsmm", Class: Codegen, OneThread: true, MaxFlops: 1e10, open: openXSMM,
		env: func(c Config) []string {
			if c.ISA == AVX2 {
				return []string{"LIBXSMM_TARGET=hsw"}
			}
			return nil
		}}
}

// xsmm asks libxsmm_smmdispatch for a function for each product.
type xsmm struct {
	info     Info
	dispatch uintptr
}

func openXSMM(c Config) (Contender, error) {
	lib, err := load(c, "libxsmm.so.1", "libxsmm.so", "/usr/local/lib/libxsmm.so")
	if err != nil {
		return nil, err
	}
	f, err := functions(lib, "libxsmm_init", "libxsmm_get_target_arch", "libxsmm_smmdispatch")
	if err != nil {
		return nil, err
	}
	dl.NewCall(f["libxsmm_init"]).Do(1)
	x := &xsmm{dispatch: f["libxsmm_smmdispatch"]}
	x.info = Info{Version: "libxsmm", Arch: dl.String(dl.NewCall(f["libxsmm_get_target_arch"]).Do(1))}
	x.info.CallNs, x.info.EntryNs = callCost()
	return x, nil
}

func (x *xsmm) Info() Info { return x.info }

// Prepare swaps the operands: the library is column-major, where Cᵀ = op(B)ᵀ·op(A)ᵀ.
func (x *xsmm) Prepare(o *check.Operands) (func(n int), error) {
	s := o.Shape
	ld := [3]int32{int32(s.LDB), int32(s.LDA), int32(s.LDC)}
	factors := [2]float32{1, 0}
	flags := [2]int32{0, 0} // transpositions; prefetch: none
	if s.TransB {
		flags[0] |= 1
	}
	if s.TransA {
		flags[0] |= 2
	}
	fn := dl.NewCall(x.dispatch, s.N, s.M, s.K, unsafe.Pointer(&ld[0]), unsafe.Pointer(&ld[1]), unsafe.Pointer(&ld[2]),
		unsafe.Pointer(&factors[0]), unsafe.Pointer(&factors[1]), unsafe.Pointer(&flags[0]), unsafe.Pointer(&flags[1])).Do(1)
	if fn == 0 {
		return nil, fmt.Errorf("%w: no code is generated for this product", ErrShape)
	}
	call := dl.NewCall(fn, o.B, o.A, o.C)
	return func(n int) { call.Do(n) }, nil
}
