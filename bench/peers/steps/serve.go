package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"

	"lanes/bench"
	"lanes/kernels"
	"lanes/layers"
	"lanes/loss"
	"lanes/mnist"
	"lanes/sgd"
	"lanes/tensor"
)

// opening is the first request to a child.
type opening struct {
	Engine   string  `json:"engine"`
	Threads  int     `json:"threads"`
	Dir      string  `json:"dir"` // of the files of write
	Features int     `json:"features"`
	Classes  int     `json:"classes"`
	Rate     float64 `json:"rate"`
}

// about answers it.
type about struct {
	Version string  `json:"version"`
	BLAS    string  `json:"blas"`
	Peak    float64 `json:"peak"` // GFLOP/s of one core, from lanes alone
}

// A request has a task repeated so many times, after so many that are not timed.
type request struct {
	task
	Warm  int `json:"warm"`
	Steps int `json:"steps"`
}

// An answer has the time and the first twenty losses, or the logits of the first row.
type answer struct {
	Seconds float64   `json:"seconds"`
	Values  []float64 `json:"values"`
}

// serve is the child in which lanes works. It loads the digits itself: they are
// those of the files.
func serve(in io.Reader, out io.Writer) error {
	requests, replies := json.NewDecoder(in), json.NewEncoder(out)
	var o opening
	if err := requests.Decode(&o); err != nil {
		return err
	}
	kernels.SetWorkers(o.Threads)
	if o.Threads > 1 {
		runtime.UnlockOSThread() // Go code that waits for others must be free to switch
	}
	d, err := digits()
	if err != nil {
		return err
	}
	a := about{Version: "lanes on " + kernels.Active(), Peak: kernels.FMAPeak(50 * time.Millisecond)}
	if err := replies.Encode(a); err != nil {
		return err
	}
	for {
		var r request
		if err := requests.Decode(&r); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		a, err := r.run(d)
		if err != nil {
			return err
		}
		if err := replies.Encode(a); err != nil {
			return err
		}
	}
}

func (r *request) run(d *mnist.Dataset) (a answer, err error) {
	net := bench.NewNet(seed, r.Sizes...)
	batches, x := mnist.NewBatches(d, batchOptions(r.Batch)), new(tensor.Tensor)
	labels := batches.Next(x, nil)
	if len(labels) == 0 {
		return a, fmt.Errorf("%d images, want a batch of %d", d.Len(), r.Batch)
	}
	if r.Mode == predictMode {
		return r.predict(net, x), nil
	}
	stepper := sgd.NewStepper(net, new(loss.SoftmaxCrossEntropy), &sgd.SGD{LR: rate})
	train := func(n int, keep func(l float32)) {
		for i := range n {
			if r.Mode == loopMode && i > 0 {
				if labels = batches.Next(x, labels); len(labels) == 0 {
					labels = batches.Next(x, labels)
				}
			}
			keep(stepper.Step(x, labels))
		}
	}
	losses := make([]float64, 0, r.Steps)
	train(r.Warm, func(float32) {})
	start := time.Now()
	train(r.Steps, func(l float32) { losses = append(losses, float64(l)) })
	a.Seconds = time.Since(start).Seconds()
	a.Values = losses[:min(len(losses), checked)]
	return a, nil
}

func (r *request) predict(net *layers.Sequential, x *tensor.Tensor) (a answer) {
	session := net.NewSession()
	for range r.Warm {
		session.Forward(x)
	}
	start := time.Now()
	for range r.Steps {
		session.Forward(x)
	}
	a.Seconds = time.Since(start).Seconds()
	y := session.Forward(x)
	for _, v := range y.Data[:y.Cols()] {
		a.Values = append(a.Values, float64(v))
	}
	return a
}
