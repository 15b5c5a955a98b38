package loss

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"lanes/internal/racing"
	"lanes/kernels"
	"lanes/tensor"
)

// eps is the unit roundoff of float32.
const eps = 1.0 / (1 << 24)

func panics(t *testing.T, want string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if got := recover(); got != want {
			t.Errorf("panic %v, want %q", got, want)
		}
	}()
	f()
}

func random(rng *rand.Rand, scale float64, shape ...int) *tensor.Tensor {
	t := tensor.New(shape...)
	for i := range t.Data {
		t.Data[i] = float32(scale * (2*rng.Float64() - 1))
	}
	return t
}

func randomLabels(rng *rand.Rand, n, classes int) []uint8 {
	labels := make([]uint8, n)
	for i := range labels {
		labels[i] = uint8(rng.IntN(classes))
	}
	return labels
}

// crossEntropy is the definition in float64, summed over the rows.
func crossEntropy(logits []float64, labels []uint8, cols int) float64 {
	total := 0.0
	for i, label := range labels {
		row := logits[i*cols:][:cols]
		top, sum := slices.Max(row), 0.0
		for _, v := range row {
			sum += math.Exp(v - top)
		}
		total += top + math.Log(sum) - row[label]
	}
	return total
}

func widen(x []float32) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}

// TestCrossEntropy holds loss and gradient to the definition in float64, the
// gradient through central differences of it: with h = 2⁻¹² they are good to
// h² + 2⁻⁵²/h < 1e-7 a row, so that float32 is what limits the comparison.
func TestCrossEntropy(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 0))
	for _, c := range []struct{ rows, cols int }{{1, 1}, {1, 10}, {7, 10}, {3, 33}, {100, 10}, {2, 256}} {
		for _, r := range []Reduction{Mean, Sum} {
			logits, labels := random(rng, 8, c.rows, c.cols), randomLabels(rng, c.rows, c.cols)
			l := SoftmaxCrossEntropy{Reduction: r}
			got := float64(l.Forward(logits, labels))
			div := 1.0
			if r == Mean {
				div = float64(c.rows)
			}
			wide := widen(logits.Data)
			want := crossEntropy(wide, labels, c.cols) / div
			// A row's loss is the difference of two numbers below 16, each with
			// a few roundings.
			if tol := 64 * eps * float64(c.rows) / div; math.Abs(got-want) > tol+eps*want {
				t.Errorf("%v %v: loss %v, want %v", c, r, got, want)
			}
			grad := l.Backward()
			if !grad.SameShape(logits) {
				t.Fatalf("gradient %v, logits %v", grad.Shape, logits.Shape)
			}
			for i, old := range wide {
				const h = 1.0 / (1 << 12)
				row := i / c.cols * c.cols
				one := labels[i/c.cols : i/c.cols+1]
				wide[i] = old + h
				up := crossEntropy(wide[row:row+c.cols], one, c.cols)
				wide[i] = old - h
				down := crossEntropy(wide[row:row+c.cols], one, c.cols)
				wide[i] = old
				want := (up - down) / (2 * h) / div
				if got := float64(grad.Data[i]); math.Abs(got-want) > (16*eps+1e-7)/div {
					t.Fatalf("%v %v: gradient[%d] %v, want %v", c, r, i, got, want)
				}
			}
		}
	}
}

func TestCrossEntropyExtremes(t *testing.T) {
	var l SoftmaxCrossEntropy
	inf := float32(math.Inf(1))
	for _, c := range []struct {
		logits []float32
		want   float64
	}{
		{[]float32{0, 0, 0, 0}, math.Log(4)},
		{[]float32{1000, 0, 0, 0}, 0},
		{[]float32{0, 1000, 0, 0}, 1000},
		{[]float32{-3e38, 3e38, 0, 0}, math.Inf(1)}, // the loss itself is out of range
		{[]float32{0, -inf, -inf, -inf}, 0},
		{[]float32{inf, 0, 0, 0}, math.NaN()},
		{[]float32{float32(math.NaN()), 0, 0, 0}, math.NaN()},
	} {
		got := float64(l.Forward(tensor.FromSlice(c.logits, 1, 4), []uint8{0}))
		if !(math.Abs(got-c.want) <= 4*eps*c.want) && got != c.want && !(got != got && c.want != c.want) {
			t.Errorf("logits %v: loss %v, want %v", c.logits, got, c.want)
		}
	}
}

// TestLosses: the rows' losses are those that Forward reduces, and asking for
// them leaves the gradient alone.
func TestLosses(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 0))
	logits, labels := random(rng, 3, 9, 10), randomLabels(rng, 9, 10)
	l := SoftmaxCrossEntropy{Reduction: Sum}
	total := l.Forward(logits, labels)
	grad := slices.Clone(l.Backward().Data)
	var sum float64
	for _, v := range l.Losses(logits, labels) {
		sum += float64(v)
	}
	if float32(sum) != total {
		t.Errorf("the rows add up to %v, Forward gave %v", sum, total)
	}
	l.Losses(random(rng, 3, 4, 10), labels[:4])
	if !slices.Equal(grad, l.Backward().Data) {
		t.Error("Losses changed the gradient")
	}
}

