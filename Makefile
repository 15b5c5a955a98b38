# make check passes at every commit; .ci/run does all of this and more.

FUZZTIME = 10s
SETS = $(shell go test -count=1 -run '^TestSets$$' -v . | sed -n 's/.*usable sets: //p')

.PHONY: check test arm64 bench counts figures model generate fuzz

# Formatting, vet, and the whole suite with every kernel set and without assembly.
check:
	test -z "$$(gofmt -l . | tee /dev/stderr)"
	go vet ./...
	test -n "$(SETS)"
	for set in $(SETS); do LANES_KERNEL=$$set go test -count=1 ./... || exit 1; done
	go test -tags purego ./...

test:
	go test ./...

# The suite on AArch64 with every set, emulated where need be, and the same weights from training.
arm64:
	.ci/arm64

bench:
	go test -run '^$$' -bench . ./bench

# Whether a call of Sgemm takes over 2 % more instructions than it did (valgrind, x86-64).
counts:
	go run ./bench/instructions -check

# Measure anew what the README shows; MODEL is what LLVM calls this machine's core (znver4).
figures:
	go run ./bench/report -w README.md
	cd bench/peers && go run ./steps -threads 1 -w ../../README.md
	cd bench/peers && go run ./steps -threads 0 -w ../../README.md
	cd bench/peers && go run ./vectors -w README.md
	go run ./bench/mca $(addprefix -here ,$(MODEL)) -w README.md

# What models of other cores make of the innermost loops (LLVM 19).
model:
	go run ./bench/mca -check

# Fill in the machine words of instructions that Go's assembler does not know.
generate:
	go generate ./...
	GOARCH=arm64 go generate ./kernels/arm64
	! grep -rn --include='*_a*64.s' --include='*_a*64.h' '\$$0x00000000' kernels

# Every fuzz target for FUZZTIME.
fuzz:
	for pkg in $$(go list ./...); do \
	  for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
	  done; \
	done
