//go:build !purego && unix

package kernels

import (
	"math/rand/v2"
	"testing"
)

func init() {
	if available[0].name == "avx512" {
		otherSplits = append(otherSplits, &unit{name: "integers", splitRows: splitRowsAVX512, splitPairs: splitPairsAVX512})
	}
}

// TestOtherWidth checks the leaves that the set avx512 has on other CPUs.
func TestOtherWidth(t *testing.T) {
	if available[0].name != "avx512" {
		t.Skip("no AVX-512")
	}
	other := *available[0]
	vectorsAVX512(&other, !doublePumped())
	other.tiles, other.stream = tilesAVX512(!doublePumped())
	guardTiles(t, &other)
	for _, atEnd := range []bool{true, false} {
		guardVectors(t, []*kernel{&other}, guardedOperands(t, atEnd), rand.New(rand.NewPCG(1, 2)))
	}
	for _, c := range vectorCases {
		checkVector(t, []*kernel{&other}, c)
	}
	for _, atEnd := range []bool{true, false} {
		cut, rng := guardedOperands(t, atEnd), rand.New(rand.NewPCG(3, 4))
		for _, c := range rowCases {
			for _, s := range [][2]int{{1, 1}, {3, 40}, {8, 16}, {15, 17}, {16, 16}, {17, 33}, {40, 5}} {
				c.check(t, []*kernel{&other}, s[0], s[1], cut, rng)
			}
		}
	}
}
