package layers

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// An Initializer fills the weights of a layer whose every output depends on
// fanIn inputs and whose every input feeds fanOut outputs. All randomness comes
// from rng.
//
// The same generator state gives the same bits on every architecture: the
// arithmetic is float64, each operation rounded by itself, so that no compiler
// can fuse two of them, and the logarithm is our own. rand.NormFloat64 promises
// neither.
type Initializer func(w []float32, fanIn, fanOut int, rng *rand.Rand)

// Zeros sets every weight to 0 and draws nothing from rng, which may be nil.
func Zeros(w []float32, fanIn, fanOut int, rng *rand.Rand) { clear(w) }

// Normal draws from N(0, 1), the normal distribution of variance 1.
func Normal(w []float32, fanIn, fanOut int, rng *rand.Rand) { fillNormal(w, 1, rng) }

// Glorot draws uniformly from ±√(6/(fanIn+fanOut)).
//
// Source: Glorot and Bengio, Understanding the difficulty of training deep
// feedforward neural networks, AISTATS 2010, equation 16.
func Glorot(w []float32, fanIn, fanOut int, rng *rand.Rand) {
	limit := math.Sqrt(6 / float64(fanIn+fanOut))
	for i := range w {
		w[i] = float32(limit * (2*rng.Float64() - 1))
	}
}

// He draws from N(0, 2/fanIn), for layers that a ReLU follows.
//
// Source: He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015,
// equation 10, doi:10.1109/ICCV.2015.123.
func He(w []float32, fanIn, fanOut int, rng *rand.Rand) {
	fillNormal(w, math.Sqrt(2/float64(fanIn)), rng)
}

// InitializerByName returns zeros, normal, glorot or he; any other name is an
// error.
func InitializerByName(name string) (Initializer, error) {
	switch name {
	case "zeros":
		return Zeros, nil
	case "normal":
		return Normal, nil
	case "glorot":
		return Glorot, nil
	case "he":
		return He, nil
	}
	return nil, fmt.Errorf("layers: initialiser %q, want zeros, normal, glorot or he", name)
}

func fillNormal(w []float32, std float64, rng *rand.Rand) {
	for i := 0; i < len(w); i += 2 {
		a, b := normalPair(rng)
		w[i] = float32(std * a)
		if i+1 < len(w) {
			w[i+1] = float32(std * b)
		}
	}
}

// normalPair returns two independent values from N(0, 1) by the polar method:
// Marsaglia and Bray, SIAM Review 6(3), 1964, doi:10.1137/1006063.
func normalPair(rng *rand.Rand) (a, b float64) {
	for {
		u := 2*rng.Float64() - 1 // exact: no rounding to fuse
		v := 2*rng.Float64() - 1
		s := float64(u*u) + float64(v*v)
		if s > 0 && s < 1 {
			f := math.Sqrt(-2 * ln(s) / s)
			return u * f, v * f
		}
	}
}

// ln is the natural logarithm of a positive, normal x, within 4 ulp: x = m·2^e
// with m in [√½, √2) and ln m = 2·atanh(t), t = (m−1)/(m+1), |t| ≤ 0.172. Twelve
// terms of its series leave 0.172^24/25 < 2e-20 of relative error.
func ln(x float64) float64 {
	m, e := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, e = 2*m, e-1
	}
	t := (m - 1) / (m + 1)
	t2 := t * t
	sum := 0.0
	for k := 23; k >= 1; k -= 2 {
		sum = float64(sum*t2) + 1/float64(k)
	}
	return float64(float64(e)*math.Ln2) + float64(2*t*sum)
}
