package mnist

import (
	"context"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
)

const side = 28 // pixels, as in MNIST

// Synthetic draws n digits of 28×28 pixels, white on black, labelled 0 to 9 at
// random: glyphs of the Go fonts under a random affine map (rotation, shear,
// scale, translation) and an elastic distortion, with random stroke weight,
// softness, brightness and noise, centred as in MNIST. They need no data and
// no network, and are meant to be about as hard as MNIST; they are not
// handwriting, and a network trained on them is not one trained on MNIST.
//
// Image i depends on seed and i alone, on every platform and for any number of
// processors, so a smaller set is the beginning of a larger one. All
// processors take part. It panics if n is negative.
//
// Elastic distortion: Simard, Steinkraus and Platt, "Best Practices for
// Convolutional Neural Networks Applied to Visual Document Analysis",
// ICDAR 2003, section 2.
func Synthetic(n int, seed uint64) *Dataset {
	if n < 0 {
		panic(fmt.Sprintf("mnist: %d synthetic digits", n))
	}
	d, _ := synthesize(context.Background(), n, seed) // which is never done
	return d
}

// synthesize is Synthetic until ctx is done.
func synthesize(ctx context.Context, n int, seed uint64) (*Dataset, error) {
	d := &Dataset{
		Name:   "synthetic",
		Images: make([]uint8, n*side*side),
		Labels: make([]uint8, n),
		Rows:   side, Cols: side, Classes: Classes,
	}
	const chunk = 32 // images a processor takes at a time
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+chunk-1)/chunk) {
		wg.Go(func() {
			a := artist{glyphs: digits()}
			for ctx.Err() == nil {
				from := int(next.Add(chunk)) - chunk
				for i := from; i < min(from+chunk, n); i++ {
					a.rng.Seed(seed, uint64(i))
					d.Labels[i] = a.draw(d.Image(i))
				}
				if from+chunk >= n {
					return
				}
			}
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return d, nil
}

// An artist draws digits, one after the other. All its arithmetic is on
// integers; Q16 marks a fixed-point number with 16 fractional bits.
type artist struct {
	glyphs *[len(fonts)][Classes]field
	rng    rand.PCG
	warp   elastic
}

const one = 1 << 16 // 1 in Q16

// between returns a number from lo to hi, both included, all but equally likely.
func (a *artist) between(lo, hi int64) int64 {
	n, _ := bits.Mul64(a.rng.Uint64(), uint64(hi-lo+1))
	return lo + int64(n)
}

// around returns a number from −r to r; those near 0 are likelier.
func (a *artist) around(r int64) int64 {
	return (a.between(-r, r) + a.between(-r, r)) / 2
}

// draw draws one digit into dst and returns its label.
func (a *artist) draw(dst []uint8) uint8 {
	label := a.between(0, Classes-1)
	font := a.between(0, int64(len(fonts))-1)
	glyph := &a.glyphs[font][label]
	view := a.view()
	a.warp.fill(&a.rng, a.between(elasticMin, elasticMax))

	// The edge: where the stroke ends beyond the outline, and over which
	// distance brightness falls from full to none, in 1/16 font unit.
	const pixel = unitsPerPixel << distanceBits
	weight := a.between(-pixel*fonts[font].thinner/100, pixel*fonts[font].bolder/100)
	soft := a.between(pixel*softMin/100, pixel*softMax/100)
	bright := a.between(brightMin, 255)
	grain := a.between(0, grainMax)

	var noise uint64
	for y := range int64(side) {
		for x := range int64(side) {
			if x%8 == 0 {
				noise = a.rng.Uint64()
			}
			i := y*side + x
			gx, gy := view.at(x*one+a.warp.dx[i], y*one+a.warp.dy[i])
			cover := soft/2 + weight - glyph.at(gx+glyph.cx, gy+glyph.cy)
			speck := int64(int8(noise>>(x%8*8))) * grain / 128
			dst[i] = shade(cover, soft, bright, speck)
		}
	}
	return uint8(label)
}

// shade returns the brightness of a pixel that lies cover inside the outer
// edge of a stroke whose edge is soft wide. Noise touches the stroke alone: as
// in MNIST the background is black.
func shade(cover, soft, bright, speck int64) uint8 {
	if cover <= 0 {
		return 0
	}
	v := min(cover, soft)*bright/soft + speck*min(cover, soft)/soft
	return uint8(min(max(v, 0), 255))
}

// A view maps pixels to the nodes of a field, both from the digit's centre.
type view struct {
	xx, xy, yx, yy int64 // nodes a pixel, Q16
	cx, cy         int64 // pixel that shows the centre of mass, Q16
}

// view draws a random affine map: a rotation, then a shear along x, then a scale.
func (a *artist) view() view {
	// sin and cos from the tangent of half the angle, which needs a division only.
	t := a.around(turnMax)
	den := one + t*t>>16
	cos, sin := ((one-t*t>>16)<<16)/den, (2*t<<16)/den
	k := a.around(shearMax)
	sx, sy := a.between(wideMin, wideMax), a.between(highMin, highMax)
	return view{
		xx: sx * (cos - k*sin>>16) >> 16, xy: sx * (sin + k*cos>>16) >> 16,
		yx: sy * -sin >> 16, yy: sy * cos >> 16,
		cx: side/2*one + a.around(shiftMax), cy: side/2*one + a.around(shiftMax),
	}
}

func (v *view) at(x, y int64) (gx, gy int64) {
	x, y = x-v.cx, y-v.cy
	return (v.xx*x + v.xy*y) >> 16, (v.yx*x + v.yy*y) >> 16
}

// at returns the distance at a place in nodes, Q16, between the four nodes
// around it; beyond the grid it is that of the nearest place on it.
func (f *field) at(x, y int64) int64 {
	x = min(max(x, 0), int64(f.w-1)<<16-1)
	y = min(max(y, 0), int64(f.h-1)<<16-1)
	i := int(y>>16)*f.w + int(x>>16)
	x, y = x&(one-1), y&(one-1)
	upper, lower := f.d[i:i+2], f.d[i+f.w:i+f.w+2]
	u := int64(upper[0])<<16 + int64(upper[1]-upper[0])*x
	l := int64(lower[0])<<16 + int64(lower[1]-lower[0])*x
	return (u + (l-u)>>16*y) >> 16
}
