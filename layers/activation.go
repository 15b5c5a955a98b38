package layers

import "fmt"

// ActivationByName returns a new layer: relu, tanh or sigmoid; any other name is an
// error.
func ActivationByName(name string) (Layer, error) {
	switch name {
	case "relu":
		return NewReLU(), nil
	case "tanh":
		return NewTanh(), nil
	case "sigmoid":
		return NewSigmoid(), nil
	}
	return nil, fmt.Errorf("layers: activation %.40q, want relu, tanh or sigmoid", name)
}
