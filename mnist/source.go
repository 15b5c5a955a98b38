package mnist

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
)

// A collection is a published data set: four IDX files on some mirrors.
type collection struct {
	name    string
	mirrors []string // each ends in a slash
	files   [4]file  // training images and labels, test images and labels
}

// A file is one IDX file of a collection. Mirrors serve it with ".gz" added.
type file struct {
	name   string
	images bool
	limit  int64  // bytes a download may have; about twice the real size
	sum    string // SHA-256 of the uncompressed bytes, or "" if only gzSum is published
	gzSum  string // SHA-256 of the gzipped bytes, or "" as mirrors compress differently
}

const (
	trainImages = "train-images-idx3-ubyte"
	trainLabels = "train-labels-idx1-ubyte"
	testImages  = "t10k-images-idx3-ubyte"
	testLabels  = "t10k-labels-idx1-ubyte"
)

var collections = []collection{
	{
		name: "mnist",
		mirrors: []string{
			"https://storage.googleapis.com/cvdf-datasets/mnist/",
			"https://ossci-datasets.s3.amazonaws.com/mnist/",
		},
		files: [4]file{
			{name: trainImages, images: true, limit: 64 << 20, sum: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"},
			{name: trainLabels, limit: 1 << 20, sum: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"},
			{name: testImages, images: true, limit: 16 << 20, sum: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"},
			{name: testLabels, limit: 1 << 20, sum: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"},
		},
	},
	{
		name:    "fashion-mnist",
		mirrors: []string{"http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"},
		files: [4]file{
			{name: trainImages, images: true, limit: 64 << 20, gzSum: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"},
			{name: trainLabels, limit: 1 << 20, gzSum: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"},
			{name: testImages, images: true, limit: 16 << 20, gzSum: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"},
			{name: testLabels, limit: 1 << 20, gzSum: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"},
		},
	},
}

// Names returns the data sets that [Load] knows.
func Names() []string {
	names := make([]string, 0, len(collections)+1)
	for i := range collections {
		names = append(names, collections[i].name)
	}
	return append(names, "synthetic")
}

// content is what a file held: pixels with their sizes, or labels.
type content struct {
	data       []uint8
	rows, cols int
}

// read reads the file from r, plain or gzipped, to its end. With check it also
// compares the SHA-256. Errors begin with "mnist: " and the file's name.
func (f *file) read(r io.Reader, check bool) (content, error) {
	c, err := f.readContent(r, check)
	if err != nil {
		return content{}, fmt.Errorf("mnist: %s: %w", f.name, err)
	}
	return c, nil
}

func (f *file) readContent(r io.Reader, check bool) (c content, err error) {
	sum, gzSum := sha256.New(), sha256.New()
	if check && f.gzSum != "" {
		r = io.TeeReader(r, gzSum)
	}
	if r, err = plain(r); err != nil {
		return c, err
	}
	if check && f.sum != "" {
		r = io.TeeReader(r, sum)
	}
	if f.images {
		var dims [3]uint32
		c.data, err = readIDX(r, magicImages, dims[:])
		c.rows, c.cols = int(dims[1]), int(dims[2])
	} else {
		var dims [1]uint32
		c.data, err = readIDX(r, magicLabels, dims[:])
		if err == nil {
			err = checkLabels(c.data, Classes)
		}
	}
	if err == nil && check {
		err = errors.Join(compare(sum, f.sum), compare(gzSum, f.gzSum))
	}
	return c, err
}

// compare returns an error if h is not the sum want; an empty want is any.
func compare(h hash.Hash, want string) error {
	if got := hex.EncodeToString(h.Sum(nil)); want != "" && got != want {
		return fmt.Errorf("SHA-256 %s, want %s", got, want)
	}
	return nil
}

// assemble makes the two data sets of the files; without those of the training
// set, whose labels are then nil, train is nil.
func (c *collection) assemble(parts *[4]content) (train, test *Dataset, err error) {
	if parts[1].data != nil {
		if train, err = c.pair(0, parts); err != nil {
			return nil, nil, err
		}
	}
	if test, err = c.pair(2, parts); err != nil {
		return nil, nil, err
	}
	if train != nil && (train.Rows != test.Rows || train.Cols != test.Cols) {
		return nil, nil, fmt.Errorf("mnist: training images of %d×%d but test images of %d×%d",
			train.Rows, train.Cols, test.Rows, test.Cols)
	}
	return train, test, nil
}

// pair makes a data set of the images in file i and the labels in the next.
func (c *collection) pair(i int, parts *[4]content) (*Dataset, error) {
	images, labels := &parts[i], &parts[i+1]
	if n := len(images.data) / (images.rows * images.cols); n != len(labels.data) {
		return nil, fmt.Errorf("mnist: %s has %d images but %s has %d labels",
			c.files[i].name, n, c.files[i+1].name, len(labels.data))
	}
	return NewDataset(c.name, images.data, labels.data, images.rows, images.cols)
}
