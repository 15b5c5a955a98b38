//go:build !unix

package child

func mapBytes(n int) ([]byte, error) { return make([]byte, n), nil }

func unmap([]byte) error { return nil }
