//go:build !race

package costly

// slower is how much longer all takes than without the race detector.
const slower = 1
