//go:build !amd64

package play

// walkStrip and walkStripHeld are nil: this processor plays path by path.
var walkStrip, walkStripHeld stripPlay
