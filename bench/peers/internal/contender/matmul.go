package contender

import (
	"errors"
	"fmt"
	"unsafe"

	"lanes/bench/peers/internal/check"
	"lanes/bench/peers/internal/dl"
)

// inputs says what the matmul primitive is given in place of float32 where it lies.
type inputs struct {
	bf16   bool // A and B converted ahead
	packed bool // B in the layout that the primitive likes best, ahead
	round  bool // leave to round float32 to bfloat16 itself
}

// matmul runs the matmul primitive of oneDNN 2 or 3: memory descriptors with strides.
type matmul struct {
	inputs
	lib            *dl.Lib
	info           Info
	engine, stream uintptr
	err            error // the first since Prepare
	made           []handle
	keep           []any // memory that oneDNN refers to
}

// handle is an object of oneDNN and the function that destroys it.
type handle struct {
	what    uintptr
	destroy string
}

// ExecArg is dnnl_exec_arg_t.
type ExecArg struct {
	Arg    int32
	_      int32
	Memory uintptr
}

// Constants of dnnl_types.h.
const (
	DNNLCPU     = 1
	DNNLInOrder = 1
	DNNLF32     = 3
	ArgSrc      = 1
	ArgDst      = 17
	DescBytes   = 1 << 14 // more than a description takes in oneDNN 2

	unimplemented = 3
	dnnlBF16      = 2
	anyFormat     = 1
	fpmathBF16    = 1
	queryWeights  = 131
	argWeights    = 33
	destroyMemory = "dnnl_memory_destroy"
)

func openMatmul(what inputs) func(Config) (Contender, error) {
	return func(c Config) (Contender, error) {
		lib, info, err := loadDNNL(c)
		if err != nil {
			return nil, err
		}
		m := &matmul{inputs: what, lib: lib, info: info}
		m.do("dnnl_engine_create", unsafe.Pointer(&m.engine), DNNLCPU, 0)
		m.do("dnnl_stream_create", unsafe.Pointer(&m.stream), m.engine, DNNLInOrder)
		if _, err := lib.Sym("dnnl_primitive_attr_set_fpmath_mode"); what.round && err != nil {
			return nil, err
		}
		return m, m.err
	}
}

func (m *matmul) Info() Info { return m.info }

// do calls a function once; every one returns a status. After an error it does nothing.
func (m *matmul) do(name string, args ...any) {
	if m.err != nil {
		return
	}
	f, err := m.lib.Sym(name)
	if err != nil {
		m.err = err
		return
	}
	switch status := int32(dl.NewCall(f, args...).Do(1)); status {
	case 0:
	case unimplemented:
		m.err = fmt.Errorf("%w: %s: not implemented", ErrShape, name)
	default:
		m.err = fmt.Errorf("%s: status %d", name, status)
	}
}

// create is do for a function that returns an object through its first argument.
func (m *matmul) create(name, destroy string, args ...any) uintptr {
	p := new(uintptr)
	m.do(name, append([]any{unsafe.Pointer(p)}, args...)...)
	if *p != 0 {
		m.made = append(m.made, handle{*p, destroy})
	}
	return *p
}

// release destroys what was made for the last product.
func (m *matmul) release() {
	m.err = nil
	for _, h := range m.made {
		m.do(h.destroy, h.what)
	}
	m.made, m.keep, m.err = nil, nil, nil
}

// before3 reports whether descriptions are structs of the caller's, as in oneDNN 2, and
// not objects.
func (m *matmul) before3() bool {
	_, err := m.lib.Sym("dnnl_matmul_desc_init")
	return err == nil
}

// describe returns the description of a matrix; strides nil leave the layout open.
func (m *matmul) describe(kind int, rows, cols int, strides *[2]int64) uintptr {
	dims := &[2]int64{int64(rows), int64(cols)}
	name, layout := "strides", any(unsafe.Pointer(strides))
	if strides == nil {
		name, layout = "tag", anyFormat
	}
	if !m.before3() {
		return m.create("dnnl_memory_desc_create_with_"+name, "dnnl_memory_desc_destroy", 2, unsafe.Pointer(dims), kind, layout)
	}
	p := m.buffer(DescBytes)
	m.do("dnnl_memory_desc_init_by_"+name, p, 2, unsafe.Pointer(dims), kind, layout)
	return uintptr(p)
}

// buffer returns memory on a cache line that stays until release.
func (m *matmul) buffer(bytes int) unsafe.Pointer {
	const line = 64
	b := make([]byte, bytes+line)
	m.keep = append(m.keep, b)
	p := unsafe.Pointer(&b[0])
	return unsafe.Add(p, -uintptr(p)&(line-1))
}

