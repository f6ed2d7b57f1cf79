//go:build !amd64

package forecast

// kernels are those that this processor can run, the fastest last.
func kernels() []kernel { return []kernel{plainKernel} }

func sum(t *tile, first, days int, c *chunk) { t.sum(first, days, c) }
