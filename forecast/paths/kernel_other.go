//go:build !amd64

package paths

// kernels are those that this processor can run, the fastest last.
func kernels() []kernel { return []kernel{plainKernel} }

func sum(t *Tile, first, days int, c *chunk) { t.sum(first, days, c) }
