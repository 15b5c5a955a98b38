// Package mnist reads the MNIST and Fashion-MNIST data sets, fetches them once
// into the user's cache, draws synthetic digits where there is no data at all,
// and cuts data sets into batches for training.
//
// [Load] looks in a directory that the caller names, then in the cache, then
// on the mirrors; it draws synthetic digits only where the caller allows it,
// and its result says which of these the data came from. Whatever is taken
// from the cache or the network is checked against the published SHA-256.
//
// Images stay bytes, one a pixel, until [Batches] turns them into rows of a
// tensor [batch, Rows*Cols] with values from 0 to 1.
//
// Everything random here is drawn from an explicit seed with integer
// arithmetic alone: the same seed gives the same batches and the same
// synthetic digits on every platform.
//
// MNIST is by LeCun, Cortes and Burges, under CC BY-SA 3.0; Fashion-MNIST is
// by Xiao, Rasul and Vollgraf (arXiv:1708.07747), under the MIT licence.
package mnist
