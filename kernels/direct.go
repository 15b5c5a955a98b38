package kernels

// directMax is the number of products up to which packing cannot pay.
const directMax = 1 << 15

// direct computes a product in place, without packing, on the caller.
func (kn *kernel) direct(m, n, k int, a *float32, rsa, csa int, b *float32, ldb int, c *float32, ldc int, acc bool) {
	var pace pacer
	if k == 1 && m > 1 {
		for i, h := 0, max(1, piece/n); i < m; i += h { // in calls of microseconds
			for j := 0; j < n; j += piece {
				kn.ger(min(h, m-i), min(piece, n-j), at(a, i*rsa), rsa, at(b, j), at(c, i*ldc+j), ldc, acc)
				pace.elements(h * min(piece, n-j))
			}
		}
		return
	}
	if m <= kn.mr && n <= kn.nr && k <= KBlock {
		kn.tiles(m, n, k, a, rsa, csa, b, ldb, 0, c, ldc, acc)
		return
	}
	tiles, p := (m+kn.mr-1)/kn.mr, 0
	if m == 1 && n <= maxChains && csa == 1 { // the chain of one block would wait for itself
		for ; k-p >= 2*KBlock; acc = true {
			blocks := min((k-p)/KBlock, maxBlocks)
			kn.chains(n, blocks, at(a, p), at(b, p*ldb), ldb, c, acc)
			p += blocks * KBlock
			pace.add(n * blocks * KBlock)
		}
	}
	for ; p < k; p += KBlock {
		kb := min(KBlock, k-p)
		width := kn.stretch(kb)
		for t, i := tiles, 0; t > 0; t-- {
			mt := kn.height(m-i, t)
			for j := 0; j < n; j += width {
				kn.tiles(mt, min(width, n-j), kb, at(a, i*rsa+p*csa), rsa, csa, at(b, p*ldb+j), ldb, kn.nr, at(c, i*ldc+j), ldc, acc)
				pace.add(mt * min(width, n-j) * kb)
			}
			i += mt
		}
		acc = true
	}
}
