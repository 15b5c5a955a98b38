package main

import (
	"bufio"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
)

//go:embed step.py
var script string

// findPython returns the first usual interpreter that can import NumPy.
func findPython() (string, error) {
	for _, name := range []string{"python3", "/usr/bin/python3", "python"} {
		if exec.Command(name, "-c", "import numpy").Run() == nil {
			return name, nil
		}
	}
	return "", errors.New("found no Python with NumPy (Debian: apt-get install python3-numpy libopenblas0-pthread)")
}

// A child is a running step.py.
type child struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *bufio.Reader
	about struct {
		NumPy, Python, BLAS string
	}
}

// answer is what step.py says to "step" and "loop".
type answer struct {
	Seconds float64
	Losses  []float64
}

// start runs step.py with so many threads and hands it the task.
func start(python string, t *task, threads int) (*child, error) {
	c := &child{cmd: exec.Command(python, "-c", script)}
	c.cmd.Stderr = os.Stderr
	c.cmd.Env = os.Environ()
	for _, name := range []string{"OPENBLAS", "OMP", "MKL", "BLIS"} {
		c.cmd.Env = append(c.cmd.Env, name+"_NUM_THREADS="+strconv.Itoa(threads))
	}
	in, err := c.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.in, c.out = in, bufio.NewReader(out)
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	if err := c.send(t); err != nil {
		c.stop()
		return nil, fmt.Errorf("%s: %w", python, err)
	}
	return c, nil
}

func (c *child) send(t *task) error {
	w := bufio.NewWriter(c.in)
	header := map[string]any{
		"samples": t.digits.Len(), "features": t.features, "classes": classes,
		"batch": batchSize, "rate": rate,
	}
	if err := json.NewEncoder(w).Encode(header); err != nil {
		return err
	}
	for _, data := range []any{t.images, t.weights, t.digits.Labels, t.order} {
		if err := binary.Write(w, binary.LittleEndian, data); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return c.receive(&c.about)
}

func (c *child) receive(v any) error {
	line, err := c.out.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("step.py ended early: %w", err)
	}
	return json.Unmarshal(line, v)
}

// train lets the child train so many steps from the first weights.
func (c *child) train(m mode, steps int) (a answer, err error) {
	if _, err = fmt.Fprintln(c.in, m, steps); err != nil {
		return a, err
	}
	if err = c.receive(&a); err == nil && len(a.Losses) != steps {
		err = fmt.Errorf("step.py did %d steps of %d", len(a.Losses), steps)
	}
	return a, err
}

// stop ends the child, which sees its input end. What it says then no longer
// matters.
func (c *child) stop() {
	c.in.Close()
	c.cmd.Wait()
}