// primitive returns the primitive for a description.
func (m *matmul) primitive(desc uintptr) uintptr {
	return m.create("dnnl_primitive_create", "dnnl_primitive_destroy", desc)
}

// memory returns a matrix at an address.
func (m *matmul) memory(desc uintptr, at unsafe.Pointer) uintptr {
	return m.create("dnnl_memory_create", destroyMemory, desc, m.engine, at)
}

// matrix returns description and memory of a matrix as it lies, or of its copy in bfloat16.
func (m *matmul) matrix(data []float32, rows, cols, ld int, trans, convert bool) (desc, memory uintptr) {
	strides, kind, at := &[2]int64{int64(ld), 1}, DNNLF32, unsafe.Pointer(unsafe.SliceData(data))
	if trans {
		strides[0], strides[1] = 1, int64(ld)
	}
	if convert {
		kind, at = dnnlBF16, m.buffer(2*len(data))
		toBF16(unsafe.Slice((*uint16)(at), len(data)), data)
	}
	desc = m.describe(kind, rows, cols, strides)
	return desc, m.memory(desc, at)
}

func (m *matmul) Prepare(o *check.Operands) (func(n int), error) {
	m.release()
	s := o.Shape
	src, srcMemory := m.matrix(o.A, s.M, s.K, s.LDA, s.TransA, m.bf16)
	weights, weightsMemory := m.matrix(o.B, s.K, s.N, s.LDB, s.TransB, m.bf16)
	dst, dstMemory := m.matrix(o.C, s.M, s.N, s.LDC, false, false)
	wanted := weights
	if m.packed {
		kind := DNNLF32
		if m.bf16 {
			kind = dnnlBF16
		}
		wanted = m.describe(kind, s.K, s.N, nil)
	}
	desc := m.operation(src, wanted, dst)
	if m.packed {
		weightsMemory = m.reorder(desc, weights, weightsMemory)
	}
	prim := m.primitive(desc)
	args := &[...]ExecArg{{Arg: ArgSrc, Memory: srcMemory}, {Arg: argWeights, Memory: weightsMemory}, {Arg: ArgDst, Memory: dstMemory}}
	execute := []any{prim, m.stream, len(args), unsafe.Pointer(args)}
	m.do("dnnl_primitive_execute", execute...)
	if m.err != nil {
		return nil, m.err
	}
	f, err := m.lib.Sym("dnnl_primitive_execute")
	if err != nil {
		return nil, err
	}
	call := dl.NewCall(f, execute...)
	return func(n int) { call.Do(n) }, nil
}

// operation returns the description of the primitive for the product.
func (m *matmul) operation(src, weights, dst uintptr) uintptr {
	attr := uintptr(0)
	if m.round {
		attr = m.create("dnnl_primitive_attr_create", "dnnl_primitive_attr_destroy")
		m.do("dnnl_primitive_attr_set_fpmath_mode", attr, fpmathBF16)
	}
	const destroy = "dnnl_primitive_desc_destroy"
	if !m.before3() {
		return m.create("dnnl_matmul_primitive_desc_create", destroy, m.engine, src, weights, 0, dst, attr)
	}
	op := m.buffer(DescBytes)
	m.do("dnnl_matmul_desc_init", op, src, weights, 0, dst)
	return m.create("dnnl_primitive_desc_create", destroy, op, attr, m.engine, 0)
}

// reorder copies the weights to the layout that the primitive wants.
func (m *matmul) reorder(desc, weights, memory uintptr) uintptr {
	query, err := m.lib.Sym("dnnl_primitive_desc_query_md")
	size, err2 := m.lib.Sym("dnnl_memory_desc_get_size")
	if m.err = errors.Join(m.err, err, err2); m.err != nil {
		return 0
	}
	wanted := dl.NewCall(query, desc, queryWeights, 0).Do(1)
	to := m.memory(wanted, m.buffer(int(dl.NewCall(size, wanted).Do(1))))
	reorder := m.primitive(m.create("dnnl_reorder_primitive_desc_create", "dnnl_primitive_desc_destroy", weights, m.engine, wanted, m.engine, 0))
	args := &[...]ExecArg{{Arg: ArgSrc, Memory: memory}, {Arg: ArgDst, Memory: to}}
	m.do("dnnl_primitive_execute", reorder, m.stream, len(args), unsafe.Pointer(args))
	return to
}
