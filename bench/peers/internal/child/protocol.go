// Package child is the two ends of a conversation: the comparison asks, and a
// child process that holds one contender answers. Each message is a JSON object on
// a line. A child loads one library only, so that no two of them share a process,
// their threads or their environment, and it times by itself: the conversation is
// never inside a measurement.
package child

import (
	"lanes/bench/peers/internal/contender"
	"lanes/bench/peers/internal/shape"
)

// Operations.
const (
	Open    = "open"    // Config → Info
	Prepare = "prepare" // Shape, Nanos → Skip, or Error, Nanos, Calls
	Time    = "time"    // Calls → Nanos
	Peak    = "peak"    // Nanos → Rate in GFLOP/s
	Read    = "read"    // Bytes → Rate in GB/s
)

// Meter is the name of the child that measures the machine, in Config.ISA's best set.
const Meter = "meter"

// A Request asks for one operation.
type Request struct {
	Op     string           `json:"op"`
	Config contender.Config `json:"config,omitzero"`
	Shape  shape.Shape      `json:"shape,omitzero"`
	Nanos  float64          `json:"nanos,omitzero"` // length of a batch, or of a measurement
	Calls  int              `json:"calls,omitzero"` // calls in a batch
	Bytes  int              `json:"bytes,omitzero"`
}

// A Reply answers one request.
type Reply struct {
	Error string         `json:"error,omitzero"` // the operation failed
	Wrong bool           `json:"wrong,omitzero"` // it failed because the product is wrong
	Skip  string         `json:"skip,omitzero"`  // why the product is not offered
	Info  contender.Info `json:"info,omitzero"`
	Nanos float64        `json:"nanos,omitzero"` // of one call
	Calls int            `json:"calls,omitzero"` // that make a batch
	Worst float64        `json:"worst,omitzero"` // largest error, in 2⁻²⁴·Σ|a||b|
	Rate  float64        `json:"rate,omitzero"`
}
