package mnist_test

import (
	"fmt"

	"lanes/mnist"
	"lanes/tensor"
)

// Batches of synthetic digits, as a training loop takes them.
func Example() {
	train, held := mnist.Synthetic(250, 1).Split(50)
	fmt.Println(train.Len(), "to train on,", held.Len(), "held out")

	batches := mnist.NewBatches(train, mnist.BatchOptions{Size: 80, Seed: 1})
	var x tensor.Tensor
	var labels []uint8
	for {
		labels = batches.Next(&x, labels)
		if len(labels) == 0 {
			break // the next call begins the second epoch
		}
		fmt.Println(x.Shape, len(labels))
	}
	// Output:
	// 200 to train on, 50 held out
	// [80 784] 80
	// [80 784] 80
	// [40 784] 40
}

func ExampleOneHot() {
	var x tensor.Tensor
	mnist.OneHot(&x, []uint8{2, 0}, 3)
	fmt.Println(x.Shape, x.Data)
	// Output: [2 3] [0 0 1 1 0 0]
}

// Printed with one character a pixel, every second row left out.
func ExampleSynthetic() {
	d := mnist.Synthetic(1, 1)
	for y := 0; y < d.Rows; y += 2 {
		fmt.Print("|")
		for x := range d.Cols {
			fmt.Printf("%c", " .:+*#"[int(d.Image(0)[y*d.Cols+x])*5/255])
		}
		fmt.Println("|")
	}
	fmt.Println("label", d.Labels[0])
	// Output:
	// |                            |
	// |                  .         |
	// |            :**             |
	// |          **.               |
	// |          #                 |
	// |          #                 |
	// |          ***+              |
	// |              .*            |
	// |               .*           |
	// |               +#           |
	// |          .*++*+            |
	// |                            |
	// |                            |
	// |                            |
	// label 5
}
