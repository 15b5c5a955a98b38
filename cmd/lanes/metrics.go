package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"lanes/kernels"
	"lanes/loss"
	"lanes/mnist"
	"lanes/tensor"
)

// metrics say how a network does on a data set.
type metrics struct {
	Samples   int       `json:"test_samples"`
	Accuracy  num       `json:"test_accuracy"`
	Loss      num       `json:"test_loss"` // mean cross-entropy, in nats
	PerClass  []classed `json:"per_class"`
	Confusion [][]int   `json:"confusion"` // rows are the true class, columns the answer
}

// classed is how a network does on one class. Precision is the share of right
// ones among its answers of that class, recall that among the images of it; F1 is
// their harmonic mean. With nothing to divide by they are 0.
type classed struct {
	Class     int    `json:"class"`
	Name      string `json:"name"`
	Precision num    `json:"precision"`
	Recall    num    `json:"recall"`
	F1        num    `json:"f1"`
	Images    int    `json:"images"`
}

// judgeBatch is the number of images a batch of judge; no figure depends on it.
const judgeBatch = 500

// judge runs the network over a data set.
func judge(ctx context.Context, net *network, data *mnist.Dataset) (*metrics, error) {
	m := &metrics{Samples: data.Len(), Confusion: make([][]int, data.Classes)}
	for i := range m.Confusion {
		m.Confusion[i] = make([]int, data.Classes)
	}
	batches := mnist.NewBatches(data, mnist.BatchOptions{Size: judgeBatch, Sequential: true})
	var x tensor.Tensor
	var entropy loss.SoftmaxCrossEntropy
	answers := make([]int, judgeBatch)
	sum := 0.0
	for labels := batches.Next(&x, nil); len(labels) > 0; labels = batches.Next(&x, labels) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		logits := net.Forward(&x)
		for _, l := range entropy.Losses(logits, labels) {
			sum += float64(l)
		}
		kernels.ArgMax(answers, logits.Data, logits.Rows(), logits.Cols())
		for i, l := range labels {
			m.Confusion[l][answers[i]]++
		}
	}
	m.Loss = num(sum / float64(m.Samples))
	m.classes(classNames(data.Name))
	return m, nil
}

// classes derives the other figures from the confusion matrix.
func (m *metrics) classes(names []string) {
	right := 0
	for k, row := range m.Confusion {
		images, answers := 0, 0
		for j := range row {
			images += row[j]
			answers += m.Confusion[j][k]
		}
		right += row[k]
		m.PerClass = append(m.PerClass, classed{
			Class: k, Name: names[k], Images: images,
			Precision: share(row[k], answers), Recall: share(row[k], images),
			F1: share(2*row[k], images+answers),
		})
	}
	m.Accuracy = share(right, m.Samples)
}

func share(part, of int) num {
	if of == 0 {
		return 0
	}
	return num(float64(part) / float64(of))
}

// write prints the figures as tables.
func (m *metrics) write(w io.Writer) {
	wrong := 0
	for k, row := range m.Confusion {
		for j, n := range row {
			if j != k {
				wrong += n
			}
		}
	}
	fmt.Fprintf(w, "test accuracy %s: %s wrong of %s, mean loss %.4f\n\n",
		percent(float64(m.Accuracy)), thousands(wrong), plural(m.Samples, "image"), float64(m.Loss))

	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "class\tprecision\trecall\tF1\timages\t")
	for _, k := range m.PerClass {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t\n", k.Name, percent(float64(k.Precision)),
			percent(float64(k.Recall)), percent(float64(k.F1)), thousands(k.Images))
	}
	t.Flush()

	fmt.Fprintln(w, "\nconfusion: a row is what the image shows, a column the answer")
	t = tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, k := range m.PerClass {
		fmt.Fprintf(t, "\t%d", k.Class)
	}
	fmt.Fprintln(t, "\t")
	for k, row := range m.Confusion {
		fmt.Fprint(t, m.PerClass[k].Name)
		for _, n := range row {
			cell := "·"
			if n > 0 {
				cell = strconv.Itoa(n)
			}
			fmt.Fprint(t, "\t", cell)
		}
		fmt.Fprintln(t, "\t")
	}
	t.Flush()
}
