# make check passes at every commit; .ci/run does all of this and more.

FUZZTIME = 10s
SETS = $(shell go test -count=1 -run '^TestSets$$' -v . | sed -n 's/.*usable sets: //p')

.PHONY: check test bench figures generate fuzz

# Formatting, vet, and the whole suite with every kernel set and without assembly.
check:
	test -z "$$(gofmt -l . | tee /dev/stderr)"
	go vet ./...
	test -n "$(SETS)"
	for set in $(SETS); do LANES_KERNEL=$$set go test ./... || exit 1; done
	go test -tags purego ./...

test:
	go test ./...

bench:
	go test -run '^$$' -bench . ./bench

# Measure anew what the README shows.
figures:
	go run ./bench/report -w README.md
	go run ./bench/numpy -w README.md

# Fill in the machine words of instructions that Go's assembler does not know.
generate:
	go generate ./...
	! grep -rn --include='*_a*64.s' --include='*_a*64.h' '\$$0x00000000' kernels

# Every fuzz target for FUZZTIME.
fuzz:
	for pkg in $$(go list ./...); do \
	  for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
	  done; \
	done
