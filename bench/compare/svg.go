package compare

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strings"
)

// All charts have this width, in units of their own that are about a pixel where
// a chart has half of a wide window or all of a telephone's.
const chartWidth = 440

// svg builds a chart. Colours come from the classes c0, c1, … of the page's style
// sheet, which has them for light, dark and paper.
type svg struct {
	strings.Builder
	id string
}

// newSVG begins a chart that is read out as title and desc.
func newSVG(id string, height float64, title, desc string) *svg {
	s := &svg{id: id}
	fmt.Fprintf(s, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %.0f" role="img" aria-labelledby="%s-t %s-d">`+"\n",
		chartWidth, height, id, id)
	fmt.Fprintf(s, `<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`+"\n", id, html.EscapeString(title), id, html.EscapeString(desc))
	return s
}

func (s *svg) end() template.HTML {
	s.WriteString("</svg>\n")
	return template.HTML(s.String())
}

func (s *svg) line(class string, x1, y1, x2, y2 float64) {
	fmt.Fprintf(s, `<line class="%s" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`+"\n", class, x1, y1, x2, y2)
}

// text writes at a point; anchor is start, middle or end.
func (s *svg) text(class, anchor string, x, y float64, words string) {
	fmt.Fprintf(s, `<text class="%s" text-anchor="%s" x="%.1f" y="%.1f">%s</text>`+"\n", class, anchor, x, y, html.EscapeString(words))
}

func (s *svg) path(class string, points [][2]float64) {
	var d strings.Builder
	for i, p := range points {
		fmt.Fprintf(&d, "%c%.1f %.1f", "ML"[min(i, 1)], p[0], p[1])
	}
	fmt.Fprintf(s, `<path class="%s" d="%s"/>`+"\n", class, d.String())
}

// Shapes of marks, of about the same area.
const shapes = 6

// mark draws shape n around a point, with words that appear under a pointer and
// are read out.
func (s *svg) mark(class string, n int, x, y, r float64, words string) {
	fmt.Fprintf(s, `<g class="%s" transform="translate(%.1f %.1f)"><title>%s</title>`, class, x, y, html.EscapeString(words))
	switch n % shapes {
	case 0:
		fmt.Fprintf(s, `<circle r="%.1f"/>`, r)
	case 1:
		fmt.Fprintf(s, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, -0.9*r, -0.9*r, 1.8*r, 1.8*r)
	case 2:
		fmt.Fprintf(s, `<path d="M0 %.1fL%.1f %.1fL%.1f %.1fZ"/>`, -1.25*r, 1.15*r, 0.8*r, -1.15*r, 0.8*r)
	case 3:
		fmt.Fprintf(s, `<path d="M0 %.1fL%.1f 0L0 %.1fL%.1f 0Z"/>`, -1.3*r, 1.3*r, 1.3*r, -1.3*r)
	case 4:
		fmt.Fprintf(s, `<path d="M0 %.1fL%.1f %.1fL%.1f %.1fZ"/>`, 1.25*r, 1.15*r, -0.8*r, -1.15*r, -0.8*r)
	case 5:
		fmt.Fprintf(s, `<path d="M%.1f %.1fH%.1fV%.1fH%.1fV%.1fH%.1fV%.1fH%.1fV%.1fH%.1fV%.1fH%.1fZ"/>`,
			-0.4*r, -1.2*r, 0.4*r, -0.4*r, 1.2*r, 0.4*r, 0.4*r, 1.2*r, -0.4*r, 0.4*r, -1.2*r, -0.4*r, -0.4*r)
	}
	s.WriteString("</g>\n")
}

// markSample returns a chart of one mark, for legends.
func markSample(class string, n int) template.HTML {
	s := new(svg)
	s.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" class="key" viewBox="-9 -9 18 18" aria-hidden="true">`)
	s.mark(class, n, 0, 0, 5, "")
	return s.end()
}

// An axis maps values to places, linearly or by logarithm.
type axis struct {
	lo, hi   float64 // values
	from, to float64 // places
	log      bool
}

func (a axis) at(v float64) float64 {
	share := (v - a.lo) / (a.hi - a.lo)
	if a.log {
		share = math.Log(v/a.lo) / math.Log(a.hi/a.lo)
	}
	return a.from + share*(a.to-a.from)
}

// ticks are round values on the axis: 1, 2, 5 times powers of ten; on a
// logarithmic one more of them if it is short, the powers alone if it is long.
func (a axis) ticks() (ts []float64) {
	if !a.log {
		step := math.Pow(10, math.Floor(math.Log10(a.hi-a.lo)))
		for _, f := range []float64{0.1, 0.2, 0.5, 1} {
			if (a.hi-a.lo)/(step*f) <= 6 {
				step *= f
				break
			}
		}
		for v := math.Ceil(a.lo/step) * step; v <= a.hi*1.0001; v += step {
			ts = append(ts, v)
		}
		return ts
	}
	factors := []float64{1, 2, 5}
	switch decades := math.Log10(a.hi / a.lo); {
	case decades < 0.8:
		factors = []float64{1, 1.5, 2, 3, 5, 7}
	case decades > 2.2:
		factors = factors[:1]
	}
	for e := math.Floor(math.Log10(a.lo)); e <= math.Ceil(math.Log10(a.hi)); e++ {
		for _, f := range factors {
			if v := f * math.Pow(10, e); v >= a.lo*0.9999 && v <= a.hi*1.0001 {
				ts = append(ts, v)
			}
		}
	}
	return ts
}

// tick writes a round value.
func tick(v float64) string {
	if v >= 1e6 {
		return fmt.Sprintf("%.3gM", v/1e6)
	}
	return fmt.Sprintf("%.4g", v)
}

// frame draws grid and numbers of a plot and the names of its axes, the vertical
// one above it.
func (s *svg) frame(x, y axis, xTicks []float64, xName, yName string) {
	for _, v := range y.ticks() {
		s.line("grid", x.from, y.at(v), x.to, y.at(v))
		s.text("num", "end", x.from-5, y.at(v)+4, tick(v))
	}
	for _, v := range xTicks {
		s.line("grid", x.at(v), y.from, x.at(v), y.to)
		s.text("num", "middle", x.at(v), y.from+16, tick(v))
	}
	s.line("axis", x.from, y.from, x.to, y.from)
	s.text("name", "end", x.to, y.from+32, xName)
	s.text("name", "start", 4, y.to-12, yName)
}
