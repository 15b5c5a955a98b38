package contender

import (
	"fmt"
	"strconv"

	"lanes/bench/peers/internal/check"
	"lanes/bench/peers/internal/dl"
)

// dnnlEntries lists oneDNN twice: its BLAS-like function and the matmul primitive.
func dnnlEntries() []Entry {
	return []Entry{
		{Name: "dnnl-sgemm", Class: Library, open: openDNNL, env: dnnlEnv},
		{Name: "dnnl-matmul", Class: Library, open: openMatmul(inputs{}), env: dnnlEnv},
	}
}

func dnnlEnv(c Config) []string {
	list := []string{"OMP_NUM_THREADS=" + strconv.Itoa(c.Threads)}
	if c.ISA == AVX2 {
		list = append(list, "ONEDNN_MAX_CPU_ISA=AVX2", "DNNL_MAX_CPU_ISA=AVX2")
	}
	return list
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
