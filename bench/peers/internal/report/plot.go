package report

import (
	"errors"
	"fmt"
	"image/color"
	"io"
	"math"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"lanes/bench/peers/internal/contender"
	"lanes/internal/atomicfile"
)

// palette holds a colour for each line, told apart also by those who see no red or green.
var palette = []color.RGBA{
	{0, 0, 0, 255}, {0, 114, 178, 255}, {213, 94, 0, 255}, {0, 158, 115, 255}, {204, 121, 167, 255},
	{230, 159, 0, 255}, {86, 180, 233, 255}, {148, 103, 189, 255}, {140, 86, 75, 255}, {127, 127, 127, 255},
}

// ErrTooFew says that there is no line to draw.
var ErrTooFew = errors.New("a plot takes at least two squares")

// Plot draws the squares: GFLOP/s over the size, up to the peak, one line a
// contender. The ending of the file name, svg or png, gives the format.
func Plot(file string, run *Run, results [][]Record) error {
	p := plot.New()
	p.Title.Text = fmt.Sprintf("Sgemm, squares, %s\n%s, %s", threadsText(run.Threads), run.CPU, run.ISA)
	p.X.Label.Text, p.Y.Label.Text = "m = n = k", "GFLOP/s"
	p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, plot.TickerFunc(powersOfTwo)
	p.Add(plotter.NewGrid())
	legend := plot.NewLegend()
	legend.Top, legend.Left = true, true
	peak, least, most := 0.0, math.Inf(1), 0.0
	for _, rows := range results {
		if rows[0].In("squares") {
			peak = max(peak, rows[0].Peak)
			least, most = min(least, float64(rows[0].N)), max(most, float64(rows[0].N))
		}
	}
	if !(least < most) {
		return fmt.Errorf("%s: %w", file, ErrTooFew)
	}
	for i, m := range run.Members {
		points := squares(results, m.Name)
		if len(points) == 0 {
			continue
		}
		line, err := plotter.NewLine(points)
		if err != nil {
			return err
		}
		line.Color, line.Width = palette[i%len(palette)], vg.Points(1)
		switch {
		case m.Class == contender.Lanes && i == 0:
			line.Width = vg.Points(2.5)
		case m.Class == contender.Codegen:
			line.Dashes = []vg.Length{vg.Points(2), vg.Points(2)}
		case i >= len(palette):
			line.Dashes = []vg.Length{vg.Points(5), vg.Points(2)}
		}
		p.Add(line)
		legend.Add(m.Name, line)
	}
	ceiling, err := plotter.NewLine(plotter.XYs{{X: least, Y: peak}, {X: most, Y: peak}})
	if err != nil {
		return err
	}
	ceiling.Color, ceiling.Dashes = color.Gray{90}, []vg.Length{vg.Points(6), vg.Points(3)}
	p.Add(ceiling)
	legend.Add("FMA peak", ceiling)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = least, most, 0, peak*1.02
	return save(file, p, legend)
}

// save draws the plot with its legend to the right of it. An older one stays until the
// new one is complete.
func save(file string, p *plot.Plot, legend plot.Legend) error {
	const width, height, side = 26 * vg.Centimeter, 15 * vg.Centimeter, 4.5 * vg.Centimeter
	format := strings.TrimPrefix(filepath.Ext(file), ".")
	canvas, err := draw.NewFormattedCanvas(width, height, format)
	if err != nil {
		return err
	}
	all := draw.New(canvas)
	p.BackgroundColor = color.White
	p.Draw(draw.Crop(all, 0, -side, 0, 0))
	legend.TextStyle.Font.Size = font.Length(10)
	legend.Draw(draw.Crop(all, width-side+vg.Points(8), 0, 0, -1.5*vg.Centimeter))
	return atomicfile.Write(file, func(w io.Writer) error {
		_, err := canvas.WriteTo(w)
		return err
	})
}

func squares(results [][]Record, name string) plotter.XYs {
	var points plotter.XYs
	for _, rows := range results {
		for _, r := range rows {
			if r.In("squares") && r.Contender == name && r.Nanos > 0 && r.Wrong == "" {
				points = append(points, plotter.XY{X: float64(r.N), Y: r.Gflops})
			}
		}
	}
	return points
}

func powersOfTwo(lo, hi float64) []plot.Tick {
	var ticks []plot.Tick
	for v := 1.0; v <= hi; v *= 2 {
		if v >= lo {
			ticks = append(ticks, plot.Tick{Value: v, Label: fmt.Sprint(v)})
		}
	}
	return ticks
}

func threadsText(n int) string {
	if n == 1 {
		return "one thread"
	}
	return fmt.Sprintf("%d threads", n)
}
