//go:build race

package costly

// slower is how much longer all takes under the race detector, at most (Go's own documentation: 2 to 20
// times).
const slower = 20
