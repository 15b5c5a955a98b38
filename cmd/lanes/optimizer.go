package main

import (
	"flag"

	"lanes/sgd"
)

// defineOptimizer makes a flag of every setting of the optimisers.
func (s *settings) defineOptimizer(fs *flag.FlagSet) {
	fs.Var(choice{&s.optim, []string{"sgd", "adam", "adamw"}}, "optimizer", "`NAME`: sgd, adam, adamw (default: sgd); the last two start from rate 0.001 without decay")
	fs.Var(positive(&s.lr), "lr", "learning `RATE`; the highest of a schedule")
	fs.Var(below1(&s.momentum), "momentum", "`MU` of sgd, from 0 up to 1")
	fs.BoolVar(&s.nesterov, "nesterov", false, "Nesterov's momentum, of sgd")
	fs.Var(notNegative(&s.decay), "weight-decay", "`LAMBDA`: the gradient gains LAMBDA times the parameter; adamw decays the parameter itself")
	fs.Var(below1(&s.beta1), "beta1", "`BETA` of the first moment of adam (default: 0.9)")
	fs.Var(below1(&s.beta2), "beta2", "`BETA` of the second moment of adam (default: 0.999)")
	fs.Var(positive(&s.eps), "epsilon", "`EPS` beside the root of the second moment of adam (default: 1e-08)")
}

// replaceOptimizer puts another optimiser in the place of the recipe's, with its own
// settings: rates for one are none for the other.
func (s *settings) replaceOptimizer(name string) {
	if s.optim == name {
		return
	}
	s.optim, s.momentum, s.nesterov, s.decay = name, 0, false, 0
	usual := sgd.NewAdam(0.001)
	s.lr, s.beta1, s.beta2, s.eps = usual.LR, usual.Beta1, usual.Beta2, usual.Epsilon
}

// checkOptimizer looks at the settings and at the flags given, which others may have.
func (s *settings) checkOptimizer(given map[string]bool) error {
	others := []string{"beta1", "beta2", "epsilon"}
	if s.optim != "sgd" {
		others = []string{"momentum", "nesterov"}
	}
	for _, name := range others {
		if given[name] {
			return usagef("-%s has no use with -optimizer %s", name, s.optim)
		}
	}
	if given["momentum"] && s.momentum == 0 && !given["nesterov"] {
		s.nesterov = false
	}
	if err := s.optimizer().Check(); err != nil {
		return usageError{err}
	}
	return nil
}

func (s *settings) optimizer() sgd.Optimizer {
	if s.optim == "sgd" {
		return &sgd.SGD{LR: s.lr, Momentum: s.momentum, WeightDecay: s.decay, Nesterov: s.nesterov}
	}
	return &sgd.Adam{LR: s.lr, Beta1: s.beta1, Beta2: s.beta2, Epsilon: s.eps, WeightDecay: s.decay, Decoupled: s.optim == "adamw"}
}