func TestMSE(t *testing.T) {
	pred := tensor.FromSlice([]float32{1, 2, 3, 4, 5, 6}, 3, 2)
	target := tensor.FromSlice([]float32{0, 2, 5, 4, 4, 9}, 3, 2)
	for _, c := range []struct {
		r    Reduction
		loss float32
		grad []float32
	}{
		{Mean, 2.5, []float32{2. / 6, 0, -4. / 6, 0, 2. / 6, -1}}, // as torch.nn.MSELoss
		{Sum, 15, []float32{2, 0, -4, 0, 2, -6}},
	} {
		l := MSE{Reduction: c.r}
		if got := l.Forward(pred, target); got != c.loss {
			t.Errorf("%v: %v, want %v", c.r, got, c.loss)
		}
		for i, got := range l.Backward().Data {
			if math.Abs(float64(got-c.grad[i])) > 2*eps*math.Abs(float64(c.grad[i])) {
				t.Errorf("%v: gradient[%d] %v, want %v", c.r, i, got, c.grad[i])
			}
		}
	}
}

// TestMSEGradient compares with central differences. The loss is a quadratic, so
// they have no truncation error for any h; rounding the loss to float32 costs
// eps·loss, and pred ± h is exact in the range used.
func TestMSEGradient(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 0))
	const h = 0.25
	for _, r := range []Reduction{Mean, Sum} {
		pred, target := random(rng, 2, 4, 5), random(rng, 2, 4, 5)
		l := MSE{Reduction: r}
		tol := 4 * eps * float64(l.Forward(pred, target)) * 2 / h
		grad := slices.Clone(l.Backward().Data)
		for i, old := range pred.Data {
			pred.Data[i] = old + h
			up, high := l.Forward(pred, target), pred.Data[i]
			pred.Data[i] = old - h
			down, low := l.Forward(pred, target), pred.Data[i]
			pred.Data[i] = old
			want := (float64(up) - float64(down)) / (float64(high) - float64(low))
			if math.Abs(float64(grad[i])-want) > tol {
				t.Errorf("%v: gradient[%d] %v, differences give %v ± %.1e", r, i, grad[i], want, tol)
			}
		}
	}
}

func TestSameBitsEverySet(t *testing.T) {
	defer kernels.Use(kernels.Active())
	rng := rand.New(rand.NewPCG(4, 0))
	logits, labels := random(rng, 5, 100, 10), randomLabels(rng, 100, 10)
	var loss float32
	var grad []float32
	for i, name := range kernels.Names() {
		if err := kernels.Use(name); err != nil {
			t.Fatal(err)
		}
		var l SoftmaxCrossEntropy
		got := l.Forward(logits, labels)
		if i == 0 {
			loss, grad = got, l.Backward().Data
		} else if got != loss || !slices.Equal(l.Backward().Data, grad) {
			t.Errorf("kernel %s: other bits than %s", name, kernels.Names()[0])
		}
	}
}

func TestPanics(t *testing.T) {
	var l SoftmaxCrossEntropy
	var m MSE
	x := tensor.New(2, 10)
	panics(t, "loss: SoftmaxCrossEntropy.Backward before Forward", func() { l.Backward() })
	panics(t, "loss: MSE.Backward before Forward", func() { m.Backward() })
	panics(t, "loss: SoftmaxCrossEntropy of logits [2 10] with 3 labels", func() { l.Forward(x, make([]uint8, 3)) })
	panics(t, "loss: SoftmaxCrossEntropy of logits [0 10] with 0 labels", func() { l.Losses(tensor.New(0, 10), nil) })
	panics(t, "loss: label 10 in row 1 of logits [2 10]", func() { l.Forward(x, []uint8{9, 10}) })
	panics(t, "loss: MSE of [2 10] and [10 2]", func() { m.Forward(x, tensor.New(10, 2)) })
	panics(t, "loss: MSE of [0 3] and [0 3]", func() { m.Forward(tensor.New(0, 3), tensor.New(0, 3)) })
	l.Reduction = 7
	panics(t, "loss: unknown Reduction(7)", func() { l.Forward(x, []uint8{0, 0}) })
}

func TestReductionByName(t *testing.T) {
	for _, r := range []Reduction{Mean, Sum} {
		if got, err := ReductionByName(r.String()); got != r || err != nil {
			t.Errorf("%v: got %v, %v", r, got, err)
		}
	}
	_, err := ReductionByName("max")
	if want := `loss: reduction "max", want mean or sum`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestAllocs(t *testing.T) {
	if racing.Enabled() {
		t.Skip("the race detector empties pools")
	}
	rng := rand.New(rand.NewPCG(5, 0))
	logits, small := random(rng, 1, 100, 10), random(rng, 1, 37, 10)
	labels := randomLabels(rng, 100, 10)
	var l SoftmaxCrossEntropy
	var m MSE
	run := func() {
		l.Forward(logits, labels)
		l.Backward()
		l.Losses(small, labels[:37])
		l.Forward(small, labels[:37])
		m.Forward(logits, logits)
		m.Forward(small, small)
		m.Backward()
	}
	if n := testing.AllocsPerRun(20, run); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
