package main

import (
	"context"

	"lanes/bench/peers/internal/child"
	"lanes/bench/peers/internal/spawn"
)

// A process is a child with one contender, which speaks as package child does.
type process struct{ *spawn.Process }

// start runs self as the child of that name, until ctx is done, with more in its environment.
func start(ctx context.Context, self, name string, env []string) (*process, error) {
	p, err := spawn.Start(ctx, name, []string{self, "-child", name}, env)
	if err != nil {
		return nil, err
	}
	return &process{p}, nil
}

func (p *process) ask(req child.Request) (r child.Reply, err error) {
	err = p.Ask(req, &r)
	return r, err
}
