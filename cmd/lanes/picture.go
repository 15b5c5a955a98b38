package main

import (
	"bufio"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"io"
	"os"
	"strings"

	"golang.org/x/image/draw"

	"lanes/mnist"
)

// side is the width and the height of the images of every data set here.
const side = 28

// maxPixels bounds the memory that a picture's header can ask for.
const maxPixels = 1 << 26

// A picture is one image to classify.
type picture struct {
	name     string  // of the file
	index    int     // in the file
	numbered bool    // the file may hold more than one
	truth    int     // label, or −1 if it is not known
	pixels   []uint8 // side × side, light on dark
}

func (p *picture) title() string {
	if p.numbered {
		return fmt.Sprintf("%s, image %d", p.name, p.index)
	}
	return p.name
}

// readPictures reads a picture, or all images of an IDX file.
func readPictures(file string, invert bool) ([]picture, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := bufio.NewReader(f)
	head, err := r.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if h := string(head); h == "\x00\x00" || h == "\x1f\x8b" {
		return readIDX(r, file, invert)
	}
	pixels, err := decode(r, f, invert)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return []picture{{name: file, truth: -1, pixels: pixels}}, nil
}

func readIDX(r io.Reader, file string, invert bool) ([]picture, error) {
	data, rows, cols, err := mnist.ReadImages(r, file)
	if err != nil {
		return nil, err
	}
	if rows != side || cols != side {
		return nil, fmt.Errorf("%s: images of %d×%d, want %d×%d", file, rows, cols, side, side)
	}
	pictures := make([]picture, len(data)/(side*side))
	for i := range pictures {
		pixels := data[i*side*side : (i+1)*side*side]
		pictures[i] = picture{name: file, index: i, numbered: true, truth: -1, pixels: inverted(pixels, invert)}
	}
	return pictures, nil
}

// decode reads a picture of any size and scales it. f is what r reads from, for a
// second look.
func decode(r io.Reader, f io.ReadSeeker, invert bool) ([]uint8, error) {
	config, _, err := image.DecodeConfig(r)
	switch {
	case errors.Is(err, image.ErrFormat):
		return nil, errors.New("not a PNG, JPEG, GIF or IDX image")
	case err != nil:
		return nil, plainError(err)
	case config.Width < 1 || config.Height < 1 || config.Width > maxPixels/config.Height:
		return nil, fmt.Errorf("%d×%d pixels, want at least 1 and at most %s", config.Width, config.Height, thousands(maxPixels))
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	img, _, err := image.Decode(bufio.NewReader(f))
	if err != nil {
		return nil, plainError(err)
	}
	return scale(img, invert), nil
}

// plainError says what an early end means.
func plainError(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the file ends too early")
	}
	return err
}

// scale fits img, its proportions kept, into side × side pixels of grey. Ground
// is black, or white for dark ink: it shows where img is transparent or not square.
func scale(img image.Image, invert bool) []uint8 {
	ground := color.Gray{}
	if invert {
		ground.Y = 255
	}
	b := img.Bounds()
	w, h := side, side
	if b.Dx() > b.Dy() {
		h = max(1, (side*b.Dy()+b.Dx()/2)/b.Dx())
	} else {
		w = max(1, (side*b.Dx()+b.Dy()/2)/b.Dy())
	}
	at := image.Pt((side-w)/2, (side-h)/2)
	grey := image.NewGray(image.Rect(0, 0, side, side))
	draw.Draw(grey, grey.Bounds(), image.NewUniform(ground), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(grey, image.Rectangle{Min: at, Max: at.Add(image.Pt(w, h))}, img, b, draw.Over, nil)
	return inverted(grey.Pix, invert)
}

// inverted returns the pixels, or with invert a copy with dark and light exchanged.
func inverted(pixels []uint8, invert bool) []uint8 {
	if !invert {
		return pixels
	}
	out := make([]uint8, len(pixels))
	for i, v := range pixels {
		out[i] = 255 - v
	}
	return out
}

// lightEdge reports whether the outermost pixels are light on the whole.
func lightEdge(pixels []uint8) bool {
	sum, n := 0, 0
	for i, v := range pixels {
		if x, y := i%side, i/side; x == 0 || y == 0 || x == side-1 || y == side-1 {
			sum += int(v)
			n++
		}
	}
	return sum > 127*n
}

// sketch draws an image with two pixels, one above the other, a character.
func sketch(pixels []uint8) []string {
	const ink = 96 // from here on a pixel is drawn
	rows := make([]string, 0, side/2)
	for y := 0; y < side; y += 2 {
		var b strings.Builder
		for x := range side {
			upper, lower := pixels[y*side+x] >= ink, pixels[(y+1)*side+x] >= ink
			switch {
			case upper && lower:
				b.WriteRune('█')
			case upper:
				b.WriteRune('▀')
			case lower:
				b.WriteRune('▄')
			default:
				b.WriteRune(' ')
			}
		}
		rows = append(rows, b.String())
	}
	return rows
}
