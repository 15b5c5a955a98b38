package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"lanes/layers"
	"lanes/mnist"
	"lanes/safetensors"
)

// A network is a chain of Dense layers with an activation between two of them.
type network struct {
	*layers.Sequential
	sizes      []int  // inputs, units of the hidden layers, outputs
	activation string // of the hidden layers; "" without any
}

// maxParameters is 1 GiB of float32.
const maxParameters = 1 << 28

// The metadata that say how to build a saved network again. Without an activation,
// hidden layers are of relu, the only one that there once was.
const (
	architectureKey = "architecture"
	activationKey   = "activation"
)

// weightsStream keeps the draws of the weights apart from those of the shuffling,
// whose stream is the number of the epoch; it is the word "weights".
const weightsStream = 0x77656967687473

// newNetwork builds a network; sizes have passed countParameters.
func newNetwork(sizes []int, activation string, init layers.Initializer, seed uint64) (*network, error) {
	rng := rand.New(rand.NewPCG(seed, weightsStream))
	if len(sizes) == 2 {
		activation = ""
	}
	var ls []layers.Layer
	for i := 1; i < len(sizes); i++ {
		if i > 1 {
			l, err := layers.ActivationByName(activation)
			if err != nil {
				return nil, err
			}
			ls = append(ls, l)
		}
		ls = append(ls, layers.NewDense("dense"+strconv.Itoa(i), sizes[i-1], sizes[i], init, rng))
	}
	return &network{layers.NewSequential(ls...), sizes, activation}, nil
}

// countParameters returns the number of parameters, or an error if the network
// is too large to be meant.
func countParameters(sizes []int) (int, error) {
	n := 0
	for i := 1; i < len(sizes); i++ {
		in, out := sizes[i-1], sizes[i]
		if in >= maxParameters/out || n > maxParameters-(in+1)*out {
			return 0, fmt.Errorf("a network of %s has more than %s parameters", join(sizes, "-"), thousands(maxParameters))
		}
		n += (in + 1) * out
	}
	return n, nil
}

func (n *network) architecture() string { return join(n.sizes, "-") }

// String is the architecture for people, who take relu for granted.
func (n *network) String() string {
	if n.activation == "" || n.activation == "relu" {
		return n.architecture()
	}
	return n.architecture() + " of " + n.activation
}

// hash returns the SHA-256 of all parameters in order as little-endian float32.
func (n *network) hash() string {
	h := sha256.New()
	buf := make([]byte, 0, 1<<12)
	for _, p := range n.Params() {
		for _, v := range p.Value.Data {
			buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(v))
			if len(buf) == cap(buf) {
				h.Write(buf)
				buf = buf[:0]
			}
		}
	}
	h.Write(buf)
	return hex.EncodeToString(h.Sum(nil))
}

// checkFinite returns an error if a parameter is NaN or infinite.
func (n *network) checkFinite() error {
	for _, p := range n.Params() {
		for i, v := range p.Value.Data {
			if v-v != 0 {
				return fmt.Errorf("%s holds %v at %d", p.Name, v, i)
			}
		}
	}
	return nil
}

// save writes the network; metadata gains the architecture.
func (n *network) save(file string, metadata map[string]string) error {
	metadata[architectureKey] = n.architecture()
	if n.activation != "" {
		metadata[activationKey] = n.activation
	}
	return safetensors.SaveParams(file, n.Params(), metadata)
}

// loadNetwork reads a saved network and its metadata.
func loadNetwork(file string) (*network, map[string]string, error) {
	f, err := safetensors.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	sizes, err := parseArchitecture(f.Metadata)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	// Before memory is taken for what the metadata claim.
	stored := 0
	for _, t := range f.Tensors {
		stored += t.Tensor.Len()
	}
	if want, err := countParameters(sizes); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	} else if stored != want {
		return nil, nil, fmt.Errorf("%s: %s, but a network of %s has %s",
			file, plural(stored, "parameter"), join(sizes, "-"), thousands(want))
	}
	activation, ok := f.Metadata[activationKey]
	if !ok {
		activation = "relu"
	}
	// Also where no hidden layer will ask for it: such a file is not what it says.
	if _, err := layers.ActivationByName(activation); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	n, err := newNetwork(sizes, activation, layers.Zeros, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	if err := f.Load(n.Params()); err != nil {
		return nil, nil, err
	}
	if err := n.checkFinite(); err != nil {
		return nil, nil, fmt.Errorf("%s: the weights are not finite: %w", file, err)
	}
	return n, f.Metadata, nil
}

func parseArchitecture(metadata map[string]string) ([]int, error) {
	text, ok := metadata[architectureKey]
	if !ok {
		return nil, fmt.Errorf("no %s in the metadata: not saved by lanes train", architectureKey)
	}
	var sizes []int
	for _, field := range strings.Split(text, "-") {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 || n > maxParameters {
			return nil, fmt.Errorf("architecture %.40q, want one like 784-512-10", text)
		}
		sizes = append(sizes, n)
	}
	if len(sizes) < 2 {
		return nil, fmt.Errorf("architecture %.40q, want one like 784-512-10", text)
	}
	if out := sizes[len(sizes)-1]; out != mnist.Classes {
		return nil, fmt.Errorf("a network with %s, want %d", plural(out, "output"), mnist.Classes)
	}
	return sizes, nil
}

// accepts returns an error if the network does not take images of that size.
func (n *network) accepts(rows, cols int) error {
	if n.sizes[0] != rows*cols {
		return fmt.Errorf("a network with %s, but the images are %d×%d", plural(n.sizes[0], "input"), rows, cols)
	}
	return nil
}
