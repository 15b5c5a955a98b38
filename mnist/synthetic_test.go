package mnist

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"runtime"
	"slices"
	"testing"
)

// The digits of a seed are the same on every platform and in every version:
// models and figures refer to them.
func TestSyntheticGolden(t *testing.T) {
	d := Synthetic(200, 1)
	h := sha256.New()
	h.Write(d.Images)
	h.Write(d.Labels)
	const want = "772a642e5cd08e9ab30387d5b9a009b5d3e3d1d88545b5fa475ac77ac13ff3da"
	if got := hex.EncodeToString(h.Sum(nil)); got != want {
		t.Errorf("SHA-256 %s, want %s", got, want)
	}
}

func TestSyntheticPrefix(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one := Synthetic(301, 7)
	runtime.GOMAXPROCS(5)
	many := Synthetic(600, 7)
	if !bytes.Equal(one.Images, many.Images[:len(one.Images)]) || !bytes.Equal(one.Labels, many.Labels[:301]) {
		t.Error("the digits depend on their number or on the processors")
	}
	other := Synthetic(301, 8)
	if bytes.Equal(one.Images[:784], other.Images[:784]) || bytes.Equal(one.Labels, other.Labels) {
		t.Error("seeds 7 and 8 give the same digits")
	}
	if Synthetic(0, 1).Len() != 0 {
		t.Error("digits where none were asked for")
	}
}

// The digits look like MNIST's by the figures that a network sees first: mean
// 0.1307, deviation 0.3081, 19 % of the pixels lit, centre of mass at 14.0.
func TestSyntheticStatistics(t *testing.T) {
	d := Synthetic(2000, 3)
	if _, err := NewDataset(d.Name, d.Images, d.Labels, d.Rows, d.Cols); err != nil {
		t.Fatal(err)
	}
	var sum, squares, cx, cy float64
	lit := 0
	for i := range d.Len() {
		var mass, mx, my float64
		for k, v := range d.Image(i) {
			p := float64(v) / 255
			mass, mx, my = mass+p, mx+p*float64(k%28), my+p*float64(k/28)
			squares += p * p
			if v > 0 {
				lit++
			}
		}
		if mass < 20 || mass > 300 {
			t.Errorf("digit %d (a %d): %.0f pixels of ink", i, d.Labels[i], mass)
		}
		sum, cx, cy = sum+mass, cx+mx/mass, cy+my/mass
	}
	n, pixels := float64(d.Len()), float64(len(d.Images))
	mean := sum / pixels
	for _, c := range []struct {
		what             string
		got, want, slack float64
	}{
		{"mean", mean, 0.1307, 0.01},
		{"deviation", math.Sqrt(squares/pixels - mean*mean), 0.3081, 0.02},
		{"lit pixels", float64(lit) / pixels, 0.191, 0.02},
		{"centre x", cx / n, 14, 0.3},
		{"centre y", cy / n, 14, 0.3},
	} {
		if math.Abs(c.got-c.want) > c.slack {
			t.Errorf("%s %.4f, want %.4f ± %g", c.what, c.got, c.want, c.slack)
		}
	}
	var counts [Classes]int
	for _, l := range d.Labels {
		counts[l]++
	}
	if slices.Min(counts[:]) < 150 || slices.Max(counts[:]) > 250 {
		t.Errorf("labels %v, want about 200 of each", counts)
	}
}

// Images of one class resemble each other more than those of another: the
// nearest mean image classifies most digits, and far from all.
func TestSyntheticDifficulty(t *testing.T) {
	train, test := Synthetic(4000, 1), Synthetic(1000, 2)
	var means [Classes][784]float64
	var counts [Classes]float64
	for i := range train.Len() {
		counts[train.Labels[i]]++
		for k, v := range train.Image(i) {
			means[train.Labels[i]][k] += float64(v)
		}
	}
	right := 0
	for i := range test.Len() {
		best, nearest := 0, math.Inf(1)
		for c := range means {
			var d float64
			for k, v := range test.Image(i) {
				e := means[c][k]/counts[c] - float64(v)
				d += e * e
			}
			if d < nearest {
				best, nearest = c, d
			}
		}
		if best == int(test.Labels[i]) {
			right++
		}
	}
	// MNIST: 8,087 of 10,000 after 4,000 images.
	if right < 700 || right > 950 {
		t.Errorf("%d of 1000 right, want 700 to 950", right)
	} else {
		t.Logf("%d of 1000 right", right)
	}
}

func BenchmarkSynthetic(b *testing.B) {
	const n = 256
	Synthetic(1, 1) // the fonts
	for b.Loop() {
		Synthetic(n, 1)
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "images/s")
}
