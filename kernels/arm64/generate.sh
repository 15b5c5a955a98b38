#!/bin/sh
# Writes the words of the instructions that Go's assembler lacks, in the files of
# this directory given as arguments, by asm2plan9s. The tool assembles NEON only
# where it runs on arm64; elsewhere it runs in an emulator. Needs, off arm64 Linux,
# qemu-aarch64 (Debian: qemu-user) and aarch64-linux-gnu-as (binutils-aarch64-linux-gnu).
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
GOOS=linux GOARCH=arm64 CGO_ENABLED=0 go build -o "$tmp/asm2plan9s" github.com/minio/asm2plan9s
run=
if [ "$(uname -m)" != aarch64 ] && [ "$(uname -m)" != arm64 ]; then
	run=qemu-aarch64
	as=$(command -v aarch64-linux-gnu-as) || { echo "generate.sh: no aarch64-linux-gnu-as" >&2; exit 1; }
	mkdir "$tmp/bin"
	ln -s "$as" "$tmp/bin/as"
	PATH=$tmp/bin:$PATH
fi
for f; do
	TMPDIR=$tmp $run "$tmp/asm2plan9s" "$f"
done
if grep -n 'WORD \$0x00000000' "$@"; then
	echo "generate.sh: words left out; their comments must start after one space" >&2
	exit 1
fi
