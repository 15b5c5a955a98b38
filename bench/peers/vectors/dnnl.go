package main

import (
	"errors"
	"fmt"
	"unsafe"

	"lanes/bench/peers/internal/contender"
	"lanes/bench/peers/internal/dl"
)

// primitives are what oneDNN 2 has of the ops: values of dnnl_alg_kind_t, and softmax.
var primitives = map[string]int{"relu": 0x1f, "exp": 0xbf, "softmax": 0}

// inference is of dnnl_types.h, as are the constants of package contender.
const inference = 96

// A dnnl calls functions that return a status, and keeps the errors.
type dnnl struct {
	lib contender.Linked
	err error
}

func (d *dnnl) call(name string, args ...any) *dl.Call {
	f, err := d.lib.Sym(name)
	if err != nil {
		d.err = errors.Join(d.err, err)
		return nil
	}
	c := dl.NewCall(f, args...)
	if status := int32(c.Do(1)); status != 0 {
		d.err = errors.Join(d.err, fmt.Errorf("%s: status %d", name, status))
	}
	return c
}

// primitive makes oneDNN's primitive for an op; it returns nil if there is none.
func primitive(lib contender.Linked, name string, o *operands) (do func(n int) float32, err error) {
	kind, ok := primitives[name]
	if !ok {
		return nil, nil
	}
	d := &dnnl{lib: lib}
	handles := new([6]uintptr)
	engine, stream, x, y, description, made := unsafe.Pointer(&handles[0]), unsafe.Pointer(&handles[1]),
		unsafe.Pointer(&handles[2]), unsafe.Pointer(&handles[3]), unsafe.Pointer(&handles[4]), unsafe.Pointer(&handles[5])
	shape, operation := unsafe.Pointer(&make([]byte, contender.DescBytes)[0]), unsafe.Pointer(&make([]byte, contender.DescBytes)[0])
	dims, strides := &[2]int64{int64(o.rows), int64(o.cols)}, &[2]int64{int64(o.cols), 1}
	d.call("dnnl_engine_create", engine, contender.DNNLCPU, 0)
	d.call("dnnl_stream_create", stream, handles[0], contender.DNNLInOrder)
	d.call("dnnl_memory_desc_init_by_strides", shape, 2, unsafe.Pointer(dims), contender.DNNLF32, unsafe.Pointer(strides))
	d.call("dnnl_memory_create", x, shape, handles[0], o.x)
	d.call("dnnl_memory_create", y, shape, handles[0], o.y)
	if name == "softmax" {
		d.call("dnnl_softmax_forward_desc_init", operation, inference, shape, 1)
	} else {
		d.call("dnnl_eltwise_forward_desc_init", operation, inference, kind, shape, float32(0), float32(0))
	}
	d.call("dnnl_primitive_desc_create", description, operation, 0, handles[0], 0)
	if d.err != nil {
		return nil, d.err
	}
	d.call("dnnl_primitive_create", made, handles[4])
	args := &[2]contender.ExecArg{{Arg: contender.ArgSrc, Memory: handles[2]}, {Arg: contender.ArgDst, Memory: handles[3]}}
	if d.err != nil {
		return nil, d.err
	}
	run := d.call("dnnl_primitive_execute", handles[5], handles[1], len(args), unsafe.Pointer(args))
	return func(n int) float32 { run.Do(n); return 0 }, d.err
}
