package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// settings are the hyper-parameters: a recipe fixes them, flags override them.
type settings struct {
	hidden     []int  // units of the hidden layers
	activation string // after each of them
	init       string // initialiser of the weights
	reduction  string // of the loss over a batch

	batch         int
	epochs, steps int // one of them is 0, or the run ends with whichever comes first
	holdout       int // images of the training set that are kept for evaluation

	optim               string // sgd, adam, adamw
	lr, momentum, decay float32
	nesterov            bool
	beta1, beta2, eps   float32 // adam, adamw

	schedule string
	endLR    float32 // cosine
	warmup   int     // constant, step, cosine: steps
	every    int     // step: steps between cuts; 0: a third of the run
	gamma    float32 // step
}

// A recipe is a named run.
type recipe struct {
	name, summary string
	settings
}

// recipes are listed with the one that runs without flags first.
var recipes = []recipe{
	{
		name:    "mlp",
		summary: "two hidden layers, above 98.3 %",
		settings: settings{
			hidden: []int{256, 128}, activation: "relu", init: "he", reduction: "mean",
			batch: 100, epochs: 8, optim: "sgd", lr: 0.2, momentum: 0.9, nesterov: true, decay: 2e-4,
			schedule: "onecycle",
		},
	},
	{
		name:    "softmax",
		summary: "softmax regression, above 92 %",
		settings: settings{
			activation: "relu", init: "zeros", reduction: "mean",
			batch: 100, epochs: 10, optim: "sgd", lr: 1, decay: 1e-4,
			schedule: "cosine",
		},
	},
	{
		name:    "tutorial",
		summary: "the classic TensorFlow introduction, step by step",
		settings: settings{
			activation: "relu", init: "normal", reduction: "mean",
			batch: 100, steps: 1000, optim: "sgd", lr: 0.01,
			schedule: "constant",
		},
	},
}

func recipeNames() []string {
	names := make([]string, len(recipes))
	for i, r := range recipes {
		names[i] = r.name
	}
	return names
}

// recipeByName returns a recipe; the flag has seen to it that there is one.
func recipeByName(name string) recipe {
	for _, r := range recipes {
		if r.name == name {
			return r
		}
	}
	panic("lanes: no recipe " + name)
}

// recipeHelp describes the recipes for lanes help train.
func recipeHelp() string {
	var b strings.Builder
	fmt.Fprintln(&b, "recipes (the first one runs without -recipe; flags override its values):")
	t := tabwriter.NewWriter(&b, 0, 0, 3, ' ', 0)
	for _, r := range recipes {
		fmt.Fprintf(t, "  %s\t%s\n\t%s\n", r.name, r.summary, r.settings.flags())
	}
	t.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

// flags writes settings as the flags that would set them.
func (s settings) flags() string {
	words := []string{"-hidden", wholes{p: &s.hidden, none: "none"}.String()}
	if len(s.hidden) > 0 {
		words = append(words, "-activation", s.activation)
	}
	words = append(words, "-init", s.init, "-loss-reduction", s.reduction, "-batch", fmt.Sprint(s.batch))
	if s.epochs > 0 {
		words = append(words, "-epochs", fmt.Sprint(s.epochs))
	}
	if s.steps > 0 {
		words = append(words, "-steps", fmt.Sprint(s.steps))
	}
	words = append(words, "-lr", fmt.Sprint(s.lr), "-schedule", s.schedule)
	if s.momentum > 0 {
		words = append(words, "-momentum", fmt.Sprint(s.momentum))
	}
	if s.nesterov {
		words = append(words, "-nesterov")
	}
	if s.decay > 0 {
		words = append(words, "-weight-decay", fmt.Sprint(s.decay))
	}
	return strings.Join(words, " ")
}
