package contender

import (
	"fmt"
	"strconv"
	"unsafe"

	"lanes/bench/peers/internal/check"
	"lanes/bench/peers/internal/dl"
)

// dnnlEntries lists oneDNN twice: its BLAS-like function and the matmul primitive.
func dnnlEntries() []Entry {
	env := func(c Config) []string {
		list := []string{"OMP_NUM_THREADS=" + strconv.Itoa(c.Threads)}
		if c.ISA == AVX2 {
			list = append(list, "ONEDNN_MAX_CPU_ISA=AVX2", "DNNL_MAX_CPU_ISA=AVX2")
		}
		return list
	}
	return []Entry{
		{Name: "dnnl-sgemm", Class: Library, open: openDNNL, env: env},
		{Name: "dnnl-matmul", Class: Library, open: openMatmul, env: env},
	}
}

// dnnlISA are the values of dnnl_cpu_isa_t that dnnl_get_effective_cpu_isa returns.
var dnnlISA = map[int32]string{0x1: "sse41", 0x3: "avx", 0x7: "avx2", 0x407: "avx2_vnni", 0x27: "avx512_core",
	0x67: "avx512_core_vnni", 0xe7: "avx512_core_bf16", 0x3e7: "avx512_core_amx"}

func loadDNNL(c Config) (*dl.Lib, Info, error) {
	lib, err := load(c, "libdnnl.so.2", "libdnnl.so.3")
	if err != nil {
		return nil, Info{}, err
	}
	f, err := functions(lib, "dnnl_version", "dnnl_get_effective_cpu_isa")
	if err != nil {
		return nil, Info{}, err
	}
	v := (*[3]int32)(dl.Pointer(dl.NewCall(f["dnnl_version"]).Do(1)))
	isa := int32(dl.NewCall(f["dnnl_get_effective_cpu_isa"]).Do(1))
	info := Info{Version: fmt.Sprintf("oneDNN %d.%d.%d", v[0], v[1], v[2]), Arch: dnnlISA[isa]}
	if info.Arch == "" {
		info.Arch = fmt.Sprintf("isa %#x", isa)
	}
	info.CallNs, info.EntryNs = callCost()
	return lib, info, nil
}

// dnnl calls dnnl_sgemm, which is row-major.
type dnnl struct {
	*dl.Lib
	info  Info
	sgemm uintptr
}

func openDNNL(c Config) (Contender, error) {
	lib, info, err := loadDNNL(c)
	if err != nil {
		return nil, err
	}
	sgemm, err := lib.Sym("dnnl_sgemm")
	return &dnnl{lib, info, sgemm}, err
}

func (d *dnnl) Info() Info { return d.info }

func (d *dnnl) Prepare(o *check.Operands) (func(n int), error) {
	s := o.Shape
	call := dl.NewCall(d.sgemm, transposed(s.TransA, 'N', 'T'), transposed(s.TransB, 'N', 'T'), s.M, s.N, s.K,
		float32(1), o.A, s.LDA, o.B, s.LDB, float32(0), o.C, s.LDC)
	if status := int32(call.Do(1)); status != 0 {
		return nil, fmt.Errorf("dnnl_sgemm: status %d", status)
	}
	return func(n int) { call.Do(n) }, nil
}

// matmul runs the matmul primitive of oneDNN 2 on the matrices where they lie:
// memory descriptors with strides, nothing packed ahead.
type matmul struct {
	info           Info
	f              map[string]uintptr
	engine, stream uintptr

	descs   [4][]byte // of A, B, C and the operation; larger than the C structs
	mem     [3]uintptr
	primDes uintptr
	prim    uintptr
	args    [3]execArg
}

// execArg is dnnl_exec_arg_t.
type execArg struct {
	arg    int32
	_      int32
	memory uintptr
}

// Constants of dnnl_types.h.
const (
	dnnlCPU     = 1
	dnnlInOrder = 1
	dnnlF32     = 3
	argSrc      = 1
	argDst      = 17
	argWeights  = 33
	descBytes   = 1 << 14
)

