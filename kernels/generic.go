package kernels

import (
	"math"
	"sync/atomic"
)

// generic is the fast set in plain Go. Its Sgemm gives the bits of the
// reference where the compiler turns x·y + z into one fused operation (arm64,
// ppc64le, riscv64, s390x, loong64, and amd64 with GOAMD64=v3): see Fused.
// Elsewhere each product is rounded as well, which costs it the package's
// promise, not accuracy worth the name: the alternative would be slower than a
// naive loop. All its other routines give the bits of the reference everywhere.
var generic = func() kernel {
	kn := reference // what is not overridden is the definition itself
	kn.name = "generic"
	kn.mr, kn.nr, kn.nc = 4, 4, 128
	kn.blocked = true
	kn.tile = genericTile
	return kn
}()

// Fused reports whether this build's generic set fuses multiply and add, so
// that it too keeps the same-bits promise in Sgemm.
func Fused() bool { return mulAdd(fusedX, fusedX, fusedZ) != 0 }

// x² = 1 + 2⁻²² + 2⁻⁴⁶: rounded to float32 it is 1 + 2⁻²², and the sum below is 0.
var fusedX, fusedZ float32 = 1 + 0x1p-23, -(1 + 0x1p-22)

//go:noinline
func mulAdd(x, y, z float32) float32 { return x*y + z }

// sink keeps mulAddLoop from being optimised away.
var sink atomic.Uint32

// mulAddLoop runs n rounds of eight independent multiply-adds.
func mulAddLoop(n int) {
	x, y := fusedX, fusedZ
	var a, b, c, d, e, f, g, h float32
	for range n {
		a, b, c, d = x*y+a, x*y+b, x*y+c, x*y+d
		e, f, g, h = x*y+e, x*y+f, x*y+g, x*y+h
		x, y = y, x
	}
	sink.Store(math.Float32bits(a + b + c + d + e + f + g + h))
}

// genericTile computes a tile in registers: 4×4 where it is whole, by elements
// at the edges.
func genericTile(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool) {
	as, bs, cs := slice(a, (m-1)*rsa+(k-1)*csa+1), slice(b, (k-1)*ldb+n), slice(c, (m-1)*ldc+n)
	if m < 4 || n < 4 {
		genericEdge(m, n, k, as, rsa, csa, bs, ldb, cs, ldc, acc)
		return
	}
	for i := 0; i < 4; i += 2 {
		var c00, c01, c02, c03, c10, c11, c12, c13 float32
		a0, a1 := as[i*rsa:], as[(i+1)*rsa:]
		for l, p, q := 0, 0, 0; l < k; l, p, q = l+1, p+csa, q+ldb {
			r := bs[q : q+4 : q+4]
			b0, b1, b2, b3 := r[0], r[1], r[2], r[3]
			x := a0[p]
			c00 = x*b0 + c00
			c01 = x*b1 + c01
			c02 = x*b2 + c02
			c03 = x*b3 + c03
			x = a1[p]
			c10 = x*b0 + c10
			c11 = x*b1 + c11
			c12 = x*b2 + c12
			c13 = x*b3 + c13
		}
		store4(cs[i*ldc:], acc, c00, c01, c02, c03)
		store4(cs[(i+1)*ldc:], acc, c10, c11, c12, c13)
	}
}

func store4(c []float32, acc bool, s0, s1, s2, s3 float32) {
	c = c[:4]
	if !acc {
		clear(c)
	}
	c[0] += s0
	c[1] += s1
	c[2] += s2
	c[3] += s3
}

func genericEdge(m, n, k int, a []float32, rsa, csa int, b []float32, ldb int, c []float32, ldc int, acc bool) {
	for i := range m {
		for j := range n {
			s := float32(0)
			for l := range k {
				s = a[i*rsa+l*csa]*b[l*ldb+j] + s
			}
			if !acc {
				c[i*ldc+j] = 0
			}
			c[i*ldc+j] += s
		}
	}
}
