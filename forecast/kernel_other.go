//go:build !amd64

package forecast

// kernels are those that this processor can run, the fastest last.
func kernels() []kernel { return []kernel{plainKernel} }
