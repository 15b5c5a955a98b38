package contender

import (
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unsafe"

	"github.com/klauspost/cpuid/v2"

	"lanes/bench/peers/internal/check"
	"lanes/bench/peers/internal/dl"
)

// CBLAS's names for the storage order and the transpositions.
const (
	rowMajor     = 101
	cblasNoTrans = 111
	cblasTrans   = 112
)

// blasEntries lists the libraries with cblas_sgemm. OpenBLAS and BLIS may not know
// a processor that is younger than they are and take an older code path, so where
// there is AVX-512 each is also told to use it; if it did so by itself the
// second entry is dropped.
func blasEntries(c Config) []Entry {
	openblas := Entry{Name: "openblas", Class: Library, Family: "openblas", open: openOpenBLAS, env: openBLASEnv("")}
	blis := Entry{Name: "blis", Class: Library, Family: "blis", open: openBLIS(""), env: blisEnv}
	mkl := Entry{Name: "mkl", Class: Library, Family: "mkl", open: openMKL, env: mklEnv}
	if c.ISA == AVX2 {
		openblas.env, blis.open = openBLASEnv("Haswell"), openBLIS("haswell")
	}
	list := []Entry{openblas, blis, mkl}
	if c.ISA == Native && cpuid.CPU.Supports(cpuid.AVX512F, cpuid.AVX512DQ, cpuid.AVX512BW, cpuid.AVX512VL, cpuid.AVX512CD) {
		openblas.Name, openblas.env = "openblas-skx", openBLASEnv("SkylakeX")
		blis.Name, blis.open = "blis-skx", openBLIS("skx")
		list = []Entry{list[0], openblas, list[1], blis, mkl}
	}
	if intelPath() != "" {
		mkl.Name, mkl.env = "mkl-intel", mklIntelEnv
		list = append(list, mkl)
	}
	return list
}

// intelPath returns the file that makes MKL take the code for Intel's processors
// on others too, "" where it is not needed or not there. MKL asks its own function
// mkl_serv_intel_cpu_true for the maker and otherwise takes slower code, and
// generates none; install.sh builds a library that answers yes, to be preloaded.
func intelPath() string {
	const file = "/usr/local/lib/libmkl_intel_path.so"
	if _, err := os.Stat(file); err != nil || cpuid.CPU.VendorID == cpuid.Intel {
		return ""
	}
	return file
}

// mklIntelEnv is mklEnv with that answer, where there is one.
func mklIntelEnv(c Config) []string {
	env := mklEnv(c)
	if file := intelPath(); file != "" {
		env = append(env, "LD_PRELOAD="+file)
	}
	return env
}

func openBLASEnv(core string) func(Config) []string {
	return func(c Config) []string {
		env := []string{"OPENBLAS_NUM_THREADS=" + strconv.Itoa(c.Threads), "OMP_NUM_THREADS=" + strconv.Itoa(c.Threads)}
		if core != "" {
			env = append(env, "OPENBLAS_CORETYPE="+core)
		}
		return env
	}
}

func blisEnv(c Config) []string {
	return []string{"BLIS_NUM_THREADS=" + strconv.Itoa(c.Threads), "OMP_NUM_THREADS=" + strconv.Itoa(c.Threads)}
}

func mklEnv(c Config) []string {
	n := strconv.Itoa(c.Threads)
	env := []string{"MKL_NUM_THREADS=" + n, "OMP_NUM_THREADS=" + n, "MKL_DYNAMIC=FALSE", "MKL_INTERFACE_LAYER=LP64",
		"MKL_THREADING_LAYER=" + transposed(c.Threads > 1, "SEQUENTIAL", "GNU")}
	if c.ISA == AVX2 {
		env = append(env, "MKL_ENABLE_INSTRUCTIONS=AVX2")
	}
	return env
}

// cblas is a library with cblas_sgemm.
type cblas struct {
	*dl.Lib
	info  Info
	sgemm uintptr
}

func (l *cblas) Info() Info { return l.info }

func (l *cblas) Prepare(o *check.Operands) (func(n int), error) {
	s := o.Shape
	call := dl.NewCall(l.sgemm, rowMajor, transposed(s.TransA, cblasNoTrans, cblasTrans),
		transposed(s.TransB, cblasNoTrans, cblasTrans), s.M, s.N, s.K,
		float32(1), o.A, s.LDA, o.B, s.LDB, float32(0), o.C, s.LDC)
	return func(n int) { call.Do(n) }, nil
}

// newCBLAS looks up cblas_sgemm and measures the cost of a call.
func newCBLAS(lib *dl.Lib, version, arch string) (*cblas, error) {
	sgemm, err := lib.Sym("cblas_sgemm")
	if err != nil {
		return nil, err
	}
	l := &cblas{Lib: lib, info: Info{Version: version, Arch: arch}, sgemm: sgemm}
	l.info.CallNs, l.info.EntryNs = callCost()
	return l, nil
}

