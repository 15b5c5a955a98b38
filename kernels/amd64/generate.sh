#!/bin/sh
# Writes the words of the instructions that Go's assembler lacks, in the files of
# this directory given as arguments, by asm2plan9s and GNU as (Debian: binutils, on
# x86-64). A yasm in PATH is tried first, fails on these instructions and is harmless.
set -eu
for f; do
	go tool asm2plan9s "$f"
done
if grep -n 'LONG \$0x00000000' "$@"; then
	echo "generate.sh: words left out; their comments must start after one space" >&2
	exit 1
fi