func openMatmul(c Config) (Contender, error) {
	lib, info, err := loadDNNL(c)
	if err != nil {
		return nil, err
	}
	if _, err := lib.Sym("dnnl_matmul_desc_init"); err != nil {
		return nil, fmt.Errorf("%s: the matmul primitive is called as in oneDNN 2", info.Version)
	}
	f, err := functions(lib, "dnnl_engine_create", "dnnl_stream_create", "dnnl_memory_desc_init_by_strides", "dnnl_matmul_desc_init",
		"dnnl_primitive_desc_create", "dnnl_primitive_create", "dnnl_memory_create", "dnnl_primitive_execute",
		"dnnl_primitive_destroy", "dnnl_primitive_desc_destroy", "dnnl_memory_destroy")
	if err != nil {
		return nil, err
	}
	m := &matmul{info: info, f: f}
	for i := range m.descs {
		m.descs[i] = make([]byte, descBytes)
	}
	if err := m.do("dnnl_engine_create", unsafe.Pointer(&m.engine), dnnlCPU, 0); err != nil {
		return nil, err
	}
	return m, m.do("dnnl_stream_create", unsafe.Pointer(&m.stream), m.engine, dnnlInOrder)
}

func (m *matmul) Info() Info { return m.info }

// do calls a function once; every one returns a status.
func (m *matmul) do(name string, args ...any) error {
	if status := int32(dl.NewCall(m.f[name], args...).Do(1)); status != 0 {
		return fmt.Errorf("%s: status %d", name, status)
	}
	return nil
}

func (m *matmul) release() {
	for _, r := range []struct {
		name string
		what *uintptr
	}{{"dnnl_primitive_destroy", &m.prim}, {"dnnl_primitive_desc_destroy", &m.primDes},
		{"dnnl_memory_destroy", &m.mem[0]}, {"dnnl_memory_destroy", &m.mem[1]}, {"dnnl_memory_destroy", &m.mem[2]}} {
		if *r.what != 0 {
			dl.NewCall(m.f[r.name], *r.what).Do(1)
			*r.what = 0
		}
	}
}

func (m *matmul) Prepare(o *check.Operands) (func(n int), error) {
	m.release()
	s := o.Shape
	for i, d := range []struct {
		rows, cols, ld int
		trans          bool
		data           []float32
		arg            int32
	}{{s.M, s.K, s.LDA, s.TransA, o.A, argSrc}, {s.K, s.N, s.LDB, s.TransB, o.B, argWeights}, {s.M, s.N, s.LDC, false, o.C, argDst}} {
		dims, strides := &[2]int64{int64(d.rows), int64(d.cols)}, &[2]int64{int64(d.ld), 1}
		if d.trans {
			strides[0], strides[1] = 1, int64(d.ld)
		}
		if err := m.do("dnnl_memory_desc_init_by_strides", m.desc(i), 2, unsafe.Pointer(dims), dnnlF32, unsafe.Pointer(strides)); err != nil {
			return nil, err
		}
		if err := m.do("dnnl_memory_create", unsafe.Pointer(&m.mem[i]), m.desc(i), m.engine, d.data); err != nil {
			return nil, err
		}
		m.args[i] = execArg{arg: d.arg, memory: m.mem[i]}
	}
	if err := m.do("dnnl_matmul_desc_init", m.desc(3), m.desc(0), m.desc(1), 0, m.desc(2)); err != nil {
		return nil, err
	}
	if err := m.do("dnnl_primitive_desc_create", unsafe.Pointer(&m.primDes), m.desc(3), 0, m.engine, 0); err != nil {
		return nil, err
	}
	if err := m.do("dnnl_primitive_create", unsafe.Pointer(&m.prim), m.primDes); err != nil {
		return nil, err
	}
	execute := []any{m.prim, m.stream, len(m.args), unsafe.Pointer(&m.args[0])}
	if err := m.do("dnnl_primitive_execute", execute...); err != nil {
		return nil, err
	}
	call := dl.NewCall(m.f["dnnl_primitive_execute"], execute...)
	return func(n int) { call.Do(n) }, nil
}

func (m *matmul) desc(i int) unsafe.Pointer { return unsafe.Pointer(&m.descs[i][0]) }
