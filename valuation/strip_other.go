//go:build !amd64

package valuation

// walkStrip and walkStripHeld are nil: this processor plays path by path.
var walkStrip, walkStripHeld stripPlay
