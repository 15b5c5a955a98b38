package main

import (
	"slices"
	"strings"
	"testing"
)

// A listing in the form of llvm-objdump: a loop inside another, with a branch
// forward over a prefetch, and a loop of less arithmetic.
const x86Listing = `
/tmp/program:	file format elf64-x86-64

0000000000001000 <f.abi0>:
    1000:      	movq	0x8(%rsp), %rsi
    1005:      	vmovups	(%rdi), %ymm0
    100a:      	vfmadd231ps	%ymm0, %ymm2, %ymm4 # ymm4 = (ymm2 * ymm0) + ymm4
    100f:      	vfmadd231ps	(%rsi), %zmm2, %zmm5 {%k1} # zmm5 = (zmm2 * mem) + zmm5
    1015:      	testl	$0xf, %ecx
    1018:      	jne	0x101f <f.abi0+0x1f>
    101a:      	prefetcht0	0x40(%r12)
    101f:      	vmovups	%ymm8, 0x20(%rdi)
    1024:      	decq	%rcx
    1027:      	jne	0x1005 <f.abi0+0x5>
    1029:      	decq	%rdx
    102c:      	jne	0x1000 <f.abi0>
    102e:      	vfmadd231ps	%xmm0, %xmm2, %xmm4
    1033:      	jne	0x102e <f.abi0+0x2e>
    1035:      	retq
`

func TestLoopsX86(t *testing.T) {
	loops := innermost(parse(x86Listing, "amd64"))
	if got := flopsOf(working(loops)); !slices.Equal(got, []int{48, 8}) {
		t.Fatalf("the innermost loops do %v flops, want 48 and 8", got)
	}
	best := most(loops)
	if len(best) != 1 || best[0].flops != 16+32 || best[0].elements != 8 {
		t.Fatalf("best loops %+v, want one of 48 flops that stores 8 elements", best)
	}
	if text := best[0].String(); strings.Contains(text, "prefetch") || !strings.HasSuffix(text, "\tjne\tloop\n") || strings.Contains(text, "#") {
		t.Errorf("loop is\n%s", text)
	}
}

const arm64Listing = `
0000000000002000 <g.abi0>:
    2000:      	b.lt	0x2020 <g.abi0+0x20>
    2004:      	ldp	q0, q1, [x1, #0x20]
    2008:      	fmla	v4.4s, v0.4s, v22.4s
    200c:      	fmls	v0.4s, v8.4s, v24.s[1]
    2010:      	stp	q16, q17, [x0], #0x20
    2014:      	st1	{ v0.4s, v1.4s, v2.4s }, [x0]
    2018:      	subs	x2, x2, #0x10
    201c:      	b.ge	0x2004 <g.abi0+0x4>
    2020:      	ret
`

func TestLoopsARM64(t *testing.T) {
	loops := most(innermost(parse(arm64Listing, "arm64")))
	if len(loops) != 1 || loops[0].flops != 16 || loops[0].elements != 8+12 {
		t.Fatalf("loops %+v, want one of 16 flops that stores 20 elements", loops)
	}
	if want := "subs\tx2, x2, #0x10"; !slices.Contains(loops[0].text, want) {
		t.Errorf("%q is not in %q", want, loops[0].text)
	}
	if last := loops[0].text[len(loops[0].text)-1]; last != "b.ge\tloop" {
		t.Errorf("last instruction is %q", last)
	}
}

func TestMarkdown(t *testing.T) {
	text := markdown([]*row{{CPU: "neoverse-n1", Set: "neon", Peak: 16, Sgemm: []float64{15.9, 12}, SgemmPct: []float64{99.6, 75},
		Exp: 0.42, ExpPct: 99, ExpBound: "V"}}, "")
	for _, want := range []string{"model", "| 15.9 / 12.0 | 100 % / 75 % |", "| 0.42 | 99 % | V |"} {
		if !strings.Contains(text, want) {
			t.Errorf("table lacks %q:\n%s", want, text)
		}
	}
}

func TestHold(t *testing.T) {
	for _, c := range []struct {
		cpu             string
		busy, exp, even float64
		sgemm           []float64
		want            string // "": nothing is wrong
	}{
		{"neoverse-n1", 100, 85, 100, []float64{100, 95}, ""},
		{"haswell", 100, 50, 100, []float64{80}, ""},
		{"neoverse-n1", 100, 99, 100, []float64{99.6, 75}, "75.0 %"},
		{"neoverse-v1", 100, 84.9, 100, []float64{100}, "84.9 %"},
		{"neoverse-v2", 100, 100, 80, []float64{100}, "80.0 %"},
		{"haswell", 100, 99, 100, []float64{102, 90}, "102.0 %"},
		{"haswell", 98, 99, 100, []float64{100}, "98.0 %"},
	} {
		err := hold([]*row{{CPU: c.cpu, PeakBusy: c.busy, SgemmPct: c.sgemm, ExpPct: c.exp, ExpEven: c.even}})
		if err == nil != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v", c, err)
		}
	}
}
