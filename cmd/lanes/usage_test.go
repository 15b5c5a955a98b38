package main

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// badUsage lists command lines without meaning and what must be said of them; NET
// stands for a saved network.
var badUsage = []struct{ args, want string }{
	{"trian", "want one of: train eval predict kernels bench compare accuracy help"},
	{"pack", `unknown command "pack"`},
	{"help trian", "want one of: train"},
	{"help train eval", "want one command"},
	{"train -foo", "-foo"},
	{"train -lr", "-lr"},
	{"train digits", `"digits"`},
	{"train -recipe cnn", "want one of: mlp softmax tutorial"},
	{"train -dataset cifar", "want one of: mnist fashion-mnist synthetic"},
	{"train -kernel sse9", "want one of: "},
	{"train -precision int8", "want one of: exact f32 bf16x3 bf16"},
	{"train -schedule triangle", "want one of: constant step cosine onecycle"},
	{"train -activation gelu", "want one of: relu tanh sigmoid"},
	{"train -recipe softmax -activation tanh", "-activation has no use without hidden layers"},
	{"train -init ones", "want one of: zeros normal glorot he"},
	{"train -loss-reduction median", "want one of: mean sum"},
	{"train -hidden 5,,5", "or none"},
	{"train -hidden 0", "or none"},
	{"train -hidden 999999999", "parameters"},
	{"train -hidden 20000,20000", "parameters"},
	{"train -lr 0", "above 0"},
	{"train -lr -1", "above 0"},
	{"train -lr NaN", "above 0"},
	{"train -lr +Inf", "above 0"},
	{"train -lr 1e39", "above 0"},
	{"train -lr fast", "above 0"},
	{"train -momentum 1", "but not, 1"},
	{"train -momentum -0.1", "but not, 1"},
	{"train -weight-decay -1", "at least 0"},
	{"train -weight-decay NaN", "at least 0"},
	{"train -end-lr -1", "at least 0"},
	{"train -decay-factor 0", "above 0 and at most 1"},
	{"train -batch 0", "from 1 to"},
	{"train -batch 601", "600 images"},
	{"train -epochs 0", "from 1 to"},
	{"train -epochs 1.5", "from 1 to"},
	{"train -steps -3", "from 1 to"},
	{"train -steps 99999999999999999999", "from 1 to"},
	{"train -holdout -1", "from 0 to"},
	{"train -holdout 600", "nothing of 600 images"},
	{"train -holdout 550 -batch 51", "50 images"},
	{"train -seed -1", "from 0 to 18446744073709551615"},
	{"train -log-every 0", "from 1 to"},
	{"train -workers 0", "from 1 to 1024"},
	{"train -workers 2000000", "from 1 to 1024"},
	{"train -recipe tutorial -nesterov", "Nesterov needs a momentum"},
	{"train -optimizer adagrad", "want one of: sgd adam adamw"},
	{"train -optimizer adam -momentum 0.5", "-momentum has no use with -optimizer adam"},
	{"train -optimizer adamw -nesterov", "-nesterov has no use with -optimizer adamw"},
	{"train -beta1 0.5", "-beta1 has no use with -optimizer sgd"},
	{"train -optimizer adam -beta2 1", "but not, 1"},
	{"train -optimizer adam -epsilon 0", "above 0"},
	{"train -recipe tutorial -end-lr 0.001", "has no end rate"},
	{"train -recipe tutorial -decay-every 10", "has no cuts"},
	{"train -schedule onecycle -warmup 5", "warms up by itself"},
	{"train -schedule cosine -steps 5 -warmup 5", "warm-up of 5 steps"},
	{"train -dataset synthetic -data x", "-data has no use"},
	{"train -o=", "not empty"},
	{"train -o -", "standard output is for the results"},
	{"train -load=", "not empty"},
	{"train -data=", "not empty"},
	{"eval -data= NET", "not empty"},
	{"train -recipe tutorial -steps 5 -warmup 9", "warm-up of 9 steps"},
	{"train -init he -load NET", "-init has no use with -load"},
	{"train -hidden 7 -load NET", "contradicts"},
	{"eval", "file of one network"},
	{"eval a b", "got 2"},
	{"predict", "file of a network"},
	{"predict NET", "images to classify"},
	{"predict -index 100 NET", "images 0 to 99"},
	{"predict -index -1 NET", "at least 0"},
	{"predict -index x NET", "at least 0"},
	{"kernels all", `"all"`},
	{"accuracy bf16", `"bf16"`},
	{"accuracy -inputs zero", "want one of: uniform normal positive wide"},
	{"accuracy -seed x", "from 0 to 18446744073709551615"},
}

