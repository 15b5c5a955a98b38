package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"lanes/kernels"
	"lanes/tensor"
)

var predictCommand = subcommand{
	name: "predict", args: "FILE [IMAGE...]", summary: "classify images, or test images by their index",
	details: func() string { return predictHelp },
	setup:   func(fs *flag.FlagSet) action { return newPredictor(fs).run },
}

const predictHelp = `An IMAGE is a PNG, JPEG or GIF, or an IDX file of images (plain or gzipped). The
network knows one light symbol on a dark ground, upright, in the middle, with a
margin of about a seventh of the side on all four; -invert turns dark ink on light
paper into that. A picture is turned to grey and scaled to 28×28 as a whole: crop
it to one square symbol first. Images in an IDX file must be 28×28 already.`

// predictor is one run of lanes predict.
type predictor struct {
	engine
	data   dataFlags
	index  []int
	invert bool
	plain  bool
	asJSON bool
}

func newPredictor(fs *flag.FlagSet) *predictor {
	p := new(predictor)
	fs.Var(wholes{p: &p.index}, "index", "classify images `I,J,K` of the test set, counted from 0")
	fs.BoolVar(&p.invert, "invert", false, "the images are dark on light")
	fs.BoolVar(&p.plain, "plain", false, "one line an image, no drawing")
	fs.BoolVar(&p.asJSON, "json", false, "one object an image as JSON on standard output")
	p.data.flags(fs)
	p.engine.flags(fs)
	return p
}

// drawAtMost is the number of images that are drawn; more get a line each.
const drawAtMost = 20

func (p *predictor) run(ctx context.Context, c *console, args []string) error {
	if len(args) == 0 {
		return usagef("want the file of a network, then images or -index")
	}
	if len(args) == 1 && len(p.index) == 0 {
		return usagef("want images to classify, or -index")
	}
	if err := p.engine.apply(); err != nil {
		return err
	}
	net, metadata, err := loadNetwork(args[0])
	if err != nil {
		return err
	}
	if err := net.accepts(side, side); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	var pictures []picture
	for _, file := range args[1:] {
		if err := ctx.Err(); err != nil {
			return err
		}
		found, err := readPictures(file, p.invert)
		if err != nil {
			return err
		}
		if lightEdge(found[0].pixels) {
			c.note("%s: light at the edge where the network expects dark: add -invert, or leave it out", file)
		}
		pictures = append(pictures, found...)
	}
	chosen, err := p.fromTestSet(ctx, c, args[0], metadata)
	if err != nil {
		return err
	}
	pictures = append(pictures, chosen...)
	return p.classify(ctx, c, net, classNames(metadata["dataset"]), pictures)
}

// fromTestSet returns the images that -index names.
func (p *predictor) fromTestSet(ctx context.Context, c *console, file string, metadata map[string]string) ([]picture, error) {
	if len(p.index) == 0 {
		return nil, nil
	}
	loaded, err := p.data.loadFor(ctx, c, file, metadata)
	if err != nil {
		return nil, err
	}
	test := loaded.Test
	if test.Rows != side || test.Cols != side {
		return nil, fmt.Errorf("the test set has images of %d×%d, want %d×%d", test.Rows, test.Cols, side, side)
	}
	if i := slices.Max(p.index); i >= test.Len() {
		return nil, usagef("-index %d: the test set has images 0 to %d", i, test.Len()-1)
	}
	var pictures []picture
	for _, i := range p.index {
		pictures = append(pictures, picture{
			name: test.Name + " test set", index: i, numbered: true, truth: int(test.Labels[i]),
			pixels: inverted(test.Image(i), p.invert),
		})
	}
	return pictures, nil
}

type predictionEvent struct {
	Event         string  `json:"event"`
	Image         string  `json:"image"`
	Index         int     `json:"index"`
	Label         int     `json:"label"`
	Name          string  `json:"name"`
	Probability   num32   `json:"probability"`
	Probabilities []num32 `json:"probabilities"`
	Truth         *int    `json:"truth,omitempty"` // of a test image
}

// classify runs the network over the pictures and prints its answers.
func (p *predictor) classify(ctx context.Context, c *console, net *network, names []string, pictures []picture) error {
	plain := p.plain || len(pictures) > drawAtMost
	var x tensor.Tensor
	for chunk := range slices.Chunk(pictures, judgeBatch) {
		if err := ctx.Err(); err != nil {
			return err
		}
		x.Resize(len(chunk), side*side)
		for i, pic := range chunk {
			kernels.BytesToFloat(x.Data[i*side*side:(i+1)*side*side], pic.pixels, 1.0/255)
		}
		y := net.Forward(&x)
		classes := y.Cols()
		answers := make([]int, len(chunk))
		kernels.ArgMax(answers, y.Data, len(chunk), classes)
		kernels.Softmax(y.Data, y.Data, len(chunk), classes)
		for i, pic := range chunk {
			a := answer{pic, answers[i], y.Data[i*classes : (i+1)*classes], names}
			switch {
			case p.asJSON:
				if err := c.emit(a.event()); err != nil {
					return err
				}
			case plain:
				fmt.Fprintln(c.stdout, a.line())
			default:
				a.draw(c.stdout)
			}
		}
	}
	return nil
}

// An answer is what the network makes of a picture.
type answer struct {
	picture
	label int
	probs []float32
	names []string
}

func (a *answer) event() predictionEvent {
	e := predictionEvent{
		Event: "prediction", Image: a.name, Index: a.index, Label: a.label, Name: a.names[a.label],
		Probability: num32(a.probs[a.label]), Probabilities: nums(a.probs),
	}
	if a.truth >= 0 {
		e.Truth = &a.truth
	}
	return e
}

// line is the answer in one line.
func (a *answer) line() string {
	s := a.title() + ": " + a.names[a.label] + ", " + percent(float64(a.probs[a.label]))
	if a.truth >= 0 && a.truth != a.label {
		s += ", wrong: it is " + a.names[a.truth]
	}
	return s
}

// draw shows the picture beside the probabilities of the classes.
func (a *answer) draw(w io.Writer) {
	fmt.Fprintln(w, a.line())
	const bar = 24 // characters for certainty
	drawn := sketch(a.pixels)
	top := (len(drawn) - len(a.probs)) / 2
	for i, row := range drawn {
		row = "  " + row
		if k := i - top; k >= 0 && k < len(a.probs) {
			p := float64(a.probs[k])
			n := 0
			if p > 0 { // not NaN
				n = int(p*bar + 0.5)
			}
			row += fmt.Sprintf("   %8s %6.2f %%  %s", a.names[k], 100*p, strings.Repeat("█", n))
		}
		fmt.Fprintln(w, strings.TrimRight(row, " "))
	}
	fmt.Fprintln(w)
}
