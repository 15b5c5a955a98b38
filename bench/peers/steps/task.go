package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"syscall"

	"lanes/bench"
	"lanes/kernels"
	"lanes/mnist"
	"lanes/tensor"
)

const (
	rate   = 0.01
	seed   = 1
	images = 12000 // as float32 more than the caches hold
)

// A mode is what is repeated.
type mode string

const (
	stepMode    mode = "step"    // forward, loss, backward and update, on a batch that is there
	loopMode    mode = "loop"    // the same, and the next batch drawn from the shuffled images
	predictMode mode = "predict" // forward
)

// A task is a network, a size of batch and what is done with them.
type task struct {
	Mode  mode  `json:"mode"`
	Sizes []int `json:"sizes"`
	Batch int   `json:"batch"`
}

var networks = [][]int{{784, 10}, {784, 128, 10}, {784, 512, 512, 10}}

// tasks lists what is measured, in the order of the table.
func tasks() (list []task) {
	for _, sizes := range networks {
		for _, batch := range []int{1, 8, 32, 100, 256, 1024} {
			list = append(list, task{stepMode, sizes, batch})
		}
	}
	for _, sizes := range networks {
		list = append(list, task{loopMode, sizes, 100})
	}
	for _, sizes := range networks {
		list = append(list, task{predictMode, sizes, 1}, task{predictMode, sizes, 100})
	}
	return list
}

// matching returns the tasks that an expression chooses, as "mode model batch".
func matching(names *regexp.Regexp) (list []task, err error) {
	for _, t := range tasks() {
		if names.MatchString(fmt.Sprintf("%s %s %d", t.Mode, bench.ModelName(t.Sizes), t.Batch)) {
			list = append(list, t)
		}
	}
	if list == nil {
		return nil, fmt.Errorf("no task matches %q", names)
	}
	return list, nil
}

// flops counts the products of one repetition.
func (t task) flops() float64 {
	sum := 0
	for i := 1; i < len(t.Sizes); i++ {
		products := 3 // forward, the gradients of the weights and of the inputs
		if t.Mode == predictMode {
			products = 1
		} else if i == 1 {
			products = 2
		}
		sum += products * t.Sizes[i-1] * t.Sizes[i]
	}
	return 2 * float64(sum) * float64(t.Batch)
}

// digits loads MNIST from LANES_MNIST or the cache; if it is in neither, it draws
// digits.
func digits() (*mnist.Dataset, error) {
	data, err := mnist.Load(context.Background(), mnist.LoadOptions{
		Offline: true, AllowSynthetic: true, Seed: seed, TrainSize: images, TestSize: 1,
	})
	if err != nil {
		return nil, err
	}
	first, _ := data.Train.Split(max(0, data.Train.Len()-images))
	return first, nil
}

// share writes the digits and the rest into a directory, which remove takes away, as does
// an interrupt: that ends the program.
func share(d *mnist.Dataset) (dir string, remove func(), err error) {
	if dir, err = os.MkdirTemp("", "lanes-steps"); err != nil {
		return "", nil, err
	}
	interrupted, forget := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	stop := context.AfterFunc(interrupted, func() {
		os.RemoveAll(dir)
		os.Exit(130)
	})
	remove = func() {
		stop()
		forget()
		os.RemoveAll(dir)
	}
	if err = write(dir, d); err != nil {
		remove()
		return "", nil, err
	}
	return dir, remove, nil
}

// write puts what all contenders work on into files: pixels and labels, the order
// of the first epoch, and the weights and biases that each network starts from.
func write(dir string, d *mnist.Dataset) error {
	files := map[string]any{"images.u8": d.Images, "labels.u8": d.Labels, "order.u32": epochOrder(d.Len())}
	for _, sizes := range networks {
		var all []float32
		for _, p := range bench.NewNet(seed, sizes...).Params() {
			all = append(all, p.Value.Data...)
		}
		files[bench.ModelName(sizes)+".f32"] = all
	}
	for name, data := range files {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		if err := binary.Write(f, binary.LittleEndian, data); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

func batchOptions(size int) mnist.BatchOptions {
	return mnist.BatchOptions{Size: size, Seed: seed, DropLast: true}
}

// epochOrder returns the order in which mnist.Batches hands out n images. It
// depends on their number and the seed alone, so images of four pixels that
// spell their own index show it.
func epochOrder(n int) (order []uint32) {
	d := &mnist.Dataset{Images: make([]uint8, 4*n), Labels: make([]uint8, n), Rows: 2, Cols: 2, Classes: 1}
	for i := range n {
		binary.LittleEndian.PutUint32(d.Images[4*i:], uint32(i))
	}
	x, pixels := new(tensor.Tensor), make([]uint8, 4)
	batches := mnist.NewBatches(d, batchOptions(1))
	for labels := batches.Next(x, nil); len(labels) > 0; labels = batches.Next(x, labels) {
		kernels.Scal(255, x.Data)
		for i, v := range x.Data {
			pixels[i] = uint8(v + 0.5)
		}
		order = append(order, binary.LittleEndian.Uint32(pixels))
	}
	return order
}
