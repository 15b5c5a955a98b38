package tensor

// Param is a trainable tensor and its gradient, which has the same shape. Name
// is unique within a model ("hidden.weight"); files store parameters under it.
type Param struct {
	Name        string
	Value, Grad *Tensor
}

// NewParam returns a parameter of zeros with a gradient of zeros. It panics
// like New.
func NewParam(name string, shape ...int) *Param {
	return &Param{Name: name, Value: New(shape...), Grad: New(shape...)}
}
