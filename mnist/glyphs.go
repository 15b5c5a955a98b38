package mnist

import (
	"fmt"
	"math"
	"sync"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gobolditalic"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/gomediumitalic"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/gomonobolditalic"
	"golang.org/x/image/font/gofont/gomonoitalic"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// fonts lists the Go fonts whose digits differ.
// The digits of the two small-caps fonts are those of goregular and goitalic.
// The stroke may be made thinner or bolder by hundredths of a pixel; more would
// break a thin stroke or close the holes of a bold one.
var fonts = [...]struct {
	ttf             []byte
	thinner, bolder int64
}{
	{goregular.TTF, 45, 80},
	{goitalic.TTF, 45, 80},
	{gomedium.TTF, 55, 65},
	{gomediumitalic.TTF, 55, 65},
	{gobold.TTF, 90, 25},
	{gobolditalic.TTF, 90, 25},
	{gomono.TTF, 45, 75},
	{gomonoitalic.TTF, 45, 75},
	{gomonobold.TTF, 90, 25},
	{gomonobolditalic.TTF, 90, 25},
}

// characters are what is drawn for the digits: the figure 0 of these fonts has
// a slash, and a slashed zero, bent and blurred, is an eight.
var characters = [Classes]rune{'O', '1', '2', '3', '4', '5', '6', '7', '8', '9'}

// Font units: the digits are about 1520 high, which makes 20 pixels of 76, the
// box that MNIST fits its digits into. A field has two nodes a pixel.
const (
	unitsPerPixel = 76
	unitsPerNode  = unitsPerPixel / 2
	margin        = 8 // nodes around the outline: strokes grow by at most 2 pixels
	distanceBits  = 4 // distances are in 1/16 font unit
)

// A field is a glyph as signed distances from its outline, negative inside, on
// a grid. Moving the threshold makes the stroke bolder or finer.
type field struct {
	w, h   int
	d      []int16 // h rows of w distances
	cx, cy int64   // centre of mass in nodes, Q16
}

// digits holds the fields of every font's digits. They are made when first
// needed, with integers alone, so that they are the same on every platform.
var digits = sync.OnceValue(func() *[len(fonts)][Classes]field {
	var all [len(fonts)][Classes]field
	var wg sync.WaitGroup
	for i := range fonts {
		wg.Go(func() {
			font, err := sfnt.Parse(fonts[i].ttf)
			if err != nil {
				panic(fmt.Sprintf("mnist: built-in font %d: %v", i, err))
			}
			for digit := range all[i] {
				all[i][digit] = newField(outline(font, characters[digit]))
			}
		})
	}
	wg.Wait()
	return &all
})

type point struct{ x, y int64 }

// A line is one straight piece of an outline, in font units, y downwards.
type line struct{ a, b point }

// chords is the number of lines that stand for one curve; a digit has ten to
// sixty curves, which leaves an error below 1/20 pixel.
const chords = 4

// outline returns the closed contours of r as lines.
func outline(font *sfnt.Font, r rune) []line {
	var buf sfnt.Buffer
	glyph, err := font.GlyphIndex(&buf, r)
	if err != nil {
		panic(fmt.Sprintf("mnist: built-in font: %q: %v", r, err))
	}
	segments, err := font.LoadGlyph(&buf, glyph, fixed.Int26_6(font.UnitsPerEm()), nil)
	if err != nil {
		panic(fmt.Sprintf("mnist: built-in font: %q: %v", r, err))
	}
	var lines []line
	var start, at point
	to := func(p point) {
		if p == at {
			return
		}
		lines = append(lines, line{at, p})
		at = p
	}
	for _, s := range segments {
		p, q := point{int64(s.Args[0].X), int64(s.Args[0].Y)}, point{int64(s.Args[1].X), int64(s.Args[1].Y)}
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			to(start)
			start, at = p, p
		case sfnt.SegmentOpLineTo:
			to(p)
		case sfnt.SegmentOpQuadTo:
			a := at
			for i := int64(1); i <= chords; i++ {
				j := chords - i
				to(point{
					(j*j*a.x + 2*i*j*p.x + i*i*q.x) / (chords * chords),
					(j*j*a.y + 2*i*j*p.y + i*i*q.y) / (chords * chords),
				})
			}
		default:
			panic("mnist: built-in font: cubic curve") // TrueType has none
		}
	}
	to(start)
	return lines
}

// newField measures the distances from an outline.
func newField(lines []line) field {
	lo, hi := lines[0].a, lines[0].a
	for _, l := range lines {
		lo = point{min(lo.x, l.a.x), min(lo.y, l.a.y)}
		hi = point{max(hi.x, l.a.x), max(hi.y, l.a.y)}
	}
	f := field{
		w: int(hi.x-lo.x)/unitsPerNode + 2*margin + 2,
		h: int(hi.y-lo.y)/unitsPerNode + 2*margin + 2,
	}
	f.d = make([]int16, f.w*f.h)
	var mass, mx, my int64
	for y := range f.h {
		for x := range f.w {
			p := point{lo.x + int64(x-margin)*unitsPerNode, lo.y + int64(y-margin)*unitsPerNode}
			d := distance(lines, p)
			f.d[y*f.w+x] = int16(d)
			if d < 0 {
				mass, mx, my = mass+1, mx+int64(x), my+int64(y)
			}
		}
	}
	f.cx, f.cy = mx<<16/mass, my<<16/mass
	return f
}

// distance returns the distance of p from the nearest line in 1/16 font unit,
// at most 2047 units, negated where the outline winds around p.
func distance(lines []line, p point) int64 {
	nearest := int64(1) << 62
	winding := 0
	for _, l := range lines {
		ex, ey := l.b.x-l.a.x, l.b.y-l.a.y
		px, py := p.x-l.a.x, p.y-l.a.y
		cross := ex*py - ey*px
		if l.a.y <= p.y && p.y < l.b.y && cross > 0 {
			winding++
		} else if l.b.y <= p.y && p.y < l.a.y && cross < 0 {
			winding--
		}
		length := ex*ex + ey*ey
		var d int64 // squared, in units of 1/256
		switch along := ex*px + ey*py; {
		case along <= 0:
			d = (px*px + py*py) << (2 * distanceBits)
		case along >= length:
			qx, qy := p.x-l.b.x, p.y-l.b.y
			d = (qx*qx + qy*qy) << (2 * distanceBits)
		default:
			d = cross * cross / length << (2 * distanceBits)
		}
		nearest = min(nearest, d)
	}
	// A square root of an integer below 2⁵³ is correctly rounded everywhere.
	d := min(int64(math.Sqrt(float64(nearest))), 2047<<distanceBits)
	if winding != 0 {
		return -d
	}
	return d
}
