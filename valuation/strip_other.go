//go:build !amd64

package valuation

// walkStrip is nil: this processor plays path by path.
var walkStrip func(t *walkTerms, w *stripWalks, price, hash *float32, first, days int)