func openOpenBLAS(c Config) (Contender, error) {
	places := []string{"/usr/lib/*/openblas-pthread/libopenblas.so.0", "/usr/lib/*/openblas-openmp/libopenblas.so.0", "libopenblas.so.0"}
	if c.Threads == 1 {
		places = append([]string{"/usr/lib/*/openblas-serial/libopenblas.so.0"}, places...)
	}
	lib, err := load(c, places...)
	if err != nil {
		return nil, err
	}
	f, err := functions(lib, "openblas_get_config", "openblas_get_corename", "openblas_set_num_threads", "openblas_get_num_threads")
	if err != nil {
		return nil, err
	}
	dl.NewCall(f["openblas_set_num_threads"], c.Threads).Do(1)
	if n := int(int32(dl.NewCall(f["openblas_get_num_threads"]).Do(1))); n != c.Threads {
		return nil, fmt.Errorf("this build runs %d threads, not %d", n, c.Threads)
	}
	config := strings.Fields(dl.String(dl.NewCall(f["openblas_get_config"]).Do(1)))
	return newCBLAS(lib, strings.Join(config[:min(2, len(config))], " "), dl.String(dl.NewCall(f["openblas_get_corename"]).Do(1)))
}

// openBLIS opens BLIS with the kernels for an architecture, "" for its own choice.
func openBLIS(arch string) func(Config) (Contender, error) {
	return func(c Config) (Contender, error) {
		places := []string{"/usr/lib/*/blis-pthread/libblis.so.4", "/usr/lib/*/blis-openmp/libblis.so.4", "libblis.so.4"}
		if c.Threads == 1 {
			places = append([]string{"/usr/lib/*/blis-serial/libblis.so.4"}, places...)
		}
		lib, err := load(c, places...)
		if err != nil {
			return nil, err
		}
		f, err := functions(lib, "bli_info_get_version_str", "bli_arch_query_id", "bli_arch_string", "bli_thread_set_num_threads")
		if err != nil {
			return nil, err
		}
		name := func(id int) string { return dl.String(dl.NewCall(f["bli_arch_string"], id).Do(1)) }
		if arch != "" {
			if err := forceBLIS(arch, name); err != nil {
				return nil, err
			}
		}
		dl.NewCall(f["bli_thread_set_num_threads"], c.Threads).Do(1)
		chosen := name(int(int32(dl.NewCall(f["bli_arch_query_id"]).Do(1))))
		if arch != "" && chosen != arch {
			return nil, fmt.Errorf("BLIS takes %s, not %s", chosen, arch)
		}
		return newCBLAS(lib, "BLIS "+dl.String(dl.NewCall(f["bli_info_get_version_str"]).Do(1)), chosen)
	}
}

// forceBLIS sets BLIS_ARCH_TYPE, which BLIS reads at its first use. BLIS 0.9 takes a
// number only, and any name for 0, so the name is looked up among the library's own.
func forceBLIS(arch string, name func(id int) string) error {
	const last = 16 // those sought stand at the front; a number that the library does not have is not to be asked for
	for id := range last {
		if name(id) == arch {
			return dl.Setenv("BLIS_ARCH_TYPE", strconv.Itoa(id))
		}
	}
	return fmt.Errorf("BLIS has no %s", arch)
}

func openMKL(c Config) (Contender, error) {
	lib, version, arch, err := loadMKL(c)
	if err != nil {
		return nil, err
	}
	return newCBLAS(lib, version, arch)
}

// loadMKL loads MKL and asks for its version and for the processor it sees.
func loadMKL(c Config) (lib *dl.Lib, version, arch string, err error) {
	if c.Threads > 1 { // its layer for GNU's OpenMP expects that to be there
		if err := dl.Global("libgomp.so.1"); err != nil {
			return nil, "", "", err
		}
	}
	lib, err = load(c, "libmkl_rt.so", "libmkl_rt.so.2", "libmkl_rt.so.1")
	if err != nil {
		return nil, "", "", err
	}
	get, err := lib.Sym("MKL_Get_Version")
	if err != nil {
		return nil, "", "", err
	}
	// struct { int major, minor, update; char *status, *build, *processor, *platform; }
	v := make([]byte, 48)
	dl.NewCall(get, unsafe.Pointer(&v[0])).Do(1)
	number := func(at int) uint32 { return binary.NativeEndian.Uint32(v[at:]) }
	text := func(at int) string { return dl.String(uintptr(binary.NativeEndian.Uint64(v[at:]))) }
	return lib, fmt.Sprintf("MKL %d.%d.%d (%s)", number(0), number(4), number(8), text(24)), strings.ReplaceAll(text(32), "Intel(R) ", ""), nil
}