// TestBadUsage: what has no meaning gives one line that says what has, and 2.
func TestBadUsage(t *testing.T) {
	dir := t.TempDir()
	net := filepath.Join(dir, "net")
	lanes(t, "train", "-recipe", "tutorial", "-steps", "1", "-o", net).must(t)
	for _, c := range badUsage {
		r := lanes(t, strings.Fields(strings.ReplaceAll(c.args, "NET", net))...)
		if r.code != exitUsage || !oneLine(r, c.want) {
			t.Errorf("lanes %s: status %d, want 2 and one line with %q:\n%s", c.args, r.code, c.want, r.stderr)
		}
	}
}

// oneLine reports whether an error is one line with want in it, and all there is.
func oneLine(r result, want string) bool {
	return strings.Count(r.stderr, "\n") == 1 && strings.Contains(r.stderr, want) && r.stdout == ""
}

// TestBadFiles: what the world can get wrong gives one line and 1.
func TestBadFiles(t *testing.T) {
	t.Setenv("LANES_MNIST", "")
	dir := t.TempDir()
	file := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		write(path, b)
		return path
	}
	net := filepath.Join(dir, "net")
	lanes(t, "train", "-recipe", "tutorial", "-steps", "1", "-o", net).must(t)
	good, err := os.ReadFile(net)
	if err != nil {
		t.Fatal(err)
	}
	mini := `{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"__metadata__":{"architecture":"ARCH"}}`
	withArchitecture := func(name, arch string) string {
		header := strings.Replace(mini, "ARCH", arch, 1)
		b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
		return file(name, append(append(b, header...), 0, 0, 0, 0))
	}
	truncated := file("truncated", good[:len(good)-5])
	notPNG := file("half.png", []byte("\x89PNG\r\n\x1a\n\x00\x00"))
	halfIDX := file("half.idx", []byte{0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28})
	small := file("small.idx", []byte{0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9})
	text := file("notes.txt", []byte("seven"))
	for _, c := range []struct{ args, want string }{
		{"eval " + dir + "/none", "none"},
		{"eval " + dir, "directory"},
		{"eval " + truncated, "truncated"},
		{"eval " + file("empty", nil), "empty"},
		{"eval " + text, "notes.txt"},
		{"eval " + withArchitecture("foreign", `","x":"`), "want one like 784-512-10"},
		{"eval " + withArchitecture("other", "784-10"), "1 parameter, but a network of 784-10 has 7,850"},
		{"eval " + withArchitecture("outputs", "784-3"), "3 outputs, want 10"},
		{"eval " + withArchitecture("huge", "268435456-268435456-10"), "parameters"},
		{"predict " + net + " " + dir + "/none.png", "none.png"},
		{"predict " + net + " " + notPNG, "half.png: the file ends too early"},
		{"predict " + net + " " + halfIDX, "half.idx"},
		{"predict " + net + " " + small, "images of 1×1, want 28×28"},
		{"predict " + net + " " + text, "not a PNG, JPEG, GIF or IDX image"},
		{"train -load " + truncated, "truncated"},
		{"train -data " + dir + "/none -offline", "none"},
		{"train -o " + dir + "/none/net", "cannot be written"},
		{"train -o " + dir, "is a directory"},
		{"train -o " + text + "/net", "cannot be written"},
	} {
		r := lanes(t, strings.Fields(c.args)...)
		if r.code != exitFailed || !oneLine(r, c.want) {
			t.Errorf("lanes %s: status %d, want 1 and one line with %q:\n%s", c.args, r.code, c.want, r.stderr)
		}
	}
}
