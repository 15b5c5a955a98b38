package child

import "unsafe"

// memory is one mapping that holds the three matrices of a product, the same way
// for every contender: fresh pages, each matrix on a cache line, and offset from
// the others within a page so that their first rows do not fall into the same sets.
type memory struct {
	bytes []byte
	elems []float32
}

const (
	pageElems = 4096 / 4
	keepBytes = 64 << 20 // smaller mappings are kept for the next product
)

// layout returns where the matrices start and where the last ends, in elements.
func layout(na, nb, nc int) (b, c, end int) {
	up := func(n, offset int) int { return (n+pageElems-1)/pageElems*pageElems + offset }
	b = up(na, 5*16)
	c = up(b+nb, 10*16)
	return b, c, c + nc
}

// resize returns a memory with room for three matrices; m may be nil.
func (m *memory) resize(na, nb, nc int) (*memory, error) {
	_, _, end := layout(na, nb, nc)
	need := 4 * end
	if m != nil {
		if need <= len(m.bytes) && len(m.bytes) <= max(keepBytes, need) {
			return m, nil
		}
		if err := unmap(m.bytes); err != nil {
			return nil, err
		}
	}
	bytes, err := mapBytes(max(need, 1<<20))
	if err != nil {
		return nil, err
	}
	return &memory{bytes, unsafe.Slice((*float32)(unsafe.Pointer(&bytes[0])), len(bytes)/4)}, nil
}

// split returns the three matrices, each of exactly its length.
func (m *memory) split(na, nb, nc int) (a, b, c []float32) {
	atB, atC, _ := layout(na, nb, nc)
	return m.elems[:na:na], m.elems[atB : atB+nb : atB+nb], m.elems[atC : atC+nc : atC+nc]
}
